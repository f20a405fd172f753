package robustness

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
)

// ask asks the kernel for help with what is being typed, and returns its answer.
func (k *kernel) ask(t *testing.T, kind, code string, cursor int) message {
	t.Helper()
	k.sent++
	k.requests[k.sent] = &request{sent: time.Now()}
	text, err := json.Marshal(map[string]any{
		"channel": "shell", "parent_header": map[string]any{}, "metadata": map[string]any{}, "buffers": []any{},
		"header": map[string]any{"msg_id": k.requestID(k.sent), "msg_type": kind + "_request", "session": "trial",
			"username": "", "version": "5.2", "date": time.Now().UTC().Format("2006-01-02T15:04:05.000Z")},
		"content": map[string]any{"code": code, "cursor_pos": cursor, "detail_level": 0},
	})
	if err == nil {
		err = k.conn.send(opText, text)
	}
	if err != nil {
		t.Fatal(err)
	}
	for end := time.After(patience); ; {
		select {
		case m := <-k.messages:
			if m.Parent.ID == k.requestID(k.sent) && m.Header.Type == kind+"_reply" {
				return m
			}
		case <-end:
			t.Fatalf("no answer to %s for %q", kind, code)
		}
	}
}

// Expected: completion and explanation answer, whatever is being typed. A line
// such as "! " ended the kernel while it was typed.
func TestHelpWhileTyping(t *testing.T) {
	l := startLab(t, envtest.Env(t))
	k := l.kernel(t)
	k.do(t, "func declared() int { return 42 }").wantOK(t)
	for _, code := range []string{"! ", "% ", "!", "%exec", "%exec\t", "%%\n! ", "%%script", "func (", "%%\n}"} {
		k.ask(t, "complete", code, len(code))
		k.ask(t, "inspect", code, len(code))
	}
	explained := false // gopls may still be starting
	for began := time.Now(); !explained && time.Since(began) < patience; {
		m := k.ask(t, "inspect", "%%\nfmt.Println(declared())", 8)
		text, _ := m.Content.Data["text/markdown"].(string)
		explained = strings.Contains(text, "func fmt.Println(a ...any)")
	}
	if !explained {
		t.Error("nothing is explained")
	}
	if o := k.do(t, "%%\nfmt.Println(declared())").wantOK(t); o.stdout != "42\n" {
		t.Errorf("after it, a cell prints %q", o.stdout)
	}
}
