package model

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// errUnused is for a loss whose graph doesn't contain the parameters at all.
var errUnused = errors.New("the loss doesn't use the parameters, so its gradient would be zero everywhere")

// probe looks for parameters that the loss doesn't use. Their gradient would be
// zero for ever, and descent would leave them where they started without a word.
// The graph does use params as a whole (compile has checked that), but perhaps
// not each of them.
//
// A gradient of zero alone proves nothing: it may be a minimum, or a column of x
// may be zero. So a parameter is refused only if at several random places, and
// with random data too, its slope is exactly zero and the loss stays the same to
// the last bit when the parameter takes other values. Usually the first place
// settles it.
func probe(loss Objective, d *data, e *evaluator) error {
	random := rand.New(rand.NewPCG(1, 2))
	open := make([]int, d.params) // parameters that had no influence so far
	for i := range open {
		open[i] = i
	}
	finite := false
	for round, scale := range []float64{1, 100, 0.01, 1, 100} {
		if round == 3 {
			var err error
			if e, err = newEvaluator(loss, d.random(random), true); err != nil {
				return err
			}
		}
		params := make([]float64, d.params)
		for i := range params {
			params[i] = scale * random.NormFloat64()
		}
		left, ok, err := e.withoutInfluence(params, open)
		if err != nil {
			return err
		}
		if !ok {
			continue // the loss isn't finite here, which says nothing
		}
		if finite, open = true, left; len(open) == 0 {
			return nil
		}
	}
	if !finite {
		return nil
	}
	return fmt.Errorf("the loss doesn't use parameter %d of 0 to %d: use it, or make the model with fewer parameters",
		open[0], d.params-1)
}

// withoutInfluence returns those of the parameters in question that don't change
// the loss near params, and whether it is finite there.
func (e *evaluator) withoutInfluence(params []float64, open []int) (left []int, finite bool, err error) {
	loss, gradient, err := e.run(params)
	if err != nil || !isFinite(loss) {
		return nil, false, err
	}
	for _, i := range open {
		if gradient[i] != 0 {
			continue
		}
		moves, err := e.moves(params, i, loss)
		if err != nil {
			return nil, false, err
		}
		if !moves {
			left = append(left, i)
		}
	}
	return left, true, nil
}

// moves says whether the loss changes when parameter i takes other values.
func (e *evaluator) moves(params []float64, i int, loss float64) (bool, error) {
	before := params[i]
	defer func() { params[i] = before }()
	for _, value := range []float64{0, 1, -1, 1e3, -1e3, 1e9, -1e9} {
		params[i] = value
		now, _, err := e.run(params)
		if err != nil || math.Float64bits(now) != math.Float64bits(loss) {
			return true, err
		}
	}
	return false, nil
}
