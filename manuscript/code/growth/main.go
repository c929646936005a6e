// Growth prints each capacity that append gives a slice.
package main

import "fmt"

// ANCHOR: main
func main() {
	var s []int64
	for len(s) < 3000 {
		before := cap(s)
		if s = append(s, 0); cap(s) != before && cap(s) >= 256 {
			fmt.Printf("%5d -> %5d  %6d bytes\n",
				before, cap(s), 8*cap(s))
		}
	}
}

// ANCHOR_END: main
