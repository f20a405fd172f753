package robustness

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
)

// Expected when a kernel is killed in the middle of a cell, as the system does
// when the memory is full: its cell's program and gopls end with it,
// JupyterLab starts it anew by itself, and its cells run again.
func TestKernelKilled(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends a program when its parent is killed; elsewhere the end of JupyterLab, or doctor --fix, does it")
	}
	l := sharedLab(t, envtest.Env(t))
	id, file := l.kernel(t)
	k := attach(t, file, l.temp)
	k.do(t, preamble).wantOK(t)
	started := filepath.Join(l.work, "started")
	k.send(t, fmt.Sprintf("%%%%\nos.WriteFile(%q, nil, 0o600)\nfor {\n\ttime.Sleep(time.Second)\n}", started))
	waitForFile(t, started)
	program := programs(t, l.temp)
	if len(program) != 1 {
		t.Fatalf("the cell's program isn't one process, but %v: the test shows nothing", program)
	}
	killed := l.process(t, id)
	if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); programOf(program[0]) != "" && time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
	}
	if left := programOf(program[0]); left != "" {
		t.Errorf("left: %s", left)
	}
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		if l.process(t, id) != killed && l.process(t, id) != 0 {
			break
		}
		if time.Since(began) > patience {
			t.Fatal("JupyterLab doesn't start it anew")
		}
	}
	k = attach(t, file, l.temp)
	k.do(t, preamble).wantOK(t)
	k.do(t, "%%\nfmt.Println(1)").wantOK(t)
}

// Expected when the client of a kernel is killed, with no chance to say goodbye:
// the kernel ends, with gopls, the cell's program and its folder, within 10 s. The
// client here is Jupyter's own.
func TestClientKilled(t *testing.T) {
	t.Parallel()
	env := envtest.Env(t)
	session, err := env.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	started := filepath.Join(t.TempDir(), "started")
	cell := fmt.Sprintf("%%noautoget\nimport (\n\t\"os\"\n\t\"time\"\n)\n%%%%\nos.WriteFile(%q, nil, 0o600)\ntime.Sleep(time.Hour)", started)
	cmd := session.Command(t.Context(), "python", "-I", "-c", fmt.Sprintf(`import time
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="gonb")
client.complete("%%%%\nfmt.", 7, reply=True, timeout=60)
client.execute(%q)
time.sleep(3600)`, cell))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForFile(t, started)
	running := strings.Join(waitUntilThere(t, session.Dir()+"/"), "\n")
	if !strings.Contains(running, "gonb --kernel") || !strings.Contains(running, "gopls") || len(programs(t, session.Dir())) != 1 {
		t.Errorf("what runs isn't the kernel, gopls and the cell's program: the test shows little\n%s", running)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if left := waitUntilGone(t, session.Dir()+"/"); len(left) > 0 {
		t.Errorf("10 s after its client's end: %v", left)
	}
	left, _ := filepath.Glob(filepath.Join(session.Dir(), "tmp", "gonb_*"))
	// A pipe between the kernel and the cell's program may stay: a name, and no room.
	left = slices.DeleteFunc(left, func(path string) bool { return strings.HasPrefix(filepath.Base(path), "gonb_pipe_") })
	if len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// Expected of two JupyterLabs on one checkout: each runs its cells, and the end
// of one doesn't disturb the other.
func TestTwoLabs(t *testing.T) {
	env := envtest.Env(t)
	one, two := startLab(t, env), sharedLab(t, env)
	_, file := one.kernel(t)
	k := attach(t, file, one.temp)
	_, file = two.kernel(t)
	other := attach(t, file, two.temp)
	k.do(t, preamble+"\nvar mine = 1\n%%\nfmt.Println(mine)").wantOK(t)
	other.do(t, preamble+"\nvar theirs = 2").wantOK(t)
	started, ended := filepath.Join(two.work, "started"), filepath.Join(two.work, "ended")
	number := other.send(t, fmt.Sprintf("%%%%\nos.WriteFile(%q, nil, 0o600)\nfor {\n\tif _, err := os.Stat(%q); err == nil {\n\t\tbreak\n\t}\n\ttime.Sleep(10 * time.Millisecond)\n}\nfmt.Println(theirs)", started, ended))
	waitForFile(t, started)
	one.end(t)
	if err := os.WriteFile(ended, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if o := other.await(t, number).wantOK(t); o.stdout != "2\n" {
		t.Errorf("the other prints %q", o.stdout)
	}
	other.do(t, "%%\nfmt.Println(theirs)").wantOK(t)
}

// Expected of eight kernels at once: each answers, none disturbs another.
func TestEightKernels(t *testing.T) {
	long(t)
	env := envtest.Env(t)
	var kernels []*kernel
	for range 8 {
		kernels = append(kernels, startKernel(t, env))
	}
	for round := range 3 {
		var requests []string
		for i, k := range kernels {
			requests = append(requests, k.send(t, fmt.Sprintf("%%%%\nfmt.Println(%d, %d)", round, i)))
		}
		for i, k := range kernels {
			if o := k.await(t, requests[i]).wantOK(t); o.stdout != fmt.Sprintf("%d %d\n", round, i) {
				t.Errorf("kernel %d prints %q in round %d", i, o.stdout, round)
			}
		}
	}
}
