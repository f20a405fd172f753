package jupyter

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"littlesteps/pkg/internal/chromium"
)

// A Level says how bad a finding is.
type Level int

const (
	Fine  Level = iota
	Note        // worth knowing; everything works
	Wrong       // something doesn't work
)

// A Finding is one thing that [Env.Examine] looked at.
type Finding struct {
	Title string // what was looked at
	Level Level
	Said  string // what was found
	Hint  string // what to do, "" where nothing is to be done
}

// Examine looks at everything that the environment needs. It changes nothing.
func (e *Env) Examine(ctx context.Context) []Finding {
	findings := []Finding{e.examineGo(ctx), e.examinePython(ctx), e.examineWriting()}
	findings = append(findings, e.examineSteps(ctx)...)
	findings = append(findings, e.examinePrograms(ctx)...)
	findings = append(findings, e.examineSpec(ctx), e.examineBuilds(), e.examineKept(), e.examineTemp(), examinePort(jupyterPort))
	findings = append(findings, e.examineRoom(ctx)...)
	findings = append(findings, e.examineFolder()...)
	findings = append(findings, examineVariables()...)
	return append(findings, examineBrowser(), e.examineOrphans())
}

func (e *Env) examineGo(ctx context.Context) Finding {
	f := Finding{Title: "Go"}
	g, err := e.findGo(ctx)
	if err != nil {
		f.Level, f.Said = Wrong, err.Error()
		f.Hint = "install the Go version that go.mod names, or a newer one, from go.dev/dl, and put its bin folder on PATH"
		return f
	}
	f.Said = g.Version + " in " + g.Root
	return f
}

func (e *Env) examinePython(ctx context.Context) Finding {
	f := Finding{Title: "Python"}
	if p, err := examinePython(ctx, e.Program("python")); err == nil {
		f.Said = fmt.Sprintf("3.%d in .venv", p.minor)
		return f
	}
	p, err := findPython(ctx, "")
	if err != nil {
		f.Level, f.Said = Wrong, err.Error()
		f.Hint = "on Debian and Ubuntu: apt install python3 python3-venv"
		return f
	}
	f.Level, f.Said, f.Hint = Wrong, "none in .venv yet", "go tool steps setup builds on "+p.path
	return f
}

// examineWriting tries to write where set-up and the commands write.
func (e *Env) examineWriting() Finding {
	f := Finding{Title: "Writing"}
	place, folders := e.Root, []string{e.Root, e.Venv(), e.Build(), e.NotebookPath()}
	if e.Work != "" { // the checkout is only read
		place, folders = e.Work, []string{e.Work, e.Build(), e.own()}
	}
	for _, dir := range folders {
		if dir != place && !exists(dir) {
			continue
		}
		probe, err := os.CreateTemp(dir, ".steps-*")
		if err != nil {
			f.Level, f.Said = Wrong, err.Error()
			f.Hint = "give yourself the permission to write there, or clone into a folder of your own"
			return f
		}
		probe.Close()
		os.Remove(probe.Name())
	}
	f.Said = "allowed in " + place
	return f
}

// examineSteps says which steps of the set-up are missing.
func (e *Env) examineSteps(ctx context.Context) []Finding {
	steps, err := e.steps(ctx, "")
	if err != nil {
		return nil // the finding about Go has said why
	}
	var first, later []step
	for _, s := range steps {
		if s.name == lessonName {
			continue // without it cells take a little longer the first time
		}
		if s.later {
			later = append(later, s)
		} else {
			first = append(first, s)
		}
	}
	missing, err := e.pending(first)
	if err == nil && len(missing) > 0 {
		return []Finding{{"Set-up", Wrong, "missing or outdated: " + strings.Join(missing, ", "), "go tool steps setup"}}
	}
	if err == nil {
		missing, err = e.pending(later)
	}
	switch {
	case err != nil:
		return []Finding{{"Set-up", Wrong, err.Error(), "is the checkout as it was cloned? (git status)"}}
	case len(missing) > 0:
		return []Finding{{"Set-up", Note, "cells run; on their way: " + strings.Join(missing, ", "), "they are made in the background while go tool steps lab runs, or at once by go tool steps setup"}}
	}
	return []Finding{{"Set-up", Fine, "complete", ""}}
}

// examinePrograms asks what is installed for its version.
func (e *Env) examinePrograms(ctx context.Context) []Finding {
	var findings []Finding
	for _, p := range []struct {
		title string
		args  []string
	}{
		{"JupyterLab", []string{"python", "-I", "-c", "import jupyterlab; print(jupyterlab.__version__)"}},
		{"Kernel", []string{"gonb", "-V"}},
		{"gopls", []string{"gopls", "version"}},
	} {
		cmd := command(ctx, "", environment(map[string]string{"GOPLSCACHE": e.own("gopls")}), e.Program(p.args[0]), p.args[1:]...)
		out, err := cmd.Output()
		f := Finding{Title: p.title, Said: strings.SplitN(string(out), "\n", 2)[0]}
		switch {
		case err != nil && p.title == "gopls" && e.stamp("gopls") == "":
			f.Level, f.Said = Note, "on its way: until it is there, cells run without completion"
		case err != nil:
			f.Level, f.Said, f.Hint = Wrong, err.Error(), "go tool steps setup; if that doesn't help, remove .venv and set up anew"
		}
		findings = append(findings, f)
	}
	return findings
}

func (e *Env) examineSpec(ctx context.Context) Finding {
	f := Finding{Title: "Kernel spec", Said: "as it should be"}
	g, err := e.findGo(ctx)
	if err != nil {
		f.Level, f.Said = Note, "can't be checked without Go"
		return f
	}
	stale, err := e.stale(g)
	switch {
	case err != nil:
		f.Level, f.Said = Wrong, err.Error()
	case len(stale) > 0:
		f.Level, f.Said = Wrong, "stale: "+strings.Join(stale, ", ")
		f.Hint = "go tool steps setup writes it anew"
	}
	return f
}

// examineBuilds says whether cells are built without the go command, which takes
// half of the time.
func (e *Env) examineBuilds() Finding {
	f := Finding{Title: "Quick builds", Said: "cells are built without the go command"}
	if why := e.planDeclines(); why != nil {
		f.Level, f.Said = Note, "each cell waits for the go command: "+why.Error()
		f.Hint = "go tool steps setup compiles the packages for cells anew; a variable of your shell that is named here, unset it there"
	}
	return f
}

// examineTemp looks for a place where the programs of cells may run.
func (e *Env) examineTemp() Finding {
	f := Finding{Title: "Temporary files"}
	dir, err := sessionFolder(e.sessionParents())
	if err != nil {
		f.Level, f.Said = Wrong, err.Error()
		return f
	}
	defer os.RemoveAll(dir)
	f.Said = "in " + filepath.Dir(dir)
	if filepath.Dir(dir) != filepath.Clean(os.TempDir()) {
		f.Level = Note
		f.Said += ", because programs can't run in " + os.TempDir() + " or its path is too long for sockets"
		f.Hint = "a plain .venv/bin/jupyter lab may need TMPDIR set to such a folder"
	}
	if len(dir) > longestRuntime() {
		f.Level = Note
		f.Said += "; that path is too long for sockets, so kernels talk over TCP"
	}
	return f
}

// jupyterPort is the one that JupyterLab tries first.
const jupyterPort = 8888

func examinePort(port int) Finding {
	f := Finding{Title: "Port", Said: fmt.Sprintf("%d is free", port)}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		f.Level = Note
		f.Said = fmt.Sprintf("%d is taken, perhaps by another JupyterLab; the next free one is used", port)
		f.Hint = "to choose one: go tool steps lab -- --port=9999"
		return f
	}
	listener.Close()
	return f
}

// littleRoom is what a set-up needs, in bytes.
const littleRoom = 3 << 30 >> 1

func (e *Env) examineRoom(ctx context.Context) []Finding {
	var findings []Finding
	dirs := []string{e.Root, os.TempDir()}
	if g, err := e.findGo(ctx); err == nil && exists(g.Cache) {
		dirs = append(dirs, g.Cache)
	}
	for _, dir := range dirs {
		var fs syscall.Statfs_t
		if err := syscall.Statfs(dir, &fs); err != nil {
			continue
		}
		if free := uint64(fs.Bavail) * uint64(fs.Bsize); free < littleRoom {
			findings = append(findings, Finding{"Room", Note,
				fmt.Sprintf("only %d MB are free around %s", free>>20, dir), "set-up needs about 1.5 GB with Go's caches, a notebook some MB"})
		}
	}
	return findings
}

// examineFolder names folders in which something can't work.
func (e *Env) examineFolder() []Finding {
	if strings.ContainsAny(e.Root, ":,") {
		return []Finding{{"Folder", Wrong, "the path has a colon or a comma: " + e.Root,
			"rename the folder; set-up mends the rest"}}
	}
	if os.Getenv("WSL_DISTRO_NAME") != "" && strings.HasPrefix(e.Root, "/mnt/") {
		return []Finding{{"Folder", Note, e.Root + " lies on a Windows drive, where everything takes several times as long",
			"clone into your Linux home folder"}}
	}
	return nil
}

func examineVariables() []Finding {
	if backend := os.Getenv("GOMLX_BACKEND"); backend != "" {
		return []Finding{{"GOMLX_BACKEND", Note, "is set to " + backend + ": the models use it, whether it suits them or not",
			"unset it to have the fastest one chosen"}}
	}
	return nil
}

func examineBrowser() Finding {
	path, err := chromium.Find()
	if err != nil {
		return Finding{"Browser", Note, "none for PDF and for tests, which are skipped then: " + err.Error(),
			"on Debian: apt install chromium"}
	}
	return Finding{Title: "Browser", Said: path}
}

func (e *Env) examineOrphans() Finding {
	f := Finding{Title: "Orphans", Said: "none"}
	found, err := e.Orphans()
	switch {
	case err != nil:
		f.Level, f.Said = Note, err.Error()
	case len(found) > 0:
		f.Level, f.Said = Wrong, "of killed sessions of this checkout:"
		for _, o := range found {
			f.Said += "\n" + o.String()
		}
		f.Hint = "go tool steps doctor --fix removes them"
	}
	return f
}
