package bench

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/internal/gonb/quickbuild"
	"littlesteps/pkg/internal/jupyter"
)

// Each way is done once more than it is measured, and each comes first in turn.
func TestAlternate(t *testing.T) {
	order := ""
	way := func(name string) func() error { return func() error { order += name; return nil } }
	got, err := alternate("x", 3, way("o"), way("b"))
	if err != nil || order != "obbo"+"obbo" || len(got.ours) != 3 || len(got.beside) != 3 || got.name != "x" {
		t.Errorf("%v, order %s, %+v", err, order, got)
	}
	if _, err := alternate("x", 1, way("o"), func() error { return errors.New("no kernel") }); err == nil {
		t.Error("what fails was measured")
	}
}

// Notebooks run with cells kept and with none; the learner's own limit is there afterwards.
func TestRunAgain(t *testing.T) {
	t.Setenv(quickbuild.CellsLimitVariable, "20")
	var ran []string
	do := func(what string) func(...string) error {
		return func(paths ...string) error {
			ran = append(ran, what+" "+strings.Join(paths, "+")+" "+os.Getenv(quickbuild.CellsLimitVariable))
			return nil
		}
	}
	tables, err := runAgain(Options{Rounds: 1, Notebooks: []string{"in/a.ipynb", "b.ipynb"}}, do("run"), do("html"))
	if err != nil || len(tables) != 1 {
		t.Fatal(tables, err)
	}
	var names []string
	for _, row := range tables[0].Rows {
		names = append(names, row[0])
	}
	if want := []string{"a.ipynb", "b.ipynb", "all of them, steps run", "all of them, steps html"}; !slices.Equal(names, want) {
		t.Errorf("rows %q, want %q", names, want)
	}
	if want := []string{"run in/a.ipynb ", "run in/a.ipynb 0", "run in/a.ipynb 0", "run in/a.ipynb "}; !slices.Equal(ran[:4], want) {
		t.Errorf("ran %q, want %q", ran[:4], want)
	}
	if last := ran[len(ran)-1]; last != "html in/a.ipynb+b.ipynb " {
		t.Errorf("last it ran %q", last)
	}
	if got := os.Getenv(quickbuild.CellsLimitVariable); got != "20" {
		t.Errorf("the limit is %q afterwards", got)
	}
	broken := func(...string) error { return errors.New("cell 3 failed") }
	if _, err := runAgain(Options{Rounds: 1, Notebooks: []string{"a"}}, broken, broken); err == nil || err.Error() != "cell 3 failed" {
		t.Errorf("error %v", err)
	}
}

func TestExports(t *testing.T) {
	var ours, stock []string
	exported := func(to *[]string) func(string) error {
		return func(path string) error { *to = append(*to, path); return nil }
	}
	o := Options{Rounds: 2, Notebooks: []string{"lesson/a.ipynb"}}
	tables, err := exports(o, func(notebook string) string { return "run/" + filepath.Base(notebook) }, exported(&ours), exported(&stock))
	if err != nil || len(ours) != 3 || len(stock) != 3 || ours[0] != "run/a.ipynb" {
		t.Fatal(err, ours, stock)
	}
	if row := tables[0].Rows[0]; row[0] != "a.ipynb" || len(row) != len(tables[0].Head) {
		t.Errorf("row %q under %q", row, tables[0].Head)
	}
}

func TestBesidePeers(t *testing.T) {
	const printed = "BenchmarkBelt-2 100 2000 ns/op\nBenchmarkRows/100x2-2 100 6000 ns/op\n"
	tables, err := besidePeers(printed, map[string]map[string]Samples{"numpy": {"belt": {8}}, "jax": {"100x2": {3}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"problem", "ours", "jax", "ours/jax", "numpy", "ours/numpy"}; !slices.Equal(tables[0].Head, want) {
		t.Errorf("head %q, want %q", tables[0].Head, want)
	}
	for i, want := range [][]string{
		{"Belt", "2.00 (2.00-2.00)", "", "", "8.00 (8.00-8.00)", "0.25"},
		{"Rows/100x2", "6.00 (6.00-6.00)", "3.00 (3.00-3.00)", "2.00", "", ""},
	} {
		if got := tables[0].Rows[i]; !slices.Equal(got, want) {
			t.Errorf("row %q, want %q", got, want)
		}
	}
	alone, err := besidePeers(printed, nil)
	if err != nil || len(alone[0].Head) != 2 || !strings.Contains(strings.Join(alone[0].Notes, " "), "bench --python PATH") {
		t.Errorf("alone: %v, %+v", err, alone)
	}
	if _, err := besidePeers("FAIL: does not build", nil); err == nil || !strings.Contains(err.Error(), "does not build") {
		t.Errorf("of nothing: %v", err)
	}
}

func TestBesidePandas(t *testing.T) {
	both := besidePandas(Samples{2e6}, Samples{4e6})
	if want := []string{"read, clean, fit, draw", "2.00 (2.00-2.00)", "4.00 (4.00-4.00)", "0.50"}; !slices.Equal(both.Rows[0], want) || both.Notes != nil {
		t.Errorf("%q, want %q", both.Rows[0], want)
	}
	if alone := besidePandas(Samples{2e6}, nil); len(alone.Head) != 2 || len(alone.Rows[0]) != 2 || !strings.Contains(alone.Notes[0], "--python PATH") {
		t.Errorf("alone: %+v", alone)
	}
}

// Exercises have nothing in Python beside them: they are compared with the lesson.
func TestLessonRows(t *testing.T) {
	rows := lessonRows([]sample{
		{1, "", "the lesson", "ours", 30}, {1, "", "the lesson", "ipykernel", 20}, {1, "", "with exercises", "ours", 40},
	})
	want := [][]string{{"the lesson", "30.0 (30.0-30.0)", "20.0 (20.0-20.0)", "1.50"}, {"with exercises", "40.0 (40.0-40.0)", "20.0 (20.0-20.0)", "2.00"}}
	if !slices.EqualFunc(rows, want, slices.Equal[[]string]) {
		t.Errorf("%q, want %q", rows, want)
	}
	tables, err := lesson(t.Context(), Options{})
	if err != nil || len(tables[0].Rows) != 0 || !strings.Contains(tables[0].Notes[0], "--python PATH") {
		t.Errorf("without a Python: %v, %+v", err, tables)
	}
}

// What a Python prints is taken as JSON; else it is said which program failed, and why.
func TestAskPython(t *testing.T) {
	folder := t.TempDir()
	python := func(script string) string {
		path := filepath.Join(folder, "python")
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	o := Options{Env: &jupyter.Env{Root: folder}}
	var got Samples
	if err := askPython(t.Context(), o, &got, "x.py"); err != nil || got != nil {
		t.Errorf("none asked: %v %v", got, err)
	}
	o.Python = python(`case "$1" in */pkg/model/testdata/x.py) echo "[1.5, $2]";; esac`)
	if err := askPython(t.Context(), o, &got, "x.py", "7"); err != nil || !slices.Equal(got, Samples{1.5, 7}) {
		t.Errorf("%v, %v", got, err)
	}
	for script, want := range map[string]string{
		"echo no numpy >&2; exit 1": "x.py: exit status 1\nno numpy",
		"echo hello":                "x.py: invalid character",
	} {
		o.Python = python(script)
		if err := askPython(t.Context(), o, &got, "x.py"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", script, err, want)
		}
	}
	for _, missing := range []string{filepath.Join(folder, "none"), "no-such-python"} {
		o.Python = missing
		if err := askPython(t.Context(), o, &got, "x.py"); err == nil || !strings.HasPrefix(err.Error(), "no Python "+missing) {
			t.Errorf("error %v", err)
		}
	}
}

// What wasn't measured leaves its place empty.
func TestVisited(t *testing.T) {
	stock := inStock([]sample{
		{1, "prints.ipynb", "first", "stock", 9}, {1, "prints.ipynb", "print-0", "stock", 2},
		{1, "01.ipynb", "path", "stock", 3}, {1, "01.ipynb", "hello", "stock", 1}, {2, "01.ipynb", "path", "stock", 5},
	})
	got := map[string]string{}
	for _, row := range visited([]visit{{"download": {17}, "draws": {0.5}}, stock}) {
		got[row[0]] = strings.Join(row[1:], " | ")
	}
	for row, want := range map[string]string{
		"download, gzip, MB":            "17.0 | ",
		"first printing cell":           " | 9.00",
		"a cell that prints, one of 24": " | 2.00",
		"a cell that trains and draws":  "0.50 | 4.00 (3.00-5.00)",
		"a cell of notebook 01":         " | 3.00 (1.00-5.00)",
		"all of them":                   " | 4.50 (4.00-5.00)",
		"the largest live page, MB":     " | ",
	} {
		if got[row] != want {
			t.Errorf("%s: %q, not %q", row, got[row], want)
		}
	}
}

// What Pyodide runs is the lecture's Python up to the penguins.
func TestFirstInPython(t *testing.T) {
	codes := firstInPython()
	if len(codes) < 10 || !strings.Contains(strings.Join(codes, ""), "belts.csv") {
		t.Errorf("%d cells: %q", len(codes), codes)
	}
	if _, err := pyodide(t.Context(), "", Options{Pyodide: t.TempDir()}, &[2]visit{}); err == nil || !strings.HasPrefix(err.Error(), "no Pyodide in ") {
		t.Errorf("without Pyodide: %v", err)
	}
}
