package bench

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"littlesteps/pkg/internal/gonb/quickbuild"
	"littlesteps/pkg/internal/jupyter"
)

// again times Run All of each notebook: with every cell built, and with all cells kept
// from a run before.
func again(ctx context.Context, o Options) (tables []Table, err error) {
	folder, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	was, set := os.LookupEnv(quickbuild.CellsLimitVariable)
	defer func() {
		if set {
			err = errors.Join(err, os.Setenv(quickbuild.CellsLimitVariable, was))
		} else {
			err = errors.Join(err, os.Unsetenv(quickbuild.CellsLimitVariable))
		}
		err = errors.Join(err, os.RemoveAll(folder))
	}()
	run := func(path, limit string) (float64, error) {
		if err := os.Setenv(quickbuild.CellsLimitVariable, limit); err != nil {
			return 0, err
		}
		began := time.Now()
		err := jupyter.Run(ctx, o.Env, []string{path}, jupyter.RunOptions{Out: io.Discard, To: folder})
		return time.Since(began).Seconds(), err
	}
	table := Table{Title: "Run All: seconds, median (least-most), with the kernel's start", Head: besideHead("notebook, run again", "run first")}
	for _, path := range o.Notebooks {
		t := timed{name: filepath.Base(path)}
		if _, err := run(path, ""); err != nil { // from here on its cells are kept
			return nil, err
		}
		for range o.Rounds {
			first, err := run(path, "0")
			if err != nil {
				return nil, err
			}
			second, err := run(path, "")
			if err != nil {
				return nil, err
			}
			t.beside, t.ours = append(t.beside, first), append(t.ours, second)
		}
		table.Rows = append(table.Rows, t.row())
	}
	return []Table{table}, nil
}
