package dispatcher

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/janpfeifer/gonb/internal/goexec"
	"github.com/janpfeifer/gonb/internal/kernel"
)

// A client has a kernel at the other end of a transport in memory.
type client struct {
	server *server
	in     map[kernel.Channel]chan kernel.ComposedMsg
	closed chan struct{}

	mutex sync.Mutex
	came  []received
	more  chan struct{}
	sent  int
}

type received struct {
	channel kernel.Channel
	kind    string
	parent  string
	content map[string]any
}

func (c *client) Receive(from kernel.Channel) (kernel.ComposedMsg, [][]byte, error) {
	select {
	case msg := <-c.in[from]:
		if msg.Header.MsgType == "" {
			return msg, nil, fmt.Errorf("%w: it has no type", kernel.ErrBadMessage)
		}
		return msg, nil, nil
	case <-c.closed:
		return kernel.ComposedMsg{}, nil, io.EOF
	}
}

func (c *client) Send(on kernel.Channel, _ [][]byte, msg *kernel.ComposedMsg) error {
	text, err := json.Marshal(msg.Content)
	if err != nil {
		return err
	}
	r := received{channel: on, kind: msg.Header.MsgType, parent: msg.ParentHeader.MsgID}
	json.Unmarshal(text, &r.content)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.came = append(c.came, r)
	select {
	case c.more <- struct{}{}:
	default:
	}
	return nil
}

func (c *client) Close() error {
	close(c.closed)
	return nil
}

func connect(t testing.TB) *client {
	t.Helper()
	// Without gopls: what it answers is its own business.
	goCommand := ""
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "go")); err == nil && goCommand == "" {
			goCommand = filepath.Join(dir, "go")
		}
	}
	bin := t.TempDir()
	for name, at := range map[string]string{"go": goCommand, "sleep": "/bin/sleep", "goimports": "/bin/true"} {
		if err := os.Symlink(at, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	c := &client{in: map[kernel.Channel]chan kernel.ComposedMsg{}, closed: make(chan struct{}), more: make(chan struct{}, 1)}
	for _, channel := range []kernel.Channel{kernel.ShellChannel, kernel.ControlChannel, kernel.StdinChannel} {
		c.in[channel] = make(chan kernel.ComposedMsg, 100)
	}
	k := kernel.NewOn(c)
	goExec, err := goexec.New(k, "test", false, false)
	if err != nil {
		t.Fatal(err)
	}
	c.server = newServer(k, goExec)
	ended := make(chan struct{})
	go func() {
		c.server.serve()
		close(ended)
	}()
	t.Cleanup(func() {
		k.Stop()
		<-ended
		goExec.Stop()
	})
	return c
}

// ask sends a request, and returns its id.
func (c *client) ask(on kernel.Channel, kind string, content any) string {
	c.sent++
	var msg kernel.ComposedMsg
	msg.Header.MsgType, msg.Header.MsgID = kind, fmt.Sprint(c.sent)
	msg.Header.Timestamp = time.Now().UTC().Format(time.RFC3339Nano)
	msg.Content = content
	c.in[on] <- msg
	return msg.Header.MsgID
}

// await waits for a message that belongs to a request.
func (c *client) await(t testing.TB, id string, wanted func(received) bool) received {
	t.Helper()
	late := time.After(3 * time.Minute)
	for {
		c.mutex.Lock()
		at := slices.IndexFunc(c.came, func(r received) bool { return r.parent == id && wanted(r) })
		if at >= 0 {
			found := c.came[at]
			c.mutex.Unlock()
			return found
		}
		c.mutex.Unlock()
		select {
		case <-c.more:
		case <-time.After(50 * time.Millisecond):
		case <-late:
			t.Fatalf("request %s has no such answer; there are %v", id, c.came)
		}
	}
}

func (c *client) reply(t testing.TB, id string) received {
	t.Helper()
	return c.await(t, id, func(r received) bool { return strings.HasSuffix(r.kind, "_reply") })
}

func idle(r received) bool { return r.kind == "status" && r.content["execution_state"] == "idle" }

var kinds = []string{"execute_request", "inspect_request", "complete_request", "history_request", "is_complete_request",
	"connect_request", "comm_info_request", "kernel_info_request", "interrupt_request", "debug_request", "usage_request",
	"create_subshell_request", "delete_subshell_request", "list_subshell_request", "no_such_request"}

// Each request has its reply, on the channel on which it came, and ends in "idle":
// whatever it holds, and whatever it lacks.
func TestEveryRequestIsAnswered(t *testing.T) {
	c := connect(t)
	contents := []any{nil, map[string]any{}, "text", []any{1}, map[string]any{"code": 3, "cursor_pos": "x", "silent": "y", "n": "z"},
		map[string]any{"code": "", "cursor_pos": -5.0}, map[string]any{"code": "\n%%\n!", "cursor_pos": 1e9}}
	for _, kind := range kinds {
		for _, content := range contents {
			for _, channel := range []kernel.Channel{kernel.ShellChannel, kernel.ControlChannel} {
				id := c.ask(channel, kind, content)
				r := c.reply(t, id)
				if r.channel != channel || r.kind != strings.TrimSuffix(kind, "request")+"reply" {
					t.Errorf("%s on %s has the reply %s on %s", kind, channel, r.kind, r.channel)
				}
				if state := r.content["status"]; state == nil {
					t.Errorf("%s %v: no status in %v", kind, content, r.content)
				}
				c.await(t, id, idle)
			}
		}
	}
	c.in[kernel.ShellChannel] <- kernel.ComposedMsg{} // a bad one
	c.reply(t, c.ask(kernel.ShellChannel, "kernel_info_request", nil))
}

func TestKernelInfo(t *testing.T) {
	c := connect(t)
	r := c.reply(t, c.ask(kernel.ShellChannel, "kernel_info_request", map[string]any{}))
	language, _ := r.content["language_info"].(map[string]any)
	if language["pygments_lexer"] != "go" || language["version"] != "1.26" {
		t.Errorf("%v", r.content)
	}
}

// Questions about code don't wait for a cell that runs, and nobody takes the kernel
// for idle after them.
func TestAskWhileACellRuns(t *testing.T) {
	c := connect(t)
	cell := c.ask(kernel.ShellChannel, "execute_request", map[string]any{"code": "!sleep 1000"})
	c.await(t, cell, func(r received) bool { return r.kind == "execute_input" })
	for _, kind := range []string{"complete_request", "inspect_request", "is_complete_request", "kernel_info_request", "history_request"} {
		c.reply(t, c.ask(kernel.ShellChannel, kind, map[string]any{"code": "x", "cursor_pos": 1.0}))
	}
	last := c.ask(kernel.ShellChannel, "comm_info_request", nil)
	c.await(t, last, idle)
	c.mutex.Lock()
	state := received{}
	for _, r := range c.came {
		if r.kind == "status" {
			state = r
		}
	}
	c.mutex.Unlock()
	for began := time.Now(); state.parent != cell && time.Since(began) < time.Minute; time.Sleep(10 * time.Millisecond) {
		c.mutex.Lock()
		state = c.came[len(c.came)-1]
		c.mutex.Unlock()
	}
	if state.parent != cell || state.content["execution_state"] != "busy" {
		t.Errorf("the last state is %v, while the cell %s runs", state, cell)
	}
	waits := c.ask(kernel.ShellChannel, "execute_request", map[string]any{"code": "!sleep 1000"})
	c.reply(t, c.ask(kernel.ControlChannel, "interrupt_request", nil))
	if r := c.reply(t, cell); r.content["ename"] != "Stopped" {
		t.Errorf("the cell ends with %v", r.content)
	}
	if r := c.reply(t, waits); r.content["status"] != "aborted" || r.content["execution_count"] != nil {
		t.Errorf("the cell that waited ends with %v", r.content)
	}
}

// Where gopls doesn't answer, nothing is found, in bounded time.
func TestPatience(t *testing.T) {
	defer func(was time.Duration) { patience = was }(patience)
	patience = 50 * time.Millisecond
	c := connect(t)
	c.server.asking <- struct{}{} // somebody asks, for ever
	content := map[string]any{"code": "fmt.", "cursor_pos": 4.0}
	if r := c.reply(t, c.ask(kernel.ShellChannel, "complete_request", content)); r.content["status"] != "ok" || r.content["cursor_end"] != 4.0 {
		t.Errorf("%v", r.content)
	}
	// Set-up makes gopls while cells already run: until then it is said to be on its way.
	if r := c.reply(t, c.ask(kernel.ShellChannel, "inspect_request", content)); r.content["found"] != true || !strings.Contains(fmt.Sprint(r.content["data"]), "on their way") {
		t.Errorf("%v", r.content)
	}
	if err := os.Symlink("/bin/true", filepath.Join(os.Getenv("PATH"), "gopls")); err != nil {
		t.Fatal(err)
	}
	if r := c.reply(t, c.ask(kernel.ShellChannel, "inspect_request", content)); r.content["found"] != false {
		t.Errorf("%v", r.content)
	}
	<-c.server.asking
	forever := make(chan struct{})
	defer close(forever)
	if got := soon(c.server, "nothing", func() (string, error) { <-forever; return "something", nil }); got != "nothing" {
		t.Error(got)
	}
}

// What isn't to be remembered has no number of its own.
func TestCount(t *testing.T) {
	c := connect(t)
	count := func(content map[string]any) any {
		content["code"] = "%help"
		return c.reply(t, c.ask(kernel.ShellChannel, "execute_request", content)).content["execution_count"]
	}
	for i, want := range []struct {
		content map[string]any
		count   float64
	}{{map[string]any{}, 1}, {map[string]any{"silent": true}, 1}, {map[string]any{"store_history": false}, 1}, {map[string]any{"store_history": true}, 2}} {
		if got := count(want.content); got != want.count {
			t.Errorf("cell %d: count %v, want %v", i, got, want.count)
		}
	}
}

func TestInputIsRefused(t *testing.T) {
	c := connect(t)
	for _, command := range []string{"%with_inputs", "%with_password"} {
		r := c.reply(t, c.ask(kernel.ShellChannel, "execute_request", map[string]any{"code": command + "\n!sleep 1000", "allow_stdin": false}))
		if r.content["ename"] != "CommandError" || !strings.Contains(fmt.Sprint(r.content["evalue"]), "doesn't allow input") {
			t.Errorf("%s: %v", command, r.content)
		}
	}
}

func TestHistory(t *testing.T) {
	c := connect(t)
	for _, code := range []string{"%help", "!sleep 0", "%help", "%ls a/b"} {
		c.reply(t, c.ask(kernel.ShellChannel, "execute_request", map[string]any{"code": code, "stop_on_error": false}))
	}
	for i, test := range []struct {
		content map[string]any
		want    string
	}{
		{map[string]any{"hist_access_type": "tail", "n": 2.0}, "[[0 3 %help] [0 4 %ls a/b]]"},
		{map[string]any{"hist_access_type": "tail", "n": 1.0, "output": true}, "[[0 4 [%ls a/b <nil>]]]"},
		{map[string]any{"hist_access_type": "range", "session": 0.0, "start": 1.0, "stop": 3.0}, "[[0 1 %help] [0 2 !sleep 0]]"},
		{map[string]any{"hist_access_type": "search", "pattern": "*help", "unique": true, "n": 5.0}, "[[0 1 %help]]"},
		{map[string]any{"hist_access_type": "search", "pattern": "%ls*b"}, "[[0 4 %ls a/b]]"},
		{map[string]any{"hist_access_type": "tail", "n": -3.0}, "[]"},
	} {
		if got := fmt.Sprint(c.reply(t, c.ask(kernel.ShellChannel, "history_request", test.content)).content["history"]); got != test.want {
			t.Errorf("%d: %s, want %s", i, got, test.want)
		}
	}
}

// Whatever comes, it is answered, and the kernel lives. No cell is run here: those
// have their own trials.
func FuzzRequests(f *testing.F) {
	for i := range kinds {
		f.Add(uint8(i), `{"code": "fmt.Println(", "cursor_pos": 3, "n": 3, "pattern": "*[a"}`)
	}
	f.Add(uint8(1), `{"code": "\n\na, b := 1, 2", "cursor_pos": 1}`)
	c := connect(f)
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		kind := kinds[int(which)%len(kinds)]
		if kind == "execute_request" {
			kind = "complete_request"
		}
		var content any
		if json.Unmarshal([]byte(text), &content) != nil {
			content = map[string]any{"code": text, "cursor_pos": float64(which), "pattern": text}
		}
		c.mutex.Lock()
		c.came = nil
		c.mutex.Unlock()
		c.reply(t, c.ask(kernel.ShellChannel, kind, content))
	})
}

// Help has no links into files of the machine, which a browser doesn't open.
func TestUnlinked(t *testing.T) {
	for text, want := range map[string]string{
		"see [History.Diverged](file:///a/b%20c/history.go#80,19). [Run](https://pkg.go.dev/x)": "see History.Diverged. [Run](https://pkg.go.dev/x)",
		"```go\nfunc F[T any](x []T)\n```": "```go\nfunc F[T any](x []T)\n```",
	} {
		if got := unlinked(kernel.MIMEMap{"text/markdown": text})["text/markdown"]; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := unlinked(nil); len(got) != 0 {
		t.Errorf("nothing: %v", got)
	}
}
