package model

import (
	"errors"
	"sync"

	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/descent"
)

// Objective computes the loss from the parameters and the data, as a GoMLX graph.
// It must return a scalar float64 node: one number.
//
// The shape of x and of y is [rows] where they were given as a slice, and [rows,
// columns] where as a matrix. The shape of params is [parameters]; only where there
// is a single parameter and x is a slice, params is a scalar, so that
// graph.Mul(x, params) multiplies each x by it.
type Objective = func(params, x, y *graph.Node) *graph.Node

// New compiles the objective over x and y, with that many parameters, into a
// function that returns the loss and its exact gradient at given parameters. The
// function keeps copies of the data and may be called from several goroutines.
//
// It is an error if x and y differ in length, are empty or hold a number that
// isn't finite; if the rows of a matrix differ in length; if the objective doesn't
// build or doesn't return one number; if one of the parameters isn't used, or only
// in a way that has no slope.
func New[X, Y Values](loss Objective, params int, x X, y Y) (descent.Func, error) {
	_, f, err := differentiable(loss, params, x, y)
	if err != nil {
		return nil, err
	}
	return f.run, nil
}

// differentiable takes the four steps.
func differentiable[X, Y Values](loss Objective, params int, x X, y Y) (d data, f function, err error) {
	if d, err = newData(params, x, y); err != nil {
		return d, f, err
	}
	if f, err = newFunction(loss, d, true); err != nil {
		return d, f, err
	}
	return d, f, probe(loss, d, f)
}

// Batch is [New] for a function that looks at some of the rows only: those whose
// numbers it is given, from 0. Other rows don't compile anything anew; each new
// batch size does, once.
//
// The function returns an error for an empty batch and for a row that isn't
// there.
func Batch[X, Y Values](loss Objective, params int, x X, y Y) (descent.BatchFunc, error) {
	d, whole, err := differentiable(loss, params, x, y)
	if err != nil {
		return nil, err
	}
	b := &batcher{loss: loss, data: d, whole: whole, programs: map[int]*program{}}
	return b.run, nil
}

// batcher keeps one compiled program for each batch size.
type batcher struct {
	loss  Objective
	data  data
	whole function // of all rows in their order

	mutex    sync.Mutex
	programs map[int]*program
}

func (b *batcher) run(params []float64, rows []int) (float64, []float64, error) {
	if len(rows) == 0 {
		return 0, nil, errors.New("the batch is empty: it needs at least 1 row")
	}
	if b.isWhole(rows) {
		return b.whole.run(params)
	}
	some, err := b.data.gather(rows)
	if err != nil {
		return 0, nil, err
	}
	p, err := b.program(some)
	if err != nil {
		return 0, nil, err
	}
	f, err := p.with(some)
	if err != nil {
		return 0, nil, err
	}
	return f.run(params)
}

func (b *batcher) program(some data) (*program, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if p, ok := b.programs[some.y.rows]; ok {
		return p, nil
	}
	p, err := compile(b.loss, some, true)
	if err != nil {
		return nil, err
	}
	b.programs[some.y.rows] = p
	return p, nil
}

func (b *batcher) isWhole(rows []int) bool {
	if len(rows) != b.data.y.rows {
		return false
	}
	for i, row := range rows {
		if row != i {
			return false
		}
	}
	return true
}

// Grid evaluates an objective with two parameters over a grid: losses[i][j] is
// the loss at the parameters as[i] and bs[j]. A surface or a map is drawn from
// it.
//
// The errors are those of [New], except that a parameter may be unused, and it is
// one if as or bs is empty or not finite. A loss may be infinite where the
// parameters are huge.
func Grid[X, Y Values](loss Objective, x X, y Y, as, bs []float64) ([][]float64, error) {
	d, err := newData(2, x, y)
	if err != nil {
		return nil, err
	}
	if _, err := newTable("as", as); err != nil {
		return nil, err
	}
	if _, err := newTable("bs", bs); err != nil {
		return nil, err
	}
	f, err := newFunction(loss, d, false)
	if err != nil {
		return nil, err
	}
	losses := make([][]float64, len(as))
	for i, a := range as {
		losses[i] = make([]float64, len(bs))
		for j, b := range bs {
			if losses[i][j], _, err = f.run([]float64{a, b}); err != nil {
				return nil, err
			}
		}
	}
	return losses, nil
}
