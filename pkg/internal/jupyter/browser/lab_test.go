package browser

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

	"littlesteps/pkg/internal/jupyter"
)

// A lab is a JupyterLab at work on copies of the notebooks.
type lab struct {
	url  string // ends with a slash
	root string // the folder with the copies

	stop  context.CancelFunc
	ended chan error
	said  *lines
}

const token = "a-token-for-tests"

// startLab starts JupyterLab in a folder of its own. base is its base URL, such
// as "/" or "/user/ada/".
func startLab(env *jupyter.Env, base string) (*lab, error) {
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
	l := &lab{
		url:  fmt.Sprintf("http://127.0.0.1:%d%s", port, base),
		root: work, stop: stop, ended: make(chan error, 1), said: &lines{},
	}
	args := []string{
		work, // in place of the lesson's own folder
		"--no-browser", "--ip=127.0.0.1", fmt.Sprintf("--port=%d", port), "--ServerApp.port_retries=0",
		"--IdentityProvider.token=" + token, "--ServerApp.base_url=" + base,
		// What JupyterLab remembers stays out of the checkout's own memory.
		"--LabApp.workspaces_dir=" + state, "--LabApp.user_settings_dir=" + filepath.Join(state, "settings"),
		"--NotebookNotary.db_file=" + filepath.Join(state, "trust.db"),
		"--LabApp.expose_app_in_browser=True", // so that tests can ask it
	}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	go func() {
		err := env.Lab(ctx, l.said, args...)
		l.ended <- errors.Join(err, os.RemoveAll(root))
	}()
	started = append([]func() error{l.close}, started...)
	return l, l.waitUntilUp()
}

// waitUntilUp waits until the server answers.
func (l *lab) waitUntilUp() error {
	deadline := time.After(5 * time.Minute)
	for {
		resp, err := http.Get(l.url + "api/status?token=" + token)
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
			return fmt.Errorf("JupyterLab isn't up after a minute: %w\n%s", err, l.said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// close ends JupyterLab and its kernels, and removes the copies.
func (l *lab) close() error {
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

// lines collects what a program says.
type lines struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return strings.TrimSpace(l.text.String())
}

// copyOf puts a copy of a notebook into the lab's folder, and returns its name
// there, which is the test's.
func (l *lab) copyOf(t *testing.T, notebook string) string {
	t.Helper()
	content, err := os.ReadFile(notebook)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(t.Name(), "/", "-") + ".ipynb"
	if err := os.WriteFile(filepath.Join(l.root, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
