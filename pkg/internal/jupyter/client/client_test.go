package client

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What is sent is signed, and what comes back unsigned, cut short, or signed with
// another key is no message.
func TestMessagesAreSigned(t *testing.T) {
	s := signer("key")
	id, sent, err := s.request("session", "execute_request", map[string]string{"code": "é"})
	if err != nil {
		t.Fatal(err)
	}
	frames := append([][]byte{[]byte("address")}, sent.Frames...)
	m, err := s.parse("shell", frames)
	if err != nil || m.Type != "execute_request" || m.Channel != "shell" || string(m.Content.Raw) != `{"code":"é"}` {
		t.Errorf("got %+v, %v", m, err)
	}
	var head header
	if err := json.Unmarshal(sent.Frames[2], &head); err != nil || head.ID != id || head.Session != "session" {
		t.Errorf("the header is %s, %v", sent.Frames[2], err)
	}
	for about, change := range map[string]func([][]byte) [][]byte{
		"another content": func(f [][]byte) [][]byte { f[6] = []byte(`{"code":"e"}`); return f },
		"no content":      func(f [][]byte) [][]byte { return f[:6] },
		"no delimiter":    func(f [][]byte) [][]byte { return f[2:] },
		"nothing":         func([][]byte) [][]byte { return nil },
	} {
		if _, err := s.parse("shell", change(append([][]byte{}, frames...))); err == nil {
			t.Errorf("%s: accepted", about)
		}
	}
	if _, err := signer("other").parse("shell", frames); err == nil || !strings.Contains(err.Error(), "signature") {
		t.Errorf("with another key: %v", err)
	}
}

// A kernel that ends at once, or isn't there, or never answers, is an error, and
// leaves nothing.
func TestKernelsThatDontStart(t *testing.T) {
	for about, test := range map[string]struct {
		argv   []string
		within time.Duration
		want   string
	}{
		"ends":    {[]string{"sh", "-c", "exit 3"}, time.Minute, "ended as soon as it was started"},
		"missing": {[]string{"/nowhere/gonb"}, time.Minute, "the kernel doesn't start"},
		"hangs":   {[]string{"sleep", "3174"}, 300 * time.Millisecond, "deadline exceeded"},
	} {
		for _, tcp := range []bool{false, true} {
			folder := t.TempDir()
			ctx, stop := context.WithTimeout(t.Context(), test.within)
			_, err := Start(ctx, Spec{Argv: test.argv, Env: os.Environ(), Sockets: folder, TCP: tcp})
			stop()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: %v, want %q", about, err, test.want)
			}
			if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) > 0 && about != "missing" {
				t.Errorf("%s: left %v", about, left)
			}
		}
	}
	if _, err := Attach(t.Context(), filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("attached to nothing")
	}
}
