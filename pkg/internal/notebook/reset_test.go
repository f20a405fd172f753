package notebook

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestReset(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git isn't installed")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "notebooks", "01_a.ipynb")
	put := func(content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	put("committed")
	if _, err := Reset(path); err == nil || !strings.Contains(err.Error(), "isn't a git checkout") {
		t.Errorf("outside a checkout: %v", err)
	}
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a"},
	} {
		if _, err := git(folder, args...); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(path, want string) {
		t.Helper()
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s holds %q (%v), want %q", path, got, err, want)
		}
	}
	if kept, err := Reset(path); kept != "" || err != nil {
		t.Errorf("unchanged: %q, %v", kept, err)
	}
	for i, name := range []string{"my_01_a.ipynb", "my_01_a_2.ipynb", "my_01_a_3.ipynb"} {
		edit := strings.Repeat("edited", i+1)
		put(edit)
		kept, err := Reset(path)
		if err != nil || filepath.Base(kept) != name {
			t.Errorf("kept %q, %v; want %s", kept, err, name)
		}
		holds(kept, edit)
		holds(path, "committed")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if kept, err := Reset(path); kept != "" || err != nil {
		t.Errorf("deleted: %q, %v", kept, err)
	}
	holds(path, "committed")

	// A link in the notebook's place is put aside; what it leads to is none of ours.
	elsewhere := filepath.Join(folder, "elsewhere")
	put("")
	for i, link := range []func() error{
		func() error { return os.Symlink(elsewhere, path) },
		func() error { return os.Symlink(filepath.Join(folder, "nowhere"), path) },
		func() error { return syscall.Mkfifo(path, 0o600) },
	} {
		if err := errors.Join(os.WriteFile(elsewhere, []byte("of somebody"), 0o644), os.Remove(path), link()); err != nil {
			t.Fatal(err)
		}
		kept, err := Reset(path)
		if want := fmt.Sprintf("my_01_a_%d.ipynb", i+4); err != nil || filepath.Base(kept) != want {
			t.Errorf("a link or a pipe: kept %q, %v; want %s", kept, err, want)
		}
		holds(path, "committed")
		holds(elsewhere, "of somebody")
	}

	mine := filepath.Join(filepath.Dir(path), "my_01_a.ipynb")
	if _, err := Reset(mine); err == nil || !strings.Contains(err.Error(), "it isn't in the last commit") {
		t.Errorf("never committed: %v", err)
	}
	t.Setenv("PATH", "")
	if _, err := Reset(path); err == nil || !strings.Contains(err.Error(), "git isn't installed") {
		t.Errorf("without git: %v", err)
	}
}
