package goplsclient

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// Possible says whether there can be a gopls: in a browser's tab there is none.
const Possible = runtime.GOOS != "js"

// settings are gopls'. The kernel asks it what may follow and what a name means. That it
// also looks for faults, a while after each question and in all that a cell imports, took
// most of its memory and its time; the delay puts that off for a year.
var settings = map[string]any{"linksInHover": false, "diagnosticsTrigger": "Save", "diagnosticsDelay": "8760h"}

// retry is how often it is tried to connect to gopls.
const retry = 100 * time.Millisecond

// IdleAfter is how long gopls stays when nobody asks it anything. It takes a third of a
// learner's memory, and is back within a second.
var IdleAfter = 5 * time.Minute

// Installed says whether gopls is there by now: set-up makes it while cells already run.
func Installed() bool {
	_, err := exec.LookPath("gopls")
	return err == nil
}

// wake starts gopls unless it runs, and lets it stay for another while.
func (c *Client) wake() {
	c.idle.Lock()
	defer c.idle.Unlock()
	if c.idle.timer == nil {
		c.idle.timer = time.AfterFunc(IdleAfter, c.Shutdown)
	}
	c.idle.timer.Reset(IdleAfter)
	c.mu.Lock()
	asleep := c.conn == nil && !c.waitConnecting && c.IsStopped()
	if asleep { // a new one has no files open
		clear(c.fileVersions)
		clear(c.fileCache)
	}
	c.mu.Unlock()
	if asleep && Installed() {
		_ = c.Start() // where that fails, nothing is found
	}
}

// idleness ends gopls when nobody asks.
type idleness struct {
	sync.Mutex
	timer *time.Timer
}

// Connected starts gopls where it doesn't run, and waits until it answers.
func (c *Client) Connected(ctx context.Context) bool {
	c.wake()
	return c.WaitConnection(ctx)
}

// goplsCommand returns what starts gopls. It looks at all packages while cells are
// built, and would take half of the machine from them. Who waits is the learner: cells
// come first. And it would take a third more of memory if it cleared up as late as Go's
// default has it.
func goplsCommand(path, address string) *exec.Cmd {
	cmd := exec.Command(path, "-listen", address)
	if nice, err := exec.LookPath("nice"); err == nil {
		cmd = exec.Command(nice, "-n", "10", path, "-listen", address)
	}
	cmd.Env = append(os.Environ(), "GOGC=20", "GOMEMLIMIT=192MiB")
	return cmd
}
