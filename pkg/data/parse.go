package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// missing is how gota spells a value that isn't there.
const missing = "NaN"

// text is a table as text: cells without the blanks around them, a missing one
// spelled as gota wants it.
type text struct {
	names    []string
	line     int // of the names
	rows     [][]string
	lines    []int // on which line of the file each row begins
	numbered bool  // a column without a name, which numbered the rows, was left out
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
		if wrong != nil || len(guess.names) < 2 {
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
			if isMissing(record[i]) && t.names != nil {
				record[i] = missing
			}
		}
		if t.names == nil {
			t.names, t.line = record, line
			lines := bytes.Count(file, []byte("\n"))
			t.rows, t.lines = make([][]string, 0, lines), make([]int, 0, lines)
			continue
		}
		t.rows, t.lines = append(t.rows, record), append(t.lines, line)
	}
	if t.names == nil {
		return t, errors.New("line 1: the file is empty; its first line should name the columns")
	}
	return t.withoutRowNumbers()
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

// withoutRowNumbers checks that all rows are as long as the names, and leaves out a
// first column that has no name and numbers the rows.
func (t text) withoutRowNumbers() (text, error) {
	for i, row := range t.rows {
		if len(row) != len(t.names) {
			return t, fmt.Errorf("line %d: found %s, expected %d as in the first line", t.lines[i], count(len(row), "cell"), len(t.names))
		}
	}
	if len(t.names) < 2 || t.names[0] != "" {
		return t, nil
	}
	seen := map[string]bool{}
	for i, row := range t.rows {
		if !isRowNumber(row[0]) || seen[row[0]] {
			return t, fmt.Errorf("line %d: column 1 has no name: give it one in the first line", t.line)
		}
		seen[row[0]] = true
		t.rows[i] = row[1:]
	}
	t.names, t.numbered = t.names[1:], true
	return t, nil
}

func isRowNumber(cell string) bool {
	return isWhole(cell) && cell[0] != '-'
}
