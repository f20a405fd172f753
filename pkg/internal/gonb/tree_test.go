package gonb

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// leftOut are those of gonb's packages whose tests aren't run on the patched tree.
var leftOut = map[string]string{
	"internal/nbtests": "it drives a Jupyter Notebook in a Chromium that it fetches itself, with notebooks that we don't copy; what these show is tried here by package faults and by jupyter/robustness",
	"cmd/nbexec":       "the program with which nbtests does so",
	"gonbui/plotly":    "our go.mod doesn't have what it needs, and no notebook uses it",
	"gonbui/dom":       "for programs in a browser, which our go.mod doesn't provide for",
	"gonbui/wasm":      "the same",
	"gonbui/widgets":   "the same",
}

// What the patches make of gonb is sound Go, on the desktop and in a browser, and
// passes gonb's own tests and ours. Where one of gonb's must fail, it is named here
// with the reason: none does.
func TestTree(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles gonb and its tests")
	}
	dir := Tree(t)
	command := func(environment []string, args ...string) {
		t.Helper()
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), environment...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	mod := "-modfile=" + dir + ".mod"
	packages := packagesOf(t, dir)
	command([]string{"CGO_ENABLED=0"}, append([]string{"vet", mod}, packages...)...)
	command([]string{"GOOS=js", "GOARCH=wasm"}, append([]string{"vet", mod}, packages...)...)
	command([]string{"CGO_ENABLED=0"}, append([]string{"test", mod}, packages...)...)
	if out, err := exec.Command("gofmt", "-l", "_tree").CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("not formatted: %s %v", out, err)
	}
}

// Tree writes gonb's patched source with all tests, and beside it a .mod file of
// this module that takes gonb from there.
func Tree(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "gonb")
	if err := Write(dir, gonbModule(t)); err != nil {
		t.Fatal(err)
	}
	if err := writeTests(dir); err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".mod", ".sum"} {
		content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "go"+name))
		if err != nil {
			t.Fatal(err)
		}
		if name == ".mod" {
			content = append(content, "\nreplace "+Module+" => "+dir+"\n"...)
		}
		if err := os.WriteFile(dir+name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// packagesOf returns gonb's packages, less those left out.
func packagesOf(t *testing.T, dir string) []string {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, filepath.Dir(path))
		if err == nil && strings.HasSuffix(path, ".go") {
			found[filepath.ToSlash(rel)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var packages []string
	for name := range found {
		if leftOut[name] == "" {
			packages = append(packages, Module+strings.TrimSuffix("/"+name, "/."))
		}
	}
	return packages
}
