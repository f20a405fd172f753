package chart

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0:                  "0",
		5:                  "5",
		-2681.35:           "−2,681",
		1728.2125:          "1,728",
		0.2175135360266544: "0.2175",
		2.5510204081632653: "2.551",
		0.65254:            "0.6525",
		99.999:             "100",
		123456789:          "123,456,789",
		1e9:                "10⁹",
		-1e9:               "−10⁹",
		6.25e-7:            "6.25×10⁻⁷",
		-1.2345e12:         "−1.234×10¹²",
		0.00012:            "0.00012",
		math.Inf(1):        "∞",
		math.Inf(-1):       "−∞",
		math.NaN():         "not a number",
	} {
		if got := Number(v); got != want {
			t.Errorf("Number(%v) = %q, want %q", v, got, want)
		}
	}
	if got := Number(math.Copysign(0, -1)); got != "0" {
		t.Errorf("Number(-0) = %q", got)
	}
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{"-0.00": "0.00", "-1234567.5": "−1,234,567.5", "999": "999", "1000": "1,000", "-0": "0"} {
		if got := grouped(in); got != want {
			t.Errorf("grouped(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTickLabels(t *testing.T) {
	for _, c := range []struct {
		ticks []float64
		log   bool
		want  []string
	}{
		{[]float64{0, 0.5, 1}, false, []string{"0.0", "0.5", "1.0"}},
		{[]float64{-2, 0, 2}, false, []string{"−2", "0", "2"}},
		{[]float64{0, 5000, 10000}, false, []string{"0", "5,000", "10,000"}},
		{[]float64{0.01, 0.1, 1, 10, 1000}, true, []string{"0.01", "0.1", "1", "10", "1,000"}},
		{[]float64{1e-8, 1, 1e8}, true, []string{"10⁻⁸", "1", "10⁸"}},
		{[]float64{-1e11, 0, 5e11}, false, []string{"−10¹¹", "0", "5×10¹¹"}},
		{[]float64{1e9, 1e9 + 1, 1e9 + 2}, false, []string{"1,000,000,000", "1,000,000,001", "1,000,000,002"}},
	} {
		if got := tickLabels(c.ticks, c.log, ""); !slices.Equal(got, c.want) {
			t.Errorf("tickLabels(%v) = %q, want %q", c.ticks, got, c.want)
		}
	}
}

func TestNearly(t *testing.T) {
	among := []float64{-2, 1, 0.5}
	for v, want := range map[float64]string{-3.4e-9: "nearly 0", 0: "0", 0.5: "0.5", 1e-3: "0.001"} {
		if got := nearly(v, magnitude(among)); got != want {
			t.Errorf("nearly(%v) = %q, want %q", v, got, want)
		}
	}
}

// A walk that diverges is drawn beside numbers that dwarf its start.
func TestNothingIsCalledZeroBesideHugeNumbers(t *testing.T) {
	ys := []float64{10_291, 1e30, 1e151}
	if got := nearly(ys[0], magnitude(ys)); got != "10,291" {
		t.Errorf("the start of a diverging loss is %q, not 10,291", got)
	}
	if got := nearly(-2.2e-14, magnitude([]float64{2.5, 1, -2.2e-14})); got != "nearly 0" {
		t.Errorf("a rounding error is %q, not nearly 0", got)
	}
}

// Years have no thousands: neither on the axes, nor in words, nor in the table, nor on
// hover. Whatever else is as large keeps them.
func TestYears(t *testing.T) {
	xs, ys := []float64{1948, 1955, 1962}, []float64{2700, 3100, 6300}
	for name, years := range map[string]bool{"year": true, "Year": true, "birth_year": true, "year of hatching": true, "Jahr": true, "mass (g)": false, "yearling": false, "": false} {
		html := Line(xs, ys).X(name).Y("mass (g)").HTML()
		for _, plain := range []string{">1948<", ">1950<"} {
			grouped := plain[:2] + "," + plain[2:]
			if strings.Contains(html, plain) != years || strings.Contains(html, grouped) == years {
				t.Errorf("axis %q: %s is in the figure: %v, %s: %v", name, plain, !years, grouped, years)
			}
		}
		if !strings.Contains(html, ">6,300<") || years && strings.Contains(html, "1,9") {
			t.Errorf("axis %q: a mass without, or a year with thousands", name)
		}
	}
	for number, want := range map[string]string{"1,948": "1948", "1,947.5": "1947.5", "12,000": "12,000", minus + "1,948": minus + "1,948", "948": "948"} {
		if got := named(number, "year"); got != want {
			t.Errorf("the year %s is written %s, want %s", number, got, want)
		}
	}
}
