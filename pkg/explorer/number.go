package explorer

import (
	"math"
	"strconv"

	"littlesteps/pkg/chart"
)

// percent writes a share between 0 and 1.
func percent(share float64) string {
	p := 100 * share
	switch {
	case p == 0:
		return "0 %"
	case p < 0.01:
		return "less than 0.01 %"
	case p > 99.9 && p < 100-1e-6:
		return "more than 99.9 %"
	case p < 10:
		return chart.Digits(p, 2) + " %"
	}
	return strconv.Itoa(int(math.Round(p))) + " %"
}

// settled returns 0 for what is 0 but for rounding, beside values of some size.
func settled(x, size float64) float64 {
	if math.Abs(x) < 1e-10*math.Abs(size) {
		return 0
	}
	return x
}

// exact writes a number as Go code and links do: every digit that counts.
func exact(x float64) string {
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if size := math.Abs(x); size >= 1e-4 && size < 1e15 {
		s = strconv.FormatFloat(x, 'f', -1, 64)
	}
	return s
}
