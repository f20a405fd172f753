//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/grade"
	"littlesteps/pkg/internal/gradebook"
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/homes"
	"littlesteps/pkg/internal/jupyter"
)

// A page goes to each learner's folder; who has none is named, and the others get theirs.
func TestPutBack(t *testing.T) {
	hub, page := t.TempDir(), filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte("well done"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(hub, "ada"), 0o755); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	of := func(name, path string) gradebook.Feedback {
		return gradebook.Feedback{Learner: handin.Learner{Name: name}, Path: path}
	}
	err := putBack(t.Context(), call{out: &out}, homes.Folders(filepath.Join(hub, "*")), []gradebook.Feedback{of("ben", page), of("cleo", page+".gone"), of("ada", page)})
	if got, _ := os.ReadFile(filepath.Join(hub, "ada", "feedback.html")); string(got) != "well done" || out.String() != "ada: feedback.html\n" {
		t.Errorf("ada got %q; it says %s", got, &out)
	}
	if err == nil || !strings.Contains(err.Error(), "ben: ") || !strings.Contains(err.Error(), "cleo: ") || strings.Contains(err.Error(), "ada") {
		t.Errorf("error %v", err)
	}
}

// A table in which nothing was graded isn't written over an earlier one.
func TestGraded(t *testing.T) {
	table := func(statuses ...grade.Status) *grade.Table {
		row := &grade.Row{}
		for _, s := range statuses {
			row.Results = append(row.Results, grade.Result{Status: s})
		}
		return &grade.Table{Rows: []*grade.Row{{}, row}}
	}
	if graded(table()) || graded(table(grade.NotGraded, "")) || !graded(table(grade.NotGraded, grade.Open)) {
		t.Error("what was graded isn't told from what was not")
	}
}

// A finding of several lines stays in its column, and what to do has an arrow.
func TestPrintFinding(t *testing.T) {
	var out bytes.Buffer
	printFinding(&out, jupyter.Finding{Title: "Orphans", Level: jupyter.Wrong, Said: "two:\na folder\n", Hint: "doctor --fix\nremoves them"})
	want := "WRONG  Orphans            two:\n                          a folder\n                          -> doctor --fix\n                          removes them\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}

// Who interrupts a command gets the status that shells have for it.
func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errOut bytes.Buffer
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{"go.mod": "module littlesteps\n", "mine.ipynb": `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}`} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if status := run(ctx, []string{"collect", "--from", "none/*"}, &out, &errOut); status != interrupted || errOut.String() != "steps: interrupted\n" {
		t.Errorf("status %d, says %s%s", status, &out, &errOut)
	}
}
