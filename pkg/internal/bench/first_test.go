package bench

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"testing"
)

// The test's own program stands in for steps, where this variable says how it behaves.
const asSteps = "LITTLESTEPS_TEST_AS_STEPS"

func TestMain(m *testing.M) {
	if how := os.Getenv(asSteps); how != "" {
		os.Exit(likeSteps(how, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// likeSteps is a steps whose lab answers at once, and ends when it is interrupted.
func likeSteps(how string, args []string) int {
	switch {
	case args[0] == "run" && how == "cell fails":
		fmt.Println("first: line 7: undefined: chart")
		return 1
	case args[0] == "run":
		return 0
	case how == "no lab":
		fmt.Println("no Python 3.10")
		return 1
	}
	port := ""
	for _, arg := range args {
		if after, ok := strings.CutPrefix(arg, "--port="); ok {
			port = after
		}
	}
	if _, err := net.Listen("tcp", "127.0.0.1:"+port); err != nil {
		fmt.Println(err)
		return 1
	}
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt)
	fmt.Println("[1/1] Go kernel: done in 2 s\nAll is ready in the background.")
	<-stopped
	return 0
}

// The way to the first cell has three marks; where it ends early, what was said is kept.
func TestFirstCell(t *testing.T) {
	t.Parallel()
	for how, want := range map[string]struct{ marks, err, said string }{
		"well":       {"JupyterLab answers after, the first cell has run after, completion, explorers and the lesson's cells are there after", "", "[1/1] Go kernel: done in 2 s"},
		"no lab":     {"", "steps lab ended by itself", "no Python 3.10"},
		"cell fails": {"JupyterLab answers after", "exit status 1", "undefined: chart"},
	} {
		steps := func(args ...string) *exec.Cmd {
			cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
			cmd.Env = append(os.Environ(), asSteps+"="+how)
			return cmd
		}
		rows, said, err := firstCell(t.Context(), steps, t.TempDir())
		var marks []string
		for _, row := range rows {
			marks = append(marks, row[0])
		}
		if err == nil && want.err != "" || err != nil && (want.err == "" || !strings.Contains(err.Error(), want.err)) {
			t.Errorf("%s: error %v, want %q", how, err, want.err)
		}
		if want.err == "" && strings.Join(marks, ", ") != want.marks || !strings.Contains(string(said), want.said) {
			t.Errorf("%s: marks %q, said %q", how, marks, said)
		}
	}
}

func TestRemoveAll(t *testing.T) {
	dir := t.TempDir() + "/modules"
	if err := os.MkdirAll(dir+"/one", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/one/a.go", nil, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir+"/one", 0o555); err != nil { // as Go's modules are
		t.Fatal(err)
	}
	removeAll(dir)
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}
