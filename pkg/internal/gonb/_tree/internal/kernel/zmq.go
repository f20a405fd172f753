//go:build !js

package kernel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"github.com/go-zeromq/zmq4"
	"k8s.io/klog/v2"
)

func init() { connect = connectZMQ }

// connection is the part of a connection file that is read.
type connection struct {
	Transport string `json:"transport"`
	IP        string `json:"ip"`
	Key       string `json:"key"`
	Shell     int    `json:"shell_port"`
	Control   int    `json:"control_port"`
	Stdin     int    `json:"stdin_port"`
	IOPub     int    `json:"iopub_port"`
	Heartbeat int    `json:"hb_port"`
}

func (c connection) address(port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s-%d", c.IP, port)
	}
	return fmt.Sprintf("%s://%s:%d", c.Transport, c.IP, port)
}

// A wire is Jupyter's protocol over ZeroMQ:
// https://jupyter-client.readthedocs.io/en/latest/messaging.html#the-wire-protocol
type wire struct {
	key       []byte
	sockets   map[Channel]*socket
	heartbeat zmq4.Socket
}

type socket struct {
	zmq4.Socket
	sending sync.Mutex
}

// connectZMQ listens where a connection file says.
func connectZMQ(file string) (Transport, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var c connection
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fmt.Errorf("connection file %s: %w", file, err)
	}
	ctx := context.Background()
	w := &wire{key: []byte(c.Key), heartbeat: zmq4.NewRep(ctx), sockets: map[Channel]*socket{
		ShellChannel:   {Socket: zmq4.NewRouter(ctx)},
		ControlChannel: {Socket: zmq4.NewRouter(ctx)},
		StdinChannel:   {Socket: zmq4.NewRouter(ctx)},
		IOPubChannel:   {Socket: zmq4.NewPub(ctx)},
	}}
	for channel, port := range map[Channel]int{ShellChannel: c.Shell, ControlChannel: c.Control, StdinChannel: c.Stdin, IOPubChannel: c.IOPub} {
		if err := w.sockets[channel].Listen(c.address(port)); err != nil {
			return nil, fmt.Errorf("listen on %s: %w", channel, err)
		}
	}
	if err := w.heartbeat.Listen(c.address(c.Heartbeat)); err != nil {
		return nil, fmt.Errorf("listen for the heartbeat: %w", err)
	}
	go w.echo()
	return w, nil
}

// echo answers the heartbeat. A client that goes in the middle of one is no reason
// to end.
func (w *wire) echo() {
	for {
		msg, err := w.heartbeat.Recv()
		if err != nil {
			klog.Infof("heartbeat: %v", err)
			return
		}
		if err := w.heartbeat.Send(msg); err != nil {
			klog.Infof("heartbeat: %v", err)
		}
	}
}

func (w *wire) Close() error {
	err := w.heartbeat.Close()
	for _, s := range w.sockets {
		if e := s.Close(); e != nil {
			err = e
		}
	}
	return err
}

func (w *wire) Receive(from Channel) (ComposedMsg, [][]byte, error) {
	msg, err := w.sockets[from].Recv()
	if err != nil {
		return ComposedMsg{}, nil, err
	}
	return w.decode(msg.Frames)
}

func (w *wire) Send(on Channel, identities [][]byte, msg *ComposedMsg) error {
	frames, err := w.encode(identities, msg)
	if err != nil {
		return err
	}
	s := w.sockets[on]
	s.sending.Lock()
	defer s.sending.Unlock()
	return s.SendMulti(zmq4.NewMsgFrom(frames...))
}

const delimiter = "<IDS|MSG>"

// decode reads a message of identities, delimiter, signature, header, parent,
// metadata and content.
func (w *wire) decode(frames [][]byte) (msg ComposedMsg, identities [][]byte, err error) {
	at := 0
	for at < len(frames) && string(frames[at]) != delimiter {
		at++
	}
	if len(frames) < at+6 {
		return msg, nil, fmt.Errorf("%w: it has %d frames", ErrBadMessage, len(frames))
	}
	signature, parts := frames[at+1], frames[at+2:at+6]
	if len(w.key) > 0 && !hmac.Equal(signature, w.sign(parts)) {
		return msg, nil, fmt.Errorf("%w: its signature is wrong", ErrBadMessage)
	}
	for i, into := range []any{&msg.Header, &msg.ParentHeader, &msg.Metadata, &msg.Content} {
		if err := json.Unmarshal(parts[i], into); err != nil {
			return msg, nil, fmt.Errorf("%w: part %d: %v", ErrBadMessage, i, err)
		}
	}
	return msg, frames[:at], nil
}

func (w *wire) sign(parts [][]byte) []byte {
	mac := hmac.New(sha256.New, w.key)
	for _, part := range parts {
		mac.Write(part)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

func (w *wire) encode(identities [][]byte, msg *ComposedMsg) ([][]byte, error) {
	if msg.Metadata == nil {
		msg.Metadata = map[string]any{}
	}
	var parts [][]byte
	for _, part := range []any{msg.Header, msg.ParentHeader, msg.Metadata, msg.Content} {
		text, err := json.Marshal(part)
		if err != nil {
			return nil, err
		}
		parts = append(parts, text)
	}
	signature := []byte{}
	if len(w.key) > 0 {
		signature = w.sign(parts)
	}
	frames := append([][]byte{}, identities...)
	return append(append(frames, []byte(delimiter), signature), parts...), nil
}
