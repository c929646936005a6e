package slices

// ANCHOR: alias
// Halves cuts a slice in two. Both parts share its memory.
func Halves(s []int) (left, right []int) {
	mid := len(s) / 2
	return s[:mid], s[mid:]
}

// Spill appends to the left part, and changes the right.
func Spill() int {
	left, right := Halves([]int{1, 2, 3, 4})
	left = append(left, 99) // len 2, cap 4: there is room
	return right[0]         // 99, not 3
}

// ANCHOR_END: alias

// ANCHOR: clip
// ClippedHalves ends the left part's capacity where it ends.
func ClippedHalves(s []int) (left, right []int) {
	mid := len(s) / 2
	return s[:mid:mid], s[mid:]
}

// ANCHOR_END: clip
