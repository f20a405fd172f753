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

// again times Run All of each notebook, and running and exporting all of them: with every
// cell built, and with all cells kept from a run before.
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
	execute := func(paths ...string) error {
		return jupyter.Run(ctx, o.Env, paths, jupyter.RunOptions{Out: io.Discard, To: folder})
	}
	export := func(paths ...string) error {
		return jupyter.HTML(ctx, o.Env, paths, jupyter.HTMLOptions{Run: jupyter.RunOptions{Out: io.Discard, To: folder}, To: filepath.Join(folder, "html")})
	}
	table := Table{Title: "Run All: seconds, median (least-most), with the kernel's start", Head: besideHead("notebook, run again", "run first")}
	measure := func(name string, do func(...string) error, paths ...string) error {
		take := func(limit string) (float64, error) {
			if err := os.Setenv(quickbuild.CellsLimitVariable, limit); err != nil {
				return 0, err
			}
			began := time.Now()
			err := do(paths...)
			return time.Since(began).Seconds(), err
		}
		t := timed{name: name}
		if _, err := take(""); err != nil { // from here on its cells are kept
			return err
		}
		for range o.Rounds {
			first, err := take("0")
			if err != nil {
				return err
			}
			second, err := take("")
			if err != nil {
				return err
			}
			t.beside, t.ours = append(t.beside, first), append(t.ours, second)
		}
		table.Rows = append(table.Rows, t.row())
		return nil
	}
	for _, path := range o.Notebooks {
		if err := measure(filepath.Base(path), execute, path); err != nil {
			return nil, err
		}
	}
	err = errors.Join(
		measure("all of them, steps run", execute, o.Notebooks...),
		measure("all of them, steps html", export, o.Notebooks...))
	return []Table{table}, err
}
