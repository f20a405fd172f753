package exercise_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// A lesson with one exercise of each kind, run by the real kernel as each of its
// variants: from the first cell to the last, and every answer as it should be.
func TestVariantsRunInTheKernel(t *testing.T) {
	env := envtest.Env(t)
	source, err := notebook.Read(filepath.Join("..", "internal", "notebook", "testdata", "variants", "lesson.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{ // the answers of guess, one-step, rate and two-steps
		notebook.Learner: {"open", "open", "not-yet", "open"},
		notebook.Teacher: {"open", "open", "not-yet", "open"},
		notebook.Solved:  {"guessed", "right", "right", "right"},
	}
	folder := t.TempDir()
	var paths []string
	for _, name := range notebook.Variants() {
		path := filepath.Join(folder, name+".ipynb")
		if err := variant(t, source, name).Save(path); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	var out bytes.Buffer
	if err := jupyter.Run(t.Context(), env, paths, jupyter.RunOptions{Out: &out, To: filepath.Join(folder, "run")}); err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	for _, name := range notebook.Variants() {
		ran, err := notebook.Read(filepath.Join(folder, "run", name+".ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		if got := verdicts(t, ran); !slices.Equal(got, want[name]) {
			t.Errorf("%s: answers %v, want %v", name, got, want[name])
		}
	}
}

func checkout(t *testing.T) *jupyter.Env {
	t.Helper()
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	return env
}

var verdict = regexp.MustCompile(`data-verdict="([a-z-]*)"`)

// verdicts returns the answers of a notebook's exercises, in order, and fails
// for cells that didn't run.
func verdicts(t *testing.T, n *notebook.Notebook) []string {
	t.Helper()
	var all []string
	for _, cell := range n.Codes() {
		if cell.Count == 0 {
			t.Errorf("%s: %s didn't run", n.Path, cell)
		}
		if !cell.Tagged(notebook.TagExercise) {
			continue
		}
		found := verdict.FindStringSubmatch(cell.HTML())
		if found == nil {
			t.Errorf("%s: %s has no answer: %q", n.Path, cell, cell.Text())
			continue
		}
		all = append(all, found[1])
	}
	return all
}
