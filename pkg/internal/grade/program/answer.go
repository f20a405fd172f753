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
			if len(l.find(e, n)) > 0 {
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
	Code    string // what the learner has written
	Copies  int    // more cells that declare what is asked for

	Untouched    bool   // the cell is as the lesson has it
	OtherCheck   bool   // the check in the learner's copy isn't the lesson's
	SaidRight    bool   // the outputs that were saved with it say that it is right
	CannotParse  error  // it isn't Go
	Missing      string // a name that the exercise asks for and that isn't there
	MissingWhole bool   // there is no cell for the exercise
}

// Answer looks a learner's answer up and makes a program of it.
func (l *Lesson) Answer(e Exercise, learner *notebook.Notebook) Answer {
	found := l.find(e, learner)
	if len(found) == 0 {
		return Answer{MissingWhole: true}
	}
	c := found[0]
	above, below := c.Parts()
	answer := Answer{
		Code:       strings.TrimSpace(above),
		Copies:     max(0, e.declaredIn(found)-1),
		Untouched:  same(above, e.above),
		OtherCheck: !same(below, e.below) && !same(below, e.given),
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
	this := []cell{{id: e.ID, exercise: true, code: mine}}
	exercises, others := l.rest(learner, c)
	a := newAssembly("remote", remotePackage)
	for _, name := range e.Asked {
		if !slices.ContainsFunc([][]cell{this, exercises, others}, func(place []cell) bool { return declares(place, name) }) {
			answer.Missing = name
			return
		}
	}
	lesson := slices.DeleteFunc(slices.Clone(l.cells), func(c cell) bool { return c.hidden })
	places := [][]cell{this, exercises, lesson, others}
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

// find looks for the cells with a learner's answer: by id or tag, and where that is
// gone, as after a trip through another program or in a pasted copy, by what they
// declare. The one that counts comes first: the exercise's own if it was answered,
// otherwise the last that was.
func (l *Lesson) find(e Exercise, n *notebook.Notebook) (found []notebook.Cell) {
	var copies []notebook.Cell
	for _, c := range n.Cells {
		switch {
		case c.Type != "code":
		case c.ID == e.ID || c.Exercise() == e.ID:
			found = append(found, c)
		case !slices.ContainsFunc(l.cells, func(mine cell) bool { return mine.id == c.ID && c.ID != "" }):
			if e.declaredIn([]notebook.Cell{c}) == 1 {
				copies = append(copies, c)
			}
		}
	}
	slices.Reverse(copies)
	found = append(found, copies...)
	answered := slices.IndexFunc(found, func(c notebook.Cell) bool {
		above, _ := c.Parts()
		return !same(above, e.above)
	})
	if answered > 0 {
		found[0], found[answered] = found[answered], found[0]
	}
	return found
}

// declaredIn counts the cells that declare all that an exercise asks for.
func (e Exercise) declaredIn(cells []notebook.Cell) (n int) {
	for _, c := range cells {
		above, _ := c.Parts()
		code, err := newCode("", above)
		if err == nil && !slices.ContainsFunc(e.Asked, func(name string) bool { return !declares([]cell{{code: code}}, name) }) {
			n++
		}
	}
	return n
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
		one := cell{id: c.ID, exercise: true, code: code}
		if slices.ContainsFunc(l.Exercises, func(e Exercise) bool { return e.ID == c.ID || e.ID == c.Exercise() }) {
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
