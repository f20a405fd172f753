package jupyter

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/gonb/quickbuild"
)

// A bar says what is being done and how far all is; it never goes back as a step ends.
func TestProgressSaysHowFarItIs(t *testing.T) {
	p := newProgress(&bytes.Buffer{}, 3)
	first, second := p.begin(step{title: "Packages", seconds: 30}), p.begin(step{title: "Go kernel", seconds: 10})
	first.report(3, 4, "numpy")
	text, share := p.state()
	if !strings.HasPrefix(text, "Packages 3/4 numpy, Go kernel") || share <= 0.1 || share >= 0.99 {
		t.Errorf("%q, %v", text, share)
	}
	p.end(first, nil)
	if _, later := p.state(); later < share {
		t.Errorf("the bar goes from %v back to %v", share, later)
	}
	second.since = time.Now().Add(-time.Hour)
	if got := second.fraction(); got < 0.99 || got > 1 {
		t.Errorf("a step that has taken far more than usual is done by %v", got)
	}
	p.end(second, errors.New("no"))
	if text, share := p.state(); text != "" || share > 0.99 {
		t.Errorf("with one step to come: %q, %v", text, share)
	}
}

func TestWhatPipAndGoAreAt(t *testing.T) {
	for line, want := range map[string]string{
		"Collecting jupyterlab==4.4.1": "jupyterlab", "Downloading https://x/numpy-2.4.whl.metadata (18 MB)": "numpy-2.4.whl (18 MB)",
	} {
		if got := fetched(line); got != want {
			t.Errorf("%q is about %q, want %q", line, got, want)
		}
	}
	var said []string
	note := counting(func(done, total int, what string) { said = append(said, what) }, 2, isDownload)
	for _, line := range []string{"go: downloading example.org/a v1.0.0", "fmt", "go: finding"} {
		note(line)
	}
	if !slices.Equal(said, []string{"example.org/a v1.0.0"}) {
		t.Errorf("reported: %q", said)
	}
	for line, want := range map[string]bool{"internal/abi": true, "# command-line": false, "go: downloading x": false} {
		if isPackage(line) != want {
			t.Errorf("%q is a package: %v", line, !want)
		}
	}
}

// Each part of set-up takes what somebody needs of it, and no more.
func TestPartsOfSetUp(t *testing.T) {
	all := []step{{name: "venv"}, {name: "gopls", later: true}, {name: explorersName, later: true}, {name: lessonName, later: true}}
	for part, want := range map[Part]string{
		Cells: "venv", Pages: "venv explorers", Whole: "venv gopls explorers", Image: "venv gopls explorers lesson",
	} {
		var names []string
		for _, s := range all {
			if part.needs(s) {
				names = append(names, s.name)
			}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("part %d takes %q, want %q", part, got, want)
		}
	}
}

// Programs of the background let all others go first, and are still named by what they are.
func TestLowPriority(t *testing.T) {
	argv := []string{"/bin/echo", "x"}
	if got := modestly(t.Context(), argv); !slices.Equal(got, argv) {
		t.Errorf("without need: %q", got)
	}
	modest := withLowPriority(t.Context())
	if got := modestly(modest, argv); len(got) != 5 || filepath.Base(got[0]) != "nice" || !slices.Equal(got[3:], argv) {
		t.Skipf("no nice: %q", got)
	}
	if name := programOf(command(modest, "", nil, "/bin/echo", "x")); name != "echo" {
		t.Errorf("it is named %s", name)
	}
}

// A copy or a PDF is written over if it was made of the same notebook, and only then.
func TestMayReplace(t *testing.T) {
	folder := t.TempDir()
	e := &Env{Root: folder}
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	source, mine := filepath.Join(folder, "a.ipynb"), `{"nbformat": 4, "metadata": {"littlesteps": {"source": "a.ipynb"}}, "cells": []}`
	// Another notebook's copy stays where it is, in this run and from an earlier one.
	to := filepath.Join(folder, "to")
	if err := os.Mkdir(to, 0o755); err != nil {
		t.Fatal(err)
	}
	write("to/a.ipynb", mine)
	other := filepath.Join(folder, "x", "a.ipynb")
	for want, test := range map[string]struct {
		path   string
		before []executed
	}{"a.ipynb": {source, nil}, "a-x.ipynb": {other, nil}, "a-2.ipynb": {other, []executed{{copy: filepath.Join(to, "a-x.ipynb")}}}} {
		if got, err := e.prepare(test.path, to, test.before); err != nil || got.copy != filepath.Join(to, want) {
			t.Errorf("the copy of %s goes to %s (%v), want %s", test.path, got.copy, err, want)
		}
	}
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"no notebook":        {second(e.copyOfAnother(write("text.ipynb", "text"), source)), "is in the way"},
		"no PDF there":       {mayReplace(filepath.Join(folder, "gone.pdf"), "a.ipynb"), ""},
		"a PDF of it":        {mayReplace(write("a.pdf", "%PDF"+mark("a.ipynb")), "a.ipynb"), ""},
		"somebody else's":    {mayReplace(write("a.pdf", "%PDF"), "a.ipynb"), "was not made from a.ipynb"},
		"onto itself":        {second(e.prepare(write("c.ipynb", mine), folder, nil)), "would overwrite c.ipynb"},
		"a failed notebook":  {summary(t.Context(), e, []executed{{source: source, err: errors.New("no kernel")}}), "a.ipynb: no kernel"},
		"two that failed":    {summary(t.Context(), e, []executed{{err: errors.New("a")}, {failures: make([]cellFailure, 1)}, {}}), "2 of 3 notebooks failed"},
		"all went well":      {summary(t.Context(), e, []executed{{}, {}}), ""},
		"it was interrupted": {summary(ended(t), e, nil), "stopped: context canceled"},
	} {
		if (test.err == nil) != (test.want == "") || test.err != nil && !strings.Contains(test.err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, test.err, test.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func ended(t *testing.T) context.Context {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	return ctx
}

// What the exporter says is told as people read it.
func TestTell(t *testing.T) {
	e := &Env{Root: "/c"}
	for want, x := range map[string]exported{
		"01: page in build/html/01.html (12 kB)\n":        {Event: "page", Notebook: "01.ipynb", Path: "/c/build/html/01.html", Bytes: 11_001},
		"index in build/html/index.html\n":                {Event: "index", Path: "/c/build/html/index.html"},
		"01: warning: never run\n":                        {Event: "warning", Notebook: "01.ipynb", Message: "never run"},
		"01: warning: cell 3 of the file (x): no words\n": {Event: "warning", Notebook: "01.ipynb", Cell: 3, ID: "x", Message: "no words"},
		"01: not written: it is in the way\n":             {Event: "refused", Notebook: "01.ipynb", Message: "it is in the way"},
	} {
		var out bytes.Buffer
		refused := e.tell(x, &out)
		if out.String() != want || refused != strings.Count(want, "not written") {
			t.Errorf("%q and %d refused, want %q", &out, refused, want)
		}
	}
}

// What is kept of cells is counted, and a limit that is none is named.
func TestDoctorKept(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	folder := e.keptCells()[0]
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "one"), make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[string]string{"": "1, 3 of at most 300 MB", "20": "1, 3 of at most 20 MB", "0": "none, as " + quickbuild.CellsLimitVariable + " says", "much": quickbuild.CellsLimitVariable} {
		t.Setenv(quickbuild.CellsLimitVariable, limit)
		if f := e.examineKept(); !strings.Contains(f.Said, want) || (f.Level == Note) != (limit == "much") {
			t.Errorf("with a limit of %q: %+v", limit, f)
		}
	}
}

// A new environment keeps a learner's work, and no stamp of the old.
func TestClearVenv(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	for _, path := range []string{e.stampPath("venv"), e.Venv("bin", "python"), e.Venv("var", "work")} {
		if err := writeFile(path, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.clearVenv(); err != nil {
		t.Fatal(err)
	}
	if exists(e.stampPath("venv")) || exists(e.Venv("bin")) || !exists(e.Venv("var", "work")) {
		t.Error("what is left isn't the work alone")
	}
}
