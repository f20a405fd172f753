package tool

import (
	"os"
	"os/exec"
	"path/filepath"
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
		limit(cmd.Process.Pid)
		got, err := dataLimit(cmd.Process.Pid, nil)
		if err != nil || got.Cur > most || got.Cur < most/2 {
			t.Errorf("limit %d, %v: want less than %d", got.Cur, err, most)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Error("process " + strconv.Itoa(cmd.Process.Pid) + " wasn't killed")
		}
	}
}

// A container's memory counts, less what only waits to be read again.
func TestContainerRoom(t *testing.T) {
	group := t.TempDir()
	for _, test := range []struct {
		max, current, stat string
		room               uint64
		limited            bool
	}{
		{"", "", "", 0, false},
		{"max", "1000", "", 0, false},
		{"2000", "", "", 0, false},
		{"2000", "1500", "anon 900\ninactive_file 400\n", 900, true},
		{"2000", "1500", "", 500, true},
		{"2000", "2500", "", 0, true},
	} {
		for name, content := range map[string]string{"memory.max": test.max, "memory.current": test.current, "memory.stat": test.stat} {
			path := filepath.Join(group, name)
			os.Remove(path)
			if content == "" {
				continue
			}
			if err := os.WriteFile(path, []byte(content+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if room, limited := containerRoom(group); room != test.room || limited != test.limited {
			t.Errorf("%+v: %d, %v", test, room, limited)
		}
	}
}
