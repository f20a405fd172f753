package grade

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"littlesteps/pkg/internal/grade/program"
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/notebook"
)

// A Status is what an answer comes to in the table.
type Status string

// The statuses.
const (
	Right    Status = "right"
	Done     Status = "done"            // a guess was made: there is no right and wrong
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

// A Table is who has done which exercise.
type Table struct {
	Lessons []*program.Lesson `json:"-"`
	Rows    []*Row            `json:"rows"`
}

// A Row is about one notebook of one learner.
type Row struct {
	Learner handin.Learner `json:"learner"`
	File    string         `json:"file"`
	From    string         `json:"from"`
	Time    time.Time      `json:"time"`
	Late    bool           `json:"late,omitempty"`
	Again   int            `json:"again,omitempty"`   // how many more hand-ins of it there are, older ones
	Lesson  string         `json:"lesson"`            // the notebook that it is a copy of; "" if none
	Problem string         `json:"problem,omitempty"` // why nothing of it is graded
	Results []Result       `json:"results"`           // in the order of the lesson's exercises
	Print   string         `json:"print"`             // changes with the notebook and with what it is graded by

	lesson   *program.Lesson
	notebook *notebook.Notebook
}

// A Result is about one answer.
type Result struct {
	Exercise string   `json:"exercise"`
	Status   Status   `json:"status"`
	Points   float64  `json:"points"`
	Of       float64  `json:"of"`
	Text     string   `json:"text,omitempty"`    // what the check says, with code in backquotes
	Remarks  []string `json:"remarks,omitempty"` // for the teacher
	Code     string   `json:"code,omitempty"`    // the answer
}

// A Count sums results up.
type Count struct {
	Right, Done, Open int
	Points, Of        float64
}

// Count sums a row's results up.
func (r Row) Count() (c Count) {
	for _, result := range r.Results {
		switch result.Status {
		case Right:
			c.Right++
		case Done:
			c.Done++
		case Open:
			c.Open++
		}
		c.Points += result.Points
		c.Of += result.Of
	}
	return c
}

// graded tells whether nothing of the row was left for a reason that may be gone.
func (r Row) graded() bool {
	return r.Results != nil && !slices.ContainsFunc(r.Results, func(x Result) bool { return x.Status == NotGraded || x.Status == "" })
}

// Said is what there is to say about a result in one line.
func (r Result) Said() string {
	var parts []string
	if r.Status != Right && r.Status != Done && r.Text != "" {
		parts = append(parts, strings.ReplaceAll(r.Text, "`", ""))
	}
	return Harmless(strings.Join(append(parts, r.Remarks...), " | "))
}

// Harmless makes a learner's text safe for a spreadsheet, which takes what begins with one of
// these signs for a formula, and for a terminal.
func Harmless(text string) string {
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
