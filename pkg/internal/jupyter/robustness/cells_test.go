package robustness

import (
	"fmt"
	"littlesteps/pkg/internal/processes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
)

// Each cell here does what a cell should not. It ends with a sentence that says
// what happened, it leaves nothing, and the next cell runs, with all that was
// declared before.
func TestCellsThatMisbehave(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	k.do(t, "func declared() int { return 42 }").wantOK(t)
	calm := func(t *testing.T) {
		t.Helper()
		if o := k.do(t, "%%\nfmt.Println(declared())").wantOK(t); o.stdout != "42\n" {
			t.Errorf("after it, a calm cell prints %q", o.stdout)
		}
	}
	trial := func(name string, f func(t *testing.T)) {
		t.Run(name, func(t *testing.T) {
			f(t)
			calm(t)
		})
	}

	// Expected: the beginning and the end are passed on, less than JupyterLab's server
	// drops and a browser takes; and the cell is stopped after 20 MB.
	trial("prints 100 MB", func(t *testing.T) {
		o := k.do(t, "%%\nline := make([]byte, 100)\nfor range 1_000_000 {\n\tos.Stdout.Write(line)\n}")
		o.wantError(t, "it printed more than 20 million characters or a million lines, so it was stopped: print less")
		if len(o.stdout) < 200_000 || len(o.stdout) > 300_000 || strings.Contains(o.stderr, "IOPub") {
			t.Errorf("it printed %d, and %.500s", len(o.stdout), o.stderr)
		}
	})
	trial("a shell line prints without end", func(t *testing.T) {
		o := k.do(t, "!yes")
		if !strings.Contains(o.stderr, "it printed more than 20 million characters") {
			t.Errorf("it says %.500s", o.stderr)
		}
	})
	// Expected: the program ends, not the machine. The limit is nine tenths of the
	// memory that is free, or what was set before: here a gigabyte.
	trial("allocates without end", func(t *testing.T) {
		limit(t, k, "--data=1000000000")
		o := k.do(t, "%%\nvar all [][]byte\nfor {\n\tall = append(all, make([]byte, 1<<20))\n}")
		o.wantError(t, "it asked for more memory than is free")
		if !strings.Contains(o.html, "Line 4") {
			t.Errorf("it doesn't name the line: %s", o.html)
		}
	})
	// Expected: what a cell started ends with it, also if that ignores an
	// interrupt; the cell doesn't wait for it.
	trial("starts programs that stay", func(t *testing.T) {
		o := k.do(t, "%%\nfor range 20 {\n\tos.StartProcess(\"/bin/sleep\", []string{\"sleep\", \"3171\"}, &os.ProcAttr{Files: []*os.File{nil, os.Stdout, os.Stderr}})\n}").wantOK(t)
		if !strings.Contains(o.stderr, "What this cell started was still running. It was ended with the cell.") {
			t.Errorf("it says %q", o.stderr)
		}
		k.do(t, "!trap '' INT; sleep 3171 & sleep 3171 &").wantOK(t)
		if left := waitUntilGone(t, "sleep 3171"); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
	trial("a shell line that never ends", func(t *testing.T) {
		number := k.send(t, "!sleep 3172; echo late")
		waitUntilThere(t, "sleep 3172")
		k.interrupt(t)
		k.await(t, number).wantError(t, "The cell was stopped.")
		if left := waitUntilGone(t, "sleep 3172"); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
	// Expected: it reads the end of its input, and is told that nobody types.
	trial("reads standard input", func(t *testing.T) {
		o := k.do(t, "%%\nvar name string\n_, err := fmt.Scanln(&name)\nfmt.Println(err)").wantOK(t)
		if o.stdout != "EOF\n" || !strings.Contains(o.stderr, "A cell can't read what you type") {
			t.Errorf("it prints %q, and %q", o.stdout, o.stderr)
		}
		if o := k.do(t, "!cat").wantOK(t); o.stdout != "" {
			t.Errorf("cat prints %q", o.stdout)
		}
	})
	// Expected: an error. Lines like these ended the kernel, and all declarations
	// with it, some of them while they were being typed.
	trial("lines over which the kernel stumbles", func(t *testing.T) {
		for _, line := range []string{"! ", "% ", "!", "%", "%exec\tdeclared", "%executes", "%exec", "%rm", "%%script", "%%writefile", "!\\", "%%\n!\\"} {
			if o := k.do(t, line); o.status != "ok" && o.status != "error" {
				t.Errorf("%q: %s", line, o.status)
			}
		}
		k.do(t, "%%script\nls").wantError(t, "the kernel could not read this cell")
	})
}

// Expected: ■ ends the cell, whether it is being compiled or runs already, and
// never the cell after it. gonb forgot an interrupt during compilation.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	compiled, ran := 0, 0
	for _, delay := range []int{0, 5, 50, 100, 200, 300, 500, 1000} {
		started := filepath.Join(k.work, fmt.Sprint("started", delay))
		number := k.send(t, fmt.Sprintf("%%%%\nos.WriteFile(%q, nil, 0o600)\ntime.Sleep(time.Hour)", started))
		k.awaitBegin(t, number)
		time.Sleep(time.Duration(delay) * time.Millisecond)
		if delay == 1000 {
			waitForFile(t, started)
		}
		k.interrupt(t)
		o := k.await(t, number).wantError(t, "The cell was stopped.")
		if o.stderr != "" || o.html != "" {
			t.Errorf("after %d ms it also says %s%s", delay, o.stderr, o.html)
		}
		// Sent at once: if the interrupt were late, it would hit this one.
		if o := k.do(t, "%%\nfmt.Println(\"calm\")").wantOK(t); o.stdout != "calm\n" {
			t.Errorf("after %d ms the next cell prints %q", delay, o.stdout)
		}
		if exists(started) {
			ran++
		} else {
			compiled++
		}
	}
	if compiled == 0 || ran == 0 {
		t.Errorf("interrupted %d while they were compiled and %d while they ran: want some of each", compiled, ran)
	}
	// ■ with nothing to stop: nothing happens, now or later.
	for range 5 {
		k.interrupt(t)
		k.do(t, "%%\nfmt.Println(\"calm\")").wantOK(t)
	}
	// ■ ends the cells that wait, too.
	first, second := k.send(t, "%%\ntime.Sleep(time.Hour)"), k.send(t, "%%\nfmt.Println(\"never\")")
	k.awaitBegin(t, first)
	k.interrupt(t)
	k.await(t, first).wantError(t, "The cell was stopped.")
	if o := k.await(t, second); o.status != "aborted" || o.stdout != "" {
		t.Errorf("a cell that waited is %s, and prints %q", o.status, o.stdout)
	}
}

func limit(t *testing.T, k *kernel, resource string) {
	t.Helper()
	if out, err := exec.Command("prlimit", resource, "--pid", fmt.Sprint(k.Pid())).CombinedOutput(); err != nil {
		t.Skipf("no prlimit (Linux, util-linux): %v %s", err, out)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func waitForFile(t *testing.T, path string) {
	t.Helper()
	for began := time.Now(); !exists(path); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%s never comes", path)
		}
	}
}

// waitUntilThere waits for a process that names the text, and returns the commands.
func waitUntilThere(t *testing.T, text string) (commands []string) {
	t.Helper()
	for began := time.Now(); len(commands) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%s never runs", text)
		}
		found, err := processes.Naming(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range found {
			commands = append(commands, p.Command)
		}
	}
	return commands
}
