package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// An attempt is what a learner wrote into an exercise, and what the answer says.
type attempt struct {
	exercise, what string
	says           []string // the verdict, then parts of the text
	code           string
}

func attempts(t *testing.T, path string) []attempt {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []attempt
	for _, part := range strings.Split(string(data), "\n=== ")[1:] {
		title, rest, _ := strings.Cut(part, "\n")
		var a attempt
		a.exercise, a.what, _ = strings.Cut(title, ": ")
		for strings.HasPrefix(rest, "> ") {
			var line string
			line, rest, _ = strings.Cut(rest, "\n")
			a.says = append(a.says, strings.TrimPrefix(line, "> "))
		}
		if a.code = rest; len(a.says) == 0 || a.code == "" {
			t.Fatalf("%s: %q says nothing, or has no code", path, title)
		}
		all = append(all, a)
	}
	return all
}

// passing stands for every verdict on what is done.
const passing = "any that passes"

// solutions are the lesson's own, as attempts.
func solutions(t *testing.T, lesson *notebook.Notebook) (all []attempt) {
	t.Helper()
	solved, err := lesson.Variant(notebook.Solved)
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range solved.Codes() {
		if cell.Tagged(notebook.TagExercise) {
			above, _ := cell.Parts()
			all = append(all, attempt{exercise: cell.ID, what: "the lesson's solution", says: []string{passing}, code: above})
		}
	}
	return all
}

// worked makes a notebook of a lesson's: its declarations, and then rounds, in each of
// which every exercise has its next attempt. A cell with several attempts is built as
// fast as with one.
func worked(t *testing.T, lesson *notebook.Notebook, all []attempt) []byte {
	t.Helper()
	var cells []any
	add := func(id, source string) {
		cells = append(cells, map[string]any{"cell_type": "code", "id": id, "metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil, "source": source})
	}
	var rounds [][2]string // what each declares, and does
	for i, cell := range lesson.Codes() {
		above, below := cell.Parts()
		if i == 0 {
			above = cell.Source // commands are for all cells
		}
		if strings.TrimSpace(above) != "" {
			add(cell.ID, above)
		}
		round := 0
		for number, a := range all {
			if a.exercise != cell.ID || !cell.Tagged(notebook.TagExercise) {
				continue
			}
			if round == len(rounds) {
				rounds = append(rounds, [2]string{})
			}
			rounds[round][0] += a.code + "\n"
			rounds[round][1] += fmt.Sprintf("display.Show(attempt(%d))\n{%s}\n", number, below)
			round++
		}
	}
	add("attempt", "type attempt int\n\nfunc (n attempt) HTML() string { return fmt.Sprintf(`<i data-attempt=\"%d\"></i>`, int(n)) }")
	for i, round := range rounds {
		add(fmt.Sprint("round-", i), round[0]+"%%\n"+round[1])
	}
	data, err := json.Marshal(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": notebook.Kernel, "display_name": "Go (gonb)", "language": "go"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var verdictOf = regexp.MustCompile(`data-verdict="([a-z-]*)"`)

// Everything that people do in the exercises of the lesson is done once, in the
// kernel, and gets its own answer. That includes every mistake that a check knows, and
// the lesson's solutions.
func TestTheLessonWorkedThrough(t *testing.T) {
	env := envtest.Env(t)
	scripts, err := filepath.Glob(filepath.Join("testdata", "0*.txt"))
	if err != nil || len(scripts) != 4 {
		t.Fatalf("scripts %v, %v", scripts, err)
	}
	folder, tried := t.TempDir(), map[string][]attempt{}
	var paths []string
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".txt") + ".ipynb"
		lesson, err := notebook.Read(env.Path("notebooks", name))
		if err != nil {
			t.Fatal(err)
		}
		tried[name] = append(attempts(t, script), solutions(t, lesson)...)
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, worked(t, lesson, tried[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	var out bytes.Buffer
	to := filepath.Join(folder, "run")
	// An attempt that ends with an error has no answer, and is told below.
	if err := jupyter.Run(t.Context(), env, paths, jupyter.RunOptions{Out: &out, To: to, AllowErrors: true}); err != nil {
		t.Log(err)
	}
	var told strings.Builder
	for name, all := range tried {
		ran, err := notebook.Read(filepath.Join(to, name))
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Bytes())
		}
		said := answersOf(ran)
		for number, a := range all {
			told.WriteString(a.compare(t, said[number]))
		}
	}
	for _, c := range all {
		for _, m := range c.Mistakes {
			if !strings.Contains(told.String(), strings.ReplaceAll(m.Message, "`", "")) {
				t.Errorf("%s: nobody made this mistake: %s", c.Name, m.Message)
			}
		}
	}
	if os.Getenv("LITTLESTEPS_TOLD") != "" {
		t.Log(told.String())
	}
}

var attemptOf = regexp.MustCompile(`data-attempt="(\d+)"`)

// answersOf returns what was shown to each attempt, as HTML.
func answersOf(ran *notebook.Notebook) map[int]string {
	said, number := map[int]string{}, -1
	for _, cell := range ran.Codes() {
		for _, o := range cell.Outputs {
			if found := attemptOf.FindStringSubmatch(o.Data["text/html"]); found != nil {
				number, _ = strconv.Atoi(found[1])
			} else {
				said[number] += o.Data["text/html"] + o.Text
			}
		}
	}
	return said
}

// compare looks at an attempt's answer, and returns what was told.
func (a attempt) compare(t *testing.T, html string) string {
	t.Helper()
	text, verdict := strings.ReplaceAll(notebook.PlainText(html), "\n", " "), verdictOf.FindStringSubmatch(html)
	told := fmt.Sprintf("\n%s: %s\n\t%s\n", a.exercise, a.what, text)
	if verdict == nil {
		t.Errorf("no answer:%s", told)
		return told
	}
	if passes := verdict[1] != "open" && verdict[1] != "not-yet"; !passes && a.says[0] == passing || a.says[0] != passing && verdict[1] != a.says[0] {
		t.Errorf("%s in place of %s:%s", verdict[1], a.says[0], told)
	}
	for _, part := range a.says[1:] {
		if !strings.Contains(text, part) {
			t.Errorf("no %q:%s", part, told)
		}
	}
	for _, bad := range []string{"goroutine ", "runtime error", ".go:"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q in what a learner is told:%s", bad, told)
		}
	}
	return told
}
