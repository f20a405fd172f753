package jupyter

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"littlesteps/pkg/internal/processes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// emptyHome makes an empty home folder, less Go's caches, and returns it.
func emptyHome(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY"} {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, strings.TrimSpace(string(value)))
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"} {
		t.Setenv(name, "")
	}
	return home
}

const labToken = "a-token-for-tests"

// A running JupyterLab.
type runningLab struct {
	address string
	out     *os.File
	stop    context.CancelFunc
	ended   chan error
}

func startLab(t *testing.T, e *Env) *runningLab {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	// A file, as a terminal is one: kernels that outlive JupyterLab hold it too.
	out, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	ctx, stop := context.WithCancel(context.Background())
	lab := &runningLab{address: fmt.Sprintf("http://127.0.0.1:%d", port), out: out, stop: stop, ended: make(chan error, 1)}
	args := []string{"--no-browser", fmt.Sprintf("--port=%d", port), "--IdentityProvider.token=" + labToken}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	go func() { lab.ended <- e.Lab(ctx, lab.out, args...) }()
	t.Cleanup(stop)
	for began := time.Now(); time.Since(began) < 3*time.Minute; time.Sleep(50 * time.Millisecond) {
		if code, _ := lab.ask("GET", "/api/status", labToken); code == http.StatusOK {
			return lab
		}
	}
	text, _ := os.ReadFile(out.Name())
	t.Fatalf("JupyterLab doesn't answer; it says:\n%s", text)
	return nil
}

func (l *runningLab) ask(method, path, token string) (int, []byte) {
	request, err := http.NewRequest(method, l.address+path, strings.NewReader("{}"))
	if err != nil {
		return 0, nil
	}
	request.Header.Set("Authorization", "token "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, body
}

// sessions returns the folders of sessions in the temporary folder.
func sessions(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(os.TempDir(), sessionPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func kernels(t *testing.T, session string) []processes.Process {
	t.Helper()
	found, err := processes.Naming(session + "/")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// noneLeft fails if a program runs in the session's folder. What was killed
// takes the system a moment to end.
func noneLeft(t *testing.T, session string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) {
		if len(kernels(t, session)) == 0 {
			return
		}
	}
	t.Errorf("left %v", kernels(t, session))
}

// ownTemp gives the test a temporary folder of its own, with a short path.
func ownTemp(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "t")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("TMPDIR", dir)
}

// JupyterLab asks for its token, offers the Go kernel, keeps its sockets to
// itself, and when it is told to end leaves nothing: no process, no folder,
// nothing in the home folder but what is Go's own.
func TestLab(t *testing.T) {
	e := realEnv(t)
	home := emptyHome(t)
	ownTemp(t)
	lab := startLab(t, e)

	if code, _ := lab.ask("GET", "/api/kernelspecs", "wrong"); code != http.StatusForbidden {
		t.Errorf("with a wrong token it answers %d", code)
	}
	_, body := lab.ask("GET", "/api/kernelspecs", labToken)
	var specs struct {
		Default     string
		Kernelspecs map[string]any
	}
	if err := json.Unmarshal(body, &specs); err != nil || specs.Default != KernelName || len(specs.Kernelspecs) != 1 {
		t.Errorf("kernels %s, %v: want the Go kernel alone", body, err)
	}
	// Without a token it serves the explorers, and no other file of .venv/share.
	for path, want := range map[string]int{
		"littlesteps/explorer.wasm.gz": http.StatusOK, "jupyter/kernels/gonb/kernel.json": http.StatusNotFound,
		"static/littlesteps/explorer.wasm.gz": http.StatusNotFound, "littlesteps/../../jupyter/kernels/gonb/kernel.json": http.StatusNotFound,
	} {
		if code, _ := lab.ask("GET", "/static/"+path, ""); code != want {
			t.Errorf("/static/%s without a token: %d, want %d", path, code, want)
		}
	}
	if code, body := lab.ask("POST", "/api/kernels", labToken); code != http.StatusCreated {
		t.Fatalf("a kernel doesn't start: %d %s", code, body)
	}
	open := sessions(t)
	if len(open) != 1 {
		t.Fatalf("sessions %v, want one", open)
	}
	if info, err := os.Stat(open[0]); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its folder: %v, %v", info, err)
	}
	connections, _ := filepath.Glob(filepath.Join(open[0], "kernel-*.json"))
	if len(connections) != 1 {
		t.Fatalf("connection files %v, want one", connections)
	}
	if content, err := os.ReadFile(connections[0]); err != nil || !strings.Contains(string(content), `"transport": "ipc"`) {
		t.Errorf("kernels don't talk over sockets: %s, %v", content, err)
	}
	if len(kernels(t, open[0])) == 0 {
		t.Error("no kernel runs: the test shows nothing")
	}

	lab.stop()
	if err := <-lab.ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	if left := sessions(t); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	noneLeft(t, open[0])
	goOwn := []string{".config/go/", ".cache/goimports/", ".cache/go-build/", "go/"}
	filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(home, path)
		if err == nil && !entry.IsDir() && !slices.ContainsFunc(goOwn, func(own string) bool { return strings.HasPrefix(rel, own) }) {
			t.Errorf("left in the home folder: %s", rel)
		}
		return nil
	})
}

// When JupyterLab is killed, its kernels stay. The session's end ends them.
func TestLabKilled(t *testing.T) {
	e := realEnv(t)
	ownTemp(t)
	lab := startLab(t, e)
	if code, body := lab.ask("POST", "/api/kernels", labToken); code != http.StatusCreated {
		t.Fatalf("a kernel doesn't start: %d %s", code, body)
	}
	session := sessions(t)[0]
	servers, _ := filepath.Glob(filepath.Join(session, "jpserver-*.json"))
	if len(servers) != 1 {
		t.Fatalf("servers %v, want one", servers)
	}
	var pid int
	if _, err := fmt.Sscanf(filepath.Base(servers[0]), "jpserver-%d.json", &pid); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := <-lab.ended; err == nil || !strings.Contains(err.Error(), "ended by itself: signal: killed") {
		t.Errorf("it ended with %v", err)
	}
	noneLeft(t, session)
	if exists(session) {
		t.Error("its folder is left")
	}
}

func TestLabAsRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	err := scratch(t).Lab(context.Background(), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "go tool steps lab -- --allow-root") {
		t.Errorf("error %v", err)
	}
}
