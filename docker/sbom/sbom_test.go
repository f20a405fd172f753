package main

import (
	"encoding/json"
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
