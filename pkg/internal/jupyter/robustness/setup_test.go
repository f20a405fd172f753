package robustness

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/jupyter"
)

// Expected of a real set-up that is killed in each of its steps: the next one
// goes on from there. Then the checkout is renamed, to a name with a space: one
// more set-up, without the network, mends what named the old place, a second has
// nothing to do, and cells run.
func TestSetupKilledAndMoved(t *testing.T) {
	long(t)
	env := envtest.Env(t)
	base, err := os.MkdirTemp("/tmp", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	first, second := filepath.Join(base, "first"), filepath.Join(base, "moved here")
	copyCommitted(t, env.Root, first)
	steps := filepath.Join(base, "steps")
	if out, err := exec.Command("go", "build", "-C", env.Root, "-o", steps, "./pkg/cmd/steps").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	killed := map[string]bool{}
	for {
		title, said, ended := setupUntilKilled(t, steps, first, killed)
		if ended != nil {
			if strings.Contains(said, "nothing answers there") {
				t.Skip("set-up needs the network: " + said)
			}
			t.Fatalf("%v\n%s", ended, said)
		}
		if title == "" {
			break
		}
		t.Logf("killed in: %s", title)
		killed[title] = true
	}
	if len(killed) < 8 {
		t.Errorf("killed in %d steps only: the test shows little", len(killed))
	}

	if err := os.Rename(first, second); err != nil {
		t.Fatal(err)
	}
	offline := []string{"HTTPS_PROXY=http://127.0.0.1:1", "GOPROXY=off"}
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(steps, args...)
		cmd.Dir, cmd.Env = second, append(os.Environ(), offline...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if said := run("setup"); !strings.Contains(said, "New place of the checkout: done") {
		t.Errorf("moved, set-up says\n%s", said)
	}
	if said := run("setup"); said != "" {
		t.Errorf("with nothing to do, set-up says\n%s", said)
	}
	moved := &jupyter.Env{Root: second}
	k := startKernel(t, moved)
	if o := k.do(t, "import \"littlesteps/pkg/descent\"\n%%\nfmt.Println(descent.GradientDescent(0.5))").wantOK(t); o.stdout == "" {
		t.Error("a cell in the moved checkout prints nothing")
	}
}

var stepBegins = regexp.MustCompile(`(?m)^\[\d+/\d+\] ([^:\n]+) \.\.\.$`)

// setupUntilKilled runs a set-up and kills it in the first step that isn't in
// done, as soon as that begins. It returns the step's title, "" if the set-up
// came to its end.
func setupUntilKilled(t *testing.T, steps, root string, done map[string]bool) (title, said string, err error) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "said")
	file, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := exec.Command(steps, "setup")
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, file, file
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			text, _ := os.ReadFile(out)
			return "", string(text), err
		case <-time.After(10 * time.Millisecond):
		}
		text, _ := os.ReadFile(out)
		for _, match := range stepBegins.FindAllStringSubmatch(string(text), -1) {
			if !done[match[1]] {
				time.Sleep(200 * time.Millisecond) // somewhere in the middle
				syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
				<-ended
				return match[1], string(text), nil
			}
		}
	}
}

// copyCommitted copies what git has of a checkout.
func copyCommitted(t *testing.T, from, to string) {
	t.Helper()
	archive, err := exec.Command("git", "-C", from, "archive", "HEAD").Output()
	if err != nil {
		t.Skipf("no git checkout to copy: %v", err)
	}
	for files := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(to, header.Name)
		if header.Typeflag != tar.TypeReg {
			continue
		}
		content, err := io.ReadAll(files)
		if err == nil {
			err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, content, os.FileMode(header.Mode)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
