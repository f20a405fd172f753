package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// table times the whole way with a table of one's own, 100,000 rows: read, clean,
// fit, draw. Beside it stand pandas, NumPy and matplotlib with the same file.
func table(ctx context.Context, o Options) ([]Table, error) {
	folder, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "table.csv")
	cmd, err := o.Env.GoProgram(ctx, "go", "test", "-run=^TestWriteTable$", "-bench=^BenchmarkTable$", "-benchtime=1x", "-count=6", "./pkg/model")
	if err != nil {
		return nil, err
	}
	cmd.Env = append(cmd.Environ(), "LITTLESTEPS_WRITE_TABLE="+path, "LITTLESTEPS_TABLE="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go test -bench: %w\n%s", err, out)
	}
	by, _ := parseBenchmarks(string(out))
	var theirs Samples
	if err := askPython(ctx, o, &theirs, "table.py", path); err != nil {
		return nil, err
	}
	return []Table{besidePandas(by["Table"], theirs)}, nil
}

// besidePandas makes the table of microseconds, without theirs where there are none.
func besidePandas(ours, theirs Samples) Table {
	row := timed{name: "read, clean, fit, draw", ours: inSeconds(ours), beside: inSeconds(theirs)}
	result := Table{Title: "A table of 100,000 rows: seconds, median (least-most)", Head: besideHead("the whole way", "pandas, NumPy, matplotlib"), Rows: [][]string{row.row()}}
	if len(theirs) == 0 {
		result.Head, result.Rows[0] = result.Head[:2], result.Rows[0][:2]
		result.Notes = []string{"beside pandas: go tool steps bench table --python PATH, with a Python that has pandas, numpy and matplotlib"}
	}
	return result
}

func inSeconds(microseconds Samples) Samples {
	all := make(Samples, len(microseconds))
	for i, x := range microseconds {
		all[i] = x / 1e6
	}
	return all
}
