package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// missing is how gota spells a value that isn't there.
const missing = "NaN"

// text is a table as text: cells without the blanks around them, a missing one
// spelled as gota wants it.
type text struct {
	names   []string
	line    int        // of the names
	columns [][]string // the cells of each column
	lines   []int      // on which line of the file each row begins
	width   int        // cells of each row in the file
}

// parse splits a file into cells. Where that fails, or there is but one column,
// another separator may be what it has; unless one was asked for, the error says so.
func (f Format) parse(file []byte) (text, error) {
	separator := f.Separator
	if separator == 0 {
		separator = ','
	}
	t, err := split(file, separator)
	if f.Separator != 0 || err == nil && len(t.names) > 1 {
		return t, err
	}
	for _, other := range []struct {
		separator rune
		name      string
	}{{';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}, {' ', "blanks"}} {
		guess, wrong := split(file, other.separator)
		if wrong != nil || guess.width < 2 {
			continue
		}
		take := Format{other.separator, f.DecimalComma}
		for i := range guess.names {
			take.DecimalComma = take.DecimalComma || take.hasCommas(guess, i)
		}
		return t, fmt.Errorf("the cells are separated by %s: read it with %s.ReadFile(…)", other.name, take)
	}
	return t, err
}

func split(file []byte, separator rune) (t text, err error) {
	reader := csv.NewReader(bytes.NewReader(file))
	reader.Comma = separator
	reader.FieldsPerRecord = -1 // a ragged row gets an error of our own, which names it
	reader.ReuseRecord = true
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if parseError := (*csv.ParseError)(nil); errors.As(err, &parseError) {
			return t, fmt.Errorf("line %d: %w; a cell with quotes is written \"like \"\"this\"\"\"",
				parseError.Line, parseError.Err)
		}
		if err != nil {
			return t, err
		}
		line, _ := reader.FieldPos(0)
		for i, cell := range record {
			if !utf8.ValidString(cell) {
				return t, fmt.Errorf("line %d: cell %d is not UTF-8 text; save the file as \"CSV UTF-8\"", line, i+1)
			}
			record[i] = trim(cell)
		}
		if t.names == nil {
			t.names, t.line = slices.Clone(record), line
			continue
		}
		if len(t.lines) == 0 {
			width := len(t.names)
			if len(record) == width+1 && (width > 1 || separator != ',') { // 1,5 may be a decimal comma
				width++
			}
			t.begin(width, bytes.Count(file, []byte("\n")))
		}
		if len(record) != t.width {
			return t, fmt.Errorf("line %d: found %s, expected %d as in the first line", line, count(len(record), "cell"), len(t.names))
		}
		for i, cell := range record {
			if isMissing(cell) {
				cell = missing
			}
			t.columns[i] = append(t.columns[i], cell)
		}
		t.lines = append(t.lines, line)
	}
	if t.names == nil {
		return t, errors.New("line 1: the file is empty; its first line should name the columns")
	}
	return t.withoutRowNumbers()
}

// begin makes room for rows of that many cells.
func (t *text) begin(width, rows int) {
	t.width, t.columns, t.lines = width, make([][]string, width), make([]int, 0, rows)
	for i := range t.columns {
		t.columns[i] = make([]string, 0, rows)
	}
}

// trim takes off the blanks around a cell. Most cells have none, which their ends show.
func trim(cell string) string {
	plain := func(b byte) bool { return b > ' ' && b < utf8.RuneSelf }
	if cell != "" && plain(cell[0]) && plain(cell[len(cell)-1]) {
		return cell
	}
	return strings.TrimFunc(cell, isBlank)
}

// isBlank is true for blanks and for byte order marks, which stay inside when files
// are put together.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

func isMissing(cell string) bool {
	switch {
	case len(cell) > 4:
		return false
	case cell == "":
		return true
	}
	switch strings.ToLower(cell) {
	case "na", "n/a", "nan", "null":
		return true
	}
	return false
}

// withoutRowNumbers leaves out a first column that numbers the rows and that nobody
// named, and gives a name to one with the rows' own names. pandas and R write an empty
// name for it, and R's write.table writes none, so that the first line has a name less.
func (t text) withoutRowNumbers() (text, error) {
	first := t.names[0]
	switch {
	case len(t.lines) == 0 || t.width == len(t.names) && (t.width < 2 || first != ""):
		return t, nil
	case t.width > len(t.names):
		t.names = append([]string{""}, t.names...)
	}
	ordered := slices.Clone(t.columns[0])
	slices.Sort(ordered)
	unique := len(slices.Compact(ordered)) == len(t.lines) && (first == "" || len(t.lines) > 1)
	if unique && !slices.ContainsFunc(ordered, isNoRowNumber) {
		t.names, t.columns = t.names[1:], t.columns[1:]
		return t, nil
	}
	const name = "row_name"
	filled := func(cell string) bool { return cell != missing }
	isName := func(cell string) bool { return !isNumber(cell) }
	named := first != "" && len(t.names) > 2 || first == "" && slices.ContainsFunc(ordered, isName)
	if unique && named && slices.ContainsFunc(t.columns[t.width-1], filled) && !slices.Contains(t.names, name) {
		t.names[0] = name
		return t, nil
	}
	if first != "" {
		return t, fmt.Errorf("line %d: found %s, expected %d as in the first line", t.lines[0], count(t.width, "cell"), len(t.names)-1)
	}
	return t, fmt.Errorf("line %d: column 1 has no name: give it one in the first line", t.line)
}

// headless tells why a first line names no columns, "" if it does. That a year or a
// share is the name of a column happens.
func (t text) headless() string {
	if n, err := strconv.Atoi(t.names[0]); err == nil && n == len(t.lines) && len(t.names) > 1 {
		return fmt.Sprintf("%d is how many rows there are", n)
	}
	if len(t.lines) == 0 {
		return ""
	}
	numbers := 0
	for i, name := range t.names {
		if isNumber(name) {
			numbers++
		} else if !slices.Contains(t.columns[i], name) {
			return ""
		}
	}
	if numbers == 0 || numbers == len(t.names) {
		return ""
	}
	return "it is a row as those below it"
}

func isNoRowNumber(cell string) bool { return !isWhole(cell) || cell[0] == '-' }
