// Package handin reads what learners hand in, in the forms in which a teacher gets
// it: the zip of a learning platform (Moodle, Canvas) as it is, folders with one
// folder a learner, or single notebooks.
//
// What is read are strangers' files. Nothing is unpacked to the disk, so that no path
// in a zip leads anywhere; links are not followed; and there are limits on how large a
// notebook, and all of them together, may be, counted as they are read and not as a
// zip says. What can't be read is a [Problem], and the rest is read all the same.
package handin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A HandIn is one notebook of one learner.
type HandIn struct {
	Learner Learner
	Name    string // the notebook's file name, such as 01_little_steps.ipynb
	From    string // where it was read from, for messages
	Time    time.Time
	Late    bool // the platform says so
	Data    []byte
}

// A Learner is who handed in.
type Learner struct {
	Name     string `json:"name"`
	ID       string `json:"id,omitempty"`       // the platform's number of the learner
	Platform string `json:"platform,omitempty"` // "moodle" or "canvas", or ""
	Prefix   string `json:"prefix,omitempty"`   // with which the platform knows a file that is handed back as this learner's
}

// Key tells learners apart: two may have one name.
func (l Learner) Key() string {
	if l.Platform != "" {
		return l.Platform + " " + l.ID
	}
	return l.Name
}

// A Problem is something that was handed in and can't be graded.
type Problem struct {
	From string `json:"from"`
	Why  string `json:"why"`
}

func (p Problem) String() string { return p.From + ": " + p.Why }

// The limits, in bytes and in files.
const (
	Largest    = 64 << 20 // one notebook: outputs make it large, and none of the lesson's has a tenth of it
	mostBytes  = 2 << 30  // all of them
	mostFiles  = 100_000  // also those that are no notebooks
	mostLevels = 12       // folders in folders
)

// Read reads notebooks, folders and zips. Its error is for a path that isn't there or
// a limit on all of it; learners and their notebooks come in the order of their names.
func Read(paths ...string) ([]HandIn, []Problem, error) {
	r := &reader{}
	for _, path := range paths {
		if err := r.path(path); err != nil {
			return nil, nil, err
		}
	}
	r.name()
	slices.SortStableFunc(r.found, func(a, b HandIn) int {
		return cmp.Or(strings.Compare(a.Learner.Name, b.Learner.Name), strings.Compare(a.Learner.Key(), b.Learner.Key()),
			strings.Compare(a.Name, b.Name), a.Time.Compare(b.Time), strings.Compare(a.From, b.From))
	})
	return r.found, r.problems, nil
}

func problemf(from, format string, args ...any) Problem {
	return Problem{from, fmt.Sprintf(format, args...)}
}
