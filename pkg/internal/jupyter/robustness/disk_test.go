package robustness

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"littlesteps/pkg/internal/envtest"
)

// smallDisk makes a disk of so many megabytes. Only root may.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root, to make a small disk")
	}
	dir, err := os.MkdirTemp("/tmp", "d")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm", megabytes), "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("this machine lets nobody mount: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	return dir
}

// fill takes up all that is free on a disk, and returns the way to free it.
func fill(t *testing.T, disk string) (free func()) {
	t.Helper()
	path := filepath.Join(disk, "filler")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for piece := make([]byte, 1<<20); len(piece) > 0; {
		if _, err := file.Write(piece); errors.Is(err, syscall.ENOSPC) {
			piece = piece[:len(piece)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// Expected with a full disk under the temporary folder: cells say so, and when
// there is room again they run, with all that was declared.
func TestTemporaryFolderFull(t *testing.T) {
	disk := smallDisk(t, 100)
	t.Setenv("TMPDIR", disk)
	k := startKernel(t, envtest.Env(t))
	k.do(t, "func declared() int { return 42 }").wantOK(t)
	free := fill(t, disk)
	for _, cell := range []string{"%%\nfmt.Println(declared())", "import \"text/scanner\"\n%%\nfmt.Println(scanner.EOF)", "%%\nfmt.Println(1)"} {
		k.do(t, cell).wantError(t, "The cell did not run: the disk is full. Free some room")
	}
	free()
	if o := k.do(t, "%%\nfmt.Println(declared())").wantOK(t); o.stdout != "42\n" {
		t.Errorf("with room again it prints %q", o.stdout)
	}
}

// Expected with a full disk under Go's build cache: cells run all the same, only
// slower. The go command does without a cache that it can't write.
func TestBuildCacheFull(t *testing.T) {
	long(t)
	disk := smallDisk(t, 150)
	t.Setenv("GOCACHE", disk)
	k := startKernel(t, envtest.Env(t))
	other := "import \"text/scanner\"\n%%\nfmt.Println(scanner.EOF, 1)"
	k.do(t, other).wantOK(t)
	free := fill(t, disk)
	for _, cell := range []string{"%%\nfmt.Println(1)", other, strings.Replace(other, "1)", "2)", 1), "import \"text/tabwriter\"\n%%\nfmt.Println(tabwriter.Debug)"} {
		k.do(t, cell).wantOK(t)
	}
	free()
	k.do(t, other).wantOK(t)
}

// Expected with a full disk under the notebooks: saving fails, JupyterLab says
// so, and the notebook is as it was before.
func TestNotebookFolderFull(t *testing.T) {
	disk := smallDisk(t, 10)
	env := envtest.Env(t)
	l := sharedLab(t, env)
	if err := os.Symlink(disk, filepath.Join(l.work, "disk")); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(env.Path("notebooks", "01_little_steps.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(disk, "mine.ipynb")
	if err := os.WriteFile(path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	save := func() (int, []byte) {
		return l.ask("PUT", "/api/contents/disk/mine.ipynb", map[string]any{"type": "notebook", "format": "json", "content": map[string]any{
			"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": []any{map[string]any{
				"cell_type": "markdown", "id": "a", "metadata": map[string]any{}, "source": strings.Repeat("more ", 100_000)}}}})
	}
	free := fill(t, disk)
	code, body := save()
	if code == http.StatusOK || !strings.Contains(string(body), "No space left on device") {
		t.Errorf("saving says %d %s", code, body)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the notebook has %d bytes, not %d: %v", len(after), len(before), err)
	}
	free()
	if code, body := save(); code != http.StatusOK {
		t.Errorf("with room again, saving says %d %s", code, body)
	}
}
