package jupyter

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/processes"
)

// realEnv is this checkout's environment; a test that needs it is skipped
// where it isn't set up. That packages have changed since doesn't matter.
func realEnv(t *testing.T) *Env {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Python or kernels: leave out -short")
	}
	e, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{e.Program("python"), e.Program("gonb"), e.specPath("kernel.json")} {
		if !exists(path) {
			t.Skipf("no kernel to run cells with (%s is missing): run `go tool steps setup`", e.short(path))
		}
	}
	return e
}

// lockedBuffer takes what is written at once from several sides.
type lockedBuffer struct {
	runProgress
	text strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}

// writeNotebook makes a notebook of code cells.
func writeNotebook(t *testing.T, path string, cells ...txtar.File) {
	t.Helper()
	var list []any
	for _, cell := range cells {
		source := strings.TrimSuffix(string(cell.Data), "\n")
		metadata := map[string]any{}
		if strings.HasPrefix(cell.Name, "allowed") {
			metadata["tags"] = []string{"raises-exception"}
		}
		list = append(list, map[string]any{
			"cell_type": "code", "id": cell.Name, "metadata": metadata,
			"execution_count": nil, "outputs": []any{}, "source": strings.SplitAfter(source, "\n"),
		})
	}
	data, err := json.Marshal(map[string]any{
		"cells": list, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": KernelName, "display_name": "Go (gonb)"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func cells(sources ...string) []txtar.File {
	var files []txtar.File
	for i, source := range sources {
		files = append(files, txtar.File{Name: fmt.Sprintf("c%d", i+1), Data: []byte(source)})
	}
	return files
}

var logTime = regexp.MustCompile(`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d`)

// TestWhatALearnerIsTold runs cells that fail in all the ways that there are,
// and compares each explanation word by word. The cells and the explanations
// stand in testdata/run/failures.txtar.
func TestWhatALearnerIsTold(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	archive, err := txtar.ParseFile("testdata/run/failures.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var codes []txtar.File
	want := map[string]string{}
	for _, file := range archive.Files {
		if name, ok := strings.CutSuffix(file.Name, ".want"); ok {
			want[name] = string(file.Data)
			continue
		}
		codes = append(codes, file)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "failures.ipynb")
	writeNotebook(t, path, codes...)
	before, _ := os.ReadFile(path)
	out := &lockedBuffer{}
	results, err := run(t.Context(), e, []string{path}, RunOptions{AllowErrors: true, To: filepath.Join(folder, "to"), Out: out, Limit: 5 * time.Minute})
	if err == nil || len(results) != 1 {
		t.Fatalf("%d results, error %v", len(results), err)
	}
	got := map[string]string{}
	for _, f := range results[0].failures {
		f.notebook = "failures.ipynb"
		got[f.cell.ID] = logTime.ReplaceAllString(f.String(), "DATE")
	}
	if *renew {
		renewFailures(t, archive, codes, got)
	}
	for _, cell := range codes {
		if got[cell.Name] != want[cell.Name] {
			t.Errorf("%s: told\n%s\nwant\n%s", cell.Name, got[cell.Name], want[cell.Name])
		}
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the notebook itself was changed")
	}
	copy, err := notebook.Read(results[0].copy)
	if err != nil {
		t.Fatal(err)
	}
	if got := copy.Metadata("language_info", "pygments_lexer"); got != "go" {
		t.Errorf("the copy is coloured as %q", got)
	}
	for _, id := range []string{"allowed", "after"} {
		if cell, err := copy.Cell(id); err != nil || len(cell.Outputs) == 0 {
			t.Errorf("the run should have gone on with %s: %v, %v", id, cell.Outputs, err)
		}
	}
}

var renew = flag.Bool("renew", false, "write what is told now into testdata/run/failures.txtar")

func renewFailures(t *testing.T, archive *txtar.Archive, codes []txtar.File, got map[string]string) {
	archive.Files = nil
	for _, cell := range codes {
		archive.Files = append(archive.Files, cell)
		if got[cell.Name] != "" {
			archive.Files = append(archive.Files, txtar.File{Name: cell.Name + ".want", Data: []byte(got[cell.Name])})
		}
	}
	if err := os.WriteFile("testdata/run/failures.txtar", txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRunEndsAtTheFirstFailure also covers what a failed run leaves: no copy,
// no process, no folder.
func TestRunEndsAtTheFirstFailure(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "bad.ipynb")
	writeNotebook(t, path, cells("%noautoget\nimport (\n\t\"fmt\"\n\t\"os\"\n)", "%%\nfmt.Println(os.Getenv(\"GONB_TMP_DIR\"))\nos.Exit(3)", "%%\nfmt.Println(\"too far\")")...)
	out := &lockedBuffer{}
	to := filepath.Join(folder, "to")
	err := Run(t.Context(), e, []string{path}, RunOptions{To: to, Out: out})
	if err == nil || err.Error() != path+" failed in cell [2] (c2), line 3" {
		t.Errorf("error %v", err)
	}
	told := out.String()
	if !strings.Contains(told, "bad  [ 1/3] c1 ") || !strings.Contains(told, "it ended with exit status 3") || strings.Contains(told, "c3") {
		t.Errorf("told\n%s", told)
	}
	if left, _ := os.ReadDir(to); len(left) > 0 {
		t.Errorf("copies: %v", left)
	}
}

func TestACellThatNeverEnds(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	folder := t.TempDir()
	var paths []string
	for name, code := range map[string]string{
		"loop":  "%noautoget\nimport \"fmt\"\n\nfunc spin() {\n\tfor i := 0; ; i++ {\n\t\t_ = fmt.Sprint(i)\n\t}\n}\n\n%%\nspin()",
		"shell": "!sleep 313; echo late",
	} {
		path := filepath.Join(folder, name+".ipynb")
		writeNotebook(t, path, cells(code)...)
		paths = append(paths, path)
	}
	out := &lockedBuffer{}
	results, err := run(t.Context(), e, paths, RunOptions{To: filepath.Join(folder, "to"), Out: out, Limit: 5 * time.Second, Jobs: 2})
	if err == nil || err.Error() != "2 of 2 notebooks failed" {
		t.Errorf("error %v", err)
	}
	for _, r := range results {
		if len(r.failures) != 1 || !strings.HasPrefix(r.failures[0].what, "it ran longer than 5s") {
			t.Errorf("%s: %v, %v", r.source, r.failures, r.err)
			continue
		}
		f := r.failures[0]
		if strings.Contains(r.source, "shell") {
			if f.dead {
				t.Error("the interrupt reaches all that bash has started, so the kernel stays")
			}
			continue
		}
		if !strings.Contains(f.hint, "Is there a loop that never ends?") {
			t.Errorf("it says\n%s", f)
		}
	}
	nothingLeft(t, "sleep 313", folder)
}

// nothingLeft looks for processes whose command names one of the texts.
func nothingLeft(t *testing.T, marks ...string) {
	t.Helper()
	for _, mark := range marks {
		var found []processes.Process
		for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) { // what was killed needs a moment to be gone
			var err error
			if found, err = processes.Naming(mark); err != nil {
				t.Fatal(err)
			}
			if len(found) == 0 {
				break
			}
		}
		if len(found) > 0 {
			t.Errorf("left behind: %v", found)
		}
	}
}

func TestShowingWithoutEnd(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "flood.ipynb")
	writeNotebook(t, path, cells(
		"%noautoget\nimport (\n\t\"fmt\"\n\t\"strings\"\n\n\t\"littlesteps/pkg/display\"\n)",
		"type page string\n\nfunc (p page) HTML() string { return string(p) }\n\n%%\ndisplay.Show(page(strings.Repeat(\"<p>much</p>\", 1_000_000)))",
		"%%\nfmt.Println(\"calm again\")",
		"%%\nfor {\n\tfmt.Println(\"a line that is long enough to fill the room soon, and then some\")\n}")...)
	results, _ := run(t.Context(), e, []string{path}, RunOptions{To: filepath.Join(folder, "to"), Out: &lockedBuffer{}, AllowErrors: true})
	if len(results) != 1 || len(results[0].failures) != 2 {
		t.Fatalf("got %+v", results)
	}
	for i, want := range []string{
		"it showed more than 4 million characters, so it was stopped",
		"it printed more than 20 million characters or a million lines, so it was stopped: print less, in a loop only every thousandth time",
	} {
		if f := results[0].failures[i]; f.what != want {
			t.Errorf("%s", f)
		}
	}
	if info, err := os.Stat(results[0].copy); err == nil && info.Size() > 2*outputLimit {
		t.Errorf("a copy of %d bytes", info.Size())
	}
}

// TestStopping stops a run in the middle of a cell: as Ctrl-C does, by killing
// the kernel, and by killing the process that runs it.
func TestStopping(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	for name, stop := range map[string]func(run *exec.Cmd, kernel int) error{
		"interrupted":       func(run *exec.Cmd, _ int) error { return run.Process.Signal(os.Interrupt) },
		"the kernel killed": func(_ *exec.Cmd, kernel int) error { return syscall.Kill(kernel, syscall.SIGKILL) },
		"the run killed":    func(run *exec.Cmd, _ int) error { return run.Process.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path, started := filepath.Join(folder, "long.ipynb"), filepath.Join(folder, "started")
			writeNotebook(t, path, cells("%noautoget\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"time\"\n)\n\n%%\n"+
				"os.WriteFile("+strconv.Quote(started)+", fmt.Appendln(nil, os.Getppid(), os.Getenv(\"GONB_TMP_DIR\")), 0o600)\ntime.Sleep(time.Hour)")...)
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRunForStopping$")
			cmd.Env = append(os.Environ(), "STEPS_TEST_RUN="+path)
			out := &lockedBuffer{}
			cmd.Stdout, cmd.Stderr = out, out
			cmd.WaitDelay = time.Second
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for began := time.Now(); !exists(started); time.Sleep(50 * time.Millisecond) {
				if time.Since(began) > 2*time.Minute {
					cmd.Process.Kill()
					t.Fatalf("the cell doesn't start: %s", out)
				}
			}
			var kernel int
			var its string // the kernel's folder
			text, _ := os.ReadFile(started)
			if _, err := fmt.Sscanln(string(text), &kernel, &its); err != nil {
				t.Fatal(err)
			}
			if err := stop(cmd, kernel); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err == nil {
				t.Error("a stopped run ends well")
			}
			if name == "interrupted" && !strings.Contains(out.String(), "stopped: context canceled") {
				t.Errorf("says %q", out)
			}
			if name == "the kernel killed" && !strings.Contains(out.String(), "the kernel ended while the cell ran") {
				t.Errorf("says %q", out)
			}
			nothingLeft(t, path, its)
			if err := e.Cleanup(); err != nil { // what a killed process can't do itself, the next one does
				t.Error(err)
			}
			if exists(its) {
				t.Errorf("%s is left", its)
			}
		})
	}
}

// TestRunForStopping is the process that TestStopping stops.
func TestRunForStopping(t *testing.T) {
	path := os.Getenv("STEPS_TEST_RUN")
	if path == "" {
		return
	}
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	if err := Run(ctx, realEnv(t), []string{path}, RunOptions{To: filepath.Join(filepath.Dir(path), "to")}); err != nil {
		t.Fatal(err)
	}
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	e := realEnv(t)
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const code = `{"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":"gonb"}},"cells":[{"cell_type":"code","id":"a","metadata":{},"execution_count":null,"outputs":[],"source":"%noautoget\n%%\n%%"}]}`
	good := file("a.ipynb", code)
	other := file("to/b.ipynb", code)
	for _, test := range []struct {
		names []string
		want  string
	}{
		{[]string{filepath.Join(folder, "none.ipynb")}, "none.ipynb (the lesson has "},
		{[]string{folder}, "is a folder: name its notebooks"},
		{[]string{good, good}, "is named twice"},
		{[]string{file("b.ipynb", code)}, "is in the way: it wasn't made from"},
		{[]string{other}, "would overwrite"},
		{[]string{file("text.ipynb", "hello")}, "isn't a notebook: it isn't JSON: line 1, column 1"},
		{[]string{file("prose.ipynb", `{"nbformat":4,"metadata":{},"cells":[]}`)}, "has no code cells"},
		{[]string{file("python.ipynb", strings.Replace(code, `"gonb"`, `"python3"`, 1))}, `was written for the kernel "python3", not for Go's "gonb"`},
	} {
		err := Run(t.Context(), e, test.names, RunOptions{To: filepath.Join(folder, "to"), Out: &lockedBuffer{}})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: got %v, want %s", test.names, err, test.want)
		}
	}
	if got, _ := os.ReadFile(other); string(got) != code {
		t.Error("what was in the way was overwritten")
	}
}
