package grade

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"littlesteps/pkg/internal/grade/program"
)

// A Status is what an answer comes to in the table.
type Status string

// The statuses.
const (
	Passed   Status = "passed"
	NotYet   Status = "not yet"         // something is there, and isn't right
	Open     Status = "open"            // the gap is still there
	Missing  Status = "missing"         // the cell is gone, or what it should declare
	NotGo    Status = "doesn't compile" // it isn't Go that compiles
	Crashes  Status = "crashes"         // the program ended before it had answered
	Hangs    Status = "hangs"           // it took too long
	NoMemory Status = "out of memory"
	DiskFull Status = "disk full"
	TooMuch  Status = "too much output"

	NotGraded Status = "not graded" // for a reason that isn't the learner's
)

// A Table is who passed which exercise.
type Table struct {
	lessons []*program.Lesson
	Rows    []Row
}

// A Row is about one notebook.
type Row struct {
	File    string
	Lesson  string            // the notebook of the project that it is a copy of; "" if none
	Status  map[string]Status // by the exercise's id
	Remarks []string
}

// Count returns how many exercises were passed, of how many.
func (r Row) Count() (passed, all int) {
	for _, status := range r.Status {
		if status == Passed {
			passed++
		}
	}
	return passed, len(r.Status)
}

func (r *Row) remark(format string, args ...any) {
	r.Remarks = append(r.Remarks, fmt.Sprintf(format, args...))
}

// exercises are the table's columns: those of the lessons that came up.
func (t *Table) exercises() []string {
	var ids []string
	for _, l := range t.lessons {
		if slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Lesson == l.Name }) {
			for _, e := range l.Exercises {
				ids = append(ids, e.ID)
			}
		}
	}
	return ids
}

// WriteCSV writes the table, a row for each notebook and a column for each
// exercise. Learners' words can't become formulas of a spreadsheet.
func (t *Table) WriteCSV(w io.Writer) error {
	ids := t.exercises()
	out := csv.NewWriter(w)
	if err := out.Write(append(append([]string{"file", "notebook", "passed", "exercises"}, ids...), "remarks")); err != nil {
		return err
	}
	for _, r := range t.Rows {
		passed, all := r.Count()
		line := []string{harmless(r.File), r.Lesson, fmt.Sprint(passed), fmt.Sprint(all)}
		for _, id := range ids {
			line = append(line, string(r.Status[id]))
		}
		if err := out.Write(append(line, harmless(strings.Join(r.Remarks, " | ")))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless makes text safe for a spreadsheet, which takes what begins with one of
// these signs for a formula, and for a terminal.
func harmless(text string) string {
	const most = 4000
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + "…"
	}
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
