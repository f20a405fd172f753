package jupyter

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// scratch returns the environment of a checkout that has nothing but a go.mod.
func scratch(t *testing.T) *Env {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module littlesteps\n\ngo 1.26\n", 0o644)
	write(t, filepath.Join(root, "go.sum"), "", 0o644)
	write(t, filepath.Join(root, "pkg", "data", "data.go"), "package data\n", 0o644)
	e, err := Find(root)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestFind(t *testing.T) {
	e := scratch(t)
	inside := e.Path("notebooks", "deep")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	found, err := Find(inside)
	if err != nil || found.Root != e.Root {
		t.Errorf("found %v, %v", found, err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(e.Root, link); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(link); err != nil || found.Root != e.Root {
		t.Errorf("through a link it found %v, %v", found, err)
	}
	if _, err := Find(t.TempDir()); err == nil || !strings.Contains(err.Error(), "change into the folder that you cloned") {
		t.Errorf("outside of a checkout: %v", err)
	}
}

func TestSession(t *testing.T) {
	e := scratch(t)
	s, err := e.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder %v, %v: want one that nobody else can enter", info, err)
	}
	if s.Transport() != "ipc" {
		t.Errorf("transport %s in %s", s.Transport(), s.dir)
	}
	t.Setenv("PYTHONPATH", "/elsewhere")
	cmd := s.Command(context.Background(), "python")
	for _, want := range []string{"TMPDIR=" + s.temp, "JUPYTER_RUNTIME_DIR=" + s.dir, "JUPYTER_DATA_DIR=" + e.Venv("var", "jupyter", "data")} {
		if !slices.Contains(cmd.Env, want) {
			t.Errorf("no %s in the environment", want)
		}
	}
	if slices.Contains(cmd.Env, "PYTHONPATH=/elsewhere") {
		t.Error("PYTHONPATH leads out of the checkout")
	}
	if err := s.Close(); err != nil || exists(s.dir) {
		t.Errorf("closed: %v, folder there: %v", err, exists(s.dir))
	}
}

func TestSessionFolder(t *testing.T) {
	short, err := os.MkdirTemp("/tmp", "x")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(short)
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 20))
	if err := os.Mkdir(long, 0o755); err != nil {
		t.Fatal(err)
	}
	nowhere := filepath.Join(short, "nowhere")
	tests := []struct {
		name    string
		parents []string
		want    string // the parent that is taken, "" for none
	}{
		{"the first will do", []string{short, long}, short},
		{"one is too long", []string{long, short}, short},
		{"one isn't there", []string{nowhere, short}, short},
		{"only a long one", []string{nowhere, long}, long},
		{"none", []string{nowhere}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir, err := sessionFolder(test.parents)
			if test.want == "" {
				if err == nil || !strings.Contains(err.Error(), "set TMPDIR") {
					t.Errorf("%s, %v", dir, err)
				}
				return
			}
			if err != nil || filepath.Dir(dir) != test.want {
				t.Errorf("%s, %v: want one in %s", dir, err, test.want)
			}
			os.RemoveAll(dir)
			if left, _ := filepath.Glob(filepath.Join(long, "*")); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// In a folder where programs may not run, cells can't.
func TestSessionFolderNoexec(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to mount a folder in which programs can't run")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "noexec,size=1m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("this machine lets nobody mount: %s", out)
	}
	defer exec.Command("umount", dir).Run()
	if got, err := sessionFolder([]string{dir}); err == nil {
		t.Errorf("%s would do", got)
	}
	elsewhere := t.TempDir()
	got, err := sessionFolder([]string{dir, elsewhere})
	if err != nil || filepath.Dir(got) != elsewhere {
		t.Errorf("%s, %v", got, err)
	}
	t.Setenv("TMPDIR", dir)
	if f := scratch(t).examineTemp(); f.Level != Note || !strings.Contains(f.Said, "programs can't run in "+dir) {
		t.Errorf("doctor says %v", f)
	}
}

// A session that was killed, with a program that still runs in its folder, is
// cleaned up; one whose process lives isn't, nor one of another checkout.
func TestOrphans(t *testing.T) {
	e := scratch(t)
	t.Setenv("TMPDIR", t.TempDir())
	session := func(name string, pid int, root string) string {
		dir := filepath.Join(os.TempDir(), sessionPrefix+name)
		write(t, filepath.Join(dir, ownerFile), fmt.Sprintf("%d\n%s\n", pid, root), 0o600)
		return dir
	}
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	gone := ended.Process.Pid
	killed := session("killed", gone, e.Root)
	living := session("living", os.Getpid(), e.Root)
	others := session("others", gone, "/another/checkout")
	program := filepath.Join(killed, "sleep")
	write(t, program, "#!/bin/sh\nsleep 1000\n", 0o700)
	left := exec.Command(program)
	if err := left.Start(); err != nil {
		t.Fatal(err)
	}
	ending := make(chan error, 1)
	go func() { ending <- left.Wait() }()

	if f := e.examineOrphans(); f.Level != Wrong || !strings.Contains(f.Said, killed) || !strings.Contains(f.Hint, "--fix") {
		t.Errorf("doctor says %v", f)
	}
	if err := e.Cleanup(); err != nil {
		t.Fatal(err)
	}
	if err := <-ending; err == nil {
		t.Error("the program in the folder wasn't ended")
	}
	if exists(killed) || !exists(living) || !exists(others) {
		t.Errorf("there: killed %v, living %v, of another checkout %v", exists(killed), exists(living), exists(others))
	}
	if f := e.examineOrphans(); f.Level != Fine {
		t.Errorf("after the clean-up doctor says %v", f)
	}
}
