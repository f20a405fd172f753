//go:build linux

package hub

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A Learner is one user of a hub, whose programs speak with a token.
type Learner struct {
	Name string

	hub   *Hub
	token string
}

// Learner makes a user known to the hub, and a token for it.
func (h *Hub) Learner(ctx context.Context, name string) (*Learner, error) {
	code, answer, err := h.Ask(ctx, h.token, "POST", "hub/api/users/"+name, nil)
	if err != nil || code != http.StatusCreated && code != http.StatusConflict {
		return nil, unexpected("make the user "+name, code, answer, err)
	}
	code, answer, err = h.Ask(ctx, h.token, "POST", "hub/api/users/"+name+"/tokens", map[string]any{})
	if err != nil || code != http.StatusCreated {
		return nil, unexpected("make a token for "+name, code, answer, err)
	}
	var made struct{ Token string }
	if err := json.Unmarshal(answer, &made); err != nil {
		return nil, err
	}
	return &Learner{Name: name, hub: h, token: made.Token}, nil
}

func unexpected(what string, code int, answer []byte, err error) error {
	if err == nil {
		err = fmt.Errorf("status %d: %.300s", code, answer)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Ask sends a request to the hub or to a user's server. path is below the hub's
// address. With no token it is a stranger's.
func (h *Hub) Ask(ctx context.Context, token, method, path string, body any) (code int, answer []byte, err error) {
	return request(ctx, token, method, h.URL+path, body)
}

// stay keeps a request where it is: an answer that leads to the login page is
// an answer.
var stay = http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func request(ctx context.Context, token, method, address string, body any) (code int, answer []byte, err error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		content = bytes.NewReader(encoded)
	}
	r, err := http.NewRequestWithContext(ctx, method, address, content)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "token "+token)
	}
	reply, err := stay.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer reply.Body.Close()
	answer, err = io.ReadAll(reply.Body)
	return reply.StatusCode, answer, err
}

// Ask sends a request with the learner's token. path is below the hub's
// address, such as "user/ada/api/contents".
func (l *Learner) Ask(ctx context.Context, method, path string, body any) (code int, answer []byte, err error) {
	return l.hub.Ask(ctx, l.token, method, path, body)
}

// Place is a path on the learner's own server.
func (l *Learner) Place(path string) string { return "user/" + l.Name + "/" + path }

// Start starts the learner's server and waits until it is ready.
func (l *Learner) Start(ctx context.Context) error {
	code, answer, err := l.Ask(ctx, "POST", "hub/api/users/"+l.Name+"/server", map[string]any{})
	// 429: too many start at this time, as the page of the hub would say too.
	for err == nil && code == http.StatusTooManyRequests {
		if err = Pause(ctx, time.Second); err == nil {
			code, answer, err = l.Ask(ctx, "POST", "hub/api/users/"+l.Name+"/server", map[string]any{})
		}
	}
	if err != nil || code != http.StatusCreated && code != http.StatusAccepted {
		return unexpected("start the server of "+l.Name, code, answer, err)
	}
	for {
		s, err := l.server(ctx)
		switch {
		case err != nil:
			return err
		case s.Ready:
			return nil
		case s.Pending == nil:
			return fmt.Errorf("the server of %s doesn't start\n%s", l.Name, l.hub.said)
		}
		if err := Pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// Pause waits, unless ctx ends before.
func Pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// A server is what the hub tells of one.
type server struct {
	Ready   bool
	Pending *string
	State   struct{ Pid int }
}

func (l *Learner) server(ctx context.Context) (server, error) {
	code, answer, err := l.hub.Ask(ctx, l.hub.token, "GET", "hub/api/users/"+l.Name, nil)
	if err != nil || code != http.StatusOK {
		return server{}, unexpected("ask for the server of "+l.Name, code, answer, err)
	}
	var user struct{ Servers map[string]server }
	if err := json.Unmarshal(answer, &user); err != nil {
		return server{}, err
	}
	return user.Servers[""], nil
}

// Process is that of the learner's server, 0 where there is none.
func (l *Learner) Process(ctx context.Context) (int, error) {
	s, err := l.server(ctx)
	return s.State.Pid, err
}

// Stop ends the learner's server.
func (l *Learner) Stop(ctx context.Context) error {
	code, answer, err := l.Ask(ctx, "DELETE", "hub/api/users/"+l.Name+"/server", nil)
	if err != nil || code != http.StatusNoContent && code != http.StatusAccepted {
		return unexpected("stop the server of "+l.Name, code, answer, err)
	}
	return nil
}

// websocketAddress turns the hub's address into one for a websocket.
func (h *Hub) websocketAddress(path string) string {
	return "ws" + strings.TrimPrefix(h.URL, "http") + path
}
