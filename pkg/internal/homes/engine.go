package homes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
)

// Volumes are those of Docker or Podman, one for each learner, as the class's hub
// makes them.
type Volumes struct {
	Engine []string // the program, with its own flags
	Image  string   // has a shell and tar
	Prefix string   // of the volumes' names: class-home-
}

// Names implements [Homes].
func (v Volumes) Names(ctx context.Context) (names []string, err error) {
	said, err := output(ctx, nil, v.Engine, "volume", "ls", "--format", "{{.Name}}")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(said)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), v.Prefix); ok && name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// What runs in a container, in the home folder.
const (
	readScript  = `[ ! -d work ] || tar -cf - -C work .`
	writeScript = `mkdir -p work && cat >"work/.$1.new" && mv -f "work/.$1.new" "work/$1"`
)

func (v Volumes) command(name, mode string, script ...string) []string {
	return slices.Concat([]string{"run", "--rm", "--interactive", "--pull", "never", "--network", "none", "--read-only", "--user", "1000:0", "--cap-drop", "all",
		"--security-opt", "no-new-privileges", "--ulimit", "nofile=256:256", "--ulimit", "nproc=4096:4096", "--no-healthcheck",
		"--volume", v.Prefix + name + ":/home/jovyan" + mode, "--workdir", "/home/jovyan",
		"--entrypoint", "/bin/sh", v.Image, "-c"}, script)
}

// Read implements [Homes].
func (v Volumes) Read(ctx context.Context, name string, w io.Writer) error {
	return run(ctx, nil, w, v.Engine, v.command(name, ":ro", readScript)...)
}

// Write implements [Homes].
func (v Volumes) Write(ctx context.Context, name, file string, data []byte) error {
	return run(ctx, bytes.NewReader(data), io.Discard, v.Engine, v.command(name, "", writeScript, "sh", file)...)
}

// run runs a program, and makes an error of what it says where it fails.
func run(ctx context.Context, in io.Reader, out io.Writer, program []string, args ...string) error {
	cmd := exec.CommandContext(ctx, program[0], slices.Concat(program[1:], args)...)
	var complaint bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, &complaint
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return fmt.Errorf("%s isn't installed", program[0])
		}
		lines := strings.Split(strings.TrimSpace(complaint.String()), "\n")
		return fmt.Errorf("%s %s: %w: %s", program[0], args[0], err, lines[len(lines)-1])
	}
	return nil
}

func output(ctx context.Context, in io.Reader, program []string, args ...string) ([]byte, error) {
	var out bytes.Buffer
	err := run(ctx, in, &out, program, args...)
	return out.Bytes(), err
}
