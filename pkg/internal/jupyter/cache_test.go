package jupyter

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A learner's build cache of links holds what the image's does, keeps it for
// longer than Go would, and takes what is compiled on top.
func TestLinkCache(t *testing.T) {
	t.Parallel()
	shared, own := t.TempDir(), filepath.Join(t.TempDir(), "own")
	module := program(t, "part")
	if out := build(t, module, shared); !strings.Contains(out, "program/part") || !strings.Contains(out, "unicode/utf8") {
		t.Fatalf("compiled %q with an empty cache", out)
	}
	before := entries(t, shared)

	future := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	for path := range before {
		if err := os.Chtimes(path, future, future); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // a container may be started again
		if err := LinkCache(own, shared); err != nil {
			t.Fatal(err)
		}
	}
	// While it builds something else, Go is to throw away what is old.
	if err := os.WriteFile(filepath.Join(own, "trim.txt"), []byte("0"), 0o644); err != nil {
		t.Fatal(err)
	}
	build(t, program(t, "other"), own)
	if out := build(t, module, own); out != "" {
		t.Errorf("compiled %q, and all was compiled before", out)
	}
	if err := writeFile(filepath.Join(module, "part", "part.go"), []byte("package part\n\nconst New = 1\n")); err != nil {
		t.Fatal(err)
	}
	for i, compiled := range []bool{true, false} {
		if out := build(t, module, own); strings.Contains(out, "unicode/utf8") || strings.Contains(out, "program/part") != compiled {
			t.Errorf("build %d after a change compiled %q", i+1, out)
		}
	}
	after := entries(t, shared)
	for path := range after {
		if !before[path] {
			t.Errorf("%s was written into the shared cache", path)
		}
	}
	if len(after) != len(before) {
		t.Errorf("the shared cache had %d entries and has %d", len(before), len(after))
	}
}

// program makes a module of two packages, which need next to nothing of Go's own, and
// returns its folder.
func program(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	for path, content := range map[string]string{
		"go.mod":                  "module program\n\ngo 1.26\n",
		"whole.go":                "package whole\n\nimport (\n\t_ \"program/" + name + "\"\n\t_ \"unicode/utf8\"\n)\n",
		name + "/" + name + ".go": "package " + name + "\n",
	} {
		if err := writeFile(filepath.Join(folder, path), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// build builds a program and returns which packages had to be compiled.
func build(t *testing.T, module, cache string) string {
	t.Helper()
	cmd := exec.Command("go", "build", "-v", ".")
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "GOCACHE="+cache, "GOWORK=off", "GOFLAGS=", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// entries returns the files of a build cache that hold what was compiled.
func entries(t *testing.T, cache string) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(cache, "??", "*"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, path := range paths {
		found[path] = true
	}
	return found
}
