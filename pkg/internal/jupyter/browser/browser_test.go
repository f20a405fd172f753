package browser

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/jupyter"
)

// A place is what all tests share: the environment, a browser, and JupyterLab
// at work on copies of the notebooks.
type place struct {
	env     *jupyter.Env
	browser context.Context
	lab     *lab
}

// shared is set up by the first test that needs it.
var shared = sync.OnceValues(setUp)

// TestMain ends what the tests have started.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range started {
		if err := end(); err != nil {
			os.Stderr.WriteString(err.Error() + "\n")
			code = 1
		}
	}
	os.Exit(code)
}

// started are the ways to end what was started, the last one first.
var started []func() error

// A missing thing is a reason to skip tests, not to fail them.
type missing string

func (m missing) Error() string { return string(m) }

// at returns the place, or skips the test and says why.
func at(t *testing.T) *place {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: run without -short")
	}
	p, err := shared()
	var no missing
	if errors.As(err, &no) {
		t.Skip(no)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func setUp() (*place, error) {
	env, err := jupyter.Find(".")
	if err != nil {
		return nil, err
	}
	for _, program := range []string{"gonb", "jupyter", "python"} {
		if _, err := os.Stat(env.Program(program)); err != nil {
			return nil, missing("no environment in .venv: run `go tool steps setup`")
		}
	}
	browser, err := startBrowser()
	if err != nil {
		return nil, err
	}
	l, err := startLab(env, "/")
	if err != nil {
		return nil, err
	}
	return &place{env: env, browser: browser, lab: l}, nil
}

// browsers are names under which Chromium goes.
var browsers = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
}

// startBrowser starts Chromium, without a window, cut off from everything but
// this machine.
func startBrowser() (context.Context, error) {
	path := os.Getenv("CHROME")
	for _, name := range browsers {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, missing("no Chromium or Chrome: install one (on Debian: apt install chromium), or set CHROME to its path")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.WindowSize(1400, 1000),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		chromedp.Flag("enable-blink-features", "ComputedAccessibilityInfo"), // element.computedName
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	started = append([]func() error{func() error {
		err := chromedp.Cancel(ctx)
		stop()
		return err
	}}, started...)
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}
