package jupyter

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a file with its folders.
func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

// A virtual environment works in its new place, also where the path is long
// or has spaces in it.
func TestRelocate(t *testing.T) {
	t.Parallel()
	base, err := findPython(context.Background(), "")
	if err != nil {
		t.Skipf("no Python: %v", err)
	}
	root := t.TempDir()
	first := filepath.Join(root, "first", ".venv")
	if out, err := exec.Command(base.path, "-m", "venv", "--without-pip", first).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// A program as pip installs them.
	write(t, filepath.Join(first, "bin", "tool"), "#!"+filepath.Join(first, "bin", "python")+"\nimport sys\nprint(sys.prefix)\n", 0o755)
	places := []string{"second", "with a space", "back again", strings.Repeat("long", 40)}
	from := filepath.Dir(first)
	for _, name := range places {
		to := filepath.Join(root, name)
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		tool := filepath.Join(to, ".venv", "bin", "tool")
		if exec.Command(tool).Run() == nil {
			t.Errorf("%s: a program runs before it was mended: the test shows nothing", name)
		}
		if err := relocate(context.Background(), filepath.Join(to, ".venv")); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(tool).CombinedOutput()
		if err != nil || string(out) != filepath.Join(to, ".venv")+"\n" {
			t.Errorf("%s: a program says %q, %v", name, out, err)
		}
		script := `. "$0" && printf %s "$VIRTUAL_ENV"`
		out, err = exec.Command("sh", "-c", script, filepath.Join(to, ".venv", "bin", "activate")).Output()
		if err != nil || string(out) != filepath.Join(to, ".venv") {
			t.Errorf("%s: activate leads to %q, %v", name, out, err)
		}
		from = to
	}
}

func TestFindPython(t *testing.T) {
	tests := []struct{ name, says, want string }{
		{"old", "3 9", "is Python 3.9, and it takes 3.10 or newer"},
		{"two", "2 7", "is Python 2.7"},
		{"novenv", "3 12 ensurepip", "has no module ensurepip: on Debian and Ubuntu, apt install python3-venv"},
		{"broken", "hello", "gave no version"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "python3"), "#!/bin/sh\necho "+test.says+"\n", 0o755)
			t.Setenv("PATH", dir+":/nowhere")
			_, err := findPython(context.Background(), "")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q in it", err, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), "install Python") {
				t.Errorf("error %v doesn't say what to do", err)
			}
		})
	}
	t.Run("newer than the lock", func(t *testing.T) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "python3"), "#!/bin/sh\necho 3 15\n", 0o755)
		t.Setenv("PATH", dir)
		if p, err := findPython(context.Background(), ""); err != nil || p.minor != 15 {
			t.Errorf("found %v, %v", p, err)
		}
		e := scratch(t)
		write(t, e.Program("python"), "#!/bin/sh\necho 3 15\n", 0o755)
		failed := &failure{program: "python", err: errors.New("exit status 1"), last: []string{"ERROR: No matching distribution found for pyzmq==27.1.0"}}
		err := e.explainPackage(context.Background(), failed)
		if known := (advised{}); !errors.As(err, &known) || !strings.Contains(known.hint, "there is no pyzmq==27.1.0 for Python 3.15 yet") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("the second will do", func(t *testing.T) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "python3"), "#!/bin/sh\necho 3 9\n", 0o755)
		write(t, filepath.Join(dir, "python3.12"), "#!/bin/sh\necho 3 12\n", 0o755)
		t.Setenv("PATH", dir)
		p, err := findPython(context.Background(), "")
		if err != nil || p.minor != 12 {
			t.Errorf("found %v, %v", p, err)
		}
	})
	t.Run("none", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if _, err := findPython(context.Background(), ""); err == nil || !strings.Contains(err.Error(), "no python3 on PATH") {
			t.Errorf("error %v", err)
		}
	})
}

// The lock file fixes every package by hashes, names no place to get it from,
// and holds what requirements.in asks for.
func TestLock(t *testing.T) {
	asked, err := os.ReadFile("files/requirements.in")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(asked)) {
		name, _, _ := strings.Cut(line, "#")
		if name = strings.TrimSpace(name); name != "" && !strings.Contains(string(lock), "\n"+name+" ") {
			t.Errorf("the lock file lacks %s: it was not renewed", name)
		}
	}
	for _, entry := range strings.Split(string(lock), "\n")[2:] {
		if entry != "" && !strings.HasPrefix(entry, "    --hash=sha256:") && !lockedPackages.MatchString(entry) {
			t.Errorf("line %q is neither a package nor a hash", entry)
		}
	}
	packages := len(lockedPackages.FindAll(lock, -1))
	if packages < 50 {
		t.Errorf("%d packages", packages)
	}
	for _, place := range []string{"://", "--index-url", "--find-links"} {
		if strings.Contains(string(lock), place) {
			t.Errorf("%q in the lock file", place)
		}
	}
}
