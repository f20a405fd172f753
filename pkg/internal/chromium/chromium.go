// Package chromium finds an installed Chromium or Chrome, and says how the
// project starts it: without a window, quietly, and cut off from the network.
package chromium

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// names are what Chromium and its kin go by. The first has the engine alone, without the
// parts of a window, which a whole Chromium draws though nobody sees them: tests take half
// the time.
var names = []string{
	"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
}

// ErrMissing is the error of [Find] where there is no browser.
var ErrMissing = errors.New("no Chromium or Chrome: install one (on Debian: apt install chromium), or set CHROME to its path")

// Find returns the path of Chromium or one of its kin. The environment variable
// CHROME names another one; that it can't be run is an error of its own.
func Find() (string, error) {
	if path := os.Getenv("CHROME"); path != "" {
		if _, err := exec.LookPath(path); err != nil {
			return "", fmt.Errorf("CHROME is set to %s: %w", path, err)
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

// Options are how the browser at path is started. hosts are the only ones that
// it reaches.
func Options(path string, hosts ...string) []chromedp.ExecAllocatorOption {
	rules := "MAP * ~NOTFOUND"
	for _, host := range hosts {
		rules += " , EXCLUDE " + host
	}
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", rules),
	)
}
