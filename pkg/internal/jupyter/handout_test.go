package jupyter

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is handed out has no solution, in a folder and in a zip; with the environment it
// has what a build takes, and neither tests nor notebooks with solutions.
func TestHandout(t *testing.T) {
	e, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "out")
	for range 2 { // once more changes nothing
		if n, err := Handout(t.Context(), e, nil, folder, false); err != nil || n < 5 {
			t.Fatal(n, err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "README.md"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Handout(t.Context(), e, nil, folder, false); err == nil || !strings.Contains(err.Error(), "differs") {
		t.Errorf("written over: %v", err)
	}
	if exec.Command("git", "-C", e.Root, "rev-parse").Run() != nil {
		t.Skip("this is no clone: the environment can't be packed")
	}
	path := filepath.Join(t.TempDir(), "little-steps.zip")
	if _, err := Handout(t.Context(), e, nil, path, true); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	names := map[string]bool{}
	for _, f := range archive.File {
		name := strings.TrimPrefix(f.Name, "little-steps/")
		names[name] = true
		if strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s is in it", name)
		}
		if !strings.HasSuffix(name, ".ipynb") {
			continue
		}
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil || strings.Contains(string(text), `"solution"`) || strings.Contains(string(text), "teacher-note") || !strings.Contains(string(text), "exercise.TODO") {
			t.Errorf("%s has solutions or notes, or no gaps: %v", name, err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum", "README.md", "notebooks/01_little_steps.ipynb", "pkg/cmd/steps/main.go", "pkg/internal/jupyter/files/requirements.txt"} {
		if !names[name] {
			t.Errorf("%s isn't in it", name)
		}
	}
}
