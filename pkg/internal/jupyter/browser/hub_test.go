//go:build linux

package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/hub"
)

// TestHub: two learners log in to one JupyterHub, each in a browser of their
// own, and run a notebook at the same time. Then each asks for the other's
// server.
func TestHub(t *testing.T) {
	programs := os.Getenv("LITTLESTEPS_HUB")
	if programs == "" {
		t.Skip("no hub is installed: docker/hub/test.sh installs one and runs this")
	}
	place := at(t)
	users := []string{"ada", "ben"}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	h, err := hub.Start(ctx, hub.Options{Env: place.env, Programs: place.env.Path(programs), Users: users})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	pages := map[string]*page{}
	for _, user := range users {
		// A tab with cookies of its own.
		pages[user] = newTab(t, browsertest.Look{Alone: true})
		pages[user].logIn(h, user)
	}
	t.Run("at once", func(t *testing.T) {
		for _, user := range users {
			t.Run(user, func(t *testing.T) {
				t.Parallel()
				home, err := h.Home(user)
				if err != nil {
					t.Fatal(err)
				}
				own := &lab{url: h.URL + "user/" + user + "/", root: home}
				name := own.copyOf(t, place.env.Path("notebooks", "01_little_steps.ipynb"))
				p := newTab(t, browsertest.Look{Person: pages[user].Page})
				p.openNotebook(own, name, "?reset")
				p.runAll()
				p.checkFigures(figures["01_little_steps"], "svg")
				p.save()
				if _, err := os.Stat(filepath.Join(home, name)); err != nil {
					t.Error(err)
				}
			})
		}
	})
	for user, other := range map[string]string{"ada": "ben", "ben": "ada"} {
		pages[user].checkRefused(h, other)
	}
}

// logIn fills in the hub's login page, and waits for the learner's JupyterLab.
func (p *page) logIn(h *hub.Hub, user string) {
	p.Helper()
	p.Navigate(h.URL)
	p.await("the login page is there", `!!document.querySelector("form[action*='login'] #username_input")`)
	ask[bool](p, `(() => {
		document.querySelector("#username_input").value = `+quote(user)+`;
		document.querySelector("#password_input").value = `+quote(h.Password)+`;
		document.querySelector("form[action*='login']").requestSubmit();
		return true;
	})()`)
	p.await("JupyterLab is there", `location.pathname.startsWith("/user/`+user+`/lab") && !!window.jupyterapp`)
}

// checkRefused: with the learner's own cookies, another's server is closed, as
// a page and to scripts.
func (p *page) checkRefused(h *hub.Hub, other string) {
	p.Helper()
	place := h.URL + "user/" + other + "/"
	status := func(path string) int {
		return ask[int](p, `fetch(`+quote(path)+`, { headers: { "X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1] } }).then((r) => r.status)`)
	}
	own := strings.TrimSuffix(ask[string](p, `jupyterapp.serviceManager.serverSettings.baseUrl`), "/")
	if code := status(own + "/api/contents"); code != 200 {
		p.Errorf("one's own server answers %d: the test shows nothing", code)
	}
	for _, path := range []string{"api/contents", "api/kernels", "lab"} {
		if code := status(place + path); code != 403 {
			p.Errorf("the server of %s answers %d to %s, want 403", other, code, path)
		}
	}
	p.Navigate(place + "lab")
	p.await("the page is refused", `document.body.innerText.includes("403")`)
	if ask[bool](p, `!!window.jupyterapp`) {
		p.Errorf("JupyterLab of %s is open", other)
	}
}
