package jupyter

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/gonb/guard"
	"littlesteps/pkg/internal/notebook"
)

// TestExplainWithoutAKernel covers what can't be made to happen at will: marks
// that the kernel lost, and ends that come from outside.
func TestExplainWithoutAKernel(t *testing.T) {
	sources := []string{
		"%noautoget",
		"func spin(n int) {\n\tfor {\n\t}\n}",
		"func TestA(t *testing.T) {\n\tt.Fatal(1)\n}\n\n%%\nfmt.Println(1)\nspin(2)",
	}
	var list []any
	for i, source := range sources {
		list = append(list, map[string]any{"cell_type": "code", "id": fmt.Sprintf("c%d", i+1), "source": source})
	}
	data, err := json.Marshal(map[string]any{"nbformat": 4, "cells": list, "metadata": map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Parse("a.ipynb", data)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		raw       rawFailure
		what      string
		locations string
	}{
		"no trace":        {rawFailure{why: "timeout", dead: true}, "it ran longer than 2s and couldn't be interrupted, so its kernel was ended", ""},
		"the kernel died": {rawFailure{why: "died", dead: true}, "the kernel ended while the cell ran", ""},
		"outputs lost":    {rawFailure{why: "lost"}, "the kernel finished the cell, but its outputs didn't all arrive", ""},
		"killed":          {rawFailure{why: "error", details: details{Kind: "killed"}, last: "signal: killed", stderr: "signal: killed\n"}, "its program was killed from outside", ""},
		"no room":         {rawFailure{why: "error", details: details{Kind: "disk"}, last: `failed to run "/go/bin/go build": no space left on device`}, "the disk is full", ""},
		"no memory": {rawFailure{why: "error", details: details{Kind: "memory", Trace: []codeLine{{Cell: 3, Line: 7}}}, last: guard.ErrOutOfMemory.Error(),
			stderr: "fatal error: runtime: out of memory\n\nruntime stack:\nruntime.throw()\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/gonb_1/main.go:11 +0x8f\n"}, "it asked for more memory than is free", "c3:7"},
		"something else":   {rawFailure{why: "error", last: "the disk is full"}, "the disk is full", ""},
		"said and exited":  {rawFailure{why: "error", details: details{Kind: "exit"}, last: "exit status 1", stderr: "oh no\nexit status 1\n"}, "it ended with exit status 1", ""},
		"a test's message": {rawFailure{why: "error", details: details{Kind: "test"}, last: "exit status 1", stdout: "--- FAIL: TestA (0.00s)\n    main_test.go:4: 1\n", program: map[string]string{"main_test.go": "package main\n\nfunc TestA(t *testing.T) {\n\tt.Fatal(1)\n}\n"}}, "the test TestA failed", "c3:2"},
	} {
		f := explain(n, n.Cells[2], test.raw, 2*time.Second)
		var locations []string
		for _, p := range f.locations {
			locations = append(locations, fmt.Sprintf("%s:%d", p.cell.ID, p.line))
		}
		if f.what != test.what || strings.Join(locations, " ") != test.locations {
			t.Errorf("%s: %q at %q, want %q at %q", name, f.what, strings.Join(locations, " "), test.what, test.locations)
		}
		if name == "no memory" && !strings.HasPrefix(f.hint, "Is there a slice") {
			t.Errorf("%s: the hint is %q", name, f.hint)
		}
	}
}
