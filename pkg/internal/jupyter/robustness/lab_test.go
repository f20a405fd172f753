package robustness

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/processes"
	"littlesteps/pkg/internal/suite"
)

// patience is how long anything may take here. It only ends what hangs.
const patience = 2 * time.Minute

const token = "a-token-for-tests"

// A lab is a JupyterLab at work in a temporary folder of its own.
type lab struct {
	address string
	folder  string // all that is its own
	temp    string // the temporary folder of its session
	work    string // the folder of its notebooks
	stop    context.CancelFunc
	ended   chan error
	said    *said
}

// said collects what a program says.
type said struct {
	sync.Mutex
	bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	return s.Buffer.Write(p)
}

func (s *said) text() string {
	s.Lock()
	defer s.Unlock()
	return s.String()
}

// long skips a test that takes much of the machine, where that isn't wanted.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("takes a minute or more: run with --long")
	}
}

// startLab starts a JupyterLab for the test alone. When the test ends it is told to
// end too, and must leave no process and no folder.
func startLab(t *testing.T, env *jupyter.Env) *lab {
	t.Helper()
	l, err := newLab(env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.end(t) })
	return l
}

// shared is the JupyterLab of the tests that leave it as it was.
var shared struct {
	sync.Once
	lab *lab
	err error
}

func sharedLab(t *testing.T, env *jupyter.Env) *lab {
	t.Helper()
	shared.Do(func() { shared.lab, shared.err = newLab(env) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.lab
}

// TestMain ends the shared JupyterLab, which must leave nothing either.
func TestMain(m *testing.M) {
	code := m.Run()
	if shared.lab != nil {
		if err := shared.lab.stopped(); err != nil {
			fmt.Fprintln(os.Stderr, "FAIL:", err)
			code = 1
		}
	}
	os.Exit(code)
}

func newLab(env *jupyter.Env) (*lab, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	listener.Close()
	folder, err := os.MkdirTemp("/tmp", "s") // a path that is short enough for sockets
	if err != nil {
		return nil, err
	}
	l := &lab{address: address, folder: folder, temp: filepath.Join(folder, "t"), work: filepath.Join(folder, "notebooks"), ended: make(chan error, 1), said: &said{}}
	if err := errors.Join(os.Mkdir(l.temp, 0o700), os.Mkdir(l.work, 0o700)); err != nil {
		return nil, err
	}
	var ctx context.Context
	ctx, l.stop = context.WithCancel(context.Background())
	args := []string{
		l.work, "--no-browser", "--ip=127.0.0.1", "--port=" + port, "--ServerApp.port_retries=0",
		"--IdentityProvider.token=" + token, "--NotebookNotary.db_file=" + filepath.Join(folder, "trust.db"),
	}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	before := os.Getenv("TMPDIR")
	os.Setenv("TMPDIR", l.temp)
	defer os.Setenv("TMPDIR", before)
	go func() { l.ended <- env.Lab(ctx, l.said, args...) }()
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		if code, _ := l.ask("GET", "/api/status", nil); code == http.StatusOK {
			return l, nil
		}
		select {
		case err := <-l.ended:
			l.ended <- err
			return nil, errors.Join(fmt.Errorf("JupyterLab ended: %w; it says %s", err, l.said.text()), l.stopped())
		default:
		}
	}
	return nil, errors.Join(fmt.Errorf("JupyterLab doesn't answer; it says %s", l.said.text()), l.stopped())
}

// end ends JupyterLab, and wants nothing left of it.
func (l *lab) end(t *testing.T) {
	t.Helper()
	if err := l.stopped(); err != nil {
		t.Error(err)
	}
}

// stopped ends JupyterLab, once, and looks for processes that it has left, and for
// files.
func (l *lab) stopped() (problem error) {
	if l.stop == nil {
		return nil
	}
	l.stop()
	l.stop = nil
	defer os.RemoveAll(l.folder)
	select {
	case err := <-l.ended:
		if err != nil {
			problem = fmt.Errorf("JupyterLab ended with %w\n%s", err, l.said.text())
		}
	case <-time.After(patience):
		problem = errors.New("JupyterLab doesn't end")
	}
	left, err := gone(l.temp + "/")
	files, _ := filepath.Glob(filepath.Join(l.temp, "*"))
	if len(left) > 0 || len(files) > 0 {
		problem = errors.Join(problem, fmt.Errorf("processes are left: %v, and files: %v", left, files))
	}
	return errors.Join(problem, err)
}

// ask sends a request, and returns the status and the body of its answer.
func (l *lab) ask(method, path string, content any) (int, []byte) {
	body, err := json.Marshal(content)
	if err != nil {
		return 0, nil
	}
	request, err := http.NewRequest(method, "http://"+l.address+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil
	}
	request.Header.Set("Authorization", "token "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, []byte(err.Error())
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, text
}

// kernel starts a kernel of JupyterLab's, and returns its id and its connection
// file.
func (l *lab) kernel(t *testing.T) (id, file string) {
	t.Helper()
	code, body := l.ask("POST", "/api/kernels", map[string]string{"name": jupyter.KernelName})
	var made struct{ ID string }
	if err := json.Unmarshal(body, &made); code != http.StatusCreated || err != nil {
		t.Fatalf("a kernel doesn't start: %d %s", code, body)
	}
	t.Cleanup(func() {
		if l.stop != nil {
			l.ask("DELETE", "/api/kernels/"+made.ID, nil)
		}
	})
	files, _ := filepath.Glob(filepath.Join(l.temp, "*", "kernel-"+made.ID+".json"))
	if len(files) != 1 {
		t.Fatalf("connection files %v, want one", files)
	}
	return made.ID, files[0]
}

// process returns the process of a kernel, or 0.
func (l *lab) process(t *testing.T, id string) int {
	t.Helper()
	found, err := processes.Naming("kernel-" + id + ".json")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		return p.Pid
	}
	return 0
}
