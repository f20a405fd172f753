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
	l := startLab(t, envtest.Env(t))
	k := l.kernel(t)
	started := filepath.Join(l.work, "started")
	number := k.send(t, fmt.Sprintf("%%%%\nos.WriteFile(%q, nil, 0o600)\nfor {\n\ttime.Sleep(time.Second)\n}", started))
	waitForFile(t, started)
	program := processesNaming(l.temp + "/")
	program = slices.DeleteFunc(program, func(pid int) bool { return !strings.HasPrefix(programOf(pid), l.temp+"/") })
	if len(program) != 1 {
		t.Fatalf("the cell's program isn't one process, but %v: the test shows nothing", program)
	}
	if err := syscall.Kill(k.process(t), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if o := k.await(t, number); o.status != "restarting" && o.status != "autorestarting" {
		t.Errorf("JupyterLab says %q", o.status)
	}
	for range 50 {
		if programOf(program[0]) == "" {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if left := programOf(program[0]); left != "" {
		t.Errorf("left: %s", left)
	}
	k.drain()
	k.do(t, preamble).wantOK(t)
	k.do(t, "%%\nfmt.Println(1)").wantOK(t)
}

// Expected of two JupyterLabs on one checkout: each runs its cells, and the end
// of one doesn't disturb the other.
func TestTwoLabs(t *testing.T) {
	env := envtest.Env(t)
	one, two := startLab(t, env), startLab(t, env)
	k, other := one.kernel(t), two.kernel(t)
	k.do(t, "var mine = 1").wantOK(t)
	other.do(t, "var theirs = 2").wantOK(t)
	number := other.send(t, "%%\ntime.Sleep(3 * time.Second)\nfmt.Println(theirs)")
	k.do(t, "%%\nfmt.Println(mine)").wantOK(t)
	one.end(t)
	if o := other.await(t, number).wantOK(t); o.stdout != "2\n" {
		t.Errorf("the other prints %q", o.stdout)
	}
	other.do(t, "%%\nfmt.Println(theirs)").wantOK(t)
}

// Expected of eight kernels at once: each answers, none disturbs another.
func TestEightKernels(t *testing.T) {
	long(t)
	l := startLab(t, envtest.Env(t))
	var kernels []*kernel
	var numbers []int
	for range 8 {
		kernels = append(kernels, l.kernel(t))
	}
	for round := range 3 {
		numbers = nil
		for i, k := range kernels {
			numbers = append(numbers, k.send(t, fmt.Sprintf("%%%%\nfmt.Println(%d, %d)", round, i)))
		}
		for i, k := range kernels {
			if o := k.await(t, numbers[i]).wantOK(t); o.stdout != fmt.Sprintf("%d %d\n", round, i) {
				t.Errorf("kernel %d prints %q in round %d", i, o.stdout, round)
			}
		}
	}
}

// programOf returns the path of a process's program, "" for one that has ended.
func programOf(pid int) string {
	path, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return path
}
