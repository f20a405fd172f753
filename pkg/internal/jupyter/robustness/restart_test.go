package robustness

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/processes"
	"littlesteps/pkg/internal/suite"
)

// Expected of Restart and Run All, again and again: each round runs all cells of
// a notebook, and leaves as many processes and folders as one round did.
func TestRestartAndRunAll(t *testing.T) {
	env := envtest.Env(t)
	rounds := 2
	n, err := notebook.Read(env.Path("notebooks", "01_little_steps.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	codes := n.Codes()
	if os.Getenv(suite.LongVariable) == "" {
		codes = codes[:3]
	} else {
		rounds = 20
	}
	l := sharedLab(t, env)
	id, file := l.kernel(t)
	running, folders := 0, 0
	for round := range rounds {
		if code, body := l.ask("POST", "/api/kernels/"+id+"/restart", nil); code != http.StatusOK {
			t.Fatalf("restart: %d %s", code, body)
		}
		k := attach(t, file, l.temp)
		k.do(t, preamble).wantOK(t)
		var requests []string
		for _, cell := range codes { // all at once, as JupyterLab does
			requests = append(requests, k.send(t, cell.Source))
		}
		for i, request := range requests {
			if k.await(t, request).wantOK(t); t.Failed() {
				t.Fatalf("that was %s in round %d", codes[i], round+1)
			}
		}
		k.Detach()
		if round == 0 {
			running, folders = l.remains(t, env)
		}
		var now, left int
		for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) { // what ends needs a moment
			if now, left = l.remains(t, env); now <= running && left <= folders {
				break
			}
		}
		if now > running || left > folders {
			t.Fatalf("after round %d there are %d processes (%d at first), and %d folders (%d at first)", round+1, now, running, left, folders)
		}
	}
}

// remains counts the kernels and the programs of cells that run, without gopls,
// which comes and goes in its own time, and the kernels' files.
func (l *lab) remains(t *testing.T, env *jupyter.Env) (running, files int) {
	t.Helper()
	running = len(programs(t, l.temp))
	all, err := processes.Naming(l.temp + "/")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if programOf(p.Pid) == env.Program("gonb") {
			running++
		}
	}
	left, _ := filepath.Glob(filepath.Join(l.temp, "*", "tmp", "gonb*"))
	return running, len(left)
}
