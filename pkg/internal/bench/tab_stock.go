package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"littlesteps/pkg/internal/notebook"
)

// sameInStock times the same cells in a stock kernel on this machine, without the browser.
func sameInStock(ctx context.Context, o Options, lesson *notebook.Notebook) (visit, error) {
	dir, err := os.MkdirTemp("", "steps-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cells := []map[string]any{code("first", "import \"fmt\"\n%%\nfmt.Println(0)")}
	for i := range prints {
		cells = append(cells, code(fmt.Sprint("print-", i), fmt.Sprintf("%%%%\nfmt.Println(%d)", i+1)))
	}
	file, err := json.Marshal(map[string]any{"nbformat": 4, "nbformat_minor": 5, "metadata": map[string]any{}, "cells": cells})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "prints.ipynb")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return nil, err
	}
	samples, err := besideStock(ctx, o, "stock", path, lesson.Path)
	return inStock(samples), err
}

// inStock sorts what was measured of the stock kernel.
func inStock(samples []sample) visit {
	v, whole := visit{}, map[int]float64{} // by the round
	for _, s := range samples {
		switch {
		case s.Cell == "first":
			v.add("first", s.Seconds)
		case s.Notebook == "prints.ipynb":
			v.add("prints", s.Seconds)
		default:
			v.add("cells", s.Seconds)
			whole[s.Round] += s.Seconds
			if slices.Contains(trainAndDraw, s.Cell) {
				v.add("draws", s.Seconds)
			}
		}
	}
	v.add("all", slices.Collect(maps.Values(whole))...)
	return v
}

func code(id, source string) map[string]any {
	return map[string]any{"cell_type": "code", "id": id, "source": source, "metadata": map[string]any{}, "outputs": []any{}, "execution_count": nil}
}
