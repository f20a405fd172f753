package exercise

import (
	"math"
	"strconv"
	"strings"
)

// Format writes x as answers do, and as Go does, so that it can be typed back: at most 6
// digits that count, a plain minus sign, nothing between thousands.
func Format(x float64) string {
	switch {
	case IsOpen(x):
		return "a gap"
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "-∞"
	case x == 0:
		return "0"
	}
	size := math.Abs(x)
	if size >= 1e9 || size < 1e-4 {
		return strconv.FormatFloat(x, 'g', 5, 64)
	}
	decimals := max(0, 5-int(math.Floor(math.Log10(size))))
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// Typed writes x as [Format] does, marked as code for an answer's sentence.
func Typed(x float64) string {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return Format(x)
	}
	return "`" + Format(x) + "`"
}

// numbers writes a list, a long one by its beginning.
func numbers(xs []float64) string {
	const most = 6
	var parts []string
	for i, x := range xs {
		if i == most-1 && len(xs) > most {
			parts = append(parts, "… ("+strconv.Itoa(len(xs))+" numbers)")
			break
		}
		parts = append(parts, Format(x))
	}
	return "`[" + strings.Join(parts, " ") + "]`"
}

// values writes what a function returned: a single number without brackets.
func values(xs []float64) string {
	if len(xs) == 1 {
		return Typed(xs[0])
	}
	return numbers(xs)
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
