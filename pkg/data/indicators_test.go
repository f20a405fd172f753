package data_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"littlesteps/pkg/data"
)

// Three species become two columns; Adelie is what the others are compared with.
func ExampleIndicators() {
	species, is, err := data.Indicators(data.Penguins(), "species")
	fmt.Println(species, err)
	for i, name := range species[1:] {
		sum := 0.0
		for _, one := range is[i] {
			sum += one
		}
		fmt.Println(name, is[i][150:155], sum, "of them")
	}
	// Output:
	// [Adelie Chinstrap Gentoo] <nil>
	// Chinstrap [0 0 0 0 0] 68 of them
	// Gentoo [0 0 1 1 1] 124 of them
}

func TestIndicators(t *testing.T) {
	column := func(values any) dataframe.DataFrame { return dataframe.New(series.New(values, series.String, "c")) }
	for name, test := range map[string]struct {
		df     dataframe.DataFrame
		column string
		want   string // of the error
	}{
		"another column": {data.Penguins(), "kind", `no column "kind" (have "species"`},
		"missing":        {data.Penguins(), "sex", `column "sex": 11 values missing (rows 4, 9, 10, 11, 12, …); data.Complete(df, "sex") drops such rows`},
		"one value":      {column([]string{"a", "a"}), "c", `column "c": there are 2 rows and 1 value; indicators tell two values or more apart`},
		"no rows":        {column([]string{}), "c", `column "c": there are 0 rows and 0 values`},
		"names":          {column([]string{"a", "b", "c"}), "c", `column "c": each of the 3 rows has a value of its own`},
		"broken":         {data.Complete(data.Penguins(), "kind"), "species", `no column "kind"`},
	} {
		if _, _, err := data.Indicators(test.df, test.column); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
	// Numbers are in their order as numbers, and each row is in one category.
	years := dataframe.New(series.New([]int{10, 9, 100, 9, 10}, series.Int, "year"))
	values, is, err := data.Indicators(years, "year")
	if err != nil || !slices.Equal(values, []string{"9", "10", "100"}) || fmt.Sprint(is) != "[[1 0 0 0 1] [0 0 1 0 0]]" {
		t.Error(values, is, err)
	}
}
