package robustness

import (
	"encoding/json"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/processes"
)

// gopls runs once somebody asks, and one that has ended is back for the next question.
func TestCompletionSleeps(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	if len(helpers(t, k)) > 0 {
		t.Error("gopls runs before anybody asks")
	}
	for range 2 {
		for began := time.Now(); ; {
			var reply struct{ Matches []string }
			if err := json.Unmarshal(k.ask(t, "complete", "%%\nfmt.Printl", 13).Raw, &reply); err != nil {
				t.Fatal(err)
			}
			if len(reply.Matches) > 0 {
				break
			}
			if time.Since(began) > patience {
				t.Fatal("nothing is completed")
			}
		}
		running := helpers(t, k)
		if len(running) == 0 {
			t.Fatal("no gopls")
		}
		for _, p := range running {
			syscall.Kill(p.Pid, syscall.SIGKILL)
		}
	}
}

// helpers returns the kernel's gopls.
func helpers(t *testing.T, k *kernel) (found []processes.Process) {
	t.Helper()
	all, err := processes.Naming(k.temp + "/")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if filepath.Base(programOf(p.Pid)) == "gopls" {
			found = append(found, p)
		}
	}
	return found
}
