package notebook

import (
	"path/filepath"
	"strings"
	"testing"
)

// A new exercise has all its cells, in a notebook that is made for it, and learners
// don't get its check.
func TestNewExercise(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine", "lesson.ipynb")
	for _, name := range []string{"logit", "one-loss"} {
		if err := NewExercise(path, name); err != nil {
			t.Fatal(err)
		}
	}
	n, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Runnable(); err != nil {
		t.Error(err)
	}
	learner, err := n.Variant(Learner)
	if err != nil {
		t.Fatal(err)
	}
	text := string(learner.Bytes())
	for _, want := range []string{`exercise.Later(\"logit\", myLogit)`, `exercise.Later(\"one-loss\", myOneLoss)`, "exercise.TODO", "A hint"} {
		if !strings.Contains(text, want) {
			t.Errorf("learners don't get %s", want)
		}
	}
	for _, bad := range []string{"checkLogit", "return 2 * x", "For teachers", "Truth"} {
		if strings.Contains(text, bad) {
			t.Errorf("learners get %s", bad)
		}
	}
	solved, err := n.Variant(Solved)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := solved.Cell("one-loss"); err != nil || !strings.Contains(c.Source, "return 2 * x") || !strings.Contains(c.Source, "checkOneLoss(myOneLoss)") {
		t.Errorf("solved it is %q, %v", c.Source, err)
	}
	for name, want := range map[string]string{"logit": "already", "My Exercise": "small letters", "": "small letters"} {
		if err := NewExercise(path, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A cell that is tagged check as well keeps its own check for the teacher, and points
// are numbers.
func TestCheckInTheCell(t *testing.T) {
	cell := func(tags string) *Notebook {
		n, err := Parse("x.ipynb", []byte(`{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","id":"a","metadata":{"tags":[`+tags+`]},"outputs":[],"execution_count":null,
			"source":"var mine = exercise.TODO\n\n%%\ndisplay.Show(exercise.Judge(\"a\", func() { return mine == 42 }))"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for tags, hidden := range map[string]bool{`"exercise:x"`: false, `"exercise:x","check"`: true} {
		n, err := cell(tags).Variant(Learner)
		if err != nil {
			t.Fatal(err)
		}
		if c := n.Cells[0]; strings.Contains(c.Source, "42") == hidden || strings.Contains(c.Source, `exercise.Later("x", mine)`) != hidden {
			t.Errorf("%s: %s", tags, c.Source)
		}
	}
	for tag, want := range map[string]float64{"points:2": 2, "points:0.5": 0.5, "other": 1} {
		if got, err := cell(`"exercise","` + tag + `"`).Cells[0].Points(); got != want || err != nil {
			t.Errorf("%s: %g, %v", tag, got, err)
		}
	}
	for _, tag := range []string{"points:many", "points:-1", "points:NaN"} {
		if _, err := cell(`"exercise","` + tag + `"`).Cells[0].Points(); err == nil {
			t.Errorf("%s is taken", tag)
		}
	}
}
