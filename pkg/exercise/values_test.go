package exercise

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"littlesteps/pkg/descent"
)

// What functions take and return is made, copied, compared and named, rows and whole
// numbers too.
func TestValuesOfAllKinds(t *testing.T) {
	rows := [][]float64{{1, 2}, {3}}
	copied := clone(rows).([][]float64)
	if copied[1][0] = 4; rows[1][0] != 3 {
		t.Error("a copy of rows shares them")
	}
	for _, test := range []struct {
		result any
		want   []float64
	}{{nil, nil}, {2.5, []float64{2.5}}, {3, []float64{3}}, {[]float64{1, 2}, []float64{1, 2}}, {rows, []float64{1, 2, 3}}} {
		if got, err := flatten(test.result); err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%v is compared as %v, %v", test.result, got, err)
		}
	}
	for _, bad := range []any{errors.New("stopped"), "text"} {
		if _, err := flatten(bad); err == nil {
			t.Errorf("%v can be compared", bad)
		}
	}
	for want, of := range map[string]reflect.Type{
		"nothing (nil)": nil, "rows of numbers ([][]float64)": reflect.TypeFor[[][]float64](), "a rule (descent.Rule)": reflect.TypeFor[descent.Rule](),
		"map[string]int": reflect.TypeFor[map[string]int](),
	} {
		if got := kindWords(of); got != want {
			t.Errorf("%v is called %q, want %q", of, got, want)
		}
	}
}

// A seed decides which arguments functions are tried with.
func TestReseed(t *testing.T) {
	before := seed
	defer Reseed(before)
	draw := func(number uint64) float64 {
		Reseed(number)
		return Numbers(rand.New(rand.NewPCG(1, seed)), 1)[0]
	}
	if a, b := draw(5), draw(6); a == b || a != draw(5) {
		t.Errorf("%v with 5, %v with 6", a, b)
	}
}
