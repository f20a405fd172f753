package robustness

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A kernel is one of JupyterLab's, and a connection to it.
type kernel struct {
	lab      *lab
	id       string
	conn     *socket
	messages chan message
	sent     int
	requests map[int]*request
}

// A message is one of Jupyter's protocol, as far as the trials read it.
type message struct {
	Channel string `json:"channel"`
	Header  struct {
		Type string `json:"msg_type"`
	} `json:"header"`
	Parent struct {
		ID string `json:"msg_id"`
	} `json:"parent_header"`
	Content struct {
		State     string         `json:"execution_state"`
		Status    string         `json:"status"`
		Value     string         `json:"evalue"`
		Traceback []string       `json:"traceback"`
		Name      string         `json:"name"`
		Text      string         `json:"text"`
		Data      map[string]any `json:"data"`
	} `json:"content"`
}

func (k *kernel) listen() {
	defer close(k.messages)
	for {
		text, err := k.conn.receive()
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(text, &m) == nil {
			k.messages <- m
		}
	}
}

// An outcome is what became of a cell, as its reader sees it.
type outcome struct {
	status string // of the reply; "restarting" or "dead" where the kernel ended
	stdout string
	stderr string
	html   string
	error  string // the error's last word
	took   time.Duration
}

func (o outcome) wantOK(t *testing.T) outcome {
	t.Helper()
	if o.status != "ok" {
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

// send asks the kernel to run a cell, and returns the request's number.
func (k *kernel) send(t *testing.T, code string) int {
	t.Helper()
	k.sent++
	k.requests[k.sent] = &request{sent: time.Now()}
	text, err := json.Marshal(map[string]any{
		"channel": "shell", "parent_header": map[string]any{}, "metadata": map[string]any{}, "buffers": []any{},
		"header": map[string]any{"msg_id": k.requestID(k.sent), "msg_type": "execute_request", "session": "trial",
			"username": "", "version": "5.2", "date": time.Now().UTC().Format("2006-01-02T15:04:05.000Z")},
		"content": map[string]any{"code": code, "silent": false, "store_history": true,
			"user_expressions": map[string]any{}, "allow_stdin": true, "stop_on_error": true},
	})
	if err == nil {
		err = k.conn.send(opText, text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return k.sent
}

func (k *kernel) requestID(number int) string { return fmt.Sprintf("%s-%d", k.id, number) }

// A request is what is known so far of a cell that was sent.
type request struct {
	outcome
	sent                 time.Time
	begun, replied, idle bool
}

// await waits for the end of a cell, or of the kernel.
func (k *kernel) await(t *testing.T, number int) outcome {
	t.Helper()
	r := k.requests[number]
	k.follow(t, number, func() bool { return r.replied && r.idle })
	return r.outcome
}

// awaitBegin waits until the kernel has begun with a cell, which it says before
// it compiles.
func (k *kernel) awaitBegin(t *testing.T, number int) {
	t.Helper()
	k.follow(t, number, func() bool { return k.requests[number].begun })
}

// follow takes in messages until enough is true, or the kernel has ended.
func (k *kernel) follow(t *testing.T, number int, enough func() bool) {
	t.Helper()
	end := time.After(patience)
	for !enough() {
		select {
		case <-end:
			t.Fatalf("cell %d of kernel %s doesn't end; so far: %+v", number, k.id, k.requests[number])
		case m, ok := <-k.messages:
			state := m.Content.State
			if !ok {
				state = "disconnected"
			}
			if !ok || m.Header.Type == "status" && (state == "restarting" || state == "dead" || state == "autorestarting") {
				k.requests[number].status = state
				return
			}
			if from, found := strings.CutPrefix(m.Parent.ID, k.id+"-"); found {
				n, _ := strconv.Atoi(from)
				k.requests[n].take(m)
			}
		}
	}
}

func (r *request) take(m message) {
	switch m.Header.Type {
	case "execute_input":
		r.begun = true
	case "stream":
		if m.Content.Name == "stdout" {
			r.stdout += m.Content.Text
		} else {
			r.stderr += m.Content.Text
		}
	case "display_data", "execute_result":
		if text, ok := m.Content.Data["text/html"].(string); ok {
			r.html += text
		}
	case "error":
		r.error = strings.Join(m.Content.Traceback, "\n")
	case "execute_reply":
		r.replied, r.status, r.took = true, m.Content.Status, time.Since(r.sent)
	case "status":
		r.idle = r.idle || m.Content.State == "idle"
	}
}

// do runs a cell to its end.
func (k *kernel) do(t *testing.T, code string) outcome {
	t.Helper()
	return k.await(t, k.send(t, code))
}

// interrupt does what ■ does.
func (k *kernel) interrupt(t *testing.T) {
	t.Helper()
	if code, body := k.lab.ask("POST", "/api/kernels/"+k.id+"/interrupt", nil); code != http.StatusNoContent {
		t.Fatalf("interrupt: %d %s", code, body)
	}
}

// restart does what ↻ does, and waits until the kernel runs cells again.
func (k *kernel) restart(t *testing.T) {
	t.Helper()
	if code, body := k.lab.ask("POST", "/api/kernels/"+k.id+"/restart", nil); code != http.StatusOK {
		t.Fatalf("restart: %d %s", code, body)
	}
	k.drain()
	k.do(t, preamble).wantOK(t)
}

// drain forgets what the kernel said so far.
func (k *kernel) drain() {
	for {
		select {
		case <-k.messages:
		default:
			return
		}
	}
}

// process returns the kernel's process.
func (k *kernel) process(t *testing.T) int {
	t.Helper()
	for _, pid := range processesNaming("kernel-" + k.id + ".json") {
		return pid
	}
	t.Fatal("the kernel's process isn't there")
	return 0
}

// processesNaming returns the processes whose commands hold the text. It needs
// Linux's /proc.
func processesNaming(text string) []int {
	var found []int
	entries, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, entry := range entries {
		command, err := os.ReadFile(entry)
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(entry)))
		if err == nil && pid != os.Getpid() && strings.Contains(strings.ReplaceAll(string(command), "\x00", " "), text) {
			found = append(found, pid)
		}
	}
	return found
}

// waitUntilGone waits until no process names the text, and returns those that
// stay. What was killed takes the system a moment to end.
func waitUntilGone(text string) []int {
	for range 50 {
		if len(processesNaming(text)) == 0 {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return processesNaming(text)
}
