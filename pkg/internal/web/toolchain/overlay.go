// Package toolchain builds Go's compiler and linker for WebAssembly, and what the
// kernel in a tab needs of the packages that cells import.
package toolchain

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed _link/*.go
var added embed.FS

// places says where the added files stand below src/cmd.
var places = map[string]string{
	"_link/cell.go":   "link/internal/ld/littlesteps.go",
	"_link/loader.go": "link/internal/loader/littlesteps.go",
	"_link/wasm.go":   "link/internal/wasm/littlesteps.go",
}

// Overlay writes the changed files of Go's source below dir, and returns the file
// for `go build -overlay`. An error names all patches that don't fit.
func Overlay(goroot, dir string) (string, error) {
	replace := map[string]string{}
	cmd := filepath.Join(goroot, "src", "cmd")
	write := func(name string, content []byte) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		replace[filepath.Join(cmd, filepath.FromSlash(name))] = to
		return os.WriteFile(to, content, 0o644)
	}
	for from, to := range places {
		content, err := added.ReadFile(from)
		if err != nil {
			return "", err
		}
		if err := write(to, content); err != nil {
			return "", err
		}
	}
	files := map[string]string{}
	open := func(name string) error {
		if _, ok := files[name]; ok {
			return nil
		}
		content, err := os.ReadFile(filepath.Join(cmd, filepath.FromSlash(name)))
		files[name] = string(content)
		return err
	}
	var misfits []string
	for _, p := range linkPatches {
		if err := open(p.file); err != nil {
			return "", err
		}
		if n := strings.Count(files[p.file], p.old); n != 1 {
			misfits = append(misfits, fmt.Sprintf("cmd/%s has %q %d times", p.file, p.old, n))
			continue
		}
		files[p.file] = strings.Replace(files[p.file], p.old, p.new, 1)
	}
	for _, c := range otherMachines {
		if err := open(c.file); err != nil {
			return "", err
		}
		before, rest, found := strings.Cut(files[c.file], c.from)
		_, after, ends := strings.Cut(rest, c.to)
		if !found || !ends {
			misfits = append(misfits, fmt.Sprintf("cmd/%s has no %q up to %q", c.file, c.from, c.to))
			continue
		}
		files[c.file] = before + c.to + after
	}
	if misfits != nil {
		return "", fmt.Errorf("this Go is not the one that the patches were made for:\n%s", strings.Join(misfits, "\n"))
	}
	for name, content := range files {
		if err := write(name, []byte(content)); err != nil {
			return "", err
		}
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o644)
}
