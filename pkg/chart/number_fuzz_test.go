package chart

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// FuzzNumber writes any number: it reads back as the same, to four significant
// digits.
func FuzzNumber(f *testing.F) {
	for _, v := range []float64{0, 1, -1, 999.95, 9999.5, 1e9, 999_999_999, 1e-4, 9.9999e-5, math.Pi, 1e308, 5e-324, math.MaxFloat64, -0.00012345, 12345.678} {
		f.Add(v)
	}
	back := strings.NewReplacer(",", "", minus, "-", "×10", "e", "⁻", "-", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
	f.Fuzz(func(t *testing.T, v float64) {
		text := Number(v)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		plain := back.Replace(text)
		if strings.HasPrefix(strings.TrimPrefix(text, minus), "10") && strings.ContainsAny(text, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹") && !strings.Contains(text, "×") {
			plain = strings.Replace(plain, "10", "1e", 1) // a power of ten alone
		}
		got, err := strconv.ParseFloat(plain, 64)
		if math.IsInf(got, 0) && math.Abs(v) > 1.797e308 {
			return // rounded up past the largest
		}
		if err != nil && got != 0 || math.Abs(got-v) > 0.5001e-3*math.Abs(v) && math.Abs(got-v) > 5e-324 {
			t.Fatalf("%v is written %q, which reads %v, %v", v, text, got, err)
		}
	})
}
