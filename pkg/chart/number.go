package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const minus = "\u2212" // the typographic minus, as wide as a plus and read aloud as "minus"

// Number writes a value for people: four significant digits, thousands
// separated, a true minus sign, powers of ten where the number is very large
// or very small.
func Number(v float64) string { return Digits(v, 4) }

// Digits is Number with a given count of significant digits.
func Digits(v float64, significant int) string {
	switch {
	case math.IsNaN(v):
		return "not a number"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return minus + "∞"
	case v == 0:
		return "0"
	}
	size := math.Abs(v)
	if size >= 1e9 || size < 1e-4 {
		return scientific(v, significant)
	}
	decimals := max(0, significant-1-int(math.Floor(math.Log10(size))))
	return tidy(strconv.FormatFloat(v, 'f', decimals, 64))
}

// tidy drops trailing zeros, separates thousands and sets a true minus.
func tidy(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return grouped(s)
}

// grouped separates thousands by commas and sets a true minus.
func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = minus, s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if fraction != "" {
		fraction = "." + fraction
	}
	if strings.Trim(whole, "0") == "" && strings.Trim(fraction, ".0") == "" {
		sign = "" // no negative zero
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return sign + whole + fraction
}

// year tells whether a name is that of years, as "year", "birth_year", "Jahr".
func year(name string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) }), func(word string) bool {
		return slices.Contains([]string{"year", "jahr", "année", "año", "anno", "ano"}, word)
	})
}

// named writes a number of an axis or a column with that name: 1948 where 1,948 would
// be no year.
func named(number, name string) string {
	if whole, _, _ := strings.Cut(number, "."); len(whole) == len("1,948") && whole[1] == ',' && year(name) {
		return whole[:1] + number[2:]
	}
	return number
}

// scientific writes 1.25e-7 as 1.25×10⁻⁷.
func scientific(v float64, significant int) string {
	s := strconv.FormatFloat(v, 'e', significant-1, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	power, _ := strconv.Atoi(exponent)
	if power == 0 || power == 1 { // 10⁰ is better known as 1
		return Digits(v, significant)
	}
	mantissa = tidy(mantissa)
	if sign, one := strings.CutSuffix(mantissa, "1"); one && (sign == "" || sign == minus) {
		return sign + powerOfTen(power)
	}
	return mantissa + "×" + powerOfTen(power)
}

var superscripts = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³",
	"4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

func powerOfTen(power int) string { return "10" + superscripts.Replace(strconv.Itoa(power)) }

// tickLabels writes the values of an axis with a name alike: all with the same
// decimals, or all as powers of ten.
func tickLabels(ticks []float64, log bool, name string) []string {
	labels := make([]string, len(ticks))
	var most, least float64 = 0, math.Inf(1)
	for _, v := range ticks {
		if v != 0 {
			most, least = max(most, math.Abs(v)), min(least, math.Abs(v))
		}
	}
	if most >= 1e7 || least < 1e-4 {
		for significant := 4; significant <= 9; significant++ {
			for i, v := range ticks {
				labels[i] = "0"
				if v != 0 {
					labels[i] = scientific(v, significant)
				}
			}
			if len(slices.Compact(slices.Clone(labels))) == len(labels) {
				return labels
			}
			if most >= 1e7 && most < 1e15 && least >= 1 {
				break // written out, they are easier to tell apart
			}
		}
	}
	if log {
		for i, v := range ticks {
			labels[i] = Number(v)
		}
		return labels
	}
	decimals := 0
	for _, v := range ticks {
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if _, fraction, found := strings.Cut(s, "."); found {
			decimals = max(decimals, len(fraction))
		}
	}
	decimals = min(decimals, 9)
	for i, v := range ticks {
		labels[i] = named(grouped(strconv.FormatFloat(v, 'f', decimals, 64)), name)
	}
	return labels
}

// magnitude returns how large the largest of some values is, whatever its sign.
func magnitude(values []float64) float64 {
	return reach(values).magnitude()
}

// settled returns 0 for a value that is zero but for rounding, measured against
// the magnitude of the values around it: 3e-9 where the others are about 2.
func settled(v, size float64) float64 {
	if math.Abs(v) < min(1e-8*size, 1e-6) { // beside 10¹⁵¹, 10,291 is small and still no rounding error
		return 0
	}
	return v
}

// nearly writes a number, and "nearly 0" for what is zero but for rounding.
func nearly(v, size float64) string {
	if v != 0 && settled(v, size) == 0 {
		return "nearly 0"
	}
	return Number(v)
}

// Count writes a whole number with its thousands separated.
func Count(n int) string { return grouped(strconv.Itoa(n)) }

// Plural writes "1 point" and "2 points", "1 box" and "2 boxes".
func Plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if strings.HasSuffix(one, "x") {
		one += "e"
	}
	return Count(n) + " " + one + "s"
}
