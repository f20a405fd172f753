// Package toolchain builds Go's compiler and linker for WebAssembly, and what the
// kernel in a tab needs of the packages that cells import.
package toolchain

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// added stands in the place of files below src/cmd, or beside them.
//
//go:embed all:_cmd
var added embed.FS

// sources are Go's files below src/cmd, as they are changed.
type sources struct {
	cmd     string            // the folder
	files   map[string]string // those that are changed, or new; "" is one left out
	misfits []string          // what isn't as it was when the changes were made
}

// Overlay writes the changed files of Go's source below dir, and returns the file
// for `go build -overlay`. An error names all changes that don't fit.
func Overlay(goroot, dir string) (string, error) {
	s := &sources{cmd: filepath.Join(goroot, "src", "cmd"), files: map[string]string{}}
	steps := []func() error{s.add, s.patch, s.cut, s.thin, s.join}
	for _, step := range steps {
		if err := step(); err != nil {
			return "", err
		}
	}
	if s.misfits != nil {
		return "", fmt.Errorf("%w:\n%s", ErrUnknownGo, strings.Join(s.misfits, "\n"))
	}
	return s.write(dir)
}

// ErrUnknownGo is returned where the installed Go isn't one that the changes were made for.
var ErrUnknownGo = errors.New("this Go is not the one that the patches were made for")

func (s *sources) misfit(format string, args ...any) {
	s.misfits = append(s.misfits, fmt.Sprintf(format, args...))
}

// open returns a file as it is now.
func (s *sources) open(name string) (string, error) {
	if text, ok := s.files[name]; ok {
		return text, nil
	}
	text, err := os.ReadFile(filepath.Join(s.cmd, filepath.FromSlash(name)))
	return string(text), err
}

// change puts what edit returns in a file's place.
func (s *sources) change(name string, edit func(text string) string) error {
	text, err := s.open(name)
	if errors.Is(err, fs.ErrNotExist) {
		s.misfit("there is no cmd/%s", name)
		return nil
	}
	if err != nil {
		return err
	}
	s.files[name] = edit(text)
	return nil
}

func (s *sources) add() error {
	return fs.WalkDir(added, "_cmd", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := added.ReadFile(name)
		s.files[strings.TrimPrefix(name, "_cmd/")] = string(text)
		return err
	})
}

func (s *sources) patch() error {
	for _, p := range slices.Concat(linkPatches, toolPatches) {
		err := s.change(p.file, func(text string) string {
			if n := strings.Count(text, p.old); n != 1 {
				s.misfit("cmd/%s has %q %d times", p.file, p.old, n)
			}
			return strings.Replace(text, p.old, p.new, 1)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *sources) cut() error {
	for _, c := range otherMachines {
		err := s.change(c.file, func(text string) string {
			before, rest, found := strings.Cut(text, c.from)
			_, after, ends := strings.Cut(rest, c.to)
			if !found || !ends {
				s.misfit("cmd/%s has no %q up to %q", c.file, c.from, c.to)
			}
			return before + c.to + after
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// join puts the linker's packages among the compiler's, which then may import them.
func (s *sources) join() error {
	const from, to = "link/internal/", "compile/internal/link/"
	names := map[string]bool{}
	for name := range s.files {
		names[name] = strings.HasPrefix(name, from)
	}
	err := filepath.WalkDir(filepath.Join(s.cmd, filepath.FromSlash(from)), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		name, err := filepath.Rel(s.cmd, file)
		names[filepath.ToSlash(name)] = true
		return err
	})
	if err != nil {
		return err
	}
	for name, its := range names {
		if !its || unused(path.Dir(name)) {
			continue
		}
		text, err := s.open(name)
		if err != nil {
			return err
		}
		if text != "" {
			s.files[to+strings.TrimPrefix(name, from)] = strings.ReplaceAll(text, "cmd/"+from, "cmd/"+to)
		}
	}
	return nil
}

// write writes the changed files below dir, and the list of them for the go command.
func (s *sources) write(dir string) (string, error) {
	replace := map[string]string{}
	for name, text := range s.files {
		place := filepath.Join(s.cmd, filepath.FromSlash(name))
		if text == "" {
			replace[place] = ""
			continue
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		replace[place] = to
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
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
