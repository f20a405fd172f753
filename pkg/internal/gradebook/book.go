// Package gradebook is what a teacher has of a graded class: tables for a spreadsheet
// and for a learning platform, a page about the class, and a page for each learner.
//
// All of it lies in one folder:
//
//	grades.csv    a row for each learner and exercise
//	totals.csv    a row for each learner, over all notebooks
//	moodle.csv    as Moodle's grading worksheet, where hand-ins came from Moodle
//	canvas.csv    as Canvas's gradebook, where they came from Canvas
//	class.html    which exercise was hard, and which mistake how often
//	feedback/     a page for each learner
//	results.json  the same for this program: what hasn't changed isn't graded again
//
// The last column of grades.csv and of totals.csv is the teacher's: a comment on an
// answer, and one on all of it. Comments are read before a table is written anew, and
// come into the pages.
package gradebook

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/notebook"
)

// A Book is a graded class.
type Book struct {
	*grade.Table
	Problems []handin.Problem `json:"problems"` // what was handed in and couldn't be graded
	Own      []string         `json:"lessons"`  // the teacher's own notebooks; none is the checkout's

	folder   string
	comments map[string]string // by learner and exercise, or by learner alone
}

const resultsFile = "results.json"

// Open reads the book of a folder; where there is none yet it is empty. It finds out
// whether the folder can be written to: better now than after an evening's grading.
func Open(folder string) (*Book, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("no folder for the grades: %w; choose another with --to", err)
	}
	probe, err := os.CreateTemp(folder, ".steps-*")
	if err != nil {
		return nil, fmt.Errorf("grades can't be written: %w; choose another folder with --to", err)
	}
	probe.Close()
	os.Remove(probe.Name())
	b := &Book{Table: &grade.Table{}, folder: folder, comments: map[string]string{}}
	data, err := os.ReadFile(b.Path(resultsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return b, b.readComments()
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, b); err != nil {
		return nil, fmt.Errorf("%s can't be read (%w): move it away, and everything is graded anew", b.Path(resultsFile), err)
	}
	return b, b.readComments()
}

// Path is that of a file of the book.
func (b *Book) Path(name ...string) string {
	return filepath.Join(append([]string{b.folder}, name...)...)
}

// Known are the rows by their prints, for [grade.Options].
func (b *Book) Known() map[string]grade.Row {
	known := map[string]grade.Row{}
	for _, row := range b.Rows {
		if row.Print != "" {
			known[row.Print] = *row
		}
	}
	return known
}

// Learners returns the rows of each learner, in the table's order.
func (b *Book) Learners() (all [][]*grade.Row) {
	at := map[string]int{}
	for _, row := range b.Rows {
		key := row.Learner.Key()
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key], all = i, append(all, nil)
		}
		all[i] = append(all[i], row)
	}
	return all
}

// Unreadable lists what was handed in and isn't graded, with the reason.
func (b *Book) Unreadable() (all []handin.Problem) {
	all = slices.Clone(b.Problems)
	for _, row := range b.Rows {
		if row.Problem != "" {
			all = append(all, handin.Problem{From: row.From, Why: row.Problem})
		}
	}
	return all
}

// Write writes tables and results. A table that is there and would be another one is
// kept beside, under a name with a number, unless replace is set.
func (b *Book) Write(replace bool) (kept []string, err error) {
	files := map[string][]byte{}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"grades.csv": b.writeGrades, "totals.csv": b.writeTotals, "moodle.csv": b.writeMoodle, "canvas.csv": b.writeCanvas,
	} {
		var text bytes.Buffer
		if err := write(&text); err != nil {
			return nil, err
		}
		files[name] = text.Bytes()
	}
	if files[resultsFile], err = json.MarshalIndent(b, "", " "); err != nil {
		return nil, err
	}
	for _, name := range []string{"grades.csv", "totals.csv", "moodle.csv", "canvas.csv", resultsFile} {
		old, err := os.ReadFile(b.Path(name))
		there := err == nil
		if len(files[name]) == 0 {
			continue // nobody came from that platform
		}
		if there && !bytes.Equal(old, files[name]) && !replace && strings.HasSuffix(name, ".csv") {
			beside := b.free(name)
			if err := os.Rename(b.Path(name), b.Path(beside)); err != nil {
				return kept, err
			}
			kept = append(kept, b.Path(beside))
		}
		if err := notebook.WriteFile(b.Path(name), files[name]); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// free is a name for an earlier table that isn't taken.
func (b *Book) free(name string) string {
	stem, ext := strings.TrimSuffix(name, filepath.Ext(name)), filepath.Ext(name)
	for i := 1; ; i++ {
		beside := fmt.Sprintf("%s.%d%s", stem, i, ext)
		if _, err := os.Lstat(b.Path(beside)); err != nil {
			return beside
		}
	}
}

// Comment is the teacher's on an answer, or on all with an empty exercise.
func (b *Book) Comment(l handin.Learner, lesson, exercise string) string {
	return b.comments[commentKey(l.Name, l.ID, lesson, exercise)]
}

func commentKey(name, id, lesson, exercise string) string {
	return strings.Join([]string{cmp.Or(id, grade.Harmless(name)), lesson, exercise}, "\x00")
}
