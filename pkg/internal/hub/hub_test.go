//go:build linux

package hub

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
)

// started starts a hub for a test, or skips the test.
func started(t *testing.T, class bool, users ...string) (*Hub, context.Context) {
	t.Helper()
	programs := os.Getenv("LITTLESTEPS_HUB")
	if programs == "" {
		t.Skip("no hub is installed: docker/hub/test.sh installs one and runs this")
	}
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(stop)
	h, err := Start(ctx, Options{Env: env, Programs: env.Path(programs), Users: users, Class: class})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(h.said)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h, ctx
}

func learner(t *testing.T, ctx context.Context, h *Hub, name string) (*Learner, *Kernel) {
	t.Helper()
	l, err := h.Learner(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Start(ctx); err != nil {
		t.Fatal(err)
	}
	k, err := l.Kernel(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return l, k
}

// Two learners work at once, each on a server of their own, and neither reaches
// the other's: by no address of the hub, by no websocket, and not past the hub
// either, at the server's own port.
func TestApart(t *testing.T) {
	h, ctx := started(t, false, "ada", "ben")
	ada, hers := learner(t, ctx, h, "ada")
	ben, his := learner(t, ctx, h, "ben")
	for _, k := range []*Kernel{hers, his} {
		if err := k.Run(ctx, "%%\nfmt.Println(6 * 7)"); err != nil {
			t.Errorf("a cell fails behind the hub: %v", err)
		}
	}
	if err := hers.Run(ctx, "%%\nnonsense"); err == nil {
		t.Error("a cell that doesn't compile counts as run")
	}

	for _, path := range []string{"api/contents", "api/kernels", "api/kernels/" + hers.ID(), "lab", "api/terminals"} {
		code, _, err := ada.Ask(ctx, "GET", ada.Place(path), nil)
		if err != nil || code != http.StatusOK {
			t.Errorf("ada asks for her own %s: %d, %v", path, code, err)
		}
		code, _, err = ben.Ask(ctx, "GET", ada.Place(path), nil)
		if err != nil || code != http.StatusForbidden {
			t.Errorf("ben asks for ada's %s: %d, %v; want %d", path, code, err, http.StatusForbidden)
		}
		// A stranger is sent to the login, or refused.
		code, _, err = h.Ask(ctx, "", "GET", ada.Place(path), nil)
		if err != nil || code != http.StatusForbidden && code != http.StatusFound {
			t.Errorf("a stranger asks for ada's %s: %d, %v", path, code, err)
		}
	}
	if code, _, err := ben.Ask(ctx, "POST", ada.Place("api/kernels"), map[string]any{"name": "gonb"}); err != nil || code != http.StatusForbidden {
		t.Errorf("ben starts a kernel on ada's server: %d, %v", code, err)
	}
	if _, err := ben.Connect(ctx, "ada", hers.ID()); err == nil {
		t.Error("ben is connected to ada's kernel")
	}
	again, err := ada.Connect(ctx, "ada", hers.ID())
	if err != nil {
		t.Fatalf("ada isn't connected to her own kernel a second time: %v", err)
	}
	again.socket.Close()
	if code, _, err := ben.Ask(ctx, "DELETE", "hub/api/users/ada/server", nil); err != nil || code < 400 {
		t.Errorf("ben ends ada's server: %d, %v", code, err)
	}
	if code, _, err := ben.Ask(ctx, "POST", "hub/api/users/ada/tokens", map[string]any{}); err != nil || code < 400 {
		t.Errorf("ben makes a token of ada's: %d, %v", code, err)
	}

	direct := route(t, ctx, h, "ada") + "/user/ada/api/contents"
	for name, want := range map[string]int{ada.token: http.StatusOK, ben.token: http.StatusForbidden, "": http.StatusForbidden} {
		if code, _, err := request(ctx, name, "GET", direct, nil); err != nil || code != want {
			t.Errorf("past the hub, with ada's token %v and ben's %v: %d, %v; want %d", name == ada.token, name == ben.token, code, err, want)
		}
	}
	if err := hers.Close(ctx); err != nil {
		t.Error(err)
	}
	if err := ada.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// route is the address of a user's own server, which it gets from the hub.
func route(t *testing.T, ctx context.Context, h *Hub, user string) string {
	t.Helper()
	l := &Learner{Name: user, hub: h}
	id, err := l.Process(ctx)
	if err != nil || id == 0 {
		t.Fatalf("process %d, %v", id, err)
	}
	variables, err := os.ReadFile("/proc/" + strconv.Itoa(id) + "/environ")
	if err != nil {
		t.Fatal(err)
	}
	for entry := range strings.SplitSeq(string(variables), "\x00") {
		if value, found := strings.CutPrefix(entry, "JUPYTERHUB_SERVICE_URL="); found {
			u, err := url.Parse(value)
			if err != nil {
				t.Fatal(err)
			}
			return u.Scheme + "://" + u.Host
		}
	}
	t.Fatal("the server has no address")
	return ""
}

// The class's own configuration lets in whom it names, with the password of
// their first login, and nobody else.
func TestClassLogin(t *testing.T) {
	h, ctx := started(t, true, "ada")
	const long = "a long enough one"
	tests := []struct {
		name, password string
		in             bool
	}{
		{"ada", "short", false},
		{"ada", long, true},
		{"ada", "another long one", false},
		{"ada", long, true},
		{"stranger", long, false},
		{"teacher", long, true},
	}
	for _, test := range tests {
		if in := login(t, ctx, h, test.name, test.password); in != test.in {
			t.Errorf("%s with %q: let in %v, want %v", test.name, test.password, in, test.in)
		}
	}
}

// login fills in the form of the login page, and says whether it led inside.
func login(t *testing.T, ctx context.Context, h *Hub, name, password string) bool {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := http.Client{Jar: jar, CheckRedirect: stay.CheckRedirect}
	do := func(r *http.Request, err error) *http.Response {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		return answer
	}
	page := h.URL + "hub/login"
	do(http.NewRequestWithContext(ctx, "GET", page, nil))
	home, err := url.Parse(h.URL + "hub/")
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"username": {name}, "password": {password}}
	for _, cookie := range jar.Cookies(home) {
		if cookie.Name == "_xsrf" {
			form.Set("_xsrf", cookie.Value)
		}
	}
	post, err := http.NewRequestWithContext(ctx, "POST", page, strings.NewReader(form.Encode()))
	if err == nil {
		post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer := do(post, err)
	token := do(http.NewRequestWithContext(ctx, "GET", h.URL+"hub/token", nil))
	if entered := answer.StatusCode == http.StatusFound; entered != (token.StatusCode == http.StatusOK) {
		t.Errorf("the login of %s answers %d, and the page behind it %d", name, answer.StatusCode, token.StatusCode)
	}
	return token.StatusCode == http.StatusOK
}
