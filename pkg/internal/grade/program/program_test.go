package program

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/notebook"
)

// made makes a notebook of code cells: id, then source. An id that begins with
// "ex-" is an exercise.
func made(t *testing.T, cells ...string) *notebook.Notebook {
	t.Helper()
	var list []any
	for i := 0; i < len(cells); i += 2 {
		metadata := map[string]any{}
		if strings.HasPrefix(cells[i], "ex-") {
			metadata["tags"] = []string{notebook.TagExercise}
		}
		list = append(list, map[string]any{"cell_type": "code", "id": cells[i], "metadata": metadata, "source": cells[i+1]})
	}
	data, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "cells": list, "metadata": map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Parse("made.ipynb", data)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	imports = "%noautoget\nimport (\n\t\"fmt\"\n\t\"littlesteps/pkg/display\"\n\t\"littlesteps/pkg/exercise\"\n\t\"littlesteps/pkg/exercise/check\"\n)"
	ground  = "var three = 3.0\n\nfunc twice(x float64) float64 { return 2 * x }\n\n%%\nfmt.Println(twice(three))"
	gap     = "func mine(x float64) float64 { return exercise.TODO }\n\n%%\ndisplay.Show(check.OneStep(mine))"
)

// lesson has one exercise, and an answer that a learner put in its place.
func lesson(t *testing.T) *Lesson {
	t.Helper()
	l, err := NewLesson("made", made(t, "imports", imports, "ground", ground, "ex-one", gap))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func answer(t *testing.T, cells ...string) Answer {
	t.Helper()
	l := lesson(t)
	return l.Answer(l.Exercises[0], made(t, cells...))
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		name       string
		cells      []string
		has, lacks []string // in the program
		want       Answer   // without the program
	}{
		{name: "untouched", cells: []string{"ex-one", gap}, want: Answer{Untouched: true}},
		{name: "untouched but for spaces", cells: []string{"ex-one", "\n" + strings.ReplaceAll(gap, "\n", "  \n")}, want: Answer{Untouched: true}},
		{
			name: "what it needs and no more", cells: []string{"ex-one", "func mine(x float64) float64 { return twice(x) }\n\n%%\ndisplay.Show(check.OneStep(mine))"},
			has: []string{"func twice", "//line ex-one:1\nfunc mine", "//line ground:3\nfunc twice"}, lacks: []string{"three", "check", `"fmt"`},
		},
		{
			name: "packages, also those that nobody imported", cells: []string{"ex-one", "func mine(x float64) float64 { fmt.Println(x); return math.Sqrt(x) }\n\n%%\ndisplay.Show(check.OneStep(mine))"},
			has: []string{`fmt "fmt"`, `math "math"`}, lacks: []string{"display"},
		},
		{
			name: "a variable that is called like a package", cells: []string{"ex-one", "type T struct{ fmt, x float64 }\nfunc mine(x float64) float64 { fmt := T{fmt: x}; return fmt.x }\n\n%%\ndisplay.Show(check.OneStep(mine))"},
			has: []string{"type T"}, lacks: []string{`"fmt"`},
		},
		{
			name: "an import of one's own", cells: []string{"ex-one", "import m \"math\"\nfunc mine(x float64) float64 { return m.Sqrt(x) }\n\n%%\ndisplay.Show(check.OneStep(mine))"},
			has: []string{`m "math"`},
		},
		{
			name: "helpers in other cells, with their methods", cells: []string{
				"ex-one", "func mine(x float64) float64 { return Half(x).of() }\n\n%%\ndisplay.Show(check.OneStep(mine))",
				"later", "type Half float64\n\nfunc (h *Half) of() float64 { return half(float64(*h)) }\nfunc half(x float64) float64 { return x / 2 }\nfunc unused() {}",
			},
			has: []string{"type Half", "of() float64", "func half", "//line cell-2:3\n"}, lacks: []string{"unused"},
		},
		{
			name: "the lesson's function comes before the learner's copy of it", cells: []string{
				"ex-one", "func mine(x float64) float64 { return twice(x) }\n\n%%\ndisplay.Show(check.OneStep(mine))",
				"ground", "func twice(x float64) float64 { return 3 * x }",
			},
			has: []string{"return 2 * x"}, lacks: []string{"return 3 * x"},
		},
		{
			name: "commands and main are left out", cells: []string{"ex-one", "!rm -rf /\n%cd /\nfunc mine(x float64) float64 { return x }\nfunc main() { println() }\n\n%%\ndisplay.Show(check.OneStep(mine))"},
			has: []string{"//line ex-one:3\nfunc mine"}, lacks: []string{"rm -rf", "%cd", "println"},
		},
		{
			name: "another id", cells: []string{"abc", "func mine(x float64) float64 { return x }\n\n%%\ndisplay.Show(check.OneStep(mine))"},
			has: []string{"func mine"},
		},
		{
			name: "moved to another cell", cells: []string{"ex-one", "var nothing = 1\n\n%%\ndisplay.Show(check.OneStep(mine))", "abc", "func mine(x float64) float64 { return x }"},
			has: []string{"func mine"},
		},
		{name: "another check", cells: []string{"ex-one", "func mine(x float64) float64 { return x }\n\n%%\nfmt.Println(1)"}, has: []string{"func mine"}, want: Answer{OtherCheck: true}},
		{name: "no cell", cells: []string{"abc", "var x = 1"}, want: Answer{MissingWhole: true}},
		{name: "no function", cells: []string{"ex-one", "func your(x float64) float64 { return x }\n\n%%\ndisplay.Show(check.OneStep(mine))"}, want: Answer{Missing: "mine"}},
		{name: "directives", cells: []string{"ex-one", "//go:linkname mine runtime.nanotime\nfunc mine(x float64) float64\n\n%%\ndisplay.Show(check.OneStep(mine))"}, has: []string{"func mine"}, lacks: []string{"linkname"}},
	}
	for _, test := range tests {
		got := answer(t, test.cells...)
		for _, text := range test.has {
			if !strings.Contains(got.Program, text) {
				t.Errorf("%s: no %q in\n%s", test.name, text, got.Program)
			}
		}
		for _, text := range test.lacks {
			if strings.Contains(got.Program, text) {
				t.Errorf("%s: %q in\n%s", test.name, text, got.Program)
			}
		}
		if (got.Program != "") != (len(test.has) > 0) {
			t.Errorf("%s: program %q", test.name, got.Program)
		}
		if got.Program != "" {
			if _, err := parser.ParseFile(token.NewFileSet(), "", got.Program, 0); err != nil {
				t.Errorf("%s: %v in\n%s", test.name, err, got.Program)
			}
		}
		if got.Program, got.Code = "", ""; got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestWhatIsNoGo(t *testing.T) {
	got := answer(t, "ex-one", "%autoget\nfunc mine(x float64) float64 { return }}\n\n%%\ndisplay.Show(check.OneStep(mine))")
	if got.CannotParse == nil || !strings.Contains(got.CannotParse.Error(), "ex-one, line 2: ") {
		t.Errorf("%+v", got)
	}
}

func TestComplaints(t *testing.T) {
	for said, want := range map[string]string{
		"# command-line-arguments\n../../tmp/x-1/one-step:3:9: undefined: y\n./two:1: z": "one-step, line 3: undefined: y",
		"one-step:12: missing return":    "one-step, line 12: missing return",
		"go: cannot find main module\nx": "go: cannot find main module",
		"":                               "",
	} {
		if got := Complaint(said).Error(); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}

// The judge has the lesson's own checks, asks for what learners declare, and
// shows nothing in a notebook.
func TestJudge(t *testing.T) {
	source, err := lesson(t).Judge()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`mine := littlesteps_judge.Ask("mine")`, `display "littlesteps/pkg/exercise/judge"`, "display.Show(check.OneStep(mine))", `"ex-one": check0`} {
		if !strings.Contains(source, text) {
			t.Errorf("no %q in\n%s", text, source)
		}
	}
	for _, text := range []string{`"littlesteps/pkg/display"`, "func mine", "twice"} {
		if strings.Contains(source, text) {
			t.Errorf("%q in\n%s", text, source)
		}
	}
}

func TestLessonsThatCantBeJudged(t *testing.T) {
	for want, cells := range map[string][]string{
		"asks for nothing that a learner declares": {"ex-one", "var x = 1\n\n%%\nfmt.Println(2)"},
		"ex-one, line 3: expected":                 {"ex-one", "var x = 1\n%%\n)"},
		"ex-one, line 1: ":                         {"ex-one", "x := 1\n%%\nf(x)"},
	} {
		if _, err := NewLesson("made", made(t, cells...)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

// Every exercise of the lesson can be graded, and a copy is known by its exercises.
func TestTheLesson(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "notebooks", "*.ipynb"))
	if err != nil || len(paths) < 3 {
		t.Fatalf("notebooks: %v, %v", paths, err)
	}
	var lessons []*Lesson
	var copies []*notebook.Notebook
	for _, path := range paths {
		n, err := notebook.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := NewLesson(filepath.Base(path), n)
		if err != nil {
			t.Fatal(err)
		}
		least := 5
		if filepath.Base(path) == "04_after_the_lecture.ipynb" {
			least = 2 // it is short, and mostly asks for predictions
		}
		if len(l.Exercises) < least {
			t.Errorf("%s: %d exercises can be graded", path, len(l.Exercises))
		}
		if n, err = n.Variant(notebook.Learner); err != nil {
			t.Fatal(err)
		}
		lessons, copies = append(lessons, l), append(copies, n)
	}
	slices.Reverse(lessons)
	for i, n := range copies {
		if l := Match(lessons, n); l == nil || l.Name != filepath.Base(paths[i]) {
			t.Errorf("%s is taken for a copy of %v", paths[i], l)
		}
	}
	if l := Match(lessons, made(t, "x", "var x = 1")); l != nil {
		t.Errorf("a notebook of its own is taken for a copy of %s", l.Name)
	}
}

// Whatever stands in a learner's cell, it becomes a program or a complaint.
func FuzzAnswer(f *testing.F) {
	f.Add("func mine(x float64) float64 { return x }\n%%\n")
	f.Add("type mine[T any] struct{}\nfunc (m *mine[T]) x() {}\nvar _ = 1")
	f.Add("//line /etc/passwd:1\nvar mine, x = func() (int, int) { return 1, 2 }()")
	f.Add("const (\n\tmine = iota\n)\nimport . \"fmt\"\nimport _ \"embed\"")
	source, err := os.ReadFile("code.go")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(source))
	f.Fuzz(func(t *testing.T, cell string) {
		if a := answer(t, "ex-one", cell+"\n\n%%\ndisplay.Show(check.OneStep(mine))", "other", cell); a.Program != "" {
			if _, err := parser.ParseFile(token.NewFileSet(), "", a.Program, parser.SkipObjectResolution); err != nil {
				t.Errorf("%v in\n%s", err, a.Program)
			}
		}
	})
}

// What learners don't get their programs don't get either: neither a check that stands
// in the notebook, nor a solution. The judge has the check.
func TestHiddenChecks(t *testing.T) {
	n, err := notebook.Parse("own.ipynb", []byte(`{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[
		{"cell_type":"markdown","id":"q","metadata":{"tags":["exercise:half"]},"source":"### Exercise, at home: a half\n\nOf what?"},
		{"cell_type":"code","id":"c","metadata":{"tags":["check:half"]},"source":"func truth(x float64) float64 { return x / 2 }\nfunc checkHalf(f any) exercise.Answer { return exercise.Judge(\"half\", truth) }"},
		{"cell_type":"code","id":"e","metadata":{"tags":["exercise:half","points:3"]},"source":"func half(x float64) float64 { return exercise.TODO }\n%%\ndisplay.Show(checkHalf(half))"},
		{"cell_type":"code","id":"s","metadata":{"tags":["solution:half"]},"source":"func helper(x float64) float64 { return x / 2 }\nfunc half(x float64) float64 { return helper(x) }"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLesson("own", n)
	if err != nil {
		t.Fatal(err)
	}
	e := l.Exercises[0]
	if e.ID != "half" || e.Title != "A half" || e.Points != 3 || !slices.Equal(e.Asked, []string{"half"}) || !strings.Contains(e.Solution, "helper") {
		t.Fatalf("%+v", e)
	}
	if judge, err := l.Judge(); err != nil || !strings.Contains(judge, "func truth") {
		t.Errorf("the judge has no check: %v", err)
	}
	for _, ask := range []string{"truth", "helper"} {
		given, err := n.Variant(notebook.Learner)
		if err != nil {
			t.Fatal(err)
		}
		if err := given.SetSource("e", "func half(x float64) float64 { return "+ask+"(x) }\n%%\ndisplay.Show(exercise.Later(\"half\", half))"); err != nil {
			t.Fatal(err)
		}
		a := l.Answer(e, given)
		if strings.Contains(a.Program, "func "+ask) || a.OtherCheck || a.Program == "" {
			t.Errorf("%s: the learner's program has it: %+v", ask, a)
		}
	}
}

// A copy of an exercise's cell counts where the cell itself was left open.
func TestCopies(t *testing.T) {
	mine := "func mine(x float64) float64 { return 1 }\n\n%%\ndisplay.Show(check.OneStep(mine))"
	for _, test := range []struct {
		cells  []string
		want   string
		copies int
	}{
		{[]string{"ex-one", gap, "copy", mine}, "return 1", 1},
		{[]string{"copy", mine, "ex-one", gap}, "return 1", 1},
		{[]string{"ex-one", strings.Replace(mine, "1 }", "2 }", 1), "copy", mine}, "return 2", 1},
		{[]string{"ex-one", mine}, "return 1", 0},
	} {
		if got := answer(t, test.cells...); !strings.Contains(got.Code, test.want) || got.Copies != test.copies {
			t.Errorf("%q: %+v", test.cells, got)
		}
	}
}
