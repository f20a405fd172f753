package bench

import (
	"context"

	"littlesteps/pkg/chart"
)

// trainAndDraw are the cells of the lesson in which a model is trained and its
// descent drawn: the ones that take longest.
var trainAndDraw = []string{"descent-figures", "path", "regression-path", "regression-loss"}

// cells times the cells of notebooks in our kernel and in a stock one, each
// cell in both, one right after the other.
func cells(ctx context.Context, o Options) ([]Table, error) {
	samples, err := besideStock(ctx, o, "cells", o.Notebooks...)
	if err != nil {
		return nil, err
	}
	return []Table{byNotebook(samples), byCell(samples)}, nil
}

// byNotebook gives the time of a notebook's middle cell, and of all cells.
func byNotebook(samples []sample) Table {
	table := Table{Title: "Cells: seconds, median (least-most) over all cells and rounds", Head: besideHead("notebook", "stock kernel")}
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
	table := Table{Title: "Cells that train and draw: seconds, median (least-most) over the rounds", Head: besideHead("cell", "stock kernel")}
	groups := group(samples, byName)
	table.figure = besideFigure(groups)
	for _, t := range groups {
		for _, id := range trainAndDraw {
			if t.name == id {
				table.Rows = append(table.Rows, t.row())
			}
		}
	}
	return table
}

// besideFigure shows each cell's time over its time in the stock kernel.
func besideFigure(cells []*timed) *chart.Figure {
	var ours, stock []float64
	for _, t := range cells {
		ours, stock = append(ours, t.ours.Median()), append(stock, t.beside.Median())
	}
	half := func(seconds float64) float64 { return seconds / 2 }
	figure := chart.Scatter(stock, ours).Curve("half of stock", half).X("stock kernel (s)").Y("ours (s)")
	return figure.Title("Each cell, in both kernels")
}
