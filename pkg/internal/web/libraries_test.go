package web_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestLibraries makes what a live page takes from npm anew, from its lock, and compares.
// It needs the network.
func TestLibraries(t *testing.T) {
	t.Parallel()
	long(t)
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("no npm to fetch packages: apt install npm")
	}
	folder := t.TempDir()
	for _, name := range []string{"parts.js", "package.json", "package-lock.json"} {
		content, err := os.ReadFile(filepath.Join("live", "editor", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	npm := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = folder
	made := filepath.Join(folder, "libraries.js")
	esbuild := exec.CommandContext(t.Context(), "go", "tool", "esbuild", "--bundle", "--minify", "--format=esm", "--charset=utf8", "--legal-comments=none", "--log-level=warning", "--outfile="+made, filepath.Join(folder, "parts.js"))
	for _, cmd := range []*exec.Cmd{npm, esbuild} {
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", cmd, err, out)
		}
	}
	fresh, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile(filepath.Join("live", "editor", "libraries.js"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh, committed) {
		t.Errorf("live/editor/libraries.js is not what its lock makes (%d bytes, it has %d): see live/editor/README.md", len(fresh), len(committed))
	}
}
