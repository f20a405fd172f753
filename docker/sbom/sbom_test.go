package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	got := read("pkg:golang/", "stdlib 1.26.5\nlittlesteps (devel)\nexample.org/a v1.0.0+incompatible h1:x=\nlittlesteps\n\n@codemirror/view 6.1\n")
	want := []part{
		{"stdlib", "1.26.5", "pkg:golang/stdlib@1.26.5"},
		{"example.org/a", "v1.0.0+incompatible", "pkg:golang/example.org/a@v1.0.0%2Bincompatible"},
		{"@codemirror/view", "6.1", "pkg:golang/%40codemirror/view@6.1"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDocument(t *testing.T) {
	text := func(parts []part) string {
		b, err := json.Marshal(document(parts, "1.0", time.Unix(0, 0).UTC()))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	a, b := part{"a", "1", "pkg:deb/debian/a@1"}, part{"b", "2", "pkg:pypi/b@2"}
	got := text([]part{b, a, b})
	for _, want := range []string{
		`"created":"1970-01-01T00:00:00Z"`, `"referenceLocator":"pkg:deb/debian/a@1"`,
		`{"relatedSpdxElement":"SPDXRef-2","relationshipType":"CONTAINS","spdxElementId":"SPDXRef-image"}`,
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%s stands %d times in %s", want, strings.Count(got, want), got)
		}
	}
	if text([]part{a, b}) != got {
		t.Error("the order in which parts are found shows")
	}
}

// Each of those who know is asked, and one who says nothing is named.
func TestRun(t *testing.T) {
	programs, checkout := t.TempDir(), t.TempDir()
	venv := filepath.Join(checkout, ".venv", "bin")
	if err := os.MkdirAll(venv, 0o755); err != nil {
		t.Fatal(err)
	}
	says := func(path, script string) {
		t.Helper()
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	says(filepath.Join(programs, "dpkg-query"), "echo bash 5.2")
	says(filepath.Join(venv, "python"), `case "$1" in -m) echo jupyterlab==4.4;; *) echo react 18.2;; esac`)
	says(filepath.Join(programs, "go"), `case "$1" in list) echo github.com/gomlx/gomlx v0.28.7;; *) printf '/bin/gonb: go1.26\n\tdep\tgithub.com/janpfeifer/gonb\tv0.11.5\th1:x=\n';; esac`)
	t.Setenv("PATH", programs+":"+os.Getenv("PATH"))
	t.Setenv("SOURCE_DATE_EPOCH", "0")
	var out bytes.Buffer
	if err := run(checkout, "1.0", &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"pkg:deb/debian/bash@5.2", "pkg:pypi/jupyterlab@4.4", "pkg:npm/react@18.2", "pkg:golang/github.com/gomlx/gomlx@v0.28.7", "pkg:golang/github.com/janpfeifer/gonb@v0.11.5", "pkg:golang/stdlib@1.26", "1970-01-01"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, &out)
		}
	}
	says(filepath.Join(programs, "dpkg-query"), "")
	if err := run(checkout, "1.0", &out); err == nil || !strings.Contains(err.Error(), "nothing is found by dpkg-query") {
		t.Errorf("without packages: %v", err)
	}
}
