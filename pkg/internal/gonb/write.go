package gonb

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Module is gonb's path.
const Module = "github.com/janpfeifer/gonb"

// files are the patches, what is added to gonb's packages, and the packages that it
// gets a copy of.
//
//go:embed patches/*.patch all:_tree cell/*.go guard/*.go hints/*.go quickbuild/*.go tool/*.go
var files embed.FS

// unneeded are the folders of gonb's module that its program doesn't need: 64 of
// 66 MB.
var unneeded = []string{"docs", "examples"}

// Write copies gonb's module into dir, and patches it. An error of patches that
// don't fit names them all.
func Write(dir, module string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := copyTree(dir, module, unneeded); err != nil {
		return err
	}
	all, err := patches()
	if err != nil {
		return err
	}
	if err := apply(dir, all); err != nil {
		return err
	}
	return eachAdded(func(path string, content []byte) error {
		if isTest(path) {
			return nil
		}
		return write(filepath.Join(dir, filepath.FromSlash(path)), content)
	})
}

// writeTests writes the tests of what is added into a patched tree.
func writeTests(dir string) error {
	return eachAdded(func(path string, content []byte) error {
		if !isTest(path) {
			return nil
		}
		return write(filepath.Join(dir, filepath.FromSlash(path)), content)
	})
}

func isTest(path string) bool {
	return strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/testdata/")
}

// Key names all that is done to gonb: another key, another kernel.
func Key() (string, error) {
	all, err := patches()
	if err != nil {
		return "", err
	}
	text := fmt.Append(nil, all)
	err = eachAdded(func(path string, content []byte) error {
		if !isTest(path) {
			text = append(append(text, path...), content...)
		}
		return nil
	})
	return digest(text), err
}

// eachAdded calls do with each file that is added, and its path in gonb.
func eachAdded(do func(path string, content []byte) error) error {
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path, "patches/") {
			return err
		}
		content, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		if inside, found := strings.CutPrefix(path, "_tree/"); found {
			return do(inside, content)
		}
		if isTest(path) {
			return nil // it runs where it stands
		}
		text := strings.ReplaceAll(string(content), `"littlesteps/pkg/internal/gonb/`, `"`+Module+`/internal/`)
		return do("internal/"+path, []byte(text))
	})
}

func write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// copyTree copies the files below from, which may be read-only, less the
// folders named in without.
func copyTree(to, from string, without []string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(without, rel):
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), content, 0o644)
	})
}
