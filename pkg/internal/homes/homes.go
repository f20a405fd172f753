// Package homes reaches into the home folders of a hub's learners: it copies their
// notebooks out, and puts a page in. The folders are volumes of Docker or Podman,
// claims of a Kubernetes cluster, or plain folders of this machine.
//
// Learners own these folders, and may have put into them what they like. So no link
// is followed, only regular files are taken, up to a size, and what runs for it runs
// as the learner, in a container without a network, where there are containers.
package homes

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"littlesteps/pkg/internal/handin"
)

// Homes are the learners' of one hub.
type Homes interface {
	// Names lists the learners.
	Names(ctx context.Context) ([]string, error)
	// Read writes a learner's working folder to w, as a tar.
	Read(ctx context.Context, name string, w io.Writer) error
	// Write puts a file into a learner's working folder, in place of one that is there.
	Write(ctx context.Context, name, file string, data []byte) error
}

// A Collected is what was copied of one learner.
type Collected struct {
	Learner   string
	Notebooks int
	Problem   error
}

// Collect copies the notebooks of all learners into one folder each below another
// one, with their times; only is the notebooks' names, none is all. What cannot be read of
// one learner is that one's problem.
func Collect(ctx context.Context, h Homes, to string, only []string, tell func(Collected)) error {
	names, err := h.Names(ctx)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return errors.New("there are no learners' folders there: has anybody logged in yet?")
	}
	failed := 0
	for _, name := range names {
		if !filepath.IsLocal(name) || strings.ContainsAny(name, `/\`) {
			return fmt.Errorf("a learner is called %q, which is no name for a folder", name)
		}
		folder := filepath.Join(to, name)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		c := Collected{Learner: name}
		c.Notebooks, c.Problem = copyOut(ctx, h, name, folder, only)
		if c.Problem != nil {
			failed++
		}
		tell(c)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if failed > 0 {
		return fmt.Errorf("of %d of %d learners not all could be collected", failed, len(names))
	}
	return nil
}

func copyOut(ctx context.Context, h Homes, name, folder string, only []string) (n int, err error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	r, w := io.Pipe()
	read := make(chan error, 1)
	go func() {
		err := h.Read(ctx, name, w)
		w.CloseWithError(err)
		read <- err
	}()
	n, err = unpack(r, root, only)
	r.CloseWithError(err)
	if problem := notPipe(<-read); problem != nil {
		return n, problem // which the tar broke off with, too
	}
	return n, err
}

// notPipe is an error but for that of who wasn't listened to any more.
func notPipe(err error) error {
	if errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}

// unpack takes the notebooks out of a tar.
func unpack(from io.Reader, to *os.Root, only []string) (n int, err error) {
	for in := tar.NewReader(from); ; {
		head, err := in.Next()
		if err == io.EOF {
			io.Copy(io.Discard, from)
			return n, nil
		}
		if err != nil {
			return n, err
		}
		name := path.Clean(head.Name)
		stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
		if head.Typeflag != tar.TypeReg || !wanted(name) || len(only) > 0 && !slices.Contains(only, stem) {
			continue
		}
		if head.Size > handin.Largest {
			return n, fmt.Errorf("%s is larger than %d MB", name, handin.Largest>>20)
		}
		local := filepath.FromSlash(name)
		if err := to.MkdirAll(filepath.Dir(local), 0o755); err != nil {
			return n, err
		}
		data, err := io.ReadAll(in)
		if err == nil {
			err = to.WriteFile(local, data, 0o644)
		}
		if err == nil {
			err = to.Chtimes(local, head.ModTime, head.ModTime)
		}
		if err != nil {
			return n, err
		}
		n++
	}
}

// wanted are notebooks that lie where a learner sees them. In build are executed
// copies.
func wanted(name string) bool {
	if !strings.EqualFold(path.Ext(name), ".ipynb") || !filepath.IsLocal(filepath.FromSlash(name)) {
		return false
	}
	for i, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") || i == 0 && part == "build" {
			return false
		}
	}
	return true
}
