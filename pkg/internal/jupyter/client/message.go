package client

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-zeromq/zmq4"
)

// A Message is one that a kernel sent: see
// https://jupyter-client.readthedocs.io/en/stable/messaging.html.
type Message struct {
	Channel string // "shell", "control", "iopub" or "stdin"
	Type    string // such as "execute_reply"
	Parent  string // the id of the request that it belongs to
	Content Content
}

// Content is the part of a message that is its type's own. Which fields there
// are depends on the type; the rest is read from Raw.
type Content struct {
	Status    string                     `json:"status"`          // of a reply: "ok", "error" or "aborted"
	State     string                     `json:"execution_state"` // of a status: "busy" or "idle"
	Name      string                     `json:"name"`            // of a stream
	Text      string                     `json:"text"`            // of a stream
	Data      map[string]json.RawMessage `json:"data"`
	Metadata  map[string]json.RawMessage `json:"metadata"`
	Transient struct {
		DisplayID string `json:"display_id"`
	} `json:"transient"`
	ErrorName      string   `json:"ename"`
	ErrorValue     string   `json:"evalue"`
	Traceback      []string `json:"traceback"`
	ExecutionCount int      `json:"execution_count"`
	Wait           bool     `json:"wait"` // of clear_output

	Raw json.RawMessage `json:"-"`
}

type header struct {
	ID       string `json:"msg_id"`
	Type     string `json:"msg_type"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Version  string `json:"version"`
}

// delimiter stands between the addresses of a message and the message.
const delimiter = "<IDS|MSG>"

// A signer signs messages with the key of a connection file.
type signer []byte

func (s signer) sign(frames ...[]byte) []byte {
	code := hmac.New(sha256.New, s)
	for _, frame := range frames {
		code.Write(frame)
	}
	return []byte(hex.EncodeToString(code.Sum(nil)))
}

// request puts a request into the frames that go over the wire.
func (s signer) request(session, kind string, content any) (id string, frames zmq4.Msg, err error) {
	id = rand.Text()
	head, err := json.Marshal(header{id, kind, session, "", time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"), "5.3"})
	if err != nil {
		return "", frames, err
	}
	body, err := json.Marshal(content)
	if err != nil {
		return "", frames, err
	}
	empty := []byte("{}")
	return id, zmq4.NewMsgFrom([]byte(delimiter), s.sign(head, empty, empty, body), head, empty, empty, body), nil
}

// parse reads a message from its frames.
func (s signer) parse(channel string, frames [][]byte) (Message, error) {
	for len(frames) > 0 && string(frames[0]) != delimiter {
		frames = frames[1:]
	}
	if len(frames) < 6 {
		return Message{}, errors.New("a message lacks frames")
	}
	if !bytes.Equal(frames[1], s.sign(frames[2:6]...)) {
		return Message{}, errors.New("a message has a wrong signature")
	}
	var head, parent header
	m := Message{Channel: channel}
	err := errors.Join(json.Unmarshal(frames[2], &head), json.Unmarshal(frames[3], &parent), json.Unmarshal(frames[5], &m.Content))
	if err != nil {
		return m, fmt.Errorf("a message is no JSON: %w", err)
	}
	m.Type, m.Parent, m.Content.Raw = head.Type, parent.ID, frames[5]
	return m, nil
}
