// Package model turns a loss, written as a GoMLX graph function, and data into a
// plain function that gives loss and gradient: what package descent walks down.
//
//	func loss(multiplier, inches, cm *graph.Node) *graph.Node {
//		guess := graph.Mul(inches, multiplier)
//		return graph.ReduceAllMean(graph.Square(graph.Sub(guess, cm)))
//	}
//
//	lossAndSlope, err := model.New(loss, 1, inches, cm)
//
// The graph function says how the loss comes about, operation by operation. GoMLX
// works out the gradient by going backwards through these operations (automatic
// differentiation), and [New] compiles both into one program. The graph function
// is called only for that; calling the program costs a few microseconds.
//
// A loss is often made of two parts: a predictor, which guesses from parameters
// and x, and a measure of how wrong the guesses are. [Of] puts them together:
//
//	objective := model.Of(model.Linear, model.MSE)
//
// All numbers are float64. Everything that can be checked is checked when the
// function is made, not at its first call: shapes, numbers that aren't finite, a
// parameter that the loss doesn't use. Errors hold GoMLX's reason and the line
// where the learner's function went wrong.
//
// The programs run on GoMLX's Go backend, unless the environment variable
// GOMLX_BACKEND names another. Large data are shared out among the cores.
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
// The shape of y is [rows]. The shape of x is [rows] where x is a slice, and
// [rows, columns] where it is a matrix. The shape of params is [parameters]; only
// where there is a single parameter and x is a slice, params is a scalar, so that
// graph.Mul(x, params) multiplies each x by it.
type Objective = func(params, x, y *graph.Node) *graph.Node

// X is what a model guesses from: one number for each row, or a row of numbers.
type X interface {
	[]float64 | [][]float64
}

// New compiles the objective over x and y, with that many parameters, into a
// function that returns the loss and its exact gradient at given parameters. The
// function keeps copies of the data and may be called from several goroutines.
//
// It is an error if x and y differ in length, are empty or hold a number that
// isn't finite; if the rows of x differ in length; if there are fewer rows than
// parameters, so that no data could settle them; if the objective doesn't build,
// doesn't return one number, or doesn't use one of the parameters.
func New[T X](loss Objective, params int, x T, y []float64) (descent.Func, error) {
	d, err := newData(x, y, params)
	if err != nil {
		return nil, err
	}
	e, err := newEvaluator(loss, d, true)
	if err != nil {
		return nil, err
	}
	if err := probe(loss, d, e); err != nil {
		return nil, err
	}
	return e.run, nil
}

// Batch is [New] for a function that looks at some of the rows only: those whose
// numbers it is given, from 0. Other rows don't compile anything anew; each new
// batch size does, once.
//
// The function returns an error for an empty batch and for a row that isn't
// there.
func Batch[T X](loss Objective, params int, x T, y []float64) (descent.BatchFunc, error) {
	d, err := newData(x, y, params)
	if err != nil {
		return nil, err
	}
	whole, err := newEvaluator(loss, d, true)
	if err != nil {
		return nil, err
	}
	if err := probe(loss, d, whole); err != nil {
		return nil, err
	}
	b := &batcher{loss: loss, data: d, whole: whole, programs: map[int]*program{}}
	return b.run, nil
}

// batcher keeps one compiled program for each batch size.
type batcher struct {
	loss  Objective
	data  *data
	whole *evaluator // all rows in order

	mutex    sync.Mutex
	programs map[int]*program
}

func (b *batcher) program(rows int) (*program, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if p, ok := b.programs[rows]; ok {
		return p, nil
	}
	p, err := compile(b.loss, b.data.shape(rows), true)
	if err != nil {
		return nil, err
	}
	b.programs[rows] = p
	return p, nil
}

func (b *batcher) run(params []float64, rows []int) (float64, []float64, error) {
	if len(rows) == 0 {
		return 0, nil, errors.New("the batch is empty: it needs at least 1 row")
	}
	if b.data.isWhole(rows) {
		return b.whole.run(params)
	}
	p, err := b.program(len(rows))
	if err != nil {
		return 0, nil, err
	}
	x, y, err := b.data.gather(rows)
	if err != nil {
		return 0, nil, err
	}
	in, err := p.load(x, y)
	if err != nil {
		return 0, nil, err
	}
	return p.run(params, in)
}

// Grid evaluates an objective with two parameters over a grid: losses[i][j] is
// the loss at the parameters as[i] and bs[j]. A surface or a map is drawn from
// it.
//
// The errors are those of [New], except that a parameter may be unused, and it is
// one if as or bs is empty or not finite. A loss may be infinite where the
// parameters are huge.
func Grid[T X](loss Objective, x T, y []float64, as, bs []float64) ([][]float64, error) {
	d, err := newData(x, y, 2)
	if err != nil {
		return nil, err
	}
	if err := checkNumbers("as", as); err != nil {
		return nil, err
	}
	if err := checkNumbers("bs", bs); err != nil {
		return nil, err
	}
	e, err := newEvaluator(loss, d, false)
	if err != nil {
		return nil, err
	}
	losses := make([][]float64, len(as))
	for i, a := range as {
		losses[i] = make([]float64, len(bs))
		for j, b := range bs {
			if losses[i][j], _, err = e.run([]float64{a, b}); err != nil {
				return nil, err
			}
		}
	}
	return losses, nil
}
