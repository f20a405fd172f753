package exporter_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
)

const fixture = "testdata/everything.ipynb"

// python returns the environment's interpreter, or skips the test.
func python(t testing.TB) string {
	t.Helper()
	envtest.Env(t)
	path, err := interpreter()
	if err != nil {
		t.Skip(err)
	}
	return path
}

var interpreter = sync.OnceValues(func() (string, error) {
	env, err := jupyter.Find(".")
	if err != nil {
		return "", err
	}
	if err := filepath.WalkDir("littlesteps_exporter", readIt); err != nil {
		return "", err
	}
	return env.Program("python"), nil
})

// readIt reads a file, so that go test runs anew when it has changed.
func readIt(path string, entry fs.DirEntry, err error) error {
	if err != nil || entry.IsDir() || strings.HasSuffix(path, ".pyc") {
		return err
	}
	_, err = os.ReadFile(path)
	return err
}

// An event is one line of what the exporter says.
type event struct {
	Event, Notebook, Path, ID, Message string
	Bytes, Cell                        int
}

// A job is what the exporter is asked for.
type job map[string]any

// export has the exporter do a job, and returns what it said and its exit status. All
// tests share a program, since loading nbconvert takes longer than most exports.
func export(t testing.TB, j job) (events []event, status int) {
	t.Helper()
	python(t)
	e, err := atWork()
	if err != nil {
		t.Fatal(err)
	}
	return e.do(t, j)
}

// do does a job; the variables are in its environment for that time.
func (e *exporter) do(t testing.TB, j job, variables ...string) (events []event, status int) {
	t.Helper()
	argument, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(append(variables, string(argument)))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(e.jobs, "%s\n", line)
	for e.told.Scan() {
		var one event
		if err := json.Unmarshal(e.told.Bytes(), &one); err != nil {
			t.Fatalf("%q: %v", e.told.Bytes(), err)
		}
		if one.Event == "done" {
			return events, one.Cell
		}
		events = append(events, one)
	}
	t.Fatalf("the exporter broke: %v\n%s", e.cmd.Wait(), &e.complaints)
	return nil, 0
}

// An exporter does a job for each line.
type exporter struct {
	cmd        *exec.Cmd
	jobs       io.WriteCloser
	told       *bufio.Scanner
	complaints strings.Builder
}

// atWork is the exporter that tests share.
var atWork = sync.OnceValues(func() (*exporter, error) {
	e, err := startExporter(nil)
	if err == nil {
		browsertest.AtEnd(e.end)
	}
	return e, err
})

func startExporter(environment []string) (*exporter, error) {
	path, err := interpreter()
	if err != nil {
		return nil, err
	}
	e := &exporter{cmd: exec.Command(path, "-I", "-c", `import json, os, sys
from littlesteps_exporter.__main__ import main
for line in sys.stdin:
    *variables, job = json.loads(line)
    before = dict(os.environ)
    os.environ.update(v.split("=", 1) for v in variables)
    print(json.dumps({"event": "done", "cell": main([job])}), flush=True)
    os.environ.clear()
    os.environ.update(before)`)}
	e.cmd.Env = append(os.Environ(), environment...)
	e.cmd.Stderr = &e.complaints
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	e.told = bufio.NewScanner(out)
	e.told.Buffer(nil, 1<<20)
	if e.jobs, err = e.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	return e, e.cmd.Start()
}

func (e *exporter) end() error { return errors.Join(e.jobs.Close(), e.cmd.Wait()) }

// pages names notebooks as the exporter wants them.
func pages(t testing.TB, notebooks ...string) (named []job) {
	t.Helper()
	for _, name := range notebooks {
		path, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		named = append(named, job{"notebook": path})
	}
	return named
}

// An exported page, or slides.
type written struct {
	path     string
	warnings []event
}

// kept are the exports that tests share, by notebook and format.
var kept = map[string]written{}

// exported exports one notebook and returns the written file and what was
// said of it. format is "page" or "slides". Tests share the file: none changes
// it.
func exported(t testing.TB, notebook, format string) (path string, warnings []event) {
	t.Helper()
	w, ok := kept[format+" "+notebook]
	if !ok {
		w = exportedAll(t, format, notebook)[0]
	}
	return w.path, w.warnings
}

// exportedAll exports notebooks together: loading nbconvert takes most of the
// time.
func exportedAll(t testing.TB, format string, notebooks ...string) (all []written) {
	t.Helper()
	folder, err := os.MkdirTemp(shared, format)
	if err != nil {
		t.Fatal(err)
	}
	events, status := export(t, job{"to": folder, "format": format, "pages": pages(t, notebooks...)})
	if status != 0 {
		t.Fatalf("status %d: %+v", status, events)
	}
	for _, notebook := range notebooks {
		var w written
		for _, e := range events {
			switch {
			case e.Notebook != filepath.Base(notebook):
			case e.Event == "page":
				w.path = e.Path
			case e.Event == "warning":
				w.warnings = append(w.warnings, e)
			}
		}
		if w.path == "" {
			t.Fatalf("%s: nothing was written: %+v", notebook, events)
		}
		kept[format+" "+notebook] = w
		all = append(all, w)
	}
	return all
}

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// edited writes a changed copy of the fixture and returns its path.
func edited(t testing.TB, old, new string) string {
	t.Helper()
	text := read(t, fixture)
	if !strings.Contains(text, old) {
		t.Fatalf("the fixture has no %q", old)
	}
	path := filepath.Join(t.TempDir(), "everything.ipynb")
	if err := os.WriteFile(path, []byte(strings.Replace(text, old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
