package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"littlesteps/pkg/internal/chromium"
	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/web"
)

// prints is how many cells print, one after the other: more than an engine needs to
// compile what runs often.
const prints = 24

// tabRows are the rows of the tab's table: what they say, and the name of what was measured.
var tabRows = [][2]string{
	{"download, gzip, MB", "download"},
	{"download, brotli, MB", "brotli"},
	{"kernel ready, from localhost", "ready"},
	{"first printing cell", "first"},
	{fmt.Sprintf("a cell that prints, one of %d", prints), "prints"},
	{"a cell that trains and draws", "draws"},
	{"a cell of notebook 01", "cells"},
	{"all of them", "all"},
	{"memory of the tab, at most, MB", "memory"},
	{"once it has rested a minute, MB", "idle"},
	{"the site with JupyterLab, gzip, MB", "site"},
	{"its notebook 01 with the kernel ready", "site ready"},
	{"the largest live page, MB", "live"},
	{"it is ready, from a file", "live ready"},
}

// tab times the kernel that runs in a browser's tab: what comes over the network, how
// long a reader waits, and what a tab takes of the memory. Without Chromium there is
// nothing to measure.
func tab(ctx context.Context, o Options) (tables []Table, err error) {
	table := Table{Title: "The kernel in a browser's tab, in Chromium: seconds, median (least-most)"}
	browser, err := chromium.Find()
	if errors.Is(err, chromium.ErrMissing) {
		table.Notes = []string{"not measured: " + err.Error()}
		return []Table{table}, nil
	}
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	kit := filepath.Join(work, "kit")
	if err := web.Build(ctx, o.Env, kit); err != nil {
		return nil, err
	}
	lesson, err := notebook.Read(o.Notebooks[0])
	if err != nil {
		return nil, err
	}
	theirs := [2]visit{{}, {}}
	packing := func() error { return nil }
	if o.Pyodide != "" {
		asked, err := pyodide(ctx, browser, o, &theirs)
		if err != nil {
			return nil, fmt.Errorf("with Pyodide: %w", err)
		}
		packing = func() error { return brotli(ctx, asked, theirs[0]) }
	}
	ours := [2]visit{{}, {}}
	var codes []string
	for _, cell := range lesson.Codes() {
		codes = append(codes, cell.Source)
	}
	for round := range o.Rounds {
		_, err := visitTwice(ctx, browser, kit, measure, codes, &ours, func(asked []string) error {
			if round > 0 {
				return nil
			}
			return errors.Join(brotli(ctx, asked, ours[0]), packing())
		})
		if errors.Is(err, exec.ErrNotFound) {
			table.Notes = append(table.Notes, "no download with brotli: Node.js packs it, and there is none")
		} else if err != nil {
			return nil, err
		}
	}
	for _, v := range ours {
		for at, seconds := range v["cells"] {
			if slices.Contains(trainAndDraw, lesson.Codes()[at%len(codes)].ID) {
				v.add("draws", seconds)
			}
		}
	}
	if err := lessonInTab(ctx, browser, o, kit, work, &ours); err != nil {
		return nil, err
	}
	stock, err := sameInStock(ctx, o, lesson)
	if err != nil {
		return nil, err
	}
	table.Head = []string{"what", "first visit", "second visit", "stock kernel, desktop", "second/stock"}
	columns := []visit{ours[0], ours[1], stock, ratios(ours[1], stock)}
	if o.Pyodide != "" {
		table.Head, columns = append(table.Head, "Pyodide", "Pyodide, second visit"), append(columns, theirs[:]...)
		table.Notes = append(table.Notes, "Pyodide runs testdata/lesson.py as far as it goes beside that notebook, with NumPy, pandas and matplotlib; JAX isn't there, and central differences stand for its gradients")
	}
	table.Rows = visited(columns)
	return []Table{table}, nil
}

// visited gives the rows; what wasn't measured leaves its place empty.
func visited(columns []visit) (rows [][]string) {
	for _, row := range tabRows {
		cells := []string{row[0]}
		for _, v := range columns {
			cells = append(cells, v.cell(row[1]))
		}
		rows = append(rows, cells)
	}
	return rows
}

// ratios returns those of what was measured of both.
func ratios(v, other visit) visit {
	all := visit{}
	for what, samples := range v {
		if len(other[what]) > 0 {
			all.add(what, samples.Median()/other[what].Median())
		}
	}
	return all
}
