package jupyter

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"littlesteps/pkg/internal/processes"
)

// An Orphan is what a killed session of this checkout has left: its folder, and
// the processes that still run in it. Kernels end with their client; what outlives
// it was started by a cell, or is a JupyterLab whose kernels hang.
type Orphan struct {
	Folder    string
	Processes []int
}

func (o Orphan) String() string {
	text := o.Folder
	for _, pid := range o.Processes {
		text += fmt.Sprintf(", process %d", pid)
	}
	return text
}

// Orphans finds what killed sessions of this checkout have left. What might
// still be in use, or belongs to another checkout, is not among them.
func (e *Env) Orphans() ([]Orphan, error) {
	var found []Orphan
	for _, parent := range e.sessionParents() {
		folders, _ := filepath.Glob(filepath.Join(parent, sessionPrefix+"*"))
		for _, folder := range folders {
			pid, root, err := sessionOwner(folder)
			known := slices.ContainsFunc(found, func(o Orphan) bool { return o.Folder == folder })
			if err != nil || root != e.Root || alive(pid) || known || serverLives(folder) {
				continue
			}
			o, err := orphan(folder)
			if err != nil {
				return nil, fmt.Errorf("look for orphans: %w", err)
			}
			found = append(found, o)
		}
	}
	return found, nil
}

// orphan lists the processes whose commands name a file in the folder: the kernel
// with its connection file, gopls with its socket, a cell's program.
func orphan(folder string) (Orphan, error) {
	running, err := processes.Naming(folder + "/")
	o := Orphan{Folder: folder}
	for _, p := range running {
		o.Processes = append(o.Processes, p.Pid)
	}
	return o, err
}

// Cleanup removes all orphans of this checkout.
func (e *Env) Cleanup() error {
	found, err := e.Orphans()
	for _, o := range found {
		err = errors.Join(err, o.remove())
	}
	return err
}

func (o Orphan) remove() error {
	for _, pid := range o.Processes {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("end process %d: %w", pid, err)
		}
	}
	return os.RemoveAll(o.Folder)
}

// serverLives says whether a JupyterLab is at work in a session's folder,
// although what has started it is gone: someone may be working with it.
func serverLives(folder string) bool {
	servers, _ := filepath.Glob(filepath.Join(folder, "jpserver-*.json"))
	return slices.ContainsFunc(servers, func(path string) bool {
		var pid int
		_, err := fmt.Sscanf(strings.TrimPrefix(filepath.Base(path), "jpserver-"), "%d", &pid)
		return err == nil && alive(pid)
	})
}
