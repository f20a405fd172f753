// Package labtest starts JupyterLab for tests in a browser, the way `go tool steps
// lab` does, in a folder of its own.
package labtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
)

// Token is what JupyterLab asks for.
const Token = "a-token-for-tests"

// A Lab is a JupyterLab at work.
type Lab struct {
	URL  string // ends with a slash
	Root string // the folder with the notebooks

	stop  context.CancelFunc
	ended chan error
	said  *output
}

// Need skips the test as [browsertest.Need] and [envtest.Env] do, and returns
// the environment.
func Need(t testing.TB) *jupyter.Env {
	t.Helper()
	browsertest.Need(t)
	return envtest.Env(t)
}

// Start starts JupyterLab and waits until it answers. base is its base URL,
// such as "/" or "/user/ada/"; args are more arguments for it. Whoever starts
// it closes it.
func Start(env *jupyter.Env, base string, args ...string) (*Lab, error) {
	root, err := os.MkdirTemp("", "steps-browser-")
	if err != nil {
		return nil, err
	}
	work, state := filepath.Join(root, "notebooks"), filepath.Join(root, "state")
	if err := errors.Join(os.Mkdir(work, 0o700), os.Mkdir(state, 0o700)); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &Lab{
		URL:  fmt.Sprintf("http://127.0.0.1:%d%s", port, base),
		Root: work, stop: stop, ended: make(chan error, 1), said: &output{},
	}
	all := []string{
		work, // in place of the lesson's own folder
		"--no-browser", "--ip=127.0.0.1", fmt.Sprintf("--port=%d", port), "--ServerApp.port_retries=0",
		"--IdentityProvider.token=" + Token, "--ServerApp.base_url=" + base,
		// What JupyterLab remembers stays out of the checkout's own memory.
		"--LabApp.workspaces_dir=" + state, "--LabApp.user_settings_dir=" + filepath.Join(state, "settings"),
		"--NotebookNotary.db_file=" + filepath.Join(state, "trust.db"),
		"--LabApp.expose_app_in_browser=True", // so that tests can ask it
	}
	if os.Geteuid() == 0 {
		all = append(all, "--allow-root")
	}
	go func() {
		err := env.Lab(ctx, l.said, append(all, args...)...)
		l.ended <- errors.Join(err, os.RemoveAll(root))
	}()
	if err := l.waitUntilUp(); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// waitUntilUp waits until the server answers.
func (l *Lab) waitUntilUp() error {
	deadline := time.After(5 * time.Minute)
	for {
		resp, err := http.Get(l.URL + "api/status?token=" + Token)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
			err = errors.New(resp.Status)
		}
		select {
		case end := <-l.ended:
			l.ended <- end
			return fmt.Errorf("JupyterLab ended: %w\n%s", end, l.said)
		case <-deadline:
			return fmt.Errorf("JupyterLab isn't up: %w\n%s", err, l.said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Close ends JupyterLab and its kernels, and removes its folder.
func (l *Lab) Close() error {
	l.stop()
	return <-l.ended
}

// freePort asks the system for a port that nobody uses.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// An output collects what a program says.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return strings.TrimSpace(o.text.String())
}
