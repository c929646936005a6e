package slices

// ANCHOR: next
const threshold = 256

// NextCap follows the rule by which a slice of capacity old
// grows when it must hold need elements, before rounding.
func NextCap(old, need int) int {
	if need > 2*old {
		return need
	}
	if old < threshold {
		return 2 * old
	}
	next := old
	for next < need || next == old {
		next += (next + 3*threshold) / 4
	}
	return next
}

// ANCHOR_END: next
