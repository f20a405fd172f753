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

// worked makes a notebook of a lesson's: its imports, and a cell with what it declares and
// all attempts, each under names of its own. That is built as fast as a single attempt.
func worked(t *testing.T, lesson *notebook.Notebook, all []attempt) []byte {
	t.Helper()
	var cells []any
	add := func(id, source string) {
		cells = append(cells, map[string]any{"cell_type": "code", "id": id, "metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil, "source": source})
	}
	codes := lesson.Codes()
	add(codes[0].ID, codes[0].Source)
	declared, done := teller, ""
	for _, cell := range codes[1:] {
		above, below := cell.Parts()
		declared += above + "\n"
		for number, a := range all {
			if a.exercise == cell.ID && cell.Tagged(notebook.TagExercise) {
				own := declaration.FindAllStringSubmatch(a.code, -1)
				declared += numbered(a.code, own, number) + "\n"
				below := strings.ReplaceAll(numbered(below, own, number), "display.", fmt.Sprintf("attempt(%d).", number))
				done += "{\n" + strings.TrimSpace(below) + "\n}\n"
			}
		}
	}
	add("attempts", declared+"%%\n"+done+"display.Show(told)")
	data, err := json.Marshal(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": notebook.Kernel, "display_name": "Go (gonb)", "language": "go"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// teller declares what stands for display in the cell of attempts: a page takes only so
// many things that are displayed.
const teller = `type attempt int

type answers []string

var told answers

func (n attempt) Show(answer interface{ HTML() string }) {
	told = append(told, fmt.Sprintf("<i data-attempt=\"%d\"></i>", int(n)), answer.HTML())
}

func (a answers) HTML() string { return strings.Join(a, "") }

`

var declaration = regexp.MustCompile(`(?m)^(?:func|var|const|type) (\w+)(?:, (\w+))?`)

// numbered puts a number behind names that an attempt declares.
func numbered(code string, names [][]string, number int) string {
	for _, declared := range names {
		for _, name := range declared[1:] {
			if name != "" {
				code = regexp.MustCompile(`(^|[^.\w])`+name+`\b`).ReplaceAllString(code, fmt.Sprintf("${1}%s%d", name, number))
			}
		}
	}
	return code
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
	if err := jupyter.Run(t.Context(), env, paths, jupyter.RunOptions{Out: &out, To: to, AllowErrors: true}); err != nil {
		t.Errorf("%v\n%s", err, &out)
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

var attemptOf = regexp.MustCompile(`<i data-attempt="(\d+)"></i>`)

// answersOf returns what was shown to each attempt, as HTML.
func answersOf(ran *notebook.Notebook) map[int]string {
	said := map[int]string{}
	for _, cell := range ran.Codes() {
		for _, o := range cell.Outputs {
			html := o.Data["text/html"]
			marks := attemptOf.FindAllStringSubmatchIndex(html, -1)
			for i, at := range marks {
				end := len(html)
				if i+1 < len(marks) {
					end = marks[i+1][0]
				}
				number, _ := strconv.Atoi(html[at[2]:at[3]])
				said[number] = html[at[1]:end]
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
