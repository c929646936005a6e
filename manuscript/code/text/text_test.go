package text

import (
	"reflect"
	"testing"
)

func TestRunes(t *testing.T) {
	at, runes := Runes("aé世\xff")
	if !reflect.DeepEqual(at, []int{0, 1, 3, 6}) {
		t.Errorf("at %v", at)
	}
	if !reflect.DeepEqual(runes, []rune{'a', 'é', '世', '\uFFFD'}) {
		t.Errorf("runes %q", runes)
	}
	if !Broken("\xff") || Broken("世") {
		t.Error("only the first is broken")
	}
}

func TestJoin(t *testing.T) {
	if got := Join([]string{"go", "", "pher"}); got != "gopher" {
		t.Errorf("got %q", got)
	}
}

func TestCount(t *testing.T) {
	seen := map[string]*int{}
	word := []byte("map")
	Count(seen, word)
	if n := testing.AllocsPerRun(100, func() { Count(seen, word) }); n != 0 {
		t.Errorf("a look-up allocates %v times", n)
	}
}
