package arrays

import (
	"testing"
	"unsafe"
)

func TestLayout(t *testing.T) {
	var row Row
	if size := unsafe.Sizeof(row); size != 32 {
		t.Errorf("a row has %d bytes", size)
	}
	for i := range row {
		if offset := Offset(&row, i); offset != uintptr(i)*8 {
			t.Errorf("pixel %d is at %d", i, offset)
		}
	}
}

func TestCopy(t *testing.T) {
	row := Row{0: {On: true}}
	if dark := Dim(row); dark == row || !row[0].On {
		t.Error("Dim must not touch its argument")
	}
	if DimAll(&row); row[0].On {
		t.Error("DimAll must touch its argument")
	}
}
