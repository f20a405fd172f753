package explorer

import (
	"sync"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
)

// A lineProblem is a line through two columns of the penguins: its loss as GoMLX
// differentiates it, and as the bowl that it is.
type lineProblem struct {
	column string
	scale  string // "z" or "centred"
	x, y   []float64
	xs, ys data.Scale
	loss   descent.Func
	bowl   *bowl
}

// shifted is how far the z-scores of the narrow bowl of the race are off their
// mean.
const shifted = 3

// lineProblemOf makes the problem of a column, once: what costs time is
// compiling the loss.
var lineProblemOf = memoized(func(column, scale string) (*lineProblem, error) {
	complete := data.Complete(data.Penguins())
	x, err := data.Floats(complete, column)
	if err != nil {
		return nil, err
	}
	y, err := data.Floats(complete, "body_mass_g")
	if err != nil {
		return nil, err
	}
	p := &lineProblem{column: column, scale: scale}
	change := data.Standardize
	if scale == "centred" {
		change = data.Center
	}
	if p.x, p.xs, err = change(x); err != nil {
		return nil, err
	}
	if p.y, p.ys, err = change(y); err != nil {
		return nil, err
	}
	if scale == "shifted" {
		for i := range p.x {
			p.x[i] += shifted
		}
	}
	rows, err := data.WithOnes(p.x)
	if err != nil {
		return nil, err
	}
	if p.loss, err = model.New(model.Of(model.Dot, model.MSE), 2, rows, p.y); err != nil {
		return nil, err
	}
	p.bowl = lineBowl(p.x, p.y)
	return p, nil
})

// memoized remembers what a function of two words returned.
func memoized[T any](f func(a, b string) (T, error)) func(a, b string) (T, error) {
	type result struct {
		value T
		err   error
	}
	var mutex sync.Mutex
	known := map[[2]string]result{}
	return func(a, b string) (T, error) {
		mutex.Lock()
		defer mutex.Unlock()
		key := [2]string{a, b}
		r, ok := known[key]
		if !ok {
			r.value, r.err = f(a, b)
			known[key] = r
		}
		return r.value, r.err
	}
}

// mustLineProblem is lineProblemOf for what comes after runs, which has said
// already if there is an error.
func mustLineProblem(column, scale string) *lineProblem {
	p, err := lineProblemOf(column, scale)
	if err != nil {
		panic(err)
	}
	return p
}
