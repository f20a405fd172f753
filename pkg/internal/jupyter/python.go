package jupyter

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// lock is what pip installs: every package with its version and its hashes.
//
//go:embed files/requirements.txt
var lock []byte

// The versions of Python that the lock file was made for. A newer one will do as well
// once its packages are there for it; pip knows.
const (
	oldestPython = 10 // 3.10
	newestPython = 14 // 3.14
)

// pythonNames are tried in this order. macOS has an old python3 of its own
// beside whatever else is installed.
var pythonNames = []string{
	"python3", "python3.15", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python",
}

// A python is an interpreter that was found.
type python struct {
	path  string
	minor int    // 12 for 3.12
	wrong string // why it can't be used, "" when it can
}

// examinePython asks an interpreter what it is.
func examinePython(ctx context.Context, path string) (python, error) {
	const question = `import sys, importlib.util as u
print(*sys.version_info[:2], *[m for m in ("venv", "ensurepip") if not u.find_spec(m)])`
	cmd := command(ctx, "", environment(nil), path, "-I", "-c", question)
	answer, err := cmd.Output()
	if err != nil {
		return python{}, fmt.Errorf("%s does not run: %w", path, err)
	}
	p := python{path: path}
	var major int
	if _, err := fmt.Sscan(string(answer), &major, &p.minor); err != nil {
		return python{}, fmt.Errorf("%s gave no version: %q", path, answer)
	}
	missing := strings.Fields(string(answer))[2:]
	switch {
	case major != 3 || p.minor < oldestPython:
		p.wrong = fmt.Sprintf("%s is Python %d.%d, and it takes 3.%d or newer", path, major, p.minor, oldestPython)
	case len(missing) > 0:
		p.wrong = fmt.Sprintf("%s has no module %s: on Debian and Ubuntu, apt install python3-venv", path, strings.Join(missing, ", "))
	}
	return p, nil
}

// findPython returns the interpreter to build on: the one that was asked
// for, or the first on PATH that will do.
func findPython(ctx context.Context, asked string) (python, error) {
	if asked != "" {
		p, err := examinePython(ctx, asked)
		if err == nil && p.wrong != "" {
			err = errors.New(p.wrong)
		}
		return p, err
	}
	var wrong []string
	for _, name := range pythonNames {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		p, err := examinePython(ctx, path)
		switch {
		case err != nil:
			wrong = append(wrong, err.Error())
		case p.wrong != "":
			wrong = append(wrong, p.wrong)
		default:
			return p, nil
		}
	}
	if len(wrong) == 0 {
		wrong = append(wrong, "there is no python3 on PATH")
	}
	return python{}, fmt.Errorf("no Python to build on:\n    %s\ninstall Python 3.12, or name one with: go tool steps setup --python PATH",
		strings.Join(wrong, "\n    "))
}

// venvStep makes the virtual environment. A new one takes all stamps with
// it, so every later step is done again.
func (e *Env) venvStep(asked string) step {
	return step{
		name:  "venv",
		title: "Python environment",
		key:   func() (string, error) { return "lock " + digest(lock), nil },
		intact: func() bool {
			// After an update of the system the link may lead nowhere, or
			// to another version than the one whose packages lie here.
			p, err := examinePython(context.Background(), e.Program("python"))
			return err == nil && exists(e.Venv("lib", fmt.Sprintf("python3.%d", p.minor))) &&
				(asked == "" || sameFile(asked, p.path))
		},
		do: func(ctx context.Context, _ reporter) error {
			base, err := findPython(ctx, asked)
			if err != nil {
				return advised{err, fmt.Sprintf("any Python from 3.%d on will do that has the module venv", oldestPython)}
			}
			if err := e.clearVenv(); err != nil {
				return err
			}
			cmd := command(ctx, e.Root, environment(nil), base.path, "-m", "venv", e.Venv())
			if err := stream(cmd, nil); err != nil {
				return err
			}
			return writeFile(e.stampPath(movedStamp), []byte(e.Root))
		},
		hint: "is there room and permission to write in this folder?",
	}
}

// clearVenv empties .venv but for what a learner's work left there. The
// stamps go first, so that what is half gone never counts as done.
func (e *Env) clearVenv() error {
	if err := os.RemoveAll(e.Venv("stamps")); err != nil {
		return err
	}
	entries, err := os.ReadDir(e.Venv())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		if entry.Name() == "var" {
			continue
		}
		if err := os.RemoveAll(e.Venv(entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// movedStamp's key is the checkout's folder.
const movedStamp = "place"

// movedStep mends a checkout that was moved: programs in .venv/bin name
// their interpreter with its full path. It needs no network.
func (e *Env) movedStep() step {
	return step{
		name:  movedStamp,
		title: "New place of the checkout",
		key: func() (string, error) {
			if e.stamp("venv") == "" {
				return e.stamp(movedStamp), nil // it will be made anew, in its place
			}
			return e.Root, nil
		},
		do: func(ctx context.Context, _ reporter) error {
			return relocate(ctx, e.Venv())
		},
		hint: "remove the folder .venv and try again",
	}
}

// Both forms in which a script's first lines name its interpreter. The
// second is for paths that are long or have spaces in them.
var (
	plainShebang = regexp.MustCompile(`\A#!/.*/\.venv/bin/python[0-9.]*\n`)
	shellShebang = regexp.MustCompile(`\A#!/bin/sh\n'''exec' "?/.*/\.venv/bin/python[0-9.]*"? "\$0" "\$@"\n' '''\n`)
)

// relocate makes a virtual environment that was moved to the folder venv
// speak of its new place.
func relocate(ctx context.Context, venv string) error {
	bin := filepath.Join(venv, "bin")
	// Made again where it is, it keeps its packages and gets its own
	// scripts, such as activate, anew.
	again := command(ctx, "", environment(nil), filepath.Join(bin, "python"), "-m", "venv", "--without-pip", venv)
	if err := stream(again, nil); err != nil {
		return err
	}
	entries, err := os.ReadDir(bin)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() || info.Size() > 1<<16 {
			continue // a program, or a link
		}
		path := filepath.Join(bin, entry.Name())
		script, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		moved := relocated(script, filepath.Join(bin, "python"))
		if bytes.Equal(moved, script) {
			continue
		}
		if err := writeFile(path, moved); err != nil {
			return err
		}
	}
	return nil
}

// relocated returns a script with the interpreter in its first lines.
func relocated(script []byte, interpreter string) []byte {
	for _, form := range []*regexp.Regexp{plainShebang, shellShebang} {
		if head := form.Find(script); head != nil {
			return append([]byte(shebang(interpreter)), script[len(head):]...)
		}
	}
	return script
}

// shebang returns the first lines of a script for an interpreter. Kernels
// cut a plain first line at 127 characters and at the first space.
func shebang(interpreter string) string {
	if len(interpreter) <= 120 && !strings.Contains(interpreter, " ") {
		return "#!" + interpreter + "\n"
	}
	return "#!/bin/sh\n'''exec' \"" + interpreter + "\" \"$0\" \"$@\"\n' '''\n"
}

// packagesStep installs JupyterLab and what belongs to it.
func (e *Env) packagesStep() step {
	return step{
		name:  "packages",
		title: "JupyterLab",
		key:   func() (string, error) { return "lock " + digest(lock), nil },
		do: func(ctx context.Context, report reporter) error {
			list := e.Venv("requirements.txt")
			if err := writeFile(list, lock); err != nil {
				return err
			}
			// Each package is named twice by pip: collected, downloaded.
			// Installing them, in one go, takes as long again.
			total, seen := 3*len(lockedPackages.FindAll(lock, -1)), 0
			return e.explainPackage(ctx, e.pip(ctx, func(line string) {
				if strings.HasPrefix(line, "Collecting ") || strings.HasPrefix(strings.TrimSpace(line), "Downloading ") {
					seen++
					report(min(seen, total), total, fetched(line))
				}
			}, "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", list))
		},
		after: []string{"venv", movedStamp}, seconds: 30,
		hint: "is the network up? Behind a proxy, set HTTPS_PROXY; pip's own settings hold here too",
	}
}

var noWheel = regexp.MustCompile(`No matching distribution found for (\S+)`)

// explainPackage says which package is missing for a Python that is newer than those
// the packages were locked for.
func (e *Env) explainPackage(ctx context.Context, err error) error {
	failed := (*failure)(nil)
	if !errors.As(err, &failed) {
		return err
	}
	p, unknown := examinePython(ctx, e.Program("python"))
	missing := noWheel.FindStringSubmatch(strings.Join(failed.last, "\n"))
	if unknown != nil || p.minor <= newestPython || missing == nil {
		return err
	}
	return advised{err, fmt.Sprintf("there is no %s for Python 3.%d yet: name a Python up to 3.%d with go tool steps setup --python PATH", missing[1], p.minor, newestPython)}
}

// fetched returns what a line of pip's is about: "jupyterlab", or "numpy-2.4.whl (18 MB)".
func fetched(line string) string {
	words := strings.Fields(line)
	name, _, _ := strings.Cut(strings.TrimSuffix(path.Base(words[1]), ".metadata"), "==")
	return strings.Join(append([]string{name}, words[2:min(len(words), 4)]...), " ")
}

var lockedPackages = regexp.MustCompile(`(?m)^[A-Za-z0-9_.-]+==`)

// exporterStep installs the exporter of this checkout, as it lies there:
// what is changed in its folder counts at once.
func (e *Env) exporterStep() step {
	folder := e.Path("pkg", "internal", "jupyter", "exporter")
	return step{
		name:  "exporter",
		title: "Exporter",
		key: func() (string, error) {
			project, err := os.ReadFile(filepath.Join(folder, "pyproject.toml"))
			return e.Root + " " + digest(project), err
		},
		do: func(ctx context.Context, _ reporter) error {
			return e.pip(ctx, nil, "--no-index", "--no-deps", "--no-build-isolation", "--editable", folder)
		},
		after: []string{"venv", movedStamp, "packages"}, seconds: 2,
		hint: "see pkg/internal/jupyter/exporter/pyproject.toml",
	}
}

// pip installs into .venv and leaves nothing in the home folder.
func (e *Env) pip(ctx context.Context, line func(string), args ...string) error {
	env := environment(map[string]string{"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"})
	install := append([]string{"-m", "pip", "install", "--no-cache-dir", "--progress-bar", "off"}, args...)
	return explainFetching(stream(command(ctx, e.Root, env, e.Program("python"), install...), line))
}
