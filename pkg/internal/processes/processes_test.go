package processes

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestList(t *testing.T) {
	processes, err := List()
	if err != nil {
		t.Fatal(err)
	}
	self := slices.IndexFunc(processes, func(p Process) bool { return p.Pid == os.Getpid() })
	if self < 0 || !strings.Contains(processes[self].Command, "test") {
		t.Errorf("this process isn't among %d", len(processes))
	}
	table := "    1 /sbin/init splash\n  200 gopls -listen unix;/tmp/a b\nnonsense\n"
	want := []Process{{1, "/sbin/init splash"}, {200, "gopls -listen unix;/tmp/a b"}}
	if got := parse(table); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// What a session's leader has started is killed, also from another process group.
func TestKillSession(t *testing.T) {
	const seconds = "3173.5"
	cmd := exec.Command("sh", "-c", "set -m; sleep "+seconds+" & echo started; wait")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.Read(make([]byte, 1))
	if found, err := Naming("sleep " + seconds); err != nil || len(found) == 0 {
		t.Fatalf("found %v, %v: the test shows nothing", found, err)
	}
	KillSession(cmd.Process.Pid)
	cmd.Wait()
	if left, err := Naming("sleep " + seconds); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
