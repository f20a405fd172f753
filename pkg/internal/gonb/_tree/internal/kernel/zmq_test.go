//go:build !js

package kernel

import (
	"errors"
	"testing"
)

// What is sent can be read, by who has the key; anything else is a bad message, and
// no reason to end.
func TestWire(t *testing.T) {
	w := &wire{key: []byte("secret")}
	msg := &ComposedMsg{Header: zmqMsgHeader{MsgType: "execute_request", MsgID: "7"}, Content: map[string]any{"code": "x"}}
	frames, err := w.encode([][]byte{[]byte("me")}, msg)
	if err != nil {
		t.Fatal(err)
	}
	got, identities, err := w.decode(frames)
	if err != nil || got.Header.MsgID != "7" || got.Content.(map[string]any)["code"] != "x" || len(identities) != 1 || string(identities[0]) != "me" {
		t.Errorf("%+v %q %v", got, identities, err)
	}
	other := &wire{key: []byte("other")}
	broken := append([][]byte{}, frames...)
	broken[len(broken)-1] = []byte("{")
	for name, try := range map[string]func() error{
		"another key":  func() error { _, _, err := other.decode(frames); return err },
		"too short":    func() error { _, _, err := w.decode(frames[:4]); return err },
		"nothing":      func() error { _, _, err := w.decode(nil); return err },
		"no delimiter": func() error { _, _, err := w.decode(frames[2:]); return err },
		"no JSON":      func() error { _, _, err := (&wire{}).decode(broken); return err },
	} {
		if err := try(); !errors.Is(err, ErrBadMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
