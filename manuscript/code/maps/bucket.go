// Package maps builds a bucket as Go 1.23 lays it out.
package maps

// ANCHOR: bucket
// Bucket is what the compiler lays out for a map[K]V whose keys
// and values are at most 128 bytes each.
type Bucket[K comparable, V any] struct {
	TopHash  [8]uint8      // one byte of each key's hash
	Keys     [8]K          // all keys,
	Values   [8]V          // then all values
	Overflow *Bucket[K, V] // the next bucket of the chain
}

// ANCHOR_END: bucket

const (
	emptyRest  = 0
	minTopHash = 5
)

// ANCHOR: find
// Find returns the value of a key whose hash is known.
func (b *Bucket[K, V]) Find(key K, hash uint64) (V, bool) {
	top := uint8(hash >> 56)
	if top < minTopHash {
		top += minTopHash
	}
	for ; b != nil; b = b.Overflow {
		for i, mark := range b.TopHash {
			if mark == emptyRest {
				var none V
				return none, false
			}
			if mark == top && b.Keys[i] == key {
				return b.Values[i], true
			}
		}
	}
	var none V
	return none, false
}

// ANCHOR_END: find

// ANCHOR: load
// Overloaded reports whether a table of 1<<b buckets is too full
// for count entries: more than 6.5 for each bucket.
func Overloaded(count int, b uint8) bool {
	return count > 8 && count > 13*((1<<b)/2)
}

// ANCHOR_END: load
