package data_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"littlesteps/pkg/data"
)

// near fails unless got is want within a relative 1e-9.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}

// The lecture's means, deviations, and the first ten z-scores as it prints them.
func TestStandardizePenguins(t *testing.T) {
	complete := data.Complete(data.Penguins())
	bill, scale, err := data.Standardize(floats(t, complete, "bill_length_mm"))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the mean bill", scale.Mean, 43.9927927928)
	near(t, "the bills' deviation", scale.Deviation, 5.460450955)
	_, mass, err := data.Standardize(floats(t, complete, "body_mass_g"))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the mean mass", mass.Mean, 4207.0570570571)
	near(t, "the masses' deviation", mass.Deviation, 804.00586016)
	matrix, err := data.WithOnes(bill)
	if err != nil {
		t.Fatal(err)
	}
	printed := ""
	for _, row := range matrix[:10] {
		printed += fmt.Sprintf("%g %.8f;", row[0], row[1])
	}
	want := "1 -0.89604189;1 -0.82278787;1 -0.67627982;1 -1.33556603;1 -0.85941488;" +
		"1 -0.93266890;1 -0.87772838;1 -0.52977177;1 -0.98760942;1 -1.72014965;"
	if printed != want {
		t.Errorf("the first ten rows are %s\nwant %s", printed, want)
	}
}

func TestStandardize(t *testing.T) {
	xs := []float64{2, 4, 4, 4, 5, 5, 7, 9} // mean 5, population deviation 2
	z, scale, err := data.Standardize(xs)
	if err != nil {
		t.Fatal(err)
	}
	if scale != (data.Scale{Mean: 5, Deviation: 2}) || fmt.Sprint(z) != "[-1.5 -0.5 -0.5 -0.5 0 0 1 2]" {
		t.Errorf("the scale is %+v, the z-scores %v", scale, z)
	}
	for i, x := range xs {
		if scale.Z(x) != z[i] || scale.Original(z[i]) != x {
			t.Errorf("%g goes to %g and back to %g", x, scale.Z(x), scale.Original(z[i]))
		}
	}
	centered, scale, err := data.Center(xs)
	if err != nil || scale != (data.Scale{Mean: 5, Deviation: 1}) || fmt.Sprint(centered) != "[-3 -1 -1 -1 0 0 2 4]" || scale.Original(centered[0]) != 2 {
		t.Errorf("centered: %+v, %v, %v", scale, centered, err)
	}
}

func TestScaleErrors(t *testing.T) {
	for _, test := range []struct {
		xs           []float64
		want         string
		centersFails bool
	}{
		{nil, "no values: the column is empty", true},
		{[]float64{1, math.NaN()}, "value 2 is NaN: expected finite numbers only", true},
		{[]float64{math.Inf(-1)}, "value 1 is -Inf: expected finite numbers only", true},
		{[]float64{7, 7, 7}, "all 3 values are 7: a constant column has no deviation to divide by; choose another column", false},
		{[]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, "all 6 values are 0.1: a constant column", false},
		{[]float64{5}, "all 1 values are 5: a constant column", false},
		{[]float64{1e-320, 0}, "differ too little", false},
		{[]float64{1e200, -1e200}, "too large to square", false},
		{[]float64{1e308, 1e308}, "too large to add up", true},
	} {
		_, _, err := data.Standardize(test.xs)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v gives the error %v, want %s", test.xs, err, test.want)
		}
		if _, _, err := data.Center(test.xs); (err != nil) != test.centersFails {
			t.Errorf("centring %v gives the error %v", test.xs, err)
		}
	}
}

func TestWithOnes(t *testing.T) {
	a, b := []float64{1, 2}, []float64{3, 4}
	matrix, err := data.WithOnes(a, b)
	if err != nil || fmt.Sprint(matrix) != "[[1 1 3] [1 2 4]]" {
		t.Errorf("%v, %v", matrix, err)
	}
	matrix[0] = append(matrix[0], 99)
	if a[0] = -1; matrix[0][1] != 1 || fmt.Sprint(matrix[1]) != "[1 2 4]" {
		t.Errorf("the rows share memory with each other or with the column: %v", matrix)
	}
	for want, columns := range map[string][][]float64{
		"no columns: give at least one":         {},
		"column 1 is empty":                     {{}},
		"column 2 has 1 value, column 1 has 2":  {a, {1}},
		"column 3 has 3 values, column 1 has 2": {a, b, {1, 2, 3}},
	} {
		if _, err := data.WithOnes(columns...); err == nil || err.Error() != want {
			t.Errorf("%v gives %v, want %s", columns, err, want)
		}
	}
}
