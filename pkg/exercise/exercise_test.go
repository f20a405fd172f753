package exercise

import (
	"math"
	"testing"
)

// The mark in TODO survives what a formula does to it.
func TestAGapShowsThroughArithmetic(t *testing.T) {
	two := 2.0
	for name, x := range map[string]float64{
		"itself":     TODO,
		"product":    TODO * two,
		"other side": two * TODO,
		"sum":        two + TODO,
		"quotient":   two / TODO,
		"negated":    -TODO,
		"root":       math.Sqrt(TODO),
		"size":       math.Abs(TODO),
	} {
		if !IsOpen(x) {
			t.Errorf("%s: the gap doesn't show in %x", name, math.Float64bits(x))
		}
	}
	for _, x := range []float64{0, 1, math.NaN(), math.Sqrt(-two), math.Inf(1) - math.Inf(1), math.Inf(1)} {
		if IsOpen(x) {
			t.Errorf("%v (%x) counts as a gap", x, math.Float64bits(x))
		}
	}
}

// Slopes that are known check the oracle that measures them.
func TestMeasuredSlopes(t *testing.T) {
	tests := []struct {
		name     string
		f, slope func(float64) float64
	}{
		{"square", func(x float64) float64 { return x * x }, func(x float64) float64 { return 2 * x }},
		{"cube", func(x float64) float64 { return x * x * x }, func(x float64) float64 { return 3 * x * x }},
		{"sine", math.Sin, math.Cos},
		{"exponential", math.Exp, math.Exp},
	}
	for _, test := range tests {
		for _, x := range []float64{-4, -1.3, 0, 0.7, 2, 5.5} {
			got, want := Slope(test.f)(x), test.slope(x)
			if math.Abs(got-want) > 1e-7*math.Max(1, math.Abs(want)) {
				t.Errorf("%s at %v: measured %v, it is %v", test.name, x, got, want)
			}
		}
	}
	gradient := Gradient(func(p []float64) float64 { return p[0]*p[0] + 3*p[0]*p[1] })([]float64{2, 5})
	if math.Abs(gradient[0]-19) > 1e-8 || math.Abs(gradient[1]-6) > 1e-8 {
		t.Errorf("gradient %v, want 19 and 6", gradient)
	}
}

func TestNumbersForPeople(t *testing.T) {
	for want, x := range map[string]float64{
		"0": 0, "900": 900, "1128.21": 1128.2125, "-31.25": -31.25, "0.000628": 0.000628,
		"1000000": 1e6, "1.2e+20": 1.2e20, "1e-09": 1e-9, "NaN": math.NaN(), "-∞": math.Inf(-1), "0.3": 0.1 + 0.2, "a gap": TODO,
	} {
		if got := Format(x); got != want {
			t.Errorf("Format(%v) = %q, want %q", x, got, want)
		}
	}
}
