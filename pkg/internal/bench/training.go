package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// training times the benchmarks of pkg/model, and the same problems with
// NumPy and JAX where a Python with them is given. A number is microseconds
// for an epoch: loss, gradient, step, and record.
func training(ctx context.Context, o Options) ([]Table, error) {
	cmd, err := o.Env.GoProgram(ctx, "go", "test", "-run=^$", "-bench=^Benchmark(Belt|Penguins|Rows)$", "-benchtime=0.3s", "-count=5", "./pkg/model")
	if err != nil {
		return nil, err
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go test -bench: %w\n%s", err, out)
	}
	var peers map[string]map[string]Samples // microseconds by peer and problem
	if err := askPython(ctx, o, &peers, "peers.py"); err != nil {
		return nil, err
	}
	return besidePeers(string(out), peers)
}

// besidePeers makes the table of what `go test -bench` printed and of the peers' times.
func besidePeers(out string, peers map[string]map[string]Samples) ([]Table, error) {
	ours, order := parseBenchmarks(out)
	if len(order) == 0 {
		return nil, fmt.Errorf("go test -bench measured nothing:\n%s", out)
	}
	table := Table{Title: "Training: microseconds an epoch, median (least-most)", Head: []string{"problem", "ours"}}
	table.Notes = []string{"ours is GoMLX's Go backend as it is: sequential, and from 150,000 rows on parallel (pkg/model/backend.go)"}
	names := slices.Sorted(maps.Keys(peers))
	for _, peer := range names {
		table.Head = append(table.Head, peer, "ours/"+peer)
	}
	for _, name := range order {
		row := []string{name, ours[name].String()}
		for _, peer := range names {
			theirs, ratio := "", ""
			if x, ok := peers[peer][strings.ToLower(strings.TrimPrefix(name, "Rows/"))]; ok {
				theirs, ratio = x.String(), short(ours[name].Median()/x.Median())
			}
			row = append(row, theirs, ratio)
		}
		table.Rows = append(table.Rows, row)
	}
	if len(names) == 0 {
		table.Notes = append(table.Notes, "beside NumPy and JAX: go tool steps bench --python PATH, with a Python that has them")
	}
	table.figure = byRows(ours, peers)
	return []Table{table}, nil
}

var benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([0-9.]+) ns/op`)

// parseBenchmarks reads the output of `go test -bench`: microseconds by name,
// and the names in their order.
func parseBenchmarks(out string) (by map[string]Samples, order []string) {
	by = map[string]Samples{}
	for _, match := range benchmarkLine.FindAllStringSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(match[2], 64)
		if err != nil {
			continue
		}
		name := match[1]
		if by[name] == nil {
			order = append(order, name)
		}
		by[name] = append(by[name], ns/1000)
	}
	return by, order
}

// askPython sets what is measured to what a program beside pkg/model's tests prints as JSON,
// in the Python that was given. Without one it asks nothing.
func askPython(ctx context.Context, o Options, measured any, program string, args ...string) error {
	if o.Python == "" {
		return nil
	}
	var complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, o.Python, append([]string{o.Env.Path("pkg", "model", "testdata", program)}, args...)...)
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("no Python %s: name one that has what is to be compared, such as numpy and jax", o.Python)
	}
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, complaint.String())
	}
	if err := json.Unmarshal(out, measured); err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	return nil
}
