package robustness

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/jupyter/client"
	"littlesteps/pkg/internal/processes"
)

// A kernel is one that runs, and what it has said so far.
type kernel struct {
	*client.Kernel
	temp     string // all its temporary files lie below
	work     string // it works here
	requests map[string]*request
}

// preamble is the first cell of each trial.
const preamble = "%noautoget\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"time\"\n)"

// startKernel starts a kernel. When the test ends it is told to end too, and must
// leave no process and no file.
func startKernel(t *testing.T, env *jupyter.Env) *kernel {
	t.Helper()
	session, err := env.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k := &kernel{temp: filepath.Join(session.Dir(), "tmp"), work: t.TempDir(), requests: map[string]*request{}}
	t.Cleanup(func() {
		if k.Kernel != nil {
			k.Shutdown(patience)
			if left := waitUntilGone(t, k.temp+"/"); len(left) > 0 {
				t.Errorf("processes are left: %v", left)
			}
		}
		if err := session.Close(); err != nil || exists(session.Dir()) {
			t.Errorf("the session ends with %v, and its folder is there: %v", err, exists(session.Dir()))
		}
	})
	if k.Kernel, err = session.StartKernel(t.Context(), k.work, k.temp); err != nil {
		t.Fatal(err)
	}
	k.do(t, preamble).wantOK(t)
	return k
}

// An outcome is what became of a cell, as its reader sees it.
type outcome struct {
	status string // of the reply; "ended" where the kernel did
	stdout string
	stderr string
	html   string
	error  string // the error's last word
}

func (o outcome) wantOK(t *testing.T) outcome {
	t.Helper()
	if o.status != "ok" || strings.Contains(o.stderr, empty) {
		t.Errorf("status %q, error %q, it says %s%s", o.status, o.error, o.stderr, o.html)
	}
	return o
}

// wantError wants the error's words.
func (o outcome) wantError(t *testing.T, words string) outcome {
	t.Helper()
	if o.status != "error" || !strings.Contains(o.error, words) {
		t.Errorf("status %q, error %q, it says %.2000s%.2000s; want %q", o.status, o.error, o.stderr, o.html, words)
	}
	return o
}

// A request is what is known so far of what was asked.
type request struct {
	outcome
	reply                client.Content
	begun, replied, idle bool
}

// empty stands for an output without text: JupyterLab shows it, as a line.
const empty = "(an empty output)"

func (r *request) take(m client.Message) {
	switch m.Type {
	case "execute_input":
		r.begun = true
	case "stream":
		said := cmp.Or(m.Content.Text, empty)
		if m.Content.Name == "stdout" {
			r.stdout += said
		} else {
			r.stderr += said
		}
	case "display_data", "execute_result":
		r.html += text(m.Content, "text/html")
	case "error":
		r.error = strings.Join(m.Content.Traceback, "\n")
	case "status":
		r.idle = r.idle || m.Content.State == "idle"
	}
	if m.Channel == "shell" {
		r.replied, r.status, r.reply = true, m.Content.Status, m.Content
	}
}

// text returns what a message shows in one form.
func text(content client.Content, form string) (shown string) {
	json.Unmarshal(content.Data[form], &shown)
	return shown
}

// send asks the kernel to run a cell, and returns the request's id.
func (k *kernel) send(t *testing.T, code string) string {
	t.Helper()
	id, err := k.Execute(code)
	if err != nil {
		t.Fatal(err)
	}
	k.requests[id] = &request{}
	return id
}

// await waits for the end of a cell, or of the kernel.
func (k *kernel) await(t *testing.T, id string) outcome {
	t.Helper()
	r := k.requests[id]
	k.follow(t, r, func() bool { return r.replied && r.idle })
	return r.outcome
}

// awaitBegin waits until the kernel has begun with a cell, which it says before
// it compiles.
func (k *kernel) awaitBegin(t *testing.T, id string) {
	t.Helper()
	k.follow(t, k.requests[id], func() bool { return k.requests[id].begun })
}

// follow takes in messages until enough is true, or the kernel has ended.
func (k *kernel) follow(t *testing.T, r *request, enough func() bool) {
	t.Helper()
	end := time.After(patience)
	for !enough() {
		select {
		case <-end:
			t.Fatalf("no answer; so far: %+v", r)
		case m, ok := <-k.Messages:
			if !ok {
				r.status = "ended"
				return
			}
			if asked := k.requests[m.Parent]; asked != nil {
				asked.take(m)
			}
		}
	}
}

// do runs a cell to its end.
func (k *kernel) do(t *testing.T, code string) outcome {
	t.Helper()
	return k.await(t, k.send(t, code))
}

// ask asks the kernel for help with what is being typed, and returns its answer.
func (k *kernel) ask(t *testing.T, kind, code string, cursor int) client.Content {
	t.Helper()
	id, err := k.Request(kind+"_request", map[string]any{"code": code, "cursor_pos": cursor, "detail_level": 0})
	if err != nil {
		t.Fatal(err)
	}
	r := &request{}
	k.requests[id] = r
	k.follow(t, r, func() bool { return r.replied })
	if t.Failed() {
		t.Fatalf("that was %s at %d of %q", kind, cursor, code)
	}
	delete(k.requests, id)
	return r.reply
}

// interrupt does what ■ does.
func (k *kernel) interrupt(t *testing.T) {
	t.Helper()
	if _, err := k.Control("interrupt_request", struct{}{}); err != nil {
		t.Fatal(err)
	}
}

// waitUntilGone waits until no process names the text, and returns those that
// stay.
func waitUntilGone(t *testing.T, text string) []processes.Process {
	t.Helper()
	left, err := gone(text)
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// gone is waitUntilGone. What was killed takes the system a moment to end.
func gone(text string) (left []processes.Process, err error) {
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
		if left, err = processes.Naming(text); err != nil || len(left) == 0 {
			return nil, err
		}
	}
	return left, nil
}

// programs returns the programs of cells that run in a folder.
func programs(t *testing.T, temp string) (pids []int) {
	t.Helper()
	found, err := processes.Naming(temp + "/")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		if strings.HasPrefix(programOf(p.Pid), temp+"/") {
			pids = append(pids, p.Pid)
		}
	}
	return pids
}

// programOf returns the path of a process's program, "" for one that has ended.
func programOf(pid int) string {
	path, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return path
}

// attach connects to a kernel of JupyterLab's, once it answers.
func attach(t *testing.T, file, temp string) *kernel {
	t.Helper()
	limited, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	k, err := client.Attach(limited, file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Detach)
	return &kernel{Kernel: k, temp: temp, requests: map[string]*request{}}
}
