package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// missing is how gota spells a value that isn't there.
const missing = "NaN"

// ReadFile reads a table from a CSV file: [Read] with the path as its name.
//
//	df := must.Of(data.ReadFile("leaves.csv", "length_mm", "width_mm"))
func ReadFile(path string, numeric ...string) (dataframe.DataFrame, error) {
	file, err := os.Open(path)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%w; a path counts from the notebook's folder", err)
	}
	defer file.Close()
	return Read(path, file, numeric...)
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
// lines are passed over.
func Read(name string, r io.Reader, numeric ...string) (dataframe.DataFrame, error) {
	records, lines, err := parse(r)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%s: %w", name, err)
	}
	types, err := check(records, lines, numeric)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%s: %w", name, err)
	}
	df := dataframe.LoadRecords(records,
		dataframe.DetectTypes(false), dataframe.WithTypes(types), dataframe.NaNValues([]string{missing}))
	if df.Err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("%s: %w", name, df.Err)
	}
	return df, nil
}

// parse splits CSV text into cells, without the blanks around them, and says on
// which line of the file each record begins. A missing value is spelled as gota
// wants it.
func parse(r io.Reader) (records [][]string, lines []int, err error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // spreadsheets put a byte order mark first
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1 // a ragged row gets an error of our own, which names it
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return records, lines, nil
		}
		if parseError := (*csv.ParseError)(nil); errors.As(err, &parseError) {
			return nil, nil, fmt.Errorf("line %d: %w; a cell with quotes is written \"like \"\"this\"\"\"",
				parseError.Line, parseError.Err)
		}
		if err != nil {
			return nil, nil, err
		}
		line, _ := reader.FieldPos(0)
		for i, cell := range record {
			if !utf8.ValidString(cell) {
				return nil, nil, fmt.Errorf("line %d: cell %d is not UTF-8 text; save the file as \"CSV UTF-8\"", line, i+1)
			}
			record[i] = strings.TrimSpace(cell)
			if isMissing(record[i]) && len(records) > 0 {
				record[i] = missing
			}
		}
		records = append(records, record)
		lines = append(lines, line)
	}
}

func isMissing(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "na", "n/a", "nan", "null":
		return true
	}
	return false
}

// check finds each column's type, and the first thing that is wrong.
func check(records [][]string, lines []int, numeric []string) (map[string]series.Type, error) {
	if len(records) == 0 {
		return nil, errors.New("line 1: the file is empty; its first line should name the columns")
	}
	names := records[0]
	if err := checkNames(names, numeric); err != nil {
		return nil, fmt.Errorf("line %d: %w", lines[0], err)
	}
	if len(records) == 1 {
		return nil, fmt.Errorf("line %d: no rows below the names of the columns", lines[0])
	}
	for i, record := range records {
		if len(record) != len(names) {
			return nil, fmt.Errorf("line %d: found %s, expected %d as in the first line",
				lines[i], count(len(record), "cell"), len(names))
		}
	}
	types := make(map[string]series.Type, len(names))
	for column, name := range names {
		kind, wrong := columnType(records, column)
		if wrong > 0 && slices.Contains(numeric, name) {
			return nil, fmt.Errorf("line %d (row %d), column %s: expected a number, found %q",
				lines[wrong], wrong, name, records[wrong][column])
		}
		types[name] = kind
	}
	return types, nil
}

func checkNames(names, numeric []string) error {
	for i, name := range names {
		if name == "" {
			return fmt.Errorf("column %d has no name", i+1)
		}
		if first := slices.Index(names, name); first < i {
			return fmt.Errorf("columns %d and %d are both named %q", first+1, i+1, name)
		}
	}
	for _, name := range numeric {
		if slices.Contains(names, name) {
			continue
		}
		if len(names) == 1 && strings.ContainsAny(names[0], ";\t") {
			return fmt.Errorf("the cells seem to be separated by semicolons or tabs; save the file with commas")
		}
		return noColumn(name, names)
	}
	return nil
}

// columnType returns the type of a column and, if that is text, the index of the
// first record that is no number.
func columnType(records [][]string, column int) (kind series.Type, wrong int) {
	kind = series.Int
	for i, record := range records[1:] {
		cell := record[column]
		if cell == missing {
			continue
		}
		if _, err := strconv.Atoi(cell); err == nil {
			continue
		}
		kind = series.Float
		if value, err := strconv.ParseFloat(cell, 64); err != nil || math.IsInf(value, 0) {
			return series.String, i + 1
		}
	}
	return kind, 0
}

func noColumn(name string, have []string) error {
	return fmt.Errorf("no column %q (have %s)", name, strings.Join(have, ", "))
}

// count writes a number and its noun: 1 row, 2 rows.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
