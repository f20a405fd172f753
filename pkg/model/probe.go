package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// The last step of [New]: a look for parameters that descent would never move.

// probe looks for parameters whose slope is zero wherever one looks. Descent would
// leave them where they started without a word. The loss doesn't use them, or only
// in a way that has no slope, as through graph.Sign.
//
// A slope of zero at one place proves nothing: it may be a minimum, or a column of x
// may be zero. So a parameter is refused only if its slope is exactly zero at
// several random places, at far values of its own, and with random data too.
// Usually the first place settles it.
func probe(loss Objective, d data, f function) error {
	random := rand.New(rand.NewPCG(1, 2))
	idle := make([]int, d.params) // parameters that had no slope so far
	for i := range idle {
		idle[i] = i
	}
	finite, matters := false, make([]bool, d.params)
	for round, scale := range []float64{1, 100, 0.01, 1, 100} {
		if round == 3 {
			var err error
			if f, err = newFunction(loss, d.random(random), true); err != nil {
				return err
			}
		}
		params := make([]float64, d.params)
		for i := range params {
			params[i] = scale * random.NormFloat64()
		}
		value, gradient, err := f.run(params)
		if err != nil {
			return err
		}
		if isNotFinite(value) {
			continue // which says nothing
		}
		finite = true
		idle = slices.DeleteFunc(idle, func(i int) bool {
			slope, moves := gradient[i] != 0, false
			if !slope {
				slope, moves, err = f.vary(params, i, value)
			}
			matters[i] = matters[i] || moves
			return slope
		})
		if err != nil || len(idle) == 0 {
			return err
		}
	}
	switch i := idle[0]; {
	case !finite:
		return nil
	case matters[i]:
		return fmt.Errorf("the loss changes with parameter %d of 0 to %d, but its slope is exactly zero everywhere, so that descent "+
			"would never move it: graph.StopGradient, graph.Sign and comparisons have none", i, d.params-1)
	default:
		return fmt.Errorf("the loss doesn't use parameter %d of 0 to %d: use it, or make the model with fewer parameters", i, d.params-1)
	}
}

// vary gives parameter i other values. It says whether the loss has a slope at one
// of them, and whether it has another value than at params.
func (f function) vary(params []float64, i int, before float64) (slope, moves bool, err error) {
	params = slices.Clone(params)
	for _, value := range []float64{0, 1, -1, 1e3, -1e3, 1e9, -1e9} {
		params[i] = value
		now, gradient, err := f.run(params)
		if err != nil || gradient[i] != 0 {
			return true, true, err
		}
		moves = moves || math.Float64bits(now) != math.Float64bits(before)
	}
	return false, moves, nil
}
