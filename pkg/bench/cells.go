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
)

// trainAndDraw are the cells of the lesson in which a model is trained and its
// descent drawn: the ones that take longest.
var trainAndDraw = []string{"descent-figures", "path", "regression-path", "regression-loss"}

// A sample is one line from cells.py.
type sample struct {
	Round    int     `json:"round"`
	Notebook string  `json:"notebook"`
	Cell     string  `json:"cell"`
	Kernel   string  `json:"kernel"` // "ours" or "stock"
	Seconds  float64 `json:"seconds"`
}

// cells times the cells of notebooks in our kernel and in a stock one, each
// cell in both, one right after the other.
func cells(ctx context.Context, o Options) (tables []Table, err error) {
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
	session, err := o.Env.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	args := append([]string{o.Env.Path("pkg", "bench", "cells.py"), stock, strconv.Itoa(o.Rounds)}, o.Notebooks...)
	cmd := session.Command(ctx, "python", args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("cells.py: %w\n%s", err, complaint.String())
	}
	samples, err := parseSamples(out)
	if err != nil {
		return nil, err
	}
	return []Table{byNotebook(samples), byCell(samples)}, nil
}

// parseSamples reads the lines of cells.py. The first round only fills the
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
			return nil, fmt.Errorf("cells.py: %w", err)
		}
		if s.Round > 0 {
			samples = append(samples, s)
		}
	}
}

// A cell's times in both kernels.
type timed struct {
	name        string
	ours, stock Samples
}

func (t timed) ratio() float64 { return t.ours.Median() / t.stock.Median() }

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
		if s.Kernel == "stock" {
			g.stock = append(g.stock, s.Seconds)
		} else {
			g.ours = append(g.ours, s.Seconds)
		}
	}
	return groups
}

var cellHead = []string{"ours", "stock kernel", "ours/stock"}

func (t timed) row() []string {
	return []string{t.name, t.ours.String(), t.stock.String(), short(t.ratio())}
}

// byNotebook gives the time of a notebook's middle cell, and of all cells.
func byNotebook(samples []sample) Table {
	table := Table{Title: "Cells: seconds, median (least-most) over all cells and rounds", Head: append([]string{"notebook"}, cellHead...)}
	for _, t := range group(samples, func(s sample) string { return s.Notebook }) {
		table.Rows = append(table.Rows, t.row())
	}
	all := group(samples, func(sample) string { return "all" })
	for _, t := range all {
		table.Rows = append(table.Rows, t.row())
	}
	return table
}

// byCell gives the cells that train and draw.
func byCell(samples []sample) Table {
	table := Table{Title: "Cells that train and draw: seconds, median (least-most) over the rounds", Head: append([]string{"cell"}, cellHead...)}
	for _, t := range group(samples, func(s sample) string { return s.Cell }) {
		for _, id := range trainAndDraw {
			if t.name == id {
				table.Rows = append(table.Rows, t.row())
			}
		}
	}
	return table
}
