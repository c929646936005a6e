package maps

import (
	"testing"
	"unsafe"
)

func TestSizes(t *testing.T) {
	if size := unsafe.Sizeof(Bucket[int64, int8]{}); size != 88 {
		t.Errorf("a bucket of map[int64]int8 has %d bytes", size)
	}
	if size := unsafe.Sizeof(Bucket[string, int64]{}); size != 208 {
		t.Errorf("a bucket of map[string]int64 has %d bytes", size)
	}
	if size := unsafe.Sizeof(struct {
		key   int64
		value int8
	}{}); size != 16 {
		t.Errorf("a pair has %d bytes", size)
	}
}

func TestFind(t *testing.T) {
	second := &Bucket[string, int]{}
	second.TopHash[0], second.Keys[0], second.Values[0] = 0xab, "there", 2
	first := &Bucket[string, int]{Overflow: second}
	for i := range first.TopHash {
		first.TopHash[i] = 0x77
	}
	first.TopHash[3], first.Keys[3], first.Values[3] = minTopHash+1, "here", 1
	for _, c := range []struct {
		key  string
		hash uint64
		want int
		ok   bool
	}{
		{"here", 0x01 << 56, 1, true},
		{"there", 0xab << 56, 2, true},
		{"nowhere", 0xab << 56, 0, false},
	} {
		if got, ok := first.Find(c.key, c.hash); got != c.want || ok != c.ok {
			t.Errorf("%s: got %d, %t", c.key, got, ok)
		}
	}
}

func TestOverloaded(t *testing.T) {
	for _, c := range []struct {
		count int
		b     uint8
		want  bool
	}{{8, 0, false}, {9, 0, true}, {13, 1, false}, {14, 1, true}, {104, 4, false}, {105, 4, true}} {
		if got := Overloaded(c.count, c.b); got != c.want {
			t.Errorf("%d entries, b = %d: got %t", c.count, c.b, got)
		}
	}
}
