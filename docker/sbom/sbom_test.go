package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// files writes a small copy of what the image holds.
func files(t *testing.T, contents map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range contents {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestLook(t *testing.T) {
	root := files(t, map[string]string{
		"status": "Package: tini\nStatus: install ok installed\nVersion: 0.19.0-3+b1\nDescription: init\n" +
			" Version: no field\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n",
		"venv/lib/python3.13/site-packages/foo_bar-1.2.dist-info/METADATA": "Name: foo_bar\nVersion: 1.2\nLicense-Expression: MIT AND BSD-3-Clause\n\nA page: with colons\n",
		"venv/lib/python3.13/site-packages/odd-3.dist-info/METADATA":       "Name: odd\nVersion: 3\nLicense-Expression: LicenseRef-Odd",
		"venv/share/jupyter/lab/static/third-party-licenses.json":          `{"packages":[{"name":"@codemirror/view","versionInfo":"6.1","licenseId":"MIT"}]}`,
		"mod/github.com/!burnt!sushi/toml@v1.4.0/go.mod":                   "module x",
		"mod/cache/download/github.com/other/@v/v1.0.0.mod":                "module y",
	})
	for _, test := range []struct {
		name string
		look func() ([]part, error)
		want []part
	}{
		{"Debian", func() ([]part, error) { return debian(filepath.Join(root, "status")) },
			[]part{{"deb", "debian/tini", "0.19.0-3%2Bb1", ""}}},
		{"Python", func() ([]part, error) { return python(filepath.Join(root, "venv")) },
			[]part{{"pypi", "foo-bar", "1.2", "MIT AND BSD-3-Clause"}, {"pypi", "odd", "3", ""}}},
		{"JupyterLab", func() ([]part, error) { return jupyterlab(filepath.Join(root, "venv")) },
			[]part{{"npm", "%40codemirror/view", "6.1", "MIT"}}},
		{"modules", func() ([]part, error) { return modules(filepath.Join(root, "mod")) },
			[]part{{"golang", "github.com/BurntSushi/toml", "v1.4.0", ""}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.look()
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %v, %v; want %v", got, err, test.want)
			}
		})
	}
}

// The test itself is a Go program.
func TestPrograms(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := programs(filepath.Dir(self))
	if err != nil || !slices.ContainsFunc(parts, func(p part) bool { return p.name == "stdlib" }) {
		t.Errorf("got %v, %v", parts, err)
	}
}

func TestList(t *testing.T) {
	parts := []part{{"pypi", "b", "2", "MIT"}, {"deb", "debian/a", "1", ""}, {"pypi", "b", "2", ""}}
	d := list(parts, "1.0", time.Unix(0, 0).UTC())
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"created":"1970-01-01T00:00:00Z"`, `"referenceLocator":"pkg:deb/debian/a@1"`, `"licenseDeclared":"MIT"`,
		`{"spdxElementId":"SPDXRef-image","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-pypi-2"}`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if len(d.Packages) != 3 { // the image, and each part once
		t.Errorf("%d packages", len(d.Packages))
	}
	slices.Reverse(parts)
	if again, _ := json.Marshal(list(parts, "1.0", time.Unix(0, 0).UTC())); string(again) != string(text) {
		t.Error("the order in which parts are found shows")
	}
}
