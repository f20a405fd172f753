package handin

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A reader collects what it finds.
type reader struct {
	found    []HandIn
	problems []Problem
	empty    map[string]string // learners of whom there is no notebook yet, and where that was seen
	bytes    int64
	files    int
}

func (r *reader) path(name string) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s isn't there: name a notebook, a folder, or a platform's zip", name)
	case err != nil:
		return err
	case info.IsDir():
		return r.folder(name)
	case !info.Mode().IsRegular():
		r.problems = append(r.problems, problemf(name, "it isn't a file"))
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		r.problems = append(r.problems, problemf(name, "it can't be read: %v", err))
		return nil
	}
	defer file.Close()
	switch strings.ToLower(filepath.Ext(name)) {
	case ".zip":
		return r.zip(name, "", file, info.Size())
	case ".ipynb":
		return r.file(name, filepath.Base(name), filepath.Base(filepath.Dir(absolute(name))), info.ModTime(), file)
	}
	r.problems = append(r.problems, problemf(name, "it is neither a notebook (.ipynb) nor a zip nor a folder"))
	return nil
}

func absolute(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}

// folder goes through a folder, and follows no link out of it.
func (r *reader) folder(name string) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(at string, entry fs.DirEntry, err error) error {
		from := filepath.Join(name, filepath.FromSlash(at))
		if err != nil {
			r.problems = append(r.problems, problemf(from, "it can't be read: %v", err))
			return nil
		}
		if at != "." && hidden(path.Base(at)) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		if entry.Type() != 0 {
			if isHandIn(at) {
				r.problems = append(r.problems, problemf(from, "it is a link or a special file, and isn't followed: copy the notebook itself there"))
			}
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil // it has just gone
		}
		if !isHandIn(at) {
			r.other(from, at)
			return r.count(0)
		}
		file, err := root.Open(filepath.FromSlash(at))
		if err != nil {
			r.problems = append(r.problems, problemf(from, "it can't be read: %v", err))
			return nil
		}
		defer file.Close()
		if strings.EqualFold(path.Ext(at), ".zip") {
			return r.zip(from, at, file, info.Size())
		}
		return r.file(from, at, "", info.ModTime(), file)
	})
}

// isHandIn tells whether a file is looked into.
func isHandIn(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".ipynb" || ext == ".zip"
}

// hidden are names of what programs and systems leave beside notebooks.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || name == "__MACOSX" }

// zip reads a zip: a platform's, or one that a learner has handed in, which lies at
// inside. A zip in a learner's zip isn't opened.
func (r *reader) zip(from, inside string, file io.ReaderAt, size int64) error {
	archive, err := zip.NewReader(file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		r.problems = append(r.problems, problemf(from, "it isn't a zip that can be read: %v", err))
		return nil
	}
	for _, entry := range archive.File {
		name := strings.ReplaceAll(entry.Name, `\`, "/")
		if entry.FileInfo().IsDir() || hiddenAnywhere(name) {
			continue
		}
		at, label := path.Join(inside, name), from+" › "+name
		switch {
		case !isHandIn(name):
			r.other(label, at)
			if err := r.count(0); err != nil {
				return err
			}
			continue
		case !filepath.IsLocal(filepath.FromSlash(name)) || strings.Count(name, "/") > mostLevels:
			r.problems = append(r.problems, problemf(label, "its path leads out of the zip"))
			continue
		case !entry.Mode().IsRegular():
			r.problems = append(r.problems, problemf(label, "it is a link or a special file"))
			continue
		}
		content, err := entry.Open()
		if err != nil {
			r.problems = append(r.problems, problemf(label, "it can't be unpacked: %v", err))
			continue
		}
		if strings.EqualFold(path.Ext(name), ".zip") {
			err = r.nested(label, at, inside, content)
		} else {
			err = r.file(label, at, strings.TrimSuffix(filepath.Base(from), filepath.Ext(from)), entry.Modified, content)
		}
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func hiddenAnywhere(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part != "" && part != ".." && part != "." && hidden(part) {
			return true
		}
	}
	return false
}

// nested opens a zip in a platform's zip.
func (r *reader) nested(label, at, inside string, content io.Reader) error {
	if inside != "" {
		r.problems = append(r.problems, problemf(label, "a zip in a zip isn't opened"))
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(content, Largest+1))
	if err != nil || len(data) > Largest {
		r.problems = append(r.problems, problemf(label, "it can't be unpacked, or is larger than %d MB", Largest>>20))
		return nil
	}
	return r.zip(label, at, bytes.NewReader(data), int64(len(data)))
}

// file reads a notebook that lies at a path in what was handed in. Where the path
// doesn't say whose it is, holder may.
func (r *reader) file(from, at, holder string, when time.Time, content io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(content, Largest+1))
	switch {
	case err != nil:
		r.problems = append(r.problems, problemf(from, "it can't be read: %v", err))
		return r.count(0)
	case len(data) > Largest:
		r.problems = append(r.problems, problemf(from, "it is larger than %d MB", Largest>>20))
		return r.count(0)
	}
	h, ok := fromPlatform(at)
	if !ok {
		h = HandIn{Name: path.Base(at)}
		if first, _, deeper := strings.Cut(at, "/"); deeper {
			if h.Learner.Name = strings.TrimSuffix(first, path.Ext(first)); !strings.EqualFold(path.Ext(first), ".zip") {
				h.Learner.Name = first
			}
		} else {
			h.Learner.Prefix = holder // until all are known: see name
		}
	}
	h.From, h.Time, h.Data = from, when, data
	r.found = append(r.found, h)
	return r.count(int64(len(data)))
}

// other takes note of a file that is no notebook: it may be all that a learner has
// handed in.
func (r *reader) other(from, at string) {
	if h, ok := fromPlatform(at); ok {
		if r.empty == nil {
			r.empty = map[string]string{}
		}
		r.empty[h.Learner.Key()] = from
	}
}

func (r *reader) count(bytes int64) error {
	r.files++
	if r.bytes += bytes; r.bytes > mostBytes || r.files > mostFiles {
		return fmt.Errorf("there is too much to read: more than %d MB or %d files; grade it in parts", mostBytes>>20, mostFiles)
	}
	return nil
}

// name gives notebooks that no folder names a learner: by the file's name, or where
// several have one name, by the folder that each lies in.
func (r *reader) name() {
	times := map[string]int{}
	for _, h := range r.found {
		if h.Learner.Name == "" {
			times[h.Name]++
		}
	}
	for i := range r.found {
		h := &r.found[i]
		delete(r.empty, h.Learner.Key())
		if h.Learner.Name != "" {
			continue
		}
		holder := h.Learner.Prefix
		h.Learner = Learner{Name: strings.TrimSuffix(h.Name, path.Ext(h.Name))}
		if times[h.Name] > 1 && holder != "" {
			h.Learner.Name = holder
		}
	}
	for _, from := range r.empty {
		r.problems = append(r.problems, problemf(from, "there is no notebook beside it"))
	}
}
