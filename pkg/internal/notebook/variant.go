package notebook

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A lesson's notebook is the one source of three variants. What differs is
// marked with JupyterLab's own cell tags.
const (
	Learner = "learner" // to hand out: no solutions in the file, no notes for teachers
	Teacher = "teacher" // solutions folded, notes for teachers open
	Solved  = "solved"  // every gap filled with its solution
)

// Variants names the variants that [Notebook.Variant] makes.
func Variants() []string { return []string{Learner, Teacher, Solved} }

// The tags of a lesson's cells. In an exercise's code cell the learner's part
// stands above %%, the check below.
const (
	TagExercise = "exercise"
	TagHint     = "hint"
	TagSolution = "solution"
	TagNote     = "teacher-note"
	TagCheck    = "check" // a check that stands in the notebook: learners don't get it
)

// solutionSuffix ends the id of a solution: that of the exercise "one-step" is
// "one-step-solution".
const solutionSuffix = "-solution"

// Variant returns a notebook made from this one, which stays as it is. None has
// outputs: they come from running it.
//
// The source is written for somebody who learns alone: a solution is a markdown
// cell, closed by <details>, with a Go block in it. It is inert, so that nobody's
// own answer is overwritten by running all cells, and it is seen only by who
// opens it. The learner's variant leaves such cells out, and is refused if
// anything of a solution would still be in the file. The solved one puts the
// block above the %% of its exercise, and leaves the words around the block.
//
// A code cell can be a solution too; the teacher's variant then folds it.
//
// A check that stands in a cell tagged "check" leaves the learner's variant as well:
// see later.go.
func (n *Notebook) Variant(name string) (*Notebook, error) {
	change := map[string]func(*Notebook, []solution) error{
		Learner: (*Notebook).toLearner,
		Teacher: (*Notebook).toTeacher,
		Solved:  (*Notebook).toSolved,
	}[name]
	if change == nil {
		return nil, fmt.Errorf("there is no variant %q: choose one of %s", name, strings.Join(Variants(), ", "))
	}
	variant, err := Parse(n.Path, bytes.Clone(n.data))
	if err != nil {
		return nil, err
	}
	if _, err := variant.Strip(); err != nil {
		return nil, err
	}
	solutions, err := variant.solutions()
	if err == nil {
		err = change(variant, solutions)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: can't make the %s's variant: %w", n.Path, name, err)
	}
	return variant, nil
}

// Tagged tells whether the cell has the tag, alone or with a name: "exercise" or
// "exercise:logit".
func (c Cell) Tagged(tag string) bool {
	return slices.Contains(c.Tags, tag) || c.value(tag) != ""
}

// value is what stands behind a tag and a colon.
func (c Cell) value(tag string) string {
	for _, t := range c.Tags {
		if value, ok := strings.CutPrefix(t, tag+":"); ok && value != "" {
			return value
		}
	}
	return ""
}

// Exercise is the name of the exercise that the cell is, or "": that of its tag,
// "exercise:logit", or its id. JupyterLab can set tags, and no ids.
func (c Cell) Exercise() string {
	if c.Type != "code" || !c.Tagged(TagExercise) {
		return ""
	}
	return cmp.Or(c.value(TagExercise), c.ID)
}

// Belongs tells whether a cell with this tag, a hint or a solution, belongs to an
// exercise: by the name in its tag, or by an id such as "one-step-hint".
func (c Cell) Belongs(tag, exercise string) bool {
	name := c.value(tag)
	return c.Tagged(tag) && (name == exercise || name == "" && c.ID == exercise+"-"+tag)
}

// Points is what an exercise counts: its tag "points:2" says so, and otherwise 1.
func (c Cell) Points() (float64, error) {
	value := c.value("points")
	if value == "" {
		return 1, nil
	}
	points, err := strconv.ParseFloat(value, 64)
	if err != nil || !(points >= 0 && points <= 1000) {
		return 0, fmt.Errorf("%s is tagged points:%s: write a number from 0 to 1000, such as points:2", c, value)
	}
	return points, nil
}

// A solution is a cell that fills the gap of another.
type solution struct {
	cell, exercise Cell
	code           string
}

func (n *Notebook) solutions() ([]solution, error) {
	var found []solution
	for _, cell := range n.Cells {
		if !cell.Tagged(TagSolution) {
			continue
		}
		name := cell.value(TagSolution)
		if name == "" {
			id, ok := strings.CutSuffix(cell.ID, solutionSuffix)
			if !ok || id == "" {
				return nil, fmt.Errorf("%s is tagged %q, but its id doesn't end in %q: name its exercise in the tag, such as %s:logit", cell, TagSolution, solutionSuffix, TagSolution)
			}
			name = id
		}
		at := slices.IndexFunc(n.Cells, func(c Cell) bool { return c.Exercise() == name })
		if at < 0 {
			return nil, fmt.Errorf("%s solves no exercise: there is no code cell with the id %q and the tag %q, or with the tag %q", cell, name, TagExercise, TagExercise+":"+name)
		}
		exercise := n.Cells[at]
		code := cell.Source
		if cell.Type != "code" {
			if code = goBlock(cell.Source); code == "" {
				return nil, fmt.Errorf("%s holds no Go code: write it between ```go and ```", cell)
			}
		}
		found = append(found, solution{cell, exercise, code})
	}
	return found, nil
}

// toLearner removes solutions and notes, and makes sure that nothing of a
// solution is left.
func (n *Notebook) toLearner(solutions []solution) error {
	for _, c := range n.Cells {
		for suffix, tag := range map[string]string{"-solution": TagSolution, "-note": TagNote, "-check": TagCheck} {
			if strings.HasSuffix(c.ID, suffix) && !c.Tagged(tag) {
				return fmt.Errorf("%s has no tag %q, so learners would get it: a cell's tag says what it is, not its id", c.ID, tag)
			}
		}
	}
	goes := func(c Cell) bool {
		return c.Tagged(TagSolution) || c.Tagged(TagNote) || c.Tagged(TagCheck) && c.Exercise() == ""
	}
	for _, s := range solutions {
		if len(s.secrets(s.code, 1)) == 0 {
			return fmt.Errorf("%s is filled in already, as in its solution: put the gap back, exercise.TODO", s.exercise)
		}
		if err := s.isNotIn(slices.DeleteFunc(slices.Clone(n.Cells), goes)); err != nil {
			return err
		}
	}
	if err := n.judgeLater(); err != nil {
		return err
	}
	if err := n.removeCells(goes); err != nil {
		return err
	}
	if err := n.removeSpokenNotes(); err != nil {
		return err
	}
	for _, s := range solutions {
		if err := n.hidesNothingOf(s); err != nil {
			return err
		}
	}
	return nil
}

// removeSpokenNotes empties what slides tell their speaker.
func (n *Notebook) removeSpokenNotes() error {
	var splices []splice
	for _, cell := range n.root.get("cells").items {
		if notes := cell.get("metadata").get("slideshow").get("notes"); notes != nil {
			splices = append(splices, splice{notes.start, notes.end, `""`})
		}
	}
	return n.apply(splices)
}

// toTeacher opens the notes. Solutions in <details> are folded as they are;
// others get JupyterLab's own fold.
func (n *Notebook) toTeacher([]solution) error {
	var splices []splice
	for i, cell := range n.Cells {
		item := n.root.get("cells").items[i]
		switch {
		case cell.Tagged(TagSolution) && (cell.Type == "code" || !strings.Contains(cell.Source, "<details")):
			splices = append(splices, n.fold(item))
		case cell.Tagged(TagNote) && strings.Contains(cell.Source, "<details>"):
			source := item.get("source")
			opened := strings.ReplaceAll(cell.Source, "<details>", "<details open>")
			splices = append(splices, splice{source.start, source.end, n.lines(source, opened)})
		}
	}
	return n.apply(splices)
}

// toSolved fills every gap, and leaves what a solution says besides its code.
func (n *Notebook) toSolved(solutions []solution) error {
	for _, cell := range n.Cells {
		solved := slices.ContainsFunc(solutions, func(s solution) bool { return s.exercise.Index == cell.Index })
		if cell.Type == "code" && cell.Tagged(TagExercise) && !solved {
			return fmt.Errorf("the exercise %s has no solution: add a cell with the tag %q", cell, TagSolution+":"+cell.Exercise())
		}
	}
	var splices []splice
	emptied := map[string]bool{}
	for _, s := range solutions {
		source := n.root.get("cells").items[s.exercise.Index].get("source")
		splices = append(splices, splice{source.start, source.end, n.lines(source, Filled(s.exercise.Source, s.code))})
		words := ""
		if s.cell.Type == "markdown" {
			words = wordsOf(s.cell.Source)
		}
		if emptied[s.cell.ID] = words == ""; !emptied[s.cell.ID] {
			source := n.root.get("cells").items[s.cell.Index].get("source")
			splices = append(splices, splice{source.start, source.end, n.lines(source, words)})
		}
	}
	if err := n.apply(splices); err != nil {
		return err
	}
	return n.removeCells(func(c Cell) bool { return c.Tagged(TagNote) || emptied[c.ID] && c.Tagged(TagSolution) })
}

// Filled puts an answer into an exercise: it takes the place of what stands
// above %%, and the check below stays. An answer that has a %% of its own is
// the whole cell.
func Filled(exercise, answer string) string {
	answer = strings.TrimRight(answer, "\n")
	check := mainPart(exercise)
	if check == "" || mainPart(answer) != "" {
		return answer
	}
	return answer + "\n\n" + check
}

// mainPart returns the lines of a cell from %% on.
func mainPart(source string) string {
	lines := strings.Split(source, "\n")
	for i, line := range splitLines(source) {
		if line.kind == mainLine {
			return strings.Join(lines[i:], "\n")
		}
	}
	return ""
}

const fence = "```"

// goBlock returns what stands in a markdown text's Go blocks.
func goBlock(markdown string) string {
	var code []string
	inside := false
	for line := range strings.SplitSeq(markdown, "\n") {
		switch {
		case strings.HasPrefix(line, fence):
			inside = !inside && strings.TrimSpace(strings.TrimPrefix(line, fence)) == "go"
		case inside:
			code = append(code, line)
		}
	}
	return strings.Join(code, "\n")
}

// wordsOf returns a markdown text without its code blocks and the lines that
// fold it.
func wordsOf(markdown string) string {
	var words []string
	inside := false
	for line := range strings.SplitSeq(markdown, "\n") {
		switch {
		case strings.HasPrefix(line, fence):
			inside = !inside
		case inside, isFold(line):
		default:
			words = append(words, line)
		}
	}
	return strings.TrimSpace(strings.Join(words, "\n"))
}

// isFold tells whether a line only opens or closes <details>.
func isFold(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "<details") || strings.HasPrefix(line, "<summary") || strings.HasPrefix(line, "</details")
}

var errNothingLeft = errors.New("no cell would be left")

// removeCells removes cells together with their commas.
func (n *Notebook) removeCells(remove func(Cell) bool) error {
	var splices []splice
	items := n.root.get("cells").items
	kept := -1 // the last cell that stays
	for i, cell := range n.Cells {
		if !remove(cell) {
			if kept < 0 && i > 0 { // everything before goes, with the comma behind it
				splices = append(splices, splice{items[0].start, items[i].start, ""})
			}
			kept = i
			continue
		}
		if kept >= 0 { // with the comma in front
			splices = append(splices, splice{items[i-1].end, items[i].end, ""})
		}
	}
	if kept < 0 {
		return errNothingLeft
	}
	return n.apply(splices)
}
