package data

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// WriteFile writes df to a CSV file: [Write] with a path. A file that is there is
// written over, once all is known to be well.
//
//	must.Do(data.WriteFile("complete.csv", complete))
func WriteFile(path string, df dataframe.DataFrame) error {
	var b bytes.Buffer
	if err := Write(&b, df); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// Write writes df as CSV text that [Read] reads again: numbers with all their digits
// (gota's own WriteCSV keeps six decimals), a missing value as NA. It is an error if
// df has one, has no columns, or holds a number that is infinite.
func Write(w io.Writer, df dataframe.DataFrame) error {
	if df.Err != nil {
		return df.Err
	}
	if df.Ncol() == 0 {
		return fmt.Errorf("the table has no columns")
	}
	var b bytes.Buffer
	columns := make([]series.Series, df.Ncol())
	cells := make([]string, df.Ncol())
	for i, name := range df.Names() {
		columns[i] = df.Col(name)
		cells[i] = quote(name)
	}
	b.WriteString(strings.Join(cells, ",") + "\n")
	for row := range df.Nrow() {
		for i, column := range columns {
			element := column.Elem(row)
			switch {
			case element.IsNA():
				cells[i] = "NA"
			case column.Type() == series.Float:
				if !isFinite(element.Float()) {
					return fmt.Errorf("column %q, row %d: expected a finite number, found %v", column.Name, row+1, element.Float())
				}
				cells[i] = digits(element.Float())
			default:
				cells[i] = quote(element.String())
			}
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

// digits writes a number with as few digits as tell it from all others.
func digits(x float64) string {
	if size := max(x, -x); size >= 1e-4 && size < 1e15 || x == 0 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// quote puts a cell into quotes that some reader might cut in two.
func quote(cell string) string {
	if cell != "" && !strings.ContainsAny(cell, ",; |\t\"\r\n") && strings.TrimFunc(cell, isBlank) == cell {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
