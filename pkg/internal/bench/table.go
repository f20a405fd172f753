package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
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
	row := &timed{name: "read, clean, fit, draw", ours: inSeconds(by["Table"])}
	result := Table{Title: "A table of 100,000 rows: seconds, median (least-most)", Head: besideHead("the whole way", "pandas, NumPy, matplotlib")}
	if o.Python == "" {
		result.Head, result.Rows = result.Head[:2], [][]string{row.row()[:2]}
		result.Notes = []string{"beside pandas: go tool steps bench table --python PATH, with a Python that has pandas, numpy and matplotlib"}
		return []Table{result}, nil
	}
	var complaint bytes.Buffer
	cmd = exec.CommandContext(ctx, o.Python, o.Env.Path("pkg", "model", "testdata", "table.py"), path)
	cmd.Stderr = &complaint
	if out, err = cmd.Output(); err != nil {
		return nil, fmt.Errorf("table.py: %w\n%s", err, complaint.String())
	}
	var theirs Samples
	if err := json.Unmarshal(out, &theirs); err != nil {
		return nil, fmt.Errorf("table.py: %w", err)
	}
	row.beside = inSeconds(theirs)
	result.Rows = [][]string{row.row()}
	return []Table{result}, nil
}

func inSeconds(microseconds Samples) Samples {
	all := make(Samples, len(microseconds))
	for i, x := range microseconds {
		all[i] = x / 1e6
	}
	return all
}
