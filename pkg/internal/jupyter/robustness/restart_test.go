package robustness

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
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
	l := startLab(t, env)
	k := l.kernel(t)
	processes, folders := 0, 0
	for round := range rounds {
		k.restart(t)
		var numbers []int
		for _, cell := range codes { // all at once, as JupyterLab does
			numbers = append(numbers, k.send(t, cell.Source))
		}
		for i, number := range numbers {
			if k.await(t, number).wantOK(t); t.Failed() {
				t.Fatalf("that was %s in round %d", codes[i], round+1)
			}
		}
		running, left := l.remains(env)
		if round == 0 {
			processes, folders = running, len(left)
		}
		for began := time.Now(); (running > processes || len(left) > folders) && time.Since(began) < 20*time.Second; {
			time.Sleep(200 * time.Millisecond) // what ends needs a moment
			running, left = l.remains(env)
		}
		if running > processes || len(left) > folders {
			t.Fatalf("after round %d there are %d processes (%d at first), and the folders %v (%d at first)", round+1, running, processes, left, folders)
		}
	}
}

// remains counts the kernels and the programs of cells that run, without gopls,
// which comes and goes in its own time, and finds the kernels' files.
func (l *lab) remains(env *jupyter.Env) (running int, files []string) {
	for _, pid := range processesNaming(l.temp + "/") {
		if program := programOf(pid); program == env.Program("gonb") || strings.HasPrefix(program, l.temp) {
			running++
		}
	}
	files, _ = filepath.Glob(filepath.Join(l.temp, "*", "tmp", "gonb*"))
	return running, files
}
