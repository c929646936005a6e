package slices

import (
	"testing"
	"unsafe"
)

func TestInspect(t *testing.T) {
	array := [6]int32{10, 11, 12, 13, 14, 15}
	got := Inspect(array[1:4])
	want := Header{Data: unsafe.Pointer(&array[1]), Len: 3, Cap: 5}
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSpill(t *testing.T) {
	if got := Spill(); got != 99 {
		t.Errorf("got %d", got)
	}
	left, right := ClippedHalves([]int{1, 2, 3, 4})
	if left = append(left, 99); right[0] != 3 {
		t.Error("a clipped part must not write to its neighbour")
	}
}

// Capacities are the rule's, rounded up to what the allocator hands out.
func TestNextCap(t *testing.T) {
	var s []int64
	for len(s) < 5000 {
		before := cap(s)
		s = append(s, 0)
		if cap(s) == before {
			continue
		}
		asked := NextCap(before, len(s))
		if cap(s) < asked || cap(s) > asked+asked/4+1 {
			t.Errorf("from %d: asked for %d, got %d", before, asked, cap(s))
		}
	}
	if got := NextCap(4, 100); got != 100 {
		t.Errorf("got %d", got)
	}
	if got := NextCap(256, 257); got != 512 {
		t.Errorf("got %d", got)
	}
}
