//go:build linux

package hub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/websocket"
)

// A Kernel is one that runs on a learner's server, reached through the hub's
// proxy and a websocket, as by JupyterLab.
type Kernel struct {
	learner *Learner
	id      string
	socket  *websocket.Conn
	sent    int
}

// Kernel starts a kernel and connects to it.
func (l *Learner) Kernel(ctx context.Context) (*Kernel, error) {
	code, answer, err := l.Ask(ctx, "POST", l.Place("api/kernels"), map[string]any{"name": "gonb"})
	if err != nil || code != http.StatusCreated {
		return nil, unexpected("start a kernel for "+l.Name, code, answer, err)
	}
	var made struct{ ID string }
	if err := json.Unmarshal(answer, &made); err != nil {
		return nil, err
	}
	return l.Connect(ctx, l.Name, made.ID)
}

// Connect connects to a kernel on the server of a user, who may be another.
func (l *Learner) Connect(ctx context.Context, user, id string) (*Kernel, error) {
	config, err := websocket.NewConfig(l.hub.websocketAddress("user/"+user+"/api/kernels/"+id+"/channels"), l.hub.URL)
	if err != nil {
		return nil, err
	}
	config.Header = http.Header{"Authorization": {"token " + l.token}}
	socket, err := config.DialContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s connects to a kernel of %s: %w", l.Name, user, err)
	}
	return &Kernel{learner: l, id: id, socket: socket}, nil
}

// ID is the kernel's name on its server.
func (k *Kernel) ID() string { return k.id }

// A message is one of Jupyter's, as far as it matters here.
type message struct {
	Channel string         `json:"channel"`
	Header  header         `json:"header"`
	Parent  header         `json:"parent_header"`
	Meta    map[string]any `json:"metadata"`
	Content map[string]any `json:"content"`
	Buffers []any          `json:"buffers"`
}

type header struct {
	ID      string `json:"msg_id"`
	Type    string `json:"msg_type"`
	Session string `json:"session"`
	User    string `json:"username"`
	Version string `json:"version"`
	Date    string `json:"date"`
}

// Run runs a cell, and returns when the kernel rests again. A cell that fails
// is an error.
func (k *Kernel) Run(ctx context.Context, source string) error {
	reply, err := k.do(ctx, "execute_request", map[string]any{
		"code": source, "silent": false, "store_history": true, "allow_stdin": false,
		"stop_on_error": true, "user_expressions": map[string]any{},
	})
	if err == nil && reply["status"] != "ok" {
		err = fmt.Errorf("%v: %v", reply["ename"], reply["evalue"])
	}
	return err
}

// Complete asks what may stand at the end of a text, as the Tab key does. That
// the kernel knows nothing is no error.
func (k *Kernel) Complete(ctx context.Context, source string) error {
	_, err := k.do(ctx, "complete_request", map[string]any{"code": source, "cursor_pos": len([]rune(source))})
	return err
}

// do sends a request, and waits for its reply and for the kernel's rest, which
// come in either order.
func (k *Kernel) do(ctx context.Context, kind string, content map[string]any) (reply map[string]any, err error) {
	k.sent++
	head := header{
		ID: fmt.Sprintf("%s-%d", k.id, k.sent), Type: kind, Session: k.id, User: k.learner.Name,
		Version: "5.3", Date: time.Now().UTC().Format(time.RFC3339Nano),
	}
	stop := context.AfterFunc(ctx, func() { k.socket.Close() })
	defer stop()
	m := message{Channel: "shell", Header: head, Meta: map[string]any{}, Content: content, Buffers: []any{}}
	if err := websocket.JSON.Send(k.socket, m); err != nil {
		return nil, errors.Join(ctx.Err(), err)
	}
	for rests := false; reply == nil || !rests; {
		var m message
		if err := websocket.JSON.Receive(k.socket, &m); err != nil {
			return nil, errors.Join(ctx.Err(), fmt.Errorf("the kernel of %s is silent: %w", k.learner.Name, err))
		}
		switch {
		case m.Parent.ID != head.ID:
		case m.Channel == "shell":
			reply = m.Content
		case m.Header.Type == "status":
			rests = m.Content["execution_state"] == "idle"
		}
	}
	return reply, nil
}

// Close ends the kernel.
func (k *Kernel) Close(ctx context.Context) error {
	err := k.socket.Close()
	if err != nil && strings.Contains(err.Error(), "use of closed") {
		err = nil
	}
	code, answer, asked := k.learner.Ask(ctx, "DELETE", k.learner.Place("api/kernels/"+k.id), nil)
	if asked != nil || code != http.StatusNoContent {
		err = errors.Join(err, unexpected("end a kernel of "+k.learner.Name, code, answer, asked))
	}
	return err
}
