package jpyexec

import (
	"reflect"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/janpfeifer/gonb/internal/kernel"
)

type listener struct {
	kernel.Message
	kind    string
	content any
}

func (l *listener) Publish(kind string, content any) error {
	l.kind, l.content = kind, content
	return nil
}

func TestClear(t *testing.T) {
	l := &listener{}
	exec := &Executor{Msg: l}
	exec.dispatchDisplayData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{MIMEClearOutput: true}})
	if l.kind != "clear_output" || !reflect.DeepEqual(l.content, map[string]any{"wait": true}) {
		t.Errorf("%s %v", l.kind, l.content)
	}
	exec.dispatchDisplayData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: "text"}})
	if l.kind != "display_data" {
		t.Errorf("a text is %s", l.kind)
	}
}
