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
	"fmt"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// A Lesson is a notebook of the project with its exercises.
type Lesson struct {
	Name      string
	Exercises []Exercise

	cells []cell // all that declare something, in order
}

// An Exercise is one that is checked.
type Exercise struct {
	ID    string
	Asked []string // the names that its check asks for

	above, below string // the lesson's own cell: the learner's part, with the gap in it, and the check
}

// A cell is the declaring part of one.
type cell struct {
	id       string
	exercise bool
	*code
}

// NewLesson reads a notebook of the project.
func NewLesson(name string, n *notebook.Notebook) (*Lesson, error) {
	l := &Lesson{Name: name}
	for _, c := range n.Codes() {
		above, below := c.Parts()
		exercise := c.Tagged(notebook.TagExercise)
		code, err := newCode(c.ID, above)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		l.cells = append(l.cells, cell{c.ID, exercise, code})
		if exercise {
			l.Exercises = append(l.Exercises, Exercise{ID: c.ID, above: above, below: below})
		}
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
