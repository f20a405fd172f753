package browsertest

import (
	"os"
	"path/filepath"
	"testing"
)

// Axe returns axe-core's script, which finds faults of accessibility: the file
// that AXE_JS names, or the one in the checkout's .venv. Where there is none
// the test is skipped.
func Axe(t testing.TB) string {
	t.Helper()
	path := os.Getenv("AXE_JS")
	for root := ".."; path == "" && len(root) < 30; root += "/.." {
		if found, _ := filepath.Glob(root + "/.venv/lib/python3*/site-packages/*/axe.min.js"); len(found) > 0 {
			path = found[0]
		}
	}
	if path == "" {
		t.Skip("no axe-core in .venv: run `go tool steps setup`, or set AXE_JS to an axe.min.js")
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}
