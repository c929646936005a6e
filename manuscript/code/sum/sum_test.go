package sum

import "testing"

func TestSum(t *testing.T) {
	for _, values := range [][]int64{nil, {7}, {1, 2, 3, -9}} {
		var want int64
		for _, value := range values {
			want += value
		}
		if got := Sum(values); got != want {
			t.Errorf("%v: got %d, want %d", values, got, want)
		}
	}
}
