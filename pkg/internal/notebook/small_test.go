package notebook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const few = `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
 {"cell_type": "markdown", "id": "logit-hint", "metadata": {"tags": ["hint"]}, "source": "Think."},
 {"cell_type": "markdown", "id": "other", "metadata": {"tags": ["hint:logit"]}, "source": "Think again."},
 {"cell_type": "code", "id": "logit", "metadata": {"tags": ["exercise"]}, "execution_count": null, "outputs": [], "source": "x := 1"},
 {"cell_type": "code", "id": "shell", "metadata": {}, "execution_count": null, "outputs": [], "source": "%%bash\necho"}]}`

func fewCells(t *testing.T) *Notebook {
	t.Helper()
	n, err := Parse("few.ipynb", []byte(few))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFindingCells(t *testing.T) {
	n := fewCells(t)
	if c, found := n.Numbered(2); !found || c.ID != "shell" {
		t.Errorf("the second that runs: %v, %v", c, found)
	}
	for _, number := range []int{0, 3} {
		if c, found := n.Numbered(number); found {
			t.Errorf("number %d is %v", number, c)
		}
	}
	var hints []string
	for _, c := range n.Cells {
		if c.Belongs(TagHint, "logit") {
			hints = append(hints, c.ID)
		}
	}
	if want := []string{"logit-hint", "other"}; !slices.Equal(hints, want) {
		t.Errorf("hints %q, want %q", hints, want)
	}
	if shell := n.Cells[3]; shell.Imports() != nil || shell.ShellLines() != nil || shell.Declares("echo") {
		t.Error("a cell for the shell is read as Go")
	}
}

// An executed notebook has numbers and outputs where something ran, and lines as the
// file format has them.
func TestExecutedNumbersWhatRan(t *testing.T) {
	file, err := fewCells(t).Executed(map[int]Run{2: {Count: 7, Outputs: []any{map[string]any{"output_type": "stream", "name": "stdout", "text": Lines("a\nb\n")}}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	n, err := Parse("few.ipynb", file)
	if err != nil {
		t.Fatal(err)
	}
	if c := n.Cells[2]; c.Count != 7 || c.Text() != "a\nb" || n.Cells[3].Count != 0 {
		t.Errorf("%+v", n.Cells)
	}
	for text, want := range map[string][]string{"": {}, "a": {"a"}, "a\n": {"a\n"}, "a\n\nb": {"a\n", "\n", "b"}} {
		if got := Lines(text); !slices.Equal(got, want) {
			t.Errorf("%q has the lines %q, want %q", text, got, want)
		}
	}
}

// What is no file isn't waited for, and what has taken a notebook's place is left alone.
func TestWhatIsNoFile(t *testing.T) {
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe.ipynb")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := Read(pipe); err == nil || !strings.Contains(err.Error(), "no file but a named pipe") {
		t.Errorf("a pipe: %v", err)
	}
	if _, err := Read("/dev/null"); err == nil || !strings.Contains(err.Error(), "no file but a device") {
		t.Errorf("a device: %v", err)
	}
	taken := filepath.Join(folder, "taken.ipynb")
	if err := os.Mkdir(taken, 0o755); err != nil {
		t.Fatal(err)
	}
	if kept, err := Restore(taken, []byte(few)); err == nil || kept != "" || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %q, %v", kept, err)
	}
}

func TestEmptySource(t *testing.T) {
	n := fewCells(t)
	if err := n.SetSource("logit", ""); err != nil || n.Cells[2].Source != "" || n.Cells[2].Code() {
		t.Errorf("%v, %+v", err, n.Cells[2])
	}
	if err := n.SetSource("gone", "x"); err == nil {
		t.Error("a cell that isn't there was set")
	}
}
