// Package text shows what strings cost.
package text

import (
	"strings"
	"unicode/utf8"
)

// ANCHOR: runes
// Runes pairs each character with the byte at which it starts.
func Runes(s string) (at []int, runes []rune) {
	for i, r := range s {
		at = append(at, i)
		runes = append(runes, r)
	}
	return at, runes
}

// ANCHOR_END: runes

// Broken reports whether s holds bytes that are not UTF-8.
func Broken(s string) bool { return !utf8.ValidString(s) }

// ANCHOR: join
// Join copies every byte once: the size is known before.
func Join(words []string) string {
	size := 0
	for _, word := range words {
		size += len(word)
	}
	var b strings.Builder
	b.Grow(size)
	for _, word := range words {
		b.WriteString(word)
	}
	return b.String()
}

// ANCHOR_END: join

// ANCHOR: count
// Count counts a word that is still in a buffer. Looking it
// up makes no copy of it; keeping it as a key must.
func Count(seen map[string]*int, word []byte) {
	if n, ok := seen[string(word)]; ok { // no copy
		*n++
		return
	}
	n := 1
	seen[string(word)] = &n // a copy: the map keeps the key
}

// ANCHOR_END: count
