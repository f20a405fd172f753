package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/gonb/faults"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/suite"
	"littlesteps/pkg/internal/web"
)

// patience is how long anything may take on a machine that is busy with other tests.
const patience = 5 * time.Minute

// build builds the kernel of a tab once for all tests; LITTLESTEPS_TAB names a folder
// where it was built before.
var build = sync.OnceValues(func() (string, error) {
	if built := os.Getenv("LITTLESTEPS_TAB"); built != "" {
		return built, nil
	}
	e, err := jupyter.Find(".")
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "steps-tab-")
	if err != nil {
		return "", err
	}
	built = folder
	return folder, web.Build(context.Background(), e, folder)
})

var built string

func TestMain(m *testing.M) {
	status := browsertest.Main(m)
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(status)
}

// long skips what takes minutes: the compiler is built, and runs in WebAssembly.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("builds Go's compiler for WebAssembly: go tool steps test --long")
	}
}

// A tab is the kernel of a tab, in Node.js.
type tab struct {
	process  int // its id
	requests io.Writer
	messages chan message
	sent     int
}

type message struct {
	Channel string `json:"channel"`
	Header  header `json:"header"`
	Parent  header `json:"parent_header"`
	Content struct {
		Matches []string          `json:"matches"`
		Start   int               `json:"cursor_start"`
		End     int               `json:"cursor_end"`
		Found   bool              `json:"found"`
		Name    string            `json:"name"`
		Text    string            `json:"text"`
		Data    map[string]string `json:"data"`
		State   string            `json:"execution_state"`
		Count   int               `json:"execution_count"`
		Error   string            `json:"ename"`
		Value   string            `json:"evalue"`
		Trace   []string          `json:"traceback"`
		Details struct {
			Lines, Trace []faults.Place
		} `json:"littlesteps"`
	} `json:"content"`
}

type header struct {
	ID   string `json:"msg_id"`
	Type string `json:"msg_type"`
}

// start starts one; how may be "whole": then each cell is linked without the base.
func start(t *testing.T, how ...string) *tab {
	t.Helper()
	envtest.Env(t)
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node.js to run WebAssembly: apt install nodejs")
	}
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, append([]string{"testdata/kernel.mjs", folder}, how...)...)
	requests, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		requests.Close()
		cmd.Wait()
	})
	k := &tab{process: cmd.Process.Pid, requests: requests, messages: make(chan message, 1000)}
	go func() {
		defer close(k.messages)
		lines := bufio.NewScanner(answers)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			var m message
			if err := json.Unmarshal(lines.Bytes(), &m); err == nil {
				k.messages <- m
			}
		}
	}()
	return k
}

func (k *tab) send(channel, kind string, content any) (id string, err error) {
	k.sent++
	id = fmt.Sprint("request-", k.sent)
	text, err := json.Marshal(map[string]any{
		"channel": channel, "parent_header": map[string]any{}, "metadata": map[string]any{}, "content": content,
		"header": map[string]any{"msg_id": id, "msg_type": kind, "session": "test", "username": "", "version": "5.3", "date": time.Now().UTC().Format(time.RFC3339Nano)},
	})
	if err == nil {
		_, err = k.requests.Write(append(text, '\n'))
	}
	return id, err
}

// execute runs a cell; seen is shown all messages about it.
func (k *tab) execute(code string, seen func(message)) error {
	return k.ask("execute", map[string]any{"code": code, "silent": false, "store_history": true, "stop_on_error": true}, seen)
}

// ask sends a request and waits for all that belongs to it.
func (k *tab) ask(what string, content map[string]any, seen func(message)) error {
	id, err := k.send("shell", what+"_request", content)
	if err != nil {
		return err
	}
	replied, idle := false, false
	for late := time.After(patience); !replied || !idle; {
		select {
		case m, ok := <-k.messages:
			if !ok {
				return fmt.Errorf("the kernel has ended")
			}
			if m.Parent.ID != id {
				continue
			}
			seen(m)
			replied = replied || m.Header.Type == what+"_reply"
			idle = idle || m.Header.Type == "status" && m.Content.State == "idle"
		case <-late:
			return fmt.Errorf("no end after %v", patience)
		}
	}
	return nil
}

func (k *tab) Run(code string) (faults.Outcome, error)  { return k.outcome(code, false) }
func (k *tab) Stop(code string) (faults.Outcome, error) { return k.outcome(code, true) }

var markup = regexp.MustCompile(`(?s)<style>.*?</style>|<div class="gonb-err-context">.*?</div>\n?</div>|<[^>]*>`)

func (k *tab) outcome(code string, stop bool) (o faults.Outcome, err error) {
	err = k.execute(code, func(m message) {
		switch m.Header.Type {
		case "stream":
			if m.Content.Name == "stdout" {
				o.Stdout += m.Content.Text
			} else {
				o.Says += m.Content.Text
			}
			if stop && o.Stdout != "" {
				stop = false
				k.send("control", "interrupt_request", map[string]any{})
			}
		case "display_data":
			text := markup.ReplaceAllString(m.Content.Data["text/html"], "")
			o.Says += strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&quot;", `"`, "&#39;", "'", "&amp;", "&").Replace(text)
		case "error":
			o.Kind = m.Content.Error
			o.Says += strings.Join(m.Content.Trace, "\n")
		case "execute_reply":
			o.Count = m.Content.Count
			o.Errors = append(m.Content.Details.Lines, m.Content.Details.Trace...)
		}
	})
	return o, err
}

// What goes wrong in a cell is told as on the desktop, and the kernel is usable
// after it.
func TestFaults(t *testing.T) {
	long(t)
	k := start(t)
	for _, f := range faults.List {
		if f.Shell {
			continue // there is none
		}
		t.Run(f.Name, func(t *testing.T) {
			for _, cell := range []string{"%reset", faults.Before} {
				if o, err := k.Run(cell); err != nil || o.Kind != "" {
					t.Fatal(err, o)
				}
			}
			if err := faults.Try(k, f); err != nil {
				t.Error(err)
			}
		})
	}
}

// A tab's kernel says of slips what the desktop's says.
func TestSlips(t *testing.T) {
	long(t)
	k := start(t)
	for i, s := range faults.Slips() {
		if declares := s.Kind == "" && !strings.HasPrefix(s.Cell, "%%"); i == 0 || declares {
			for _, cell := range []string{"%reset", faults.BeforeSlips} {
				if o, err := k.Run(cell); err != nil || o.Kind != "" {
					t.Fatal(err, o)
				}
			}
		}
		if err := faults.TrySlip(k, s); err != nil {
			t.Error(err)
		}
	}
}

// Every cell of the lesson shows in a tab what it shows on the desktop; those of the first
// notebook also when they are linked without the base.
func TestLesson(t *testing.T) {
	long(t)
	e := envtest.Env(t)
	paths, err := filepath.Glob(e.Path("notebooks", "*.ipynb"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no notebooks", err)
	}
	desktop := t.TempDir()
	if err := jupyter.Run(t.Context(), e, paths, jupyter.RunOptions{To: desktop, Out: io.Discard}); err != nil {
		t.Fatal(err)
	}
	compare := func(t *testing.T, path string, how ...string) {
		native, err := notebook.Read(filepath.Join(desktop, filepath.Base(path)))
		if err != nil {
			t.Fatal(err)
		}
		tab := runInTab(t, start(t, how...), native)
		for i, cell := range native.Cells {
			got, want := fmt.Sprint(tab.Cells[i].Outputs), fmt.Sprint(cell.Outputs)
			if at := parting(got, want); at >= 0 {
				t.Errorf("%s shows, from character %d on\n%.300s\non the desktop\n%.300s", cell, at, got[max(0, at-60):], want[max(0, at-60):])
			}
		}
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) { compare(t, path) })
	}
	t.Run("whole", func(t *testing.T) { compare(t, paths[0], "whole") })
}

// parting returns from where two texts differ, -1 if nowhere.
func parting(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

// runInTab runs a notebook's cells and returns it with their outputs.
func runInTab(t *testing.T, k *tab, n *notebook.Notebook) *notebook.Notebook {
	t.Helper()
	runs := map[int]notebook.Run{}
	for _, cell := range n.Codes() {
		run := notebook.Run{}
		err := k.execute(cell.Source, func(m message) {
			switch m.Header.Type {
			case "stream":
				if i := len(run.Outputs) - 1; i >= 0 {
					if last := run.Outputs[i].(map[string]any); last["name"] == m.Content.Name {
						last["text"] = last["text"].(string) + m.Content.Text
						return
					}
				}
				run.Outputs = append(run.Outputs, map[string]any{"output_type": "stream", "name": m.Content.Name, "text": m.Content.Text})
			case "display_data":
				run.Outputs = append(run.Outputs, map[string]any{"output_type": "display_data", "data": m.Content.Data, "metadata": map[string]any{}})
			case "error":
				run.Outputs = append(run.Outputs, map[string]any{"output_type": "error", "ename": m.Content.Error, "evalue": m.Content.Value, "traceback": m.Content.Trace})
			case "execute_reply":
				run.Count = m.Content.Count
			}
		})
		if err != nil {
			t.Fatalf("%s: %v", cell, err)
		}
		runs[cell.Index] = run
	}
	file, err := n.Executed(runs, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "tab.ipynb")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	executed, err := notebook.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return executed
}
