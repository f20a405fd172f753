package exercise

import (
	"math"
	"strconv"
	"strings"
)

// Format writes x as answers do: at most 6 digits that count, thousands
// separated, a true minus sign.
func Format(x float64) string {
	switch {
	case IsOpen(x):
		return "a gap"
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 0):
		return signed(x, "∞")
	case x == 0:
		return "0"
	}
	size := math.Abs(x)
	if size >= 1e9 || size < 1e-4 {
		return strings.ReplaceAll(strconv.FormatFloat(x, 'g', 5, 64), "-", "−")
	}
	decimals := max(0, 5-int(math.Floor(math.Log10(size))))
	text := strconv.FormatFloat(size, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	whole, _, _ := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return signed(x, text)
}

func signed(x float64, size string) string {
	if x < 0 {
		return "−" + size
	}
	return size
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
	return "[" + strings.Join(parts, " ") + "]"
}

// values writes what a function returned: a single number without brackets.
func values(xs []float64) string {
	if len(xs) == 1 {
		return Format(xs[0])
	}
	return numbers(xs)
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
