package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

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
	table := Table{Title: "Export of an executed notebook: seconds, median (least-most)", Head: besideHead("notebook", "stock nbconvert")}
	for _, notebook := range o.Notebooks {
		t := timed{name: filepath.Base(notebook)}
		path := filepath.Join(dir, t.name)
		for turn := range o.Rounds + 1 {
			var mine, theirs float64
			first, second := func() error { return seconds(ours, path, &mine) }, func() error { return seconds(stock, path, &theirs) }
			if turn%2 == 1 {
				first, second = second, first
			}
			if err := first(); err != nil {
				return nil, err
			}
			if err := second(); err != nil {
				return nil, err
			}
			if turn > 0 { // the first only fills the caches
				t.ours, t.beside = append(t.ours, mine), append(t.beside, theirs)
			}
		}
		table.Rows = append(table.Rows, t.row())
	}
	return []Table{table}, nil
}

// seconds runs f and sets how long it took.
func seconds(f func(string) error, path string, took *float64) error {
	began := time.Now()
	err := f(path)
	*took = time.Since(began).Seconds()
	return err
}
