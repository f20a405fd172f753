package data

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// Complete returns the rows of df where no value is missing in the named columns;
// where none is named, in any column: 333 of the 344 penguins. A column that is all
// empty, and that nobody asks about, costs nothing if those that matter are named.
//
// A name that isn't a column's gives a frame with an error that lists the names, as
// gota does it; [Floats] returns that error.
func Complete(df dataframe.DataFrame, columns ...string) dataframe.DataFrame {
	if df.Err != nil {
		return df
	}
	if len(columns) == 0 {
		columns = df.Names()
	}
	looked := make([]series.Series, len(columns))
	for i, name := range columns {
		if !slices.Contains(df.Names(), name) {
			return dataframe.DataFrame{Err: noColumn(name, df.Names())}
		}
		looked[i] = df.Col(name)
	}
	keep := []int{}
rows:
	for row := range df.Nrow() {
		for _, column := range looked {
			if column.Elem(row).IsNA() {
				continue rows
			}
		}
		keep = append(keep, row)
	}
	return df.Subset(keep)
}

// Floats returns a numeric column of df as a slice, one value for each row.
//
// It is an error if there is no such column (the message lists those there are),
// if there are no rows, if the column holds text, or if a value is missing: then
// take Floats(Complete(df, column), column).
func Floats(df dataframe.DataFrame, column string) ([]float64, error) {
	if df.Err != nil {
		return nil, fmt.Errorf("column %q: %w", column, df.Err)
	}
	if !slices.Contains(df.Names(), column) {
		return nil, noColumn(column, df.Names())
	}
	values := df.Col(column)
	if values.Len() == 0 {
		return nil, fmt.Errorf("column %q: the table has no rows; if data.Complete dropped them all, name the columns that matter: data.Complete(df, %[1]q)", column)
	}
	numeric := values.Type() == series.Float || values.Type() == series.Int
	floats := make([]float64, values.Len())
	gaps := []string{}
	for i := range floats {
		element := values.Elem(i)
		if element.IsNA() {
			gaps = append(gaps, strconv.Itoa(i+1))
			continue
		}
		floats[i] = element.Float()
		if !numeric && !isNumber(element.String()) {
			return nil, fmt.Errorf("column %q, row %d: expected a number, found %q", column, i+1, element.String())
		}
		if math.IsInf(floats[i], 0) {
			return nil, fmt.Errorf("column %q, row %d: expected a finite number, found %v", column, i+1, floats[i])
		}
	}
	if len(gaps) > 0 {
		return nil, fmt.Errorf("column %q: %s missing (%s); data.Complete(df, %[1]q) drops such rows",
			column, count(len(gaps), "value"), rowList(gaps))
	}
	return floats, nil
}

func isNumber(text string) bool {
	value, err := strconv.ParseFloat(text, 64)
	return err == nil && isFinite(value)
}

var nan = math.NaN()

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// rowList names rows, the first few of them.
func rowList(rows []string) string {
	const most = 5
	word := "row "
	if len(rows) > 1 {
		word = "rows "
	}
	if len(rows) > most {
		return word + strings.Join(rows[:most], ", ") + ", …"
	}
	return word + strings.Join(rows, ", ")
}

// WithOnes builds the design matrix of a regression: one row for each value of
// the columns, and in each row a 1 (for the intercept) followed by the columns'
// values. The columns must have the same length.
func WithOnes(columns ...[]float64) ([][]float64, error) {
	if len(columns) == 0 {
		return nil, errors.New("no columns: give at least one")
	}
	rows := len(columns[0])
	if rows == 0 {
		return nil, errors.New("column 1 is empty")
	}
	for i, column := range columns {
		if len(column) != rows {
			return nil, fmt.Errorf("column %d has %s, column 1 has %d", i+1, count(len(column), "value"), rows)
		}
	}
	width := 1 + len(columns)
	flat := make([]float64, rows*width)
	matrix := make([][]float64, rows)
	for i := range matrix {
		row := flat[i*width : (i+1)*width : (i+1)*width]
		row[0] = 1
		for j, column := range columns {
			row[1+j] = column[i]
		}
		matrix[i] = row
	}
	return matrix, nil
}
