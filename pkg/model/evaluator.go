package model

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// partRows is about how many rows a part of the data has. A part is large against
// what a call costs anyhow, 3 µs or as much as 700 rows, and small enough for its
// values to stay in the processor's cache.
func partRows(columns int) int {
	const most, least, numbers = 8192, 2048, 32_768
	return max(least, min(most, numbers/max(columns, 1)))
}

// evaluator computes a loss over its data, and the gradient if the programs were
// compiled for it. It may be called from several goroutines.
//
// Large data are cut into parts if the loss is a mean over the rows: its value is
// then the mean of the parts' values, and so is the gradient. The parts run on
// all cores. They don't depend on how many there are, so the result is the same
// to the last bit on every machine of a kind.
type evaluator struct {
	params int
	parts  []part
}

// part is a program with its rows, and the share of all rows that these are.
type part struct {
	program *program
	in      inputs
	share   float64
}

func (p part) run(params []float64) (loss float64, gradient []float64, err error) {
	return p.program.run(params, p.in)
}

// newEvaluator compiles the loss and loads the data, in parts where that is right.
func newEvaluator(loss Objective, d *data, gradient bool) (*evaluator, error) {
	p, err := compile(loss, d.shape(d.rows), gradient)
	if err != nil {
		return nil, err
	}
	in, err := p.load(d.x, d.y)
	if err != nil {
		return nil, err
	}
	whole := &evaluator{d.params, []part{{p, in, 1}}}
	if d.rows < 2*partRows(d.columns) || d.columns == d.rows || !p.mean {
		return whole, nil
	}
	split, err := splitEvaluator(loss, d, gradient)
	if err != nil || !split.agreesWith(whole) {
		// The function fits only these rows; a number of theirs is written into it.
		return whole, nil
	}
	return split, nil
}

// splitEvaluator cuts the data into parts that differ by at most one row, so that
// two programs do for all of them.
func splitEvaluator(loss Objective, d *data, gradient bool) (*evaluator, error) {
	size := partRows(d.columns)
	count := (d.rows + size - 1) / size
	programs := map[int]*program{}
	e := &evaluator{params: d.params, parts: make([]part, count)}
	width := max(d.columns, 1)
	for i := range e.parts {
		from, to := i*d.rows/count, (i+1)*d.rows/count
		p, ok := programs[to-from]
		if !ok {
			var err error
			if p, err = compile(loss, d.shape(to-from), gradient); err != nil {
				return nil, err
			}
			programs[to-from] = p
		}
		in, err := p.load(d.x[from*width:to*width], d.y[from:to])
		if err != nil {
			return nil, err
		}
		e.parts[i] = part{p, in, float64(to-from) / float64(d.rows)}
	}
	return e, nil
}

// agreesWith compares two evaluators at a random place.
func (e *evaluator) agreesWith(other *evaluator) bool {
	random := rand.New(rand.NewPCG(3, 4))
	params := make([]float64, e.params)
	for i := range params {
		params[i] = random.NormFloat64()
	}
	loss, gradient, err := e.run(params)
	if err != nil {
		return false
	}
	otherLoss, otherGradient, err := other.run(params)
	if err != nil || !near(loss, otherLoss, math.Abs(loss)) {
		return false
	}
	largest := 0.0
	for _, slope := range gradient {
		largest = max(largest, math.Abs(slope))
	}
	for i := range gradient {
		if !near(gradient[i], otherGradient[i], largest) {
			return false
		}
	}
	return true
}

func near(a, b, size float64) bool { return math.Abs(a-b) <= 1e-9*size }

// run returns the loss at params and the gradient.
func (e *evaluator) run(params []float64) (loss float64, gradient []float64, err error) {
	if len(e.parts) == 1 {
		return e.parts[0].run(params)
	}
	results := e.runParts(params)
	for i, r := range results {
		if r.err != nil {
			return 0, nil, r.err
		}
		loss += e.parts[i].share * r.loss
		if gradient == nil && r.gradient != nil {
			gradient = make([]float64, len(params))
		}
		for j, slope := range r.gradient {
			gradient[j] += e.parts[i].share * slope
		}
	}
	return loss, gradient, nil
}

type result struct {
	loss     float64
	gradient []float64
	err      error
}

// runParts runs all parts, each core taking the next one that is left.
func (e *evaluator) runParts(params []float64) []result {
	results := make([]result, len(e.parts))
	var next atomic.Int64
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(e.parts) {
				return
			}
			loss, gradient, err := e.parts[i].run(params)
			results[i] = result{loss, gradient, err}
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(e.parts)) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	return results
}
