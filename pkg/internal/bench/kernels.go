package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"littlesteps/pkg/internal/gonb/quickbuild"
)

// A sample is one line from kernels.py.
type sample struct {
	Round    int     `json:"round"`
	Notebook string  `json:"notebook"`
	Cell     string  `json:"cell"` // or what else was timed
	Kernel   string  `json:"kernel"`
	Seconds  float64 `json:"seconds"`
}

// besideStock runs a command of kernels.py with a stock kernel to compare with.
func besideStock(ctx context.Context, o Options, command string, args ...string) ([]sample, error) {
	dir, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	stock := filepath.Join(dir, "gonb")
	build, err := o.Env.GoProgram(ctx, "go", "build", "-o", stock, "github.com/janpfeifer/gonb")
	if err != nil {
		return nil, err
	}
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the stock kernel: %w\n%s", err, out)
	}
	return inKernels(ctx, o, command, append([]string{stock}, args...)...)
}

// inKernels runs a command of kernels.py. Cells are built each time: what is measured
// is the first time that somebody runs them.
func inKernels(ctx context.Context, o Options, command string, args ...string) (samples []sample, err error) {
	session, err := o.Env.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	args = append([]string{o.Env.Path("pkg", "internal", "bench", "kernels.py"), command, strconv.Itoa(o.Rounds)}, args...)
	cmd := session.Command(ctx, "python", args...)
	cmd.Env = append(cmd.Environ(), quickbuild.CellsLimitVariable+"=0")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("kernels.py %s: %w\n%s", command, err, complaint.String())
	}
	return parseSamples(out)
}

// parseSamples reads the lines of kernels.py. The first round only fills the
// caches, and is left out.
func parseSamples(lines []byte) ([]sample, error) {
	var samples []sample
	decoder := json.NewDecoder(bytes.NewReader(lines))
	for {
		var s sample
		err := decoder.Decode(&s)
		if errors.Is(err, io.EOF) {
			return samples, nil
		}
		if err != nil {
			return nil, fmt.Errorf("kernels.py: %w", err)
		}
		if s.Round > 0 {
			samples = append(samples, s)
		}
	}
}

// group collects samples under the names that name gives them, in order.
func group(samples []sample, name func(sample) string) []*timed {
	var groups []*timed
	by := map[string]*timed{}
	for _, s := range samples {
		g := by[name(s)]
		if g == nil {
			g = &timed{name: name(s)}
			by[g.name] = g
			groups = append(groups, g)
		}
		if s.Kernel == "ours" {
			g.ours = append(g.ours, s.Seconds)
		} else {
			g.beside = append(g.beside, s.Seconds)
		}
	}
	return groups
}

func byName(s sample) string { return s.Cell }
