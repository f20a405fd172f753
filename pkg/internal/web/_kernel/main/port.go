//go:build js

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"syscall/js"

	"github.com/janpfeifer/gonb/internal/kernel"
)

// A port carries Jupyter's messages as JSON, one string each, as JupyterLab's
// websocket does: https://jupyter-client.readthedocs.io/en/latest/messaging.html
type port struct {
	host     js.Value
	channels map[kernel.Channel]chan string
	closed   chan struct{}
	receive  js.Func
}

func newPort(host js.Value) *port {
	p := &port{host: host, closed: make(chan struct{}), channels: map[kernel.Channel]chan string{}}
	for _, channel := range []kernel.Channel{kernel.ShellChannel, kernel.ControlChannel, kernel.StdinChannel} {
		p.channels[channel] = make(chan string, 1000)
	}
	// A callback must not wait: more than a thousand requests at once are dropped.
	p.receive = js.FuncOf(func(_ js.Value, args []js.Value) any {
		select {
		case p.channels[kernel.Channel(args[0].String())] <- args[1].String():
			return true
		default:
			return false
		}
	})
	host.Set("receive", p.receive)
	return p
}

var errClosed = errors.New("the port is closed")

// A message is what JSON says of one, beside its channel.
type message struct {
	Header   json.RawMessage `json:"header"`
	Parent   json.RawMessage `json:"parent_header"`
	Metadata map[string]any  `json:"metadata"`
	Content  any             `json:"content"`
	Channel  kernel.Channel  `json:"channel"`
}

func (p *port) Receive(from kernel.Channel) (kernel.ComposedMsg, [][]byte, error) {
	var composed kernel.ComposedMsg
	select {
	case <-p.closed:
		return composed, nil, errClosed
	case text := <-p.channels[from]:
		var m message
		err := json.Unmarshal([]byte(text), &m)
		if err == nil {
			err = json.Unmarshal(m.Header, &composed.Header)
		}
		if err == nil && len(m.Parent) > 0 {
			err = json.Unmarshal(m.Parent, &composed.ParentHeader)
		}
		if err != nil {
			return composed, nil, fmt.Errorf("%w: %v", kernel.ErrBadMessage, err)
		}
		composed.Metadata, composed.Content = m.Metadata, m.Content
		return composed, nil, nil
	}
}

func (p *port) Send(on kernel.Channel, _ [][]byte, msg *kernel.ComposedMsg) error {
	header, err := json.Marshal(msg.Header)
	if err != nil {
		return err
	}
	parent, err := json.Marshal(msg.ParentHeader)
	if err != nil {
		return err
	}
	metadata := msg.Metadata
	if metadata == nil {
		metadata = map[string]any{}
	}
	text, err := json.Marshal(message{header, parent, metadata, msg.Content, on})
	if err != nil {
		return err
	}
	p.host.Call("send", string(text))
	return nil
}

func (p *port) Close() error {
	close(p.closed)
	return nil
}
