package explorer

import (
	"math"
	"strconv"
	"strings"
)

// number writes a value for people: four significant digits, thousands
// separated, a true minus sign.
func number(x float64) string { return digits(x, 4) }

// digits is number with another count of significant digits.
func digits(x float64, significant int) string {
	switch size := math.Abs(x); {
	case x == 0:
		return "0"
	case math.IsInf(x, 0) || math.IsNaN(x):
		return "not finite"
	case size >= 1e7 || size < 1e-4:
		return powers(x, significant)
	case size >= math.Pow(10, float64(significant)):
		return grouped(strconv.FormatFloat(math.Round(x), 'f', -1, 64))
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', significant, 64), 64)
	return grouped(strconv.FormatFloat(rounded, 'f', -1, 64))
}

// powers writes 1.25e-7 as 1.25×10⁻⁷.
func powers(x float64, significant int) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', significant-1, 64), "e")
	power, _ := strconv.Atoi(exponent)
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	ten := "10" + superscript.Replace(strconv.Itoa(power))
	switch mantissa {
	case "1":
		return ten
	case "-1":
		return "\u2212" + ten
	}
	return grouped(mantissa) + "×" + ten
}

var superscript = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³",
	"4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// grouped separates thousands and sets a true minus sign.
func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "\u2212", s[1:]
	}
	whole, fraction, found := strings.Cut(s, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}

// percent writes a share between 0 and 1.
func percent(share float64) string {
	p := 100 * share
	switch {
	case p == 0:
		return "0 %"
	case p < 0.01:
		return "less than 0.01 %"
	case p > 99.9 && p < 100:
		return "more than 99.9 %"
	case p < 10:
		return digits(p, 2) + " %"
	}
	return strconv.Itoa(int(math.Round(p))) + " %"
}

// exact writes a number as Go code and links do: every digit that counts.
func exact(x float64) string {
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if size := math.Abs(x); size >= 1e-4 && size < 1e15 {
		s = strconv.FormatFloat(x, 'f', -1, 64)
	}
	return s
}

// count writes "1 epoch" and "20 epochs".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(strconv.Itoa(n)) + " " + one + "s"
}
