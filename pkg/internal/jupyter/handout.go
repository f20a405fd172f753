package jupyter

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/notebook"
)

// A handoutFile is a file that learners get.
type handoutFile struct {
	name string // with / between folders
	data []byte
	mode fs.FileMode
}

const handoutReadme = `# Your notebooks

Open them in JupyterLab with the Go kernel of Little Steps, in the order of their
names, and run the cells from the top. Where it says "exercise.TODO", write your own
code in its place and run the cell: it says what it makes of your answer. Where it says
that an answer is judged later, your teacher's check says so.
%s
**Hand in** the notebooks themselves (the files that end in .ipynb), saved, and under
their own names. Saved outputs don't count, your code does.
`

const withEnvironment = `
**To start**, install Go from go.dev/dl and Python 3.10 or newer, open a terminal in this
folder, and type

    go tool steps lab

The first time it sets up what is missing, for which it needs the network.
`

const withoutEnvironment = `
Your teacher has told you where JupyterLab runs: at an address for your class, or on
your own machine, in a folder from which "go tool steps lab" starts it.
`

// Handout writes what learners get to a folder, or to a zip if to ends in .zip: the
// notebooks without solutions, and a page that says how to begin and what to hand in.
// With whole it is an environment besides, all that a checkout needs to run, in which
// no file has a solution. It returns how many files there are.
func Handout(ctx context.Context, e *Env, names []string, to string, whole bool) (int, error) {
	made, err := e.variants(names, notebook.Learner)
	if err != nil {
		return 0, err
	}
	var files []handoutFile
	readme, folder := withoutEnvironment, ""
	if whole {
		readme, folder = withEnvironment, "notebooks/"
		if files, err = e.bare(ctx); err != nil {
			return 0, err
		}
	}
	for _, n := range made {
		file := handoutFile{folder + filepath.Base(n.Path), n.Bytes(), 0o644}
		if slices.ContainsFunc(files, func(f handoutFile) bool { return f.name == file.name }) {
			return 0, fmt.Errorf("two notebooks are called %s: hand them out one after the other", filepath.Base(n.Path))
		}
		files = append(files, file)
	}
	files = append(files, handoutFile{"README.md", fmt.Appendf(nil, handoutReadme, readme), 0o644})
	if strings.EqualFold(filepath.Ext(to), ".zip") {
		return len(files), writeZip(to, files)
	}
	return len(files), e.writeFolder(to, files)
}

// bare is the checkout without its notebooks, tests and what only its makers need.
func (e *Env) bare(ctx context.Context) (files []handoutFile, err error) {
	out, err := exec.CommandContext(ctx, "git", "-C", e.Root, "ls-files", "-z").Output()
	if err != nil {
		return nil, fmt.Errorf("the environment is packed from a clone, and git doesn't list this one's files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		first, _, _ := strings.Cut(name, "/")
		switch {
		case slices.Contains([]string{"notebooks", "docker", ".github", ".ci", ".binder", ".devcontainer", ".dockerignore", "README.md"}, first),
			strings.HasSuffix(name, "_test.go"), strings.Contains(name, "/testdata/"):
			continue
		}
		info, err := os.Lstat(e.Path(filepath.FromSlash(name)))
		if err != nil || !info.Mode().IsRegular() {
			continue // deleted, or a link
		}
		data, err := os.ReadFile(e.Path(filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		files = append(files, handoutFile{name, data, info.Mode().Perm()})
	}
	return files, nil
}

func writeZip(to string, files []handoutFile) error {
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	top := strings.TrimSuffix(filepath.Base(to), filepath.Ext(to))
	for _, f := range files {
		head := &zip.FileHeader{Name: path.Join(top, f.name), Method: zip.Deflate}
		head.SetMode(f.mode)
		file, err := out.CreateHeader(head)
		if err != nil {
			return err
		}
		if _, err := file.Write(f.data); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return notebook.WriteFile(to, packed.Bytes())
}

// writeFolder writes files where nothing else is: somebody may work there.
func (e *Env) writeFolder(to string, files []handoutFile) error {
	for _, f := range files {
		path := filepath.Join(to, filepath.FromSlash(f.name))
		there, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(there, f.data) {
			return fmt.Errorf("%s is there already, and differs: somebody may have worked in it, so nothing was written; choose another folder with --to", e.short(path))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, f := range files {
		path := filepath.Join(to, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.data, f.mode); err != nil {
			return err
		}
	}
	return nil
}
