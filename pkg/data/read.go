package data

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// ReadFile reads a table from a CSV file: [Read] with the path as its name.
//
//	df := must.Of(data.ReadFile("leaves.csv", "length_mm", "width_mm"))
func ReadFile(path string, numeric ...string) (dataframe.DataFrame, error) {
	return Format{}.ReadFile(path, numeric...)
}

// Read reads a table from CSV text: the first line names the columns, each
// further line is one row. A cell that is empty or holds NA, N/A, NaN or null is
// a missing value. A column where every other cell is a finite number becomes
// numeric, all others text.
//
// The columns named in numeric must be there and must hold numbers. Errors name
// the file (name is used for nothing else), the line and the column, what was
// expected and what was found. It is an error if a line has too few or too many
// cells, if there are no rows, or if a column has no name or another one's. Empty
// lines are passed over. A first column without a name that numbers the rows, as R
// and pandas write it, is left out; one that names the rows is called row_name. So it is
// where the first line has one name less than the rows have cells, as R's write.table
// writes it.
//
// Other separators and decimal commas are errors that say which [Format] to take.
func Read(name string, r io.Reader, numeric ...string) (dataframe.DataFrame, error) {
	return Format{}.Read(name, r, numeric...)
}

// Format says how a table is written, where it isn't as [Read] expects:
//
//	df := must.Of(data.Format{Separator: ';', DecimalComma: true}.ReadFile("leaves.csv"))
type Format struct {
	Separator    rune // between cells: ';', '\t' or another; 0 is a comma
	DecimalComma bool // 39,1 is a number, and 39.1 isn't
}

// ReadFile is [ReadFile] for a table in this format.
func (f Format) ReadFile(path string, numeric ...string) (dataframe.DataFrame, error) {
	file, err := os.Open(path)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%w; a path counts from the notebook's folder", err)
	}
	defer file.Close()
	return f.Read(path, file, numeric...)
}

// Read is [Read] for a table in this format.
func (f Format) Read(name string, r io.Reader, numeric ...string) (dataframe.DataFrame, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%s: %w", name, err)
	}
	// Spreadsheets put a byte order mark first, and old Macs ended lines by \r alone.
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if bytes.Contains(text, []byte("\r")) {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	t, err := f.parse(text)
	var columns []series.Series
	if err == nil {
		columns, err = f.columns(t, numeric)
	}
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%s: %w", name, err)
	}
	df := dataframe.New(columns...)
	if df.Err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%s: %w", name, df.Err)
	}
	return df, nil
}

// columns finds each column's type, and the first thing that is wrong.
func (f Format) columns(t text, numeric []string) ([]series.Series, error) {
	if why := t.headless(); why != "" {
		return nil, fmt.Errorf("line %d: found %q, expected the names of the columns (%s); put a line with names in its place or above it", t.line, strings.Join(t.names, ","), why)
	}
	if err := checkNames(t.names, numeric); err != nil {
		return nil, fmt.Errorf("line %d: %w", t.line, err)
	}
	if len(t.lines) == 0 {
		return nil, fmt.Errorf("line %d: no rows below the names of the columns", t.line)
	}
	all, wrongs := make([]series.Series, len(t.names)), make([]int, len(t.names))
	var work sync.WaitGroup
	for i, name := range t.names {
		work.Go(func() { all[i], wrongs[i] = f.column(name, t.columns[i]) })
	}
	work.Wait()
	for i, name := range t.names {
		wrong := wrongs[i]
		if wrong < 0 {
			continue
		}
		cell := t.columns[i][wrong]
		place := fmt.Sprintf("line %d (row %d), column %q: expected a number, found %q", t.lines[wrong], wrong+1, name, cell)
		switch comma := f.hasCommas(t, i); {
		case comma, slices.Contains(numeric, name) && !f.DecimalComma && isNumber(strings.Replace(cell, ",", ".", 1)):
			return nil, fmt.Errorf("%s; if that is a decimal comma, read it with %s, and if it parts thousands, take it out",
				place, Format{f.Separator, true})
		case slices.Contains(numeric, name):
			return nil, errors.New(place)
		}
	}
	return all, nil
}

// column makes a column of gota's. wrong is the first row where it is no number, or
// -1.
func (f Format) column(name string, cells []string) (column series.Series, wrong int) {
	kind := series.Int
	floats := make([]float64, len(cells))
	for row, cell := range cells {
		if kind == series.Int && cell != missing && !isWhole(cell) {
			kind = series.Float
		}
		value, ok := f.number(cell)
		if !ok {
			return series.New(cells, series.String, name), row
		}
		floats[row] = value
	}
	if kind == series.Float {
		return series.New(floats, kind, name), -1
	}
	return series.New(cells, kind, name), -1
}

// isWhole says whether a cell is a number of gota's Int.
func isWhole(cell string) bool {
	_, err := strconv.Atoi(cell)
	return err == nil
}

// number reads a finite number, or a missing one.
func (f Format) number(cell string) (value float64, ok bool) {
	if cell == missing {
		return nan, true
	}
	if f.DecimalComma {
		if strings.Contains(cell, ".") {
			return 0, false
		}
		cell = strings.Replace(cell, ",", ".", 1)
	}
	value, err := strconv.ParseFloat(cell, 64)
	return value, err == nil && isFinite(value)
}

// hasCommas says whether a column that is text would be numeric with decimal commas.
func (f Format) hasCommas(t text, column int) bool {
	if f.DecimalComma {
		return false
	}
	found := false
	for _, cell := range t.columns[column] {
		if _, ok := f.number(cell); ok {
			continue
		}
		if !isNumber(strings.Replace(cell, ",", ".", 1)) {
			return false
		}
		found = true
	}
	return found
}

func checkNames(names, numeric []string) error {
	numbers := 0
	for i, name := range names {
		if name == "" {
			return fmt.Errorf("column %d has no name: give it one in the first line", i+1)
		}
		if first := slices.Index(names, name); first < i {
			return fmt.Errorf("columns %d and %d are both named %q", first+1, i+1, name)
		}
		if isNumber(name) {
			numbers++
		}
	}
	if numbers == len(names) {
		return errors.New("found only numbers; the first line should name the columns")
	}
	for _, name := range numeric {
		if !slices.Contains(names, name) {
			return noColumn(name, names)
		}
	}
	return nil
}

func noColumn(name string, have []string) error {
	quoted := make([]string, len(have))
	for i, name := range have {
		quoted[i] = strconv.Quote(name)
	}
	return fmt.Errorf("no column %q (have %s)", name, strings.Join(quoted, ", "))
}

// String is the format as Go code.
func (f Format) String() string {
	fields := []string{}
	if f.Separator != 0 {
		fields = append(fields, "Separator: "+strconv.QuoteRune(f.Separator))
	}
	if f.DecimalComma {
		fields = append(fields, "DecimalComma: true")
	}
	return "data.Format{" + strings.Join(fields, ", ") + "}"
}

// count writes a number and its noun: 1 row, 2 rows.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
