package robustness

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
)

// A beginner starts JupyterLab on a fresh checkout, and has no luck.
type beginner struct {
	steps, root string
	notebook    string // one cell, which prints 42
	environment []string
}

func newBeginner(t *testing.T) *beginner {
	t.Helper()
	env := envtest.Env(t)
	base, err := os.MkdirTemp("/tmp", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { exec.Command("chmod", "-R", "u+w", base).Run(); os.RemoveAll(base) })
	b := &beginner{steps: filepath.Join(base, "steps"), root: filepath.Join(base, "checkout"), notebook: filepath.Join(base, "first.ipynb"), environment: os.Environ()}
	copyCommitted(t, env.Root, b.root)
	if out, err := exec.Command("go", "build", "-C", env.Root, "-o", b.steps, "./pkg/cmd/steps").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cell := `{"cells": [{"cell_type": "code", "id": "first", "metadata": {}, "execution_count": null, "outputs": [], "source": ["import \"littlesteps/pkg/descent\"\n", "%%\n", "fmt.Println(6*7, descent.GradientDescent(0.5))"]}],
 "metadata": {"kernelspec": {"name": "gonb", "display_name": "Go (gonb)", "language": "go"}}, "nbformat": 4, "nbformat_minor": 5}`
	if err := os.WriteFile(b.notebook, []byte(cell), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// start starts JupyterLab, and returns what ends it, and what it has said.
func (b *beginner) start(t *testing.T) (kill func(), answers func() bool, text *said) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	_, port, _ := net.SplitHostPort(address)
	text = &said{}
	cmd := exec.Command(b.steps, "lab", "--", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port="+port, "--ServerApp.port_retries=0")
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = b.root, b.environment, text, text
	cmd.SysProcAttr, cmd.WaitDelay = &syscall.SysProcAttr{Setpgid: true}, time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); cmd.Wait() }
	answers = func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	}
	return kill, answers, text
}

// wait waits until something is so.
func wait(t *testing.T, text *said, what string, there func() bool) {
	t.Helper()
	for began := time.Now(); !there(); time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 10*patience {
			t.Fatalf("%s: not so after %v; it says\n%s", what, 10*patience, text.text())
		}
	}
}

// run runs a command of steps.
func (b *beginner) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(b.steps, args...)
	cmd.Dir, cmd.Env = b.root, b.environment
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// cell runs the cell.
func (b *beginner) cell(t *testing.T) {
	t.Helper()
	b.run(t, "run", b.notebook)
	content, err := os.ReadFile(filepath.Join(b.root, "build", "first.ipynb"))
	if err != nil || !bytes.Contains(content, []byte("42 gradient descent")) {
		t.Errorf("the cell printed something else: %v\n%s", err, content)
	}
}

// Expected of `steps lab` that is killed at ten random moments, while it sets up and
// while it makes the rest in the background: where JupyterLab was there, cells run in
// between, and in the end everything is there and nothing is left to do.
func TestKilledAtRandom(t *testing.T) {
	long(t)
	b := newBeginner(t)
	random := rand.New(rand.NewPCG(21, 0))
	ready := 0
	for number := range 10 {
		kill, answers, text := b.start(t)
		until := time.Now().Add(time.Duration(random.Float64() * float64(12*time.Second)))
		if number >= 5 { // in the background part
			wait(t, text, "JupyterLab answers", answers)
			until = time.Now().Add(time.Duration(random.Float64() * float64(15*time.Second)))
		}
		time.Sleep(time.Until(until))
		there := answers()
		kill()
		said := strings.Split(strings.TrimSpace(text.text()), "\n")
		t.Logf("%d: killed after %q", number+1, said[len(said)-1])
		if there {
			ready++
			b.cell(t)
		}
	}
	if ready < 5 {
		t.Errorf("JupyterLab was there %d times only: the test shows little", ready)
	}
	b.run(t, "setup", "--cells")
	if said := b.run(t, "setup", "--cells"); said != "" {
		t.Errorf("with nothing to do, set-up says\n%s", said)
	}
	b.cell(t)
}

// Expected when the network goes while the rest is made in the background: JupyterLab
// says so and goes on, cells run, and the next start with a network makes the rest.
func TestNetworkPulled(t *testing.T) {
	long(t)
	b := newBeginner(t)
	l := newLine(t, 0)
	modules := "GOMODCACHE=" + filepath.Join(filepath.Dir(b.root), "modules") // so that something is fetched
	before := append(b.environment, modules)
	b.environment = append(before, "HTTPS_PROXY="+l.address, "https_proxy="+l.address)
	kill, answers, text := b.start(t)
	wait(t, text, "the background part begins", func() bool {
		return strings.Contains(text.text(), "In the background, while you begin")
	})
	l.pull()
	wait(t, text, "it says what it couldn't make", func() bool {
		return strings.Contains(text.text(), "the next start tries again") || strings.Contains(text.text(), "The next start tries again")
	})
	wait(t, text, "JupyterLab answers", answers)
	b.cell(t)
	kill()
	if l.passed == 0 {
		t.Error("nothing was fetched by the line: the test shows nothing")
	}
	t.Log(text.text())

	b.environment = before
	kill, _, text = b.start(t)
	defer kill()
	wait(t, text, "the rest is made", func() bool {
		return strings.Contains(text.text(), "All is ready in the background")
	})
	b.cell(t)
}

// Expected on a slow line, of 10 Mbit/s or as LITTLESTEPS_LINE says: `steps lab` gets
// there, from nothing. The log says when.
func TestSlowLine(t *testing.T) {
	long(t)
	b := newBeginner(t)
	rate := 10.0
	fmt.Sscan(os.Getenv("LITTLESTEPS_LINE"), &rate)
	l := newLine(t, int(rate*1e6/8))
	base := filepath.Dir(b.root)
	b.environment = append(b.environment, "HTTPS_PROXY="+l.address, "https_proxy="+l.address, "PIP_NO_CACHE_DIR=1",
		"GOMODCACHE="+filepath.Join(base, "modules"), "GOCACHE="+filepath.Join(base, "compiled"))
	began := time.Now()
	kill, answers, text := b.start(t)
	defer kill()
	wait(t, text, "JupyterLab answers", answers)
	b.cell(t)
	t.Logf("the first cell has run after %.0f s, and %d MB", time.Since(began).Seconds(), l.passed/1e6)
	wait(t, text, "the rest is made", func() bool {
		return strings.Contains(text.text(), "n the background: ") || strings.Contains(text.text(), "All is ready")
	})
	t.Logf("all is there after %.0f s, and %d MB\n%s", time.Since(began).Seconds(), l.passed/1e6, text.text())
}
