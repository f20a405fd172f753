package homes

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Folders are plain folders of this machine: a pattern with * where a learner's name
// stands, such as /home/jupyter-*.
type Folders string

// Names implements [Homes].
func (f Folders) Names(context.Context) (names []string, err error) {
	before, after, ok := strings.Cut(string(f), "*")
	if !ok || strings.Contains(after, "*") {
		return nil, fmt.Errorf("%q names no learners' folders: write * once, where a learner's name stands, such as /home/jupyter-*", string(f))
	}
	found, err := filepath.Glob(string(f))
	if err != nil {
		return nil, err
	}
	for _, path := range found {
		if info, err := os.Lstat(path); err == nil && info.IsDir() {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(path, before), after))
		}
	}
	slices.Sort(names)
	return names, nil
}

func (f Folders) open(name string) (*os.Root, error) {
	return os.OpenRoot(strings.Replace(string(f), "*", name, 1))
}

// Read implements [Homes].
func (f Folders) Read(ctx context.Context, name string, w io.Writer) error {
	root, err := f.open(name)
	if err != nil {
		return err
	}
	defer root.Close()
	out := tar.NewWriter(w)
	err = fs.WalkDir(root.FS(), ".", func(at string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil || at == ".":
			return nil // one that can't be entered is none to hand in from
		case entry.IsDir() && strings.HasPrefix(path.Base(at), "."):
			return fs.SkipDir
		case entry.Type() != 0 || !wanted(at):
			return nil
		}
		return add(out, root, at)
	})
	return errors.Join(err, out.Close())
}

func add(out *tar.Writer, root *os.Root, at string) error {
	file, err := root.Open(filepath.FromSlash(at))
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: at, Typeflag: tar.TypeReg, Size: info.Size(), Mode: 0o644, ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.CopyN(out, file, info.Size())
	return err
}

// Write implements [Homes]. The file gets the owner of the folder.
func (f Folders) Write(_ context.Context, name, file string, data []byte) error {
	root, err := f.open(name)
	if err != nil {
		return err
	}
	defer root.Close()
	temporary := "." + file + ".new"
	if err := root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := root.WriteFile(temporary, data, 0o644); err != nil {
		return err
	}
	if info, err := root.Stat("."); err == nil && os.Geteuid() == 0 {
		if owner, ok := info.Sys().(*syscall.Stat_t); ok {
			root.Lchown(temporary, int(owner.Uid), int(owner.Gid))
		}
	}
	return root.Rename(temporary, file)
}
