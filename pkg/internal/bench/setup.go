package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// setup times the way from nothing to the first cell, and what is made in the
// background after it, in a copy of the checkout with empty caches, and a second
// set-up. It needs the network.
func setup(ctx context.Context, o Options) ([]Table, error) {
	dir, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer removeAll(dir)
	checkout := filepath.Join(dir, "checkout")
	if err := copyCheckout(ctx, o.Env.Root, checkout); err != nil {
		return nil, err
	}
	variables := append(os.Environ(), "GOCACHE="+filepath.Join(dir, "cache"), "GOMODCACHE="+filepath.Join(dir, "modules"))
	steps := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, "go", append([]string{"tool", "steps"}, args...)...)
		cmd.Dir, cmd.Env = checkout, variables
		return cmd
	}
	first, said, err := firstCell(ctx, steps, dir)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said)
	}
	began := time.Now()
	if out, err := steps("setup").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	table := Table{Title: "From nothing, with no caches of any kind", Head: []string{"what", "takes"}}
	table.Rows = slices.Concat(finishedSteps(said), first, [][]string{{"a second set-up", fmt.Sprintf("%.2f s", time.Since(began).Seconds())}})
	for _, folder := range []string{"checkout/.venv", "cache", "modules"} {
		table.Rows = append(table.Rows, []string{"size of " + folder, fmt.Sprintf("%d MB", size(filepath.Join(dir, folder))>>20)})
	}
	return []Table{table}, nil
}

// firstCell starts JupyterLab by steps, runs a cell as soon as it answers, and waits
// for what is made in the background.
func firstCell(ctx context.Context, steps func(...string) *exec.Cmd, dir string) (rows [][]string, said []byte, err error) {
	port, err := freePort()
	if err != nil {
		return nil, nil, err
	}
	log, err := os.Create(filepath.Join(dir, "lab.log"))
	if err != nil {
		return nil, nil, err
	}
	defer log.Close()
	cmd := steps("lab", "--", "--no-browser", "--allow-root", fmt.Sprint("--port=", port), "--ServerApp.port_retries=0")
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() {
		cmd.Process.Signal(os.Interrupt)
		<-ended
	}()
	mark := func(what string) {
		rows = append(rows, []string{what, fmt.Sprintf("%.0f s", time.Since(began).Seconds())})
	}
	until := func(there func() bool) error {
		for !there() {
			select {
			case err := <-ended:
				ended <- err
				return fmt.Errorf("steps lab ended by itself: %w", err)
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(100 * time.Millisecond):
			}
		}
		return nil
	}
	logged := func(words string) func() bool {
		return func() bool {
			said, _ = os.ReadFile(log.Name())
			return bytes.Contains(said, []byte(words))
		}
	}
	err = until(func() bool {
		conn, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", port))
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	if err != nil {
		logged("")()
		return nil, said, err
	}
	mark("JupyterLab answers after")
	path := filepath.Join(dir, "first.ipynb")
	if err := os.WriteFile(path, []byte(firstNotebook), 0o644); err != nil {
		return nil, nil, err
	}
	if out, err := steps("run", path).CombinedOutput(); err != nil {
		return nil, out, err
	}
	mark("the first cell has run after")
	if err := until(func() bool { return logged("All is ready in the background")() || logged("In the background: ")() }); err != nil {
		return nil, said, err
	}
	mark("completion, explorers and the lesson's cells are there after")
	return rows, said, nil
}

// firstNotebook has one cell, which trains and draws.
const firstNotebook = `{"cells": [{"cell_type": "code", "id": "first", "metadata": {}, "execution_count": null, "outputs": [],
 "source": ["%noautoget\n", "import (\n", "\"littlesteps/pkg/chart\"\n", "\"littlesteps/pkg/display\"\n", ")\n",
  "%%\n", "display.Show(chart.Line([]float64{0, 1, 2}, []float64{4, 1, 0}))\n"]}],
 "metadata": {"kernelspec": {"name": "gonb", "display_name": "Go (gonb)", "language": "go"}}, "nbformat": 4, "nbformat_minor": 5}`

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}

var finished = regexp.MustCompile(`^\[\d+/\d+\] (.*): done in (.*)$`)

// finishedSteps finds what set-up said of its steps.
func finishedSteps(out []byte) [][]string {
	var steps [][]string
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		if match := finished.FindStringSubmatch(lines.Text()); match != nil {
			steps = append(steps, match[1:])
		}
	}
	return steps
}

// copyCheckout copies what git knows of, and what it doesn't ignore.
func copyCheckout(ctx context.Context, from, to string) error {
	cmd := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = from
	list, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("list the files of the checkout: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(from, name))
		if os.IsNotExist(err) {
			continue // deleted, but still known to git
		}
		if err != nil {
			return err
		}
		path := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// size adds up the files below dir, in bytes.
func size(dir string) int64 {
	var sum int64
	filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// removeAll removes a folder with modules in it, which are read-only.
func removeAll(dir string) {
	filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			os.Chmod(path, 0o755)
		}
		return nil
	})
	os.RemoveAll(dir)
}
