package goplsclient

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// gopls is started by the first question, ended when nobody asks, and started again.
func TestIdle(t *testing.T) {
	dir := t.TempDir()
	notes := filepath.Join(dir, "notes")
	script := "#!/bin/sh\necho started >>" + notes + "\nexec sleep 1000\n"
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	IdleAfter = 300 * time.Millisecond
	c := New(dir)
	c.wake()
	if !c.IsStopped() && Installed() {
		t.Skip("another gopls is on PATH")
	}
	if err := os.WriteFile(filepath.Join(dir, "gopls"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	until := func(what string, there func() bool) {
		t.Helper()
		for began := time.Now(); !there(); time.Sleep(10 * time.Millisecond) {
			if time.Since(began) > time.Minute {
				t.Fatalf("never %s", what)
			}
		}
	}
	stopped := func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.IsStopped()
	}
	for _, want := range []string{"started\n", "started\nstarted\n"} {
		c.wake()
		until("started", func() bool {
			got, _ := os.ReadFile(notes)
			return string(got) == want
		})
		until("ended", stopped)
	}
}
