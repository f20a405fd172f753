package guard

import (
	"os/exec"
	"strconv"
	"syscall"
	"testing"
)

// A program may have most of the free memory, or less where less was set.
func TestLimit(t *testing.T) {
	free := available()
	if free == 0 {
		t.Fatal("the free memory isn't known")
	}
	for _, before := range []uint64{0, 1 << 30} {
		cmd := exec.Command("sleep", "1000")
		Prepare(cmd)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		most := free
		if before > 0 {
			most = before
			if _, err := dataLimit(cmd.Process.Pid, &syscall.Rlimit{Cur: before, Max: before}); err != nil {
				t.Fatal(err)
			}
		}
		Limit(cmd.Process.Pid)
		got, err := dataLimit(cmd.Process.Pid, nil)
		if err != nil || got.Cur > most || got.Cur < most/2 {
			t.Errorf("limit %d, %v: want less than %d", got.Cur, err, most)
		}
		if err := Kill(cmd.Process.Pid); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Error("process " + strconv.Itoa(cmd.Process.Pid) + " wasn't killed")
		}
	}
}
