package notebook

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func variant(t *testing.T, n *Notebook, name string) *Notebook {
	t.Helper()
	v, err := n.Variant(name)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ids(n *Notebook) []string {
	var all []string
	for _, cell := range n.Cells {
		all = append(all, cell.ID)
	}
	return all
}

func TestTheLearnersVariantHoldsNoSolution(t *testing.T) {
	source := read(t, "testdata/variants/lesson.ipynb")
	learner := variant(t, source, Learner)
	for _, text := range []string{ // what only the solutions and the note say
		"9.0", "3 away", "secret of the parabola", "multiplier - rate", "= 0.5", "half of the limit", "first :=", "Let them see", "whispers", "olution", "teacher",
	} {
		if !strings.Contains(string(source.Bytes()), text) {
			t.Fatalf("the source has no %q: the test tests nothing", text)
		}
		if strings.Contains(string(learner.Bytes()), text) {
			t.Errorf("%q is in the learner's variant", text)
		}
	}
	want := []string{"title", "imports", "ground", "guess-question", "guess", "one-step-question", "one-step", "one-step-hint", "rate", "two-steps", "last"}
	if got := ids(learner); !slices.Equal(got, want) {
		t.Errorf("cells %v, want %v", got, want)
	}
	for _, cell := range learner.Cells {
		if original, _ := source.find(cell.ID); original.Source != cell.Source {
			t.Errorf("%s was changed:\n%s", cell, cell.Source)
		}
	}
}

// find is Cell for cells of every type.
func (n *Notebook) find(id string) (Cell, bool) {
	for _, cell := range n.Cells {
		if cell.ID == id {
			return cell, true
		}
	}
	return Cell{}, false
}

func TestTheTeachersVariantFoldsSolutionsAndOpensNotes(t *testing.T) {
	source := read(t, "testdata/variants/lesson.ipynb")
	teacher := variant(t, source, Teacher)
	if !slices.Equal(ids(teacher), ids(source)) {
		t.Errorf("cells %v, want all: %v", ids(teacher), ids(source))
	}
	note, _ := teacher.find("one-step-note")
	if !strings.HasPrefix(note.Source, "<details open>") {
		t.Errorf("the note is closed:\n%s", note.Source)
	}
	solution, _ := teacher.find("one-step-solution")
	if !strings.HasPrefix(solution.Source, "<details>\n") {
		t.Errorf("the solution isn't folded:\n%s", solution.Source)
	}
	for _, id := range []string{"rate-solution", "two-steps-solution"} { // code, and markdown that isn't folded by itself
		if !teacher.hidden(t, id) {
			t.Errorf("%s isn't folded", id)
		}
	}
}

func (n *Notebook) hidden(t *testing.T, id string) bool {
	t.Helper()
	cell, _ := n.find(id)
	return n.root.get("cells").items[cell.Index].get("metadata").get("jupyter").get("source_hidden").isTrue()
}

func (n *node) isTrue() bool { return n != nil && n.value == "true" }

func TestTheSolvedVariantIsFilledIn(t *testing.T) {
	solved := variant(t, read(t, "testdata/variants/lesson.ipynb"), Solved)
	want := map[string]string{
		"guess":     "var lossGuess = 9.0 // 3 away, squared\n\n%%\ndisplay.Show(exercise.Predict(\"the loss at 5\", lossGuess).Truth(lossOf(5)))",
		"one-step":  "func myStep(multiplier, slope, rate float64) float64 {\n\treturn multiplier - rate*slope\n}\n\n%%\ndisplay.Show(check.OneStep(myStep))",
		"rate":      "var myRate = 0.5 // half of the limit\n\n%%\ndisplay.Show(check.OneStepLanding(myRate, lossAndSlope, 2))",
		"two-steps": "return myStep(first, feelSlope(first), 0.1)",
		// The words around the code stay, and a solution without words goes.
		"guess-solution": "From 2 to 5 it is 3, and 3 squared is 9. That is the secret of the parabola.",
	}
	for id, text := range want {
		cell, ok := solved.find(id)
		if !ok || !strings.Contains(cell.Source, text) {
			t.Errorf("cell %s: want %q, got\n%s", id, text, cell.Source)
		}
	}
	for _, id := range []string{"one-step-solution", "rate-solution", "two-steps-solution", "one-step-note"} {
		if _, there := solved.find(id); there {
			t.Errorf("cell %s is still there", id)
		}
	}
	if strings.Contains(string(solved.Bytes()), "exercise.TODO") {
		t.Error("a gap is left")
	}
}

func TestVariantsAreNotebooksAndLeaveTheSourceAlone(t *testing.T) {
	source := read(t, "testdata/variants/lesson.ipynb")
	before := string(source.Bytes())
	for _, name := range Variants() {
		v := variant(t, source, name)
		if !json.Valid(v.Bytes()) {
			t.Errorf("%s: not JSON:\n%s", name, v.Bytes())
		}
		if !strings.HasSuffix(string(v.Bytes()), "\n}\n") || strings.Contains(string(v.Bytes()), ",\n ]") {
			t.Errorf("%s: the file's shape suffered:\n%s", name, v.Bytes())
		}
		if again := variant(t, source, name); string(again.Bytes()) != string(v.Bytes()) {
			t.Errorf("%s: twice made, twice different", name)
		}
	}
	if string(source.Bytes()) != before {
		t.Error("the source was changed")
	}
}

func TestRemovingCellsLeavesGoodLists(t *testing.T) {
	all := []string{"title", "imports", "ground", "guess-question", "guess"}
	for _, gone := range [][]string{{"title"}, {"title", "imports"}, {"last"}, {"two-steps-solution", "last"}, {"imports", "guess"}, {"title", "ground", "last"}, all} {
		n := read(t, "testdata/variants/lesson.ipynb")
		want := slices.DeleteFunc(ids(n), func(id string) bool { return slices.Contains(gone, id) })
		if err := n.removeCells(func(c Cell) bool { return slices.Contains(gone, c.ID) }); err != nil {
			t.Errorf("%v: %v", gone, err)
		}
		if got := ids(n); !slices.Equal(got, want) {
			t.Errorf("without %v: %v, want %v", gone, got, want)
		}
	}
	n := read(t, "testdata/variants/lesson.ipynb")
	if err := n.removeCells(func(Cell) bool { return true }); err != errNothingLeft {
		t.Errorf("all removed: %v", err)
	}
}

// A source with something wrong is refused, and the message says where.
func TestVariantsRefuse(t *testing.T) {
	const rightStep = `return multiplier - rate*slope`
	tests := []struct {
		name    string
		variant string
		old     string // in the file
		new     string
		says    string
	}{
		{"an unknown variant", "master", "", "", `no variant "master": choose one of learner, teacher, solved`},
		{"an exercise filled in", Learner, `\treturn exercise.TODO\n`, `\t` + rightStep + `\n`, "(one-step) is filled in already"},
		{"a hint with the code", Learner, `The slope points uphill.`, "Write `" + rightStep + "`.", "stands in cell 9 of the file (one-step-hint) as well"},
		{"a later cell with the words", Learner, `# A small lesson`, "From 2 to 5 it is 3, and 3 squared is 9. That is the secret of the parabola.", "(title) as well"},
		{"metadata of a cell", Learner, `"id": "last",` + "\n" + `   "metadata": {}`, `"id": "last", "metadata": {"answer": ["x", "` + rightStep + `"]}`, "stands in cells.metadata.answer"},
		{"metadata of the notebook", Learner, `"title": "A small lesson"`, `"title": "` + rightStep + `"`, "stands in metadata.title"},
		{"a key of metadata", Learner, `"title": "A small lesson"`, `"var myRate = 0.5 // half of the limit": 1`, "stands in metadata"},
		{"an attachment", Learner, `"id": "title",`, `"id": "title", "attachments": {"a.txt": {"text/plain": "` + rightStep + `"}},`, "stands in cells.attachments.a.txt.text/plain"},
		{"a solution of nothing", Solved, `"id": "one-step-solution"`, `"id": "two-step-solution"`, `solves no exercise: there is no code cell with the id "two-step"`},
		{"a solution without a good id", Teacher, `"id": "one-step-solution"`, `"id": "answer"`, `doesn't end in "-solution"`},
		{"a solution without code", Solved, "```go", "```python", "holds no Go code"},
		{"a check that lost its tag", Learner, `"id": "last",`, `"id": "mine-check",`, `mine-check has no tag "check", so learners would get it`},
		{"a note that lost its tag", Learner, `"id": "last",`, `"id": "mine-note",`, `no tag "teacher-note"`},
		{"an exercise without a solution", Solved, `"id": "last",` + "\n" + `   "metadata": {}`, `"id": "last", "metadata": {"tags": ["exercise"]}`, "(last) has no solution"},
	}
	for _, test := range tests {
		data := string(read(t, "testdata/variants/lesson.ipynb").Bytes())
		if !strings.Contains(data, test.old) {
			t.Fatalf("%s: the file has no %q", test.name, test.old)
		}
		n, err := Parse("variant.ipynb", []byte(strings.Replace(data, test.old, test.new, 1)))
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if _, err := n.Variant(test.variant); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: want an error with %q, got %v", test.name, test.says, err)
		}
	}
}

// A teacher's run with the solutions leaves them in the outputs.
func TestOutputsDontGiveSolutionsAway(t *testing.T) {
	data := string(read(t, "testdata/variants/lesson.ipynb").Bytes())
	output := `"outputs": [{"output_type": "stream", "name": "stdout", "text": ["multiplier - rate*slope"]}]`
	n, err := Parse("variant.ipynb", []byte(strings.ReplaceAll(data, `"outputs": []`, output)))
	if err != nil {
		t.Fatal(err)
	}
	if learner := variant(t, n, Learner); strings.Contains(string(learner.Bytes()), "rate*slope") {
		t.Error("an output of the source is in the learner's variant")
	}
}

func TestFilled(t *testing.T) {
	tests := []struct{ name, exercise, answer, want string }{
		{"above the check", "var x = exercise.TODO\n\n%%\ncheck(x)", "var x = 1\n", "var x = 1\n\n%%\ncheck(x)"},
		{"with a check of its own", "var x = exercise.TODO\n\n%%\ncheck(x)", "var x = 1\n%% now\ncheck(x, x)", "var x = 1\n%% now\ncheck(x, x)"},
		{"no check", "func f() {}", "func f() { g() }", "func f() { g() }"},
		{"a text that looks like a check", "var x = exercise.TODO\n\n%%\ncheck(x)", "var x = \" %%\"", "var x = \" %%\"\n\n%%\ncheck(x)"},
	}
	for _, test := range tests {
		if got := Filled(test.exercise, test.answer); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

func TestFoldKeepsOtherMetadata(t *testing.T) {
	for metadata, want := range map[string]string{
		`{}`:              `{"jupyter":{"source_hidden":true}}`,
		`{"a": 1}`:        `{"jupyter":{"source_hidden":true},"a":1}`,
		`{"jupyter": {}}`: `{"jupyter":{"source_hidden":true}}`,
		`{"jupyter": {"outputs_hidden": true}, "a": 1}`: `{"jupyter":{"source_hidden":true,"outputs_hidden":true},"a":1}`,
		`{"jupyter": {"source_hidden": false}}`:         `{"jupyter":{"source_hidden":true}}`,
	} {
		n, err := Parse("x.ipynb", []byte(`{"nbformat": 4, "cells": [{"cell_type": "code", "id": "x", "metadata": `+metadata+`, "source": "1"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if err := n.apply([]splice{n.fold(n.root.get("cells").items[0])}); err != nil {
			t.Fatalf("%s: %v", metadata, err)
		}
		item := n.root.get("cells").items[0].get("metadata")
		if got := strings.ReplaceAll(string(n.data[item.start:item.end]), " ", ""); got != want {
			t.Errorf("%s became %s, want %s", metadata, got, want)
		}
	}
}
