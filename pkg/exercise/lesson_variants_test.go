package exercise_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// The lesson's own notebooks: enough exercises in each, a learner's variant that
// runs from the first cell to the last, and solutions that pass every check. The
// teacher's variant runs the same cells as the learner's.
func TestTheLessonsExercises(t *testing.T) {
	env := envtest.Env(t)
	folder := t.TempDir()
	var made []string
	for _, source := range lesson(t, env) {
		learner := variant(t, source, notebook.Learner)
		if teacher := variant(t, source, notebook.Teacher); !slices.Equal(sources(teacher.Codes()), sources(learner.Codes())) {
			t.Errorf("%s: the teacher's variant runs other cells than the learner's", source.Path)
		}
		for name, n := range map[string]*notebook.Notebook{notebook.Learner: learner, notebook.Solved: variant(t, source, notebook.Solved)} {
			to := filepath.Join(folder, name+"_"+filepath.Base(source.Path))
			if err := n.Save(to); err != nil {
				t.Fatal(err)
			}
			made = append(made, to)
		}
	}
	var out bytes.Buffer
	if err := jupyter.Run(t.Context(), env, made, jupyter.RunOptions{Out: &out, To: filepath.Join(folder, "run")}); err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	for _, path := range made {
		ran, err := notebook.Read(filepath.Join(folder, "run", filepath.Base(path)))
		if err != nil {
			t.Fatal(err)
		}
		answers := verdicts(t, ran)
		if least := leastExercises(path); len(answers) < least {
			t.Errorf("%s: %d exercises, want at least %d", path, len(answers), least)
		}
		solved := strings.HasPrefix(filepath.Base(path), notebook.Solved)
		open := func(answer string) bool { return answer == "open" || answer == "not-yet" }
		if solved && slices.ContainsFunc(answers, open) {
			t.Errorf("%s: a solution doesn't pass: %v", path, answers)
		}
		if !solved && slices.ContainsFunc(answers, func(answer string) bool { return !open(answer) }) {
			t.Errorf("%s: an exercise is done before anybody did it: %v", path, answers)
		}
	}
}

// leastExercises of a notebook: the lecture's have five or more, what comes after the
// lecture may have fewer.
func leastExercises(path string) int {
	if strings.Contains(filepath.Base(path), "after_the_lecture") {
		return 2
	}
	return 5
}

// The learner's variants hold no solution: what every solution says beyond its
// exercise is looked for in the file's bytes, not in what a reader of notebooks
// makes of them.
func TestTheLearnersFilesHoldNoSolution(t *testing.T) {
	env := checkout(t)
	for _, source := range lesson(t, env) {
		learner := variant(t, source, notebook.Learner)
		told := string(learner.Bytes())
		for _, cell := range source.Cells {
			if !cell.Tagged(notebook.TagSolution) && !cell.Tagged(notebook.TagNote) {
				continue
			}
			if strings.Contains(told, `"`+cell.ID+`"`) {
				t.Errorf("%s: %s is in the learner's variant", source.Path, cell)
			}
			for line := range strings.SplitSeq(cell.Source, "\n") {
				if line = strings.TrimSpace(line); tells(source, cell, line) && strings.Contains(told, asJSON(line)) {
					t.Errorf("%s: %s says %q, and so does the learner's variant", source.Path, cell, line)
				}
			}
		}
		for _, word := range []string{notebook.TagSolution, notebook.TagNote, "For teachers"} {
			if strings.Contains(told, `"`+word) {
				t.Errorf("%s: %q is in the learner's variant", source.Path, word)
			}
		}
	}
}

// tells is for lines that stand in no other cell of the lesson: brackets and the
// frame of a function do.
func tells(n *notebook.Notebook, solution notebook.Cell, line string) bool {
	return len(line) > 7 && !slices.ContainsFunc(n.Cells, func(c notebook.Cell) bool {
		hidden := c.Tagged(notebook.TagSolution) || c.Tagged(notebook.TagNote)
		return c.Index != solution.Index && !hidden && strings.Contains(c.Source, line)
	})
}

// asJSON writes a line as it stands inside a string of a file.
func asJSON(line string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`).Replace(line)
}

func sources(cells []notebook.Cell) []string {
	var all []string
	for _, cell := range cells {
		all = append(all, cell.Source)
	}
	return all
}

func variant(t *testing.T, source *notebook.Notebook, name string) *notebook.Notebook {
	t.Helper()
	n, err := source.Variant(name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func lesson(t *testing.T, env *jupyter.Env) []*notebook.Notebook {
	t.Helper()
	paths, err := env.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	var all []*notebook.Notebook
	for _, path := range paths {
		n, err := notebook.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}
