package tool

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

// What a program started and left is ended, although it holds the output; with one
// that leaves nothing, there is nothing to do.
func TestWaitEndsWhatIsLeft(t *testing.T) {
	for script, want := range map[string]bool{
		"sleep 1000 & trap '' INT; sleep 1000 & echo here": true,
		"echo here": false,
	} {
		var out bytes.Buffer
		c := Command("sh", "-c", script)
		c.Stdout = &out
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
		if c.Left != want || out.String() != "here\n" {
			t.Errorf("%s: left %v, printed %q", script, c.Left, &out)
		}
	}
}

// Pipes carry what is read and printed, and end with the program.
func TestPipes(t *testing.T) {
	c := Command("sh", "-c", "cat; echo trouble >&2; exit 3")
	in, _ := c.StdinPipe()
	out, _ := c.StdoutPipe()
	complaints, _ := c.StderrPipe()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		io.WriteString(in, "hello")
		in.Close()
	}()
	texts := make(chan string, 2)
	for _, r := range []io.Reader{out, complaints} {
		go func() {
			text, _ := io.ReadAll(r)
			texts <- string(text)
		}()
	}
	err := c.Wait()
	got := []string{<-texts, <-texts}
	if err == nil || err.Error() != "exit status 3" || !strings.Contains(strings.Join(got, "|"), "hello") || !strings.Contains(strings.Join(got, "|"), "trouble\n") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestInterruptAndKill(t *testing.T) {
	for name, end := range map[string]func(Process) error{"interrupt": Process.Interrupt, "killed": Process.Kill} {
		c := Command("sleep", "1000")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if err := end(c.Process); err != nil {
			t.Error(err)
		}
		if err := c.Wait(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKillAll(t *testing.T) {
	c := Command("sh", "-c", "trap '' INT TERM; sleep 1000")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	KillAll()
	if err := c.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Error(err)
	}
}

func TestMissing(t *testing.T) {
	c := Command("no-such-program")
	out, _ := c.StdoutPipe()
	if err := c.Start(); err == nil || !strings.Contains(err.Error(), "not found") {
		t.Error(err)
	}
	ended := make(chan bool)
	go func() {
		io.ReadAll(out)
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("who reads its output waits for ever")
	}
}

func TestOutput(t *testing.T) {
	both, err := Command("sh", "-c", "echo one; echo two >&2").CombinedOutput()
	if string(both) != "one\ntwo\n" || err != nil {
		t.Errorf("%q, %v", both, err)
	}
	if out, err := Command("sh", "-c", "echo one; echo two >&2").Output(); string(out) != "one\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}
