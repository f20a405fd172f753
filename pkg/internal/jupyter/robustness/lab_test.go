package robustness

import (
	"bytes"
	"context"
	"encoding/json"
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

// shortTemp makes a temporary folder with a path that is short enough for
// sockets, and has this process use it.
func shortTemp(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("TMPDIR", dir)
	return dir
}

// startLab starts JupyterLab. When the test ends it is told to end too, and
// must leave no process and no folder.
func startLab(t *testing.T, env *jupyter.Env) *lab {
	t.Helper()
	return startLabIn(t, env, shortTemp(t))
}

func startLabIn(t *testing.T, env *jupyter.Env, temp string) *lab {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	listener.Close()
	state, err := os.MkdirTemp("/tmp", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(state) })
	work := filepath.Join(state, "notebooks")
	if err := os.Mkdir(work, 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &lab{address: address, temp: temp, work: work, stop: stop, ended: make(chan error, 1), said: &said{}}
	args := []string{
		work, "--no-browser", "--ip=127.0.0.1", "--port=" + port, "--ServerApp.port_retries=0",
		"--IdentityProvider.token=" + token, "--NotebookNotary.db_file=" + filepath.Join(state, "trust.db"),
	}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	go func() { l.ended <- env.Lab(ctx, l.said, args...) }()
	t.Cleanup(func() { l.end(t) })
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		if code, _ := l.ask("GET", "/api/status", nil); code == http.StatusOK {
			return l
		}
		select {
		case err := <-l.ended:
			l.ended <- err
			t.Fatalf("JupyterLab ended: %v\n%s", err, l.said.text())
		default:
		}
	}
	t.Fatalf("JupyterLab doesn't answer; it says:\n%s", l.said.text())
	return nil
}

// end ends JupyterLab, and wants nothing left of it.
func (l *lab) end(t *testing.T) {
	t.Helper()
	if l.stop == nil {
		return
	}
	l.stop()
	l.stop = nil
	select {
	case err := <-l.ended:
		if err != nil {
			t.Errorf("JupyterLab ended with %v\n%s", err, l.said.text())
		}
	case <-time.After(patience):
		t.Error("JupyterLab doesn't end")
	}
	wantNothingLeft(t, l.temp)
}

// wantNothingLeft looks for processes that name the folder, and for files in it.
func wantNothingLeft(t *testing.T, temp string) {
	t.Helper()
	if left := waitUntilGone(t, temp+"/"); len(left) > 0 {
		t.Errorf("processes are left: %v", left)
	}
	files, _ := filepath.Glob(filepath.Join(temp, "*"))
	if len(files) > 0 {
		t.Errorf("files are left: %v", files)
	}
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
