package bench

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/gonb/quickbuild"
	"littlesteps/pkg/internal/jupyter"
)

// again times Run All of each notebook, and running and exporting all of them: with every
// cell built, and with all cells kept from a run before.
func again(ctx context.Context, o Options) ([]Table, error) {
	folder, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	execute := func(paths ...string) error {
		return jupyter.Run(ctx, o.Env, paths, jupyter.RunOptions{Out: io.Discard, To: folder})
	}
	export := func(paths ...string) error {
		return jupyter.HTML(ctx, o.Env, paths, jupyter.HTMLOptions{Run: jupyter.RunOptions{Out: io.Discard, To: folder}, To: filepath.Join(folder, "html")})
	}
	return runAgain(o, execute, export)
}

// runAgain times what executes and what exports notebooks, with cells kept and with none.
func runAgain(o Options, execute, export func(paths ...string) error) (tables []Table, err error) {
	was, set := os.LookupEnv(quickbuild.CellsLimitVariable)
	defer func() {
		if set {
			err = errors.Join(err, os.Setenv(quickbuild.CellsLimitVariable, was))
		} else {
			err = errors.Join(err, os.Unsetenv(quickbuild.CellsLimitVariable))
		}
	}()
	table := Table{Title: "Run All: seconds, median (least-most), with the kernel's start", Head: besideHead("notebook, run again", "run first")}
	measure := func(name string, do func(...string) error, paths ...string) error {
		keeping := func(limit string) func() error {
			return func() error {
				return errors.Join(os.Setenv(quickbuild.CellsLimitVariable, limit), do(paths...))
			}
		}
		t, err := alternate(name, o.Rounds, keeping(""), keeping("0"))
		table.Rows = append(table.Rows, t.row())
		return err
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
