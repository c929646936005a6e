// Package slices shows what a slice is made of.
package slices

import "unsafe"

// ANCHOR: header
// Header has the shape of every slice, whatever its elements.
type Header struct {
	Data unsafe.Pointer // the element at index 0
	Len  int            // how many elements may be indexed
	Cap  int            // how many fit before the memory ends
}

// Inspect reads the three words of a slice.
func Inspect[E any](s []E) Header {
	return *(*Header)(unsafe.Pointer(&s))
}

// ANCHOR_END: header
