//go:build !arm64

// Package sum adds up a slice in assembly, where it can.
package sum

// Sum adds up the elements of a slice.
func Sum(s []int64) int64 {
	var total int64
	for _, value := range s {
		total += value
	}
	return total
}
