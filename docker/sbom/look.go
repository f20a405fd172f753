package main

import (
	"bufio"
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
)

// debian reads dpkg's record of what is installed: paragraphs of fields.
func debian(status string) ([]part, error) {
	content, err := os.ReadFile(status)
	if err != nil {
		return nil, err
	}
	var parts []part
	for paragraph := range strings.SplitSeq(string(content), "\n\n") {
		fields := map[string]string{}
		for line := range strings.Lines(paragraph) {
			if name, value, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, " ") {
				fields[name] = strings.TrimSpace(value)
			}
		}
		if strings.HasSuffix(fields["Status"], " installed") {
			version := strings.NewReplacer("+", "%2B", ":", "%3A").Replace(fields["Version"])
			parts = append(parts, part{kind: "deb", name: "debian/" + fields["Package"], version: version})
		}
	}
	return parts, nil
}

// python reads the records of the packages in a virtual environment.
func python(venv string) ([]part, error) {
	records, err := filepath.Glob(filepath.Join(venv, "lib", "python3*", "site-packages", "*.dist-info", "METADATA"))
	if err != nil {
		return nil, err
	}
	var parts []part
	for _, path := range records {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		// The header of a message; its text, if any, is the package's page.
		header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(content, '\n', '\n')))).ReadMIMEHeader()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		parts = append(parts, part{
			kind: "pypi", name: strings.ToLower(strings.ReplaceAll(header.Get("Name"), "_", "-")),
			version: header.Get("Version"), licence: expression(header.Get("License-Expression")),
		})
	}
	return parts, nil
}

// identifiers are the licences that the packages name most, and that an SPDX
// expression may be made of. What else is said is often no such expression.
var identifiers = regexp.MustCompile(`^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|CC0-1\.0|MPL-2\.0|PSF-2\.0|Unlicense|AND|OR|WITH|[() ])+$`)

func expression(text string) string {
	if identifiers.MatchString(text) {
		return text
	}
	return ""
}

// jupyterlab reads which JavaScript packages are inside of JupyterLab's pages.
func jupyterlab(venv string) ([]part, error) {
	var report struct {
		Packages []struct {
			Name    string `json:"name"`
			Version string `json:"versionInfo"`
			Licence string `json:"licenseId"`
		} `json:"packages"`
	}
	path := filepath.Join(venv, "share", "jupyter", "lab", "static", "third-party-licenses.json")
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &report); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var parts []part
	for _, p := range report.Packages {
		name := strings.Replace(p.Name, "@", "%40", 1)
		parts = append(parts, part{kind: "npm", name: name, version: p.Version, licence: expression(p.Licence)})
	}
	return parts, nil
}

// capital is how the module cache writes a capital letter.
var capital = regexp.MustCompile("![a-z]")

// modules finds the sources in Go's module cache: folders named MODULE@VERSION.
func modules(cache string) ([]part, error) {
	var parts []part
	err := filepath.WalkDir(cache, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(cache, path)
		if err != nil {
			return err
		}
		if rel == "cache" {
			return fs.SkipDir
		}
		escaped, version, ok := strings.Cut(filepath.ToSlash(rel), "@")
		if !ok {
			return nil
		}
		name := capital.ReplaceAllStringFunc(escaped, func(s string) string { return strings.ToUpper(s[1:]) })
		parts = append(parts, golang(name, version))
		return fs.SkipDir
	})
	return parts, err
}

// programs reads out of Go programs what they were built from.
func programs(folders ...string) ([]part, error) {
	var parts []part
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			return nil, err
		}
		for _, path := range files {
			info, err := buildinfo.ReadFile(path)
			if err != nil {
				continue // no Go program
			}
			parts = append(parts, golang("stdlib", strings.TrimPrefix(info.GoVersion, "go")))
			for _, m := range append(info.Deps, &info.Main) {
				if m.Replace != nil {
					m = &debug.Module{Path: m.Path, Version: m.Version} // ours, mended
				}
				if m.Version != "" && m.Version != "(devel)" {
					parts = append(parts, golang(m.Path, m.Version))
				}
			}
		}
	}
	return parts, nil
}

func golang(name, version string) part {
	return part{kind: "golang", name: name, version: strings.ReplaceAll(version, "+", "%2B")}
}
