// Package arrays shows that an array is a value.
package arrays

import "unsafe"

// ANCHOR: pixel
// Pixel has a size of 8 bytes, one of them padding.
type Pixel struct {
	R, G, B, A uint8
	Depth      uint16
	On         bool
}

// Row is 4 pixels, side by side, and nothing else.
type Row [4]Pixel

// Offset returns how far pixel i is from the start of its row.
func Offset(r *Row, i int) uintptr {
	first := uintptr(unsafe.Pointer(r))
	return uintptr(unsafe.Pointer(&r[i])) - first
}

// ANCHOR_END: pixel

// ANCHOR: dim
// Dim works on a row of its own: the caller's is not touched.
func Dim(r Row) Row {
	for i := range r {
		r[i].On = false
	}
	return r
}

// DimAll works on the caller's row.
func DimAll(r *Row) {
	for i := range r {
		r[i].On = false
	}
}

// ANCHOR_END: dim
