package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// setup times the set-up from nothing, in a copy of the checkout with empty
// caches, and a second one. It needs the network.
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
	again := func() (time.Duration, []byte, error) {
		cmd := exec.CommandContext(ctx, "go", "tool", "steps", "setup")
		cmd.Dir = checkout
		cmd.Env = append(os.Environ(), "GOCACHE="+filepath.Join(dir, "cache"), "GOMODCACHE="+filepath.Join(dir, "modules"))
		began := time.Now()
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, out)
		}
		return time.Since(began), out, err
	}
	first, out, err := again()
	if err != nil {
		return nil, err
	}
	second, _, err := again()
	if err != nil {
		return nil, err
	}
	table := Table{Title: "Set-up, with no caches of any kind", Head: []string{"what", "takes"}}
	table.Rows = append(table.Rows, finishedSteps(out)...)
	table.Rows = append(table.Rows,
		[]string{"all, with building steps itself", fmt.Sprintf("%.0f s", first.Seconds())},
		[]string{"a second one", fmt.Sprintf("%.2f s", second.Seconds())},
		[]string{"size of .venv", fmt.Sprintf("%d MB", size(filepath.Join(checkout, ".venv"))>>20)})
	return []Table{table}, nil
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
