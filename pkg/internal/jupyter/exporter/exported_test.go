package exporter_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

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
	path := env.Program("python")
	if err := exec.Command(path, "-c", "import littlesteps_exporter.lesson").Run(); err != nil {
		return "", errors.New("no environment in .venv: run `go tool steps setup`")
	}
	return path, nil
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

// export runs the exporter and returns what it said and its exit status.
func export(t testing.TB, j job, environment ...string) (events []event, status int) {
	t.Helper()
	argument, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(t), "-I", "-m", "littlesteps_exporter", string(argument))
	cmd.Env = append(os.Environ(), environment...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	status = cmd.ProcessState.ExitCode()
	if status == 1 && complaints.Len() > 0 {
		t.Fatalf("the exporter broke:\n%s", complaints.String())
	}
	for line := range strings.Lines(string(out)) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		events = append(events, e)
	}
	return events, status
}

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

// everything returns the fixture and, where they lie in build/, the executed
// notebooks of the lesson.
func everything(t testing.TB) []string {
	t.Helper()
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	runs, err := filepath.Glob(env.Path("build", "0*.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{fixture}, runs...)
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
