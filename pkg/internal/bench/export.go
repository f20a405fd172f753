package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/jupyter"
)

// export times how long an executed notebook takes to become a page, ours and
// stock nbconvert's. Loading Python counts, as it does for who waits.
func export(ctx context.Context, o Options) ([]Table, error) {
	dir, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := jupyter.Run(ctx, o.Env, o.Notebooks, jupyter.RunOptions{To: dir, Out: io.Discard}); err != nil {
		return nil, err
	}
	ours := func(path string) error {
		return jupyter.HTML(ctx, o.Env, []string{path}, jupyter.HTMLOptions{
			NoRun: true, To: filepath.Join(dir, "ours"), Run: jupyter.RunOptions{Out: io.Discard}})
	}
	stock := func(path string) error {
		session, err := o.Env.Open(ctx)
		if err != nil {
			return err
		}
		defer session.Close()
		cmd := session.Command(ctx, "python", "-I", "-m", "nbconvert", "--to", "html", "--output-dir", filepath.Join(dir, "stock"), path)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("nbconvert: %w\n%s", err, out)
		}
		return nil
	}
	return exports(o, func(notebook string) string { return filepath.Join(dir, filepath.Base(notebook)) }, ours, stock)
}

// exports times two ways to export what was executed of each notebook.
func exports(o Options, executed func(notebook string) string, ours, stock func(path string) error) ([]Table, error) {
	table := Table{Title: "Export of an executed notebook: seconds, median (least-most)", Head: besideHead("notebook", "stock nbconvert")}
	for _, notebook := range o.Notebooks {
		path := executed(notebook)
		t, err := alternate(filepath.Base(notebook), o.Rounds, func() error { return ours(path) }, func() error { return stock(path) })
		if err != nil {
			return nil, err
		}
		table.Rows = append(table.Rows, t.row())
	}
	return []Table{table}, nil
}
