package program

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// Match returns the lesson that a learner's notebook is a copy of, or nil: the one
// with which it has most exercises in common.
func Match(lessons []*Lesson, n *notebook.Notebook) *Lesson {
	var best *Lesson
	most := 0
	for _, l := range lessons {
		count := 0
		for _, e := range l.Exercises {
			if _, ok := e.find(n); ok {
				count++
			}
		}
		if count > most {
			best, most = l, count
		}
	}
	return best
}

// An Answer is a learner's to one exercise.
type Answer struct {
	Program string // Go code; "" if there is nothing to run

	Untouched    bool   // the cell is as the lesson has it
	OtherCheck   bool   // the check in the learner's copy isn't the lesson's
	SaidRight    bool   // the outputs that were saved with it say that it is right
	CannotParse  error  // it isn't Go
	Missing      string // a name that the exercise asks for and that isn't there
	MissingWhole bool   // there is no cell for the exercise
}

// Answer looks a learner's answer up and makes a program of it.
func (l *Lesson) Answer(e Exercise, learner *notebook.Notebook) Answer {
	c, ok := e.find(learner)
	if !ok {
		return Answer{MissingWhole: true}
	}
	above, below := c.Parts()
	answer := Answer{
		Untouched:  same(above, e.above),
		OtherCheck: !same(below, e.below),
		SaidRight:  claims.MatchString(c.HTML()),
	}
	if answer.Untouched {
		return answer
	}
	l.write(&answer, e, c, learner)
	return answer
}

// Trial returns a program for an exercise as the lesson has it, with its gap: one
// that compiles and answers wherever learners' programs do.
func (l *Lesson) Trial(e Exercise) string {
	var answer Answer
	l.write(&answer, e, notebook.Cell{Type: "code", Source: e.above}, &notebook.Notebook{})
	return answer.Program
}

// write makes the program of a learner's cell.
func (l *Lesson) write(answer *Answer, e Exercise, c notebook.Cell, learner *notebook.Notebook) {
	above, _ := c.Parts()
	mine, err := newCode(e.ID, above)
	if err != nil {
		answer.CannotParse = err
		return
	}
	this := []cell{{e.ID, true, mine}}
	exercises, others := l.rest(learner, c)
	a := newAssembly("remote", remotePackage)
	for _, name := range e.Asked {
		if !slices.ContainsFunc([][]cell{this, exercises, others}, func(place []cell) bool { return declares(place, name) }) {
			answer.Missing = name
			return
		}
	}
	places := [][]cell{this, exercises, l.cells, others}
	for i := range mine.decls { // all of it, also what nobody asks for
		a.add(&mine.decls[i], places)
	}
	a.need(decl{refs: e.Asked}, this, exercises, others)
	var table strings.Builder
	for _, name := range e.Asked {
		fmt.Fprintf(&table, "%q: %s, ", name, name)
	}
	answer.Program = a.text("func main() { " + a.own + ".Serve(map[string]any{" + table.String() + "}) }\n")
}

// claims are outputs in which a check calls an answer right.
var claims = regexp.MustCompile(`data-verdict="right"|✓ Right\.`)

// same compares code, without regard to spaces at the ends of lines and around it.
func same(a, b string) bool {
	tidy := func(text string) string {
		var lines []string
		for line := range strings.Lines(text) {
			lines = append(lines, strings.TrimRight(line, " \t\r\n"))
		}
		return strings.TrimSpace(strings.Join(lines, "\n"))
	}
	return tidy(a) == tidy(b)
}

// find looks for the cell with a learner's answer: by its id, and where that is
// gone, as after a trip through another program, by what it declares.
func (e Exercise) find(n *notebook.Notebook) (notebook.Cell, bool) {
	for _, c := range n.Cells {
		if c.ID == e.ID && c.Type == "code" {
			return c, true
		}
	}
	for _, c := range slices.Backward(n.Cells) {
		above, _ := c.Parts()
		code, err := newCode("", above)
		if err == nil && !slices.ContainsFunc(e.Asked, func(name string) bool { return !declares([]cell{{"", true, code}}, name) }) {
			return c, true
		}
	}
	return notebook.Cell{}, false
}

// rest returns what the learner's notebook declares besides the cell of an
// exercise: in the cells of other exercises, and in all others.
func (l *Lesson) rest(n *notebook.Notebook, without notebook.Cell) (exercises, others []cell) {
	for _, c := range n.Codes() {
		above, _ := c.Parts()
		code, err := newCode(fmt.Sprint("cell-", c.Number), above)
		if c.Index == without.Index || err != nil {
			continue // one that isn't Go is its own exercise's problem
		}
		one := cell{c.ID, true, code}
		if slices.ContainsFunc(l.Exercises, func(e Exercise) bool { return e.ID == c.ID }) {
			exercises = append(exercises, one)
		} else {
			others = append(others, one)
		}
	}
	return exercises, others
}

func declares(place []cell, name string) bool {
	return slices.ContainsFunc(place, func(c cell) bool {
		return slices.ContainsFunc(c.decls, func(d decl) bool { return slices.Contains(d.names, name) })
	})
}

// place finds the cell and the line of a compiler's message. The folder before it
// is where the program happened to lie.
var place = regexp.MustCompile(`(?m)^(?:\S*/)?([A-Za-z0-9_-]+):(\d+)(?::\d+)?: (.*)$`)

// Complaint makes a sentence of what the compiler says about a program: its first
// message, with the cell's line.
func Complaint(said string) error {
	found := place.FindStringSubmatch(said)
	if found == nil {
		first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
		return errors.New(first)
	}
	return fmt.Errorf("%s, line %s: %s", found[1], found[2], found[3])
}
