// Package program makes programs of notebooks, without a kernel: one that judges
// the answers to a notebook's exercises, and for each learner's answer one that
// can be asked about it.
//
// The judging program holds the lesson's own checks and all that they need of the
// lesson. In it every name that a learner is to declare is a question to the other
// program. The learner's program holds the learner's part of the exercise's cell,
// and what that needs: of the learner's other exercises, of the lesson, and of
// other cells of the learner's notebook, in this order.
//
// Of the learner's notebook only declarations are taken, what stands above %%.
// Shell lines, commands, outputs and the learner's copy of the checks are not
// looked at.
package program

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"littlesteps/pkg/internal/notebook"
)

// A Lesson is a notebook of the project with its exercises.
type Lesson struct {
	Name      string
	Title     string // its first heading
	Source    []byte // the notebook
	Exercises []Exercise

	cells []cell // all that declare something, in order
}

// An Exercise is one that is checked.
type Exercise struct {
	ID       string
	Asked    []string // the names that its check asks for
	Points   float64
	Title    string // of its question, or ""
	Hint     string // the text of its hint, Markdown, or ""
	Solution string // and that of its solution

	above, below string // the lesson's own cell: the learner's part, with the gap in it, and the check
	given        string // the check in the cell that learners get
}

// A cell is the declaring part of one.
type cell struct {
	id       string
	exercise bool
	hidden   bool // learners don't get it, and their programs don't either
	*code
}

// NewLesson reads a notebook of the project, or of a teacher's own.
func NewLesson(name string, n *notebook.Notebook) (*Lesson, error) {
	l := &Lesson{Name: name, Title: name, Source: n.Bytes()}
	for _, c := range n.Cells {
		if title := heading(c); c.Type == "markdown" && title != "" {
			l.Title = title
			break
		}
	}
	given, err := givenChecks(n)
	if err != nil {
		return nil, err
	}
	for _, c := range n.Codes() {
		if c.Tagged(notebook.TagSolution) {
			continue
		}
		above, below := c.Parts()
		exercise := c.Exercise()
		code, err := newCode(cmp.Or(exercise, c.ID, fmt.Sprint("cell-", c.Number)), above)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		l.cells = append(l.cells, cell{c.ID, exercise != "", exercise == "" && c.Tagged(notebook.TagCheck), code})
		if exercise == "" {
			continue
		}
		if slices.ContainsFunc(l.Exercises, func(e Exercise) bool { return e.ID == exercise }) {
			return nil, fmt.Errorf("%s: two cells are the exercise %s: give each a name of its own", name, exercise)
		}
		e := Exercise{ID: exercise, above: above, below: below, given: given[exercise]}
		if e.Points, err = c.Points(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		e.describe(n, c)
		l.Exercises = append(l.Exercises, e)
	}
	theirs := map[string]bool{}
	for _, c := range l.cells {
		for _, d := range c.decls {
			for _, name := range d.names {
				theirs[name] = theirs[name] || c.exercise
			}
		}
	}
	for i := range l.Exercises {
		e := &l.Exercises[i]
		check, err := newCheck(e.ID, e.below)
		if err != nil {
			return nil, fmt.Errorf("%s: the check of %w", name, err)
		}
		for _, ref := range check.refs {
			if theirs[ref] {
				e.Asked = append(e.Asked, ref)
			}
		}
		if len(e.Asked) == 0 {
			return nil, fmt.Errorf("%s: the check of %s asks for nothing that a learner declares", name, e.ID)
		}
	}
	return l, nil
}

// givenChecks are the checks in the cells that learners get, by their exercises.
func givenChecks(n *notebook.Notebook) (map[string]string, error) {
	variant, err := n.Variant(notebook.Learner)
	if err != nil {
		return nil, err
	}
	given := map[string]string{}
	for _, c := range variant.Codes() {
		_, given[c.Exercise()] = c.Parts()
	}
	return given, nil
}

// describe takes from the cells around an exercise what is said about it.
func (e *Exercise) describe(n *notebook.Notebook, exercise notebook.Cell) {
	for _, c := range n.Cells {
		switch {
		case c.Belongs(notebook.TagHint, e.ID):
			e.Hint = c.Source
		case c.Belongs(notebook.TagSolution, e.ID):
			e.Solution = c.Source
			if c.Type == "code" {
				e.Solution = "```go\n" + strings.TrimSpace(c.Source) + "\n```"
			}
		}
	}
	for _, c := range slices.Backward(n.Cells[:exercise.Index]) {
		if title := heading(c); c.Type == "markdown" && c.Tagged(notebook.TagExercise) && title != "" {
			e.Title = titled(title)
			return
		}
		if c.Type == "code" && !c.Tagged(notebook.TagCheck) {
			return
		}
	}
}

// titled is "One step" of the heading "Exercise: one step".
func titled(heading string) string {
	if kind, rest, ok := strings.Cut(heading, ": "); ok && strings.HasPrefix(kind, "Exercise") {
		heading = rest
	}
	first, size := utf8.DecodeRuneInString(heading)
	return string(unicode.ToUpper(first)) + heading[size:]
}

// heading is the first heading of a text.
func heading(c notebook.Cell) string {
	for line := range strings.SplitSeq(c.Source, "\n") {
		if strings.HasPrefix(line, "#") {
			return strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	return ""
}

// newCheck reads the doing part of a cell as a function without a name.
func newCheck(id, below string) (decl, error) {
	file, _, err := parse("package main; func _() {" + below + "\n}")
	if err != nil {
		return decl{}, inCell(id, err)
	}
	check := decl{cell: id}
	check.refs, check.calls = references(file, unresolved(file), file)
	return check, nil
}

// judgePackage takes the place of display in the judging program.
const (
	judgePackage   = "littlesteps/pkg/exercise/judge"
	displayPackage = "littlesteps/pkg/display"
	remotePackage  = "littlesteps/pkg/exercise/remote"
)

// Judge returns the program that judges the lesson's exercises: see package judge.
func (l *Lesson) Judge() (string, error) {
	a := newAssembly("judge", judgePackage)
	var checks, table strings.Builder
	for i, e := range l.Exercises {
		check, err := newCheck(e.ID, e.below)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&table, "\t%q: check%d,\n", e.ID, i)
		fmt.Fprintf(&checks, "\nfunc check%d() {\n", i)
		for _, name := range e.Asked {
			fmt.Fprintf(&checks, "\t%s := %s.Ask(%q)\n\t_ = %s\n", name, a.own, name, name)
		}
		fmt.Fprintf(&checks, "//line %s:1\n%s\n}\n", e.ID, e.below)
		check.refs = slices.DeleteFunc(check.refs, func(ref string) bool { return slices.Contains(e.Asked, ref) })
		a.need(check, l.cells)
	}
	for name, path := range a.imports {
		if path == displayPackage {
			a.imports[name] = judgePackage
		}
	}
	return a.text("func main() {\n" + a.own + ".Main(map[string]func(){\n" + table.String() + "})\n}\n" + checks.String()), nil
}
