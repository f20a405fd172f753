package exercise_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// The lesson's own notebooks: enough exercises in each, none of which is done before
// anybody did it, and variants of which the learner's and the teacher's run the same
// cells as the source, and the solved one is as free of doubts. (That solutions pass
// their checks, package check tries in the kernel.)
func TestTheLessonsExercises(t *testing.T) {
	env := envtest.Env(t)
	executed := envtest.Executed(t)
	for _, source := range lesson(t, env) {
		for _, name := range []string{notebook.Learner, notebook.Teacher} {
			if !slices.Equal(sources(variant(t, source, name).Codes()), sources(source.Codes())) {
				t.Errorf("%s: the %s's variant runs other cells than the source", source.Path, name)
			}
		}
		for _, finding := range variant(t, source, notebook.Solved).Check() {
			t.Errorf("%s, solved: %s", source.Path, finding)
		}
		ran, err := notebook.Read(filepath.Join(executed, filepath.Base(source.Path)))
		if err != nil {
			t.Fatal(err)
		}
		answers := verdicts(t, ran)
		if least := leastExercises(source.Path); len(answers) < least {
			t.Errorf("%s: %d exercises, want at least %d", source.Path, len(answers), least)
		}
		if slices.ContainsFunc(answers, func(answer string) bool { return answer != "open" && answer != "not-yet" }) {
			t.Errorf("%s: an exercise is done before anybody did it: %v", source.Path, answers)
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
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
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
