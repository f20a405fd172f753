package data

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// Indicators makes columns of 0 and 1 of a column that holds names, such as species:
// values are its different values in their order, and columns has one column for each of
// them but the first, with a 1 in the rows that have it. The first is what the others are
// compared with: with a column for it, too, and the ones of [WithOnes], a model would have
// one parameter more than the data can tell. (Statistics speaks of dummy variables.)
//
//	species, is := must.Of2(data.Indicators(complete, "species"))
//	X := must.Of(data.WithOnes(is...))
//
// It is an error if there is no such column, if a value is missing (then take
// Complete(df, column)), if all rows have the same value, or if no two have.
func Indicators(df dataframe.DataFrame, column string) (values []string, columns [][]float64, err error) {
	if df.Err != nil {
		return nil, nil, fmt.Errorf("column %q: %w", column, df.Err)
	}
	if !slices.Contains(df.Names(), column) {
		return nil, nil, noColumn(column, df.Names())
	}
	cells := df.Col(column)
	gaps := []string{}
	rows := map[string][]int{} // that have each value
	for i := range cells.Len() {
		if cells.Elem(i).IsNA() {
			gaps = append(gaps, strconv.Itoa(i+1))
			continue
		}
		value := cells.Elem(i).String()
		if rows[value] == nil {
			values = append(values, value)
		}
		rows[value] = append(rows[value], i)
	}
	switch {
	case len(gaps) > 0:
		return nil, nil, fmt.Errorf("column %q: %s missing (%s); data.Complete(df, %[1]q) drops such rows", column, count(len(gaps), "value"), rowList(gaps))
	case len(values) < 2:
		return nil, nil, fmt.Errorf("column %q: there are %s and %s; indicators tell two values or more apart", column, count(cells.Len(), "row"), count(len(values), "value"))
	case len(values) == cells.Len() && len(values) > 2:
		return nil, nil, fmt.Errorf("column %q: each of the %d rows has a value of its own, so it names the rows; expected values that many share", column, len(values))
	}
	order := strings.Compare
	if kind := cells.Type(); kind == series.Int || kind == series.Float {
		order = func(a, b string) int {
			x, _ := strconv.ParseFloat(a, 64)
			y, _ := strconv.ParseFloat(b, 64)
			return cmp.Compare(x, y)
		}
	}
	slices.SortFunc(values, order)
	for _, value := range values[1:] {
		is := make([]float64, cells.Len())
		for _, i := range rows[value] {
			is[i] = 1
		}
		columns = append(columns, is)
	}
	return values, columns, nil
}
