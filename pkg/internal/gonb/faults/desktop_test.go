package faults_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"

	"littlesteps/pkg/internal/gonb/faults"
)

// patience is how long anything may take on a machine that is busy with other tests.
const patience = 3 * time.Minute

// A desktop is an installed kernel, and a client of it.
type desktop struct {
	key            string
	shell, control zmq4.Socket
	messages       chan message
	sent           int
}

type message struct {
	kind, parent string
	content      map[string]any
}

// start starts the kernel that set-up has installed for this checkout.
func start(t *testing.T) *desktop {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	specs, _ := filepath.Glob(filepath.Join(root, ".venv", "share", "jupyter", "kernels", "*", "kernel.json"))
	var spec struct {
		Argv []string
		Env  map[string]string
	}
	for _, path := range specs {
		text, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(text), "-go_work=") {
			err = json.Unmarshal(text, &spec)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if spec.Argv == nil {
		t.Fatal("no kernel is installed: run go tool steps setup")
	}
	d := &desktop{key: "key", messages: make(chan message, 10_000)}
	connection := map[string]any{"transport": "tcp", "ip": "127.0.0.1", "key": d.key, "signature_scheme": "hmac-sha256"}
	address := map[string]string{}
	for _, name := range []string{"shell", "control", "stdin", "iopub", "hb"} {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		connection[name+"_port"] = free.Addr().(*net.TCPAddr).Port
		address[name] = "tcp://" + free.Addr().String()
		free.Close()
	}
	text, err := json.Marshal(connection)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "kernel.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	var args []string
	for _, arg := range spec.Argv[1:] {
		args = append(args, strings.ReplaceAll(arg, "{connection_file}", file))
	}
	cmd := exec.Command(spec.Argv[0], args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), fmt.Sprint("JPY_PARENT_PID=", os.Getpid()))
	for name, value := range spec.Env {
		value = strings.ReplaceAll(value, "${PATH}", os.Getenv("PATH"))
		cmd.Env = append(cmd.Env, name+"="+strings.ReplaceAll(value, "$$", "$"))
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	iopub := zmq4.NewSub(ctx, zmq4.WithDialerRetry(100*time.Millisecond), zmq4.WithDialerMaxRetries(600))
	d.shell = zmq4.NewDealer(ctx, zmq4.WithDialerRetry(100*time.Millisecond), zmq4.WithDialerMaxRetries(600))
	d.control = zmq4.NewDealer(ctx, zmq4.WithDialerRetry(100*time.Millisecond), zmq4.WithDialerMaxRetries(600))
	t.Cleanup(func() {
		d.send("control", "shutdown_request", map[string]any{"restart": false})
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			t.Error("the kernel doesn't shut down")
			cmd.Process.Kill()
		}
		cancel()
	})
	for socket, name := range map[zmq4.Socket]string{d.shell: "shell", d.control: "control", iopub: "iopub"} {
		if err := socket.Dial(address[name]); err != nil {
			t.Fatal(err)
		}
		go d.listen(socket)
	}
	if err := iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		t.Fatal(err)
	}
	// Until what the kernel publishes arrives.
	for range 600 {
		id := d.send("shell", "kernel_info_request", map[string]any{})
		for late := time.After(200 * time.Millisecond); ; {
			select {
			case m := <-d.messages:
				if m.parent == id && m.kind == "status" {
					return d
				}
				continue
			case <-late:
			}
			break
		}
	}
	t.Fatal("the kernel never answers")
	return nil
}

func (d *desktop) listen(from zmq4.Socket) {
	for {
		msg, err := from.Recv()
		if err != nil {
			return
		}
		for i, frame := range msg.Frames {
			if string(frame) != "<IDS|MSG>" || len(msg.Frames) < i+6 {
				continue
			}
			var m message
			var header, parent struct {
				Kind string `json:"msg_type"`
				ID   string `json:"msg_id"`
			}
			json.Unmarshal(msg.Frames[i+2], &header)
			json.Unmarshal(msg.Frames[i+3], &parent)
			json.Unmarshal(msg.Frames[i+5], &m.content)
			m.kind, m.parent = header.Kind, parent.ID
			d.messages <- m
		}
	}
}

// send sends a request, and returns its id.
func (d *desktop) send(channel, kind string, content map[string]any) string {
	d.sent++
	id := fmt.Sprint(d.sent)
	var parts [][]byte
	for _, part := range []any{map[string]any{"msg_id": id, "msg_type": kind, "session": "s", "username": "", "version": "5.4",
		"date": time.Now().UTC().Format(time.RFC3339Nano)}, map[string]any{}, map[string]any{}, content} {
		text, _ := json.Marshal(part)
		parts = append(parts, text)
	}
	mac := hmac.New(sha256.New, []byte(d.key))
	for _, part := range parts {
		mac.Write(part)
	}
	frames := append([][]byte{[]byte("<IDS|MSG>"), hex.AppendEncode(nil, mac.Sum(nil))}, parts...)
	socket := d.shell
	if channel == "control" {
		socket = d.control
	}
	socket.SendMulti(zmq4.NewMsgFrom(frames...))
	return id
}

func (d *desktop) Run(code string) (faults.Outcome, error)  { return d.run(code, false) }
func (d *desktop) Stop(code string) (faults.Outcome, error) { return d.run(code, true) }

var markup = regexp.MustCompile(`(?s)<style>.*?</style>|<div class="gonb-err-context">.*?</div>\n?</div>|<[^>]*>`)

func (d *desktop) run(code string, stop bool) (o faults.Outcome, err error) {
	id := d.send("shell", "execute_request", map[string]any{"code": code, "silent": false, "store_history": true, "allow_stdin": false, "stop_on_error": true})
	replied, idle := false, false
	for late := time.After(patience); !replied || !idle; {
		select {
		case m := <-d.messages:
			if m.parent == id {
				o, err = take(o, m)
				replied = replied || m.kind == "execute_reply"
				idle = idle || m.kind == "status" && m.content["execution_state"] == "idle"
			}
			if stop && o.Stdout != "" {
				d.send("control", "interrupt_request", map[string]any{})
				stop = false
			}
		case <-late:
			return o, fmt.Errorf("no end after %v: %+v", patience, o)
		}
	}
	return o, err
}

func take(o faults.Outcome, m message) (faults.Outcome, error) {
	text := func(name string) string { s, _ := m.content[name].(string); return s }
	switch m.kind {
	case "stream":
		if text("name") == "stdout" {
			o.Stdout += text("text")
		} else {
			o.Says += text("text")
		}
	case "error":
		o.Kind = text("ename")
		for _, line := range m.content["traceback"].([]any) {
			o.Says += fmt.Sprintln(line)
		}
	case "execute_reply":
		count, _ := m.content["execution_count"].(float64)
		o.Count = int(count)
	case "display_data":
		var report struct {
			Data     map[string]string
			Metadata struct {
				LittleSteps struct{ Errors []faults.Place }
			}
		}
		again, err := json.Marshal(m.content)
		if err == nil {
			err = json.Unmarshal(again, &report)
		}
		if err != nil {
			return o, err
		}
		o.Errors = append(o.Errors, report.Metadata.LittleSteps.Errors...)
		shown := markup.ReplaceAllString(report.Data["text/html"], "")
		o.Says += strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(shown)
	}
	return o, nil
}
