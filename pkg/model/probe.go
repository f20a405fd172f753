package model

import (
	"fmt"
	"math"
	"math/rand/v2"
)

const allParams = -1

// unused is the error for a parameter that the loss doesn't use. Its gradient
// would be zero for ever, and descent would leave it where it started without a
// word.
func (p *program) unused(param int) error {
	if param == allParams {
		return fmt.Errorf("the loss doesn't use the parameters: its gradient would be zero everywhere")
	}
	return fmt.Errorf("the loss doesn't use parameter %d (of 0 to %d): use it, or make the model with fewer parameters",
		param, p.shape.params-1)
}

// probe looks for parameters that the loss doesn't use. The graph as a whole does
// use params (compile has checked that), but perhaps not each of them, and
// perhaps without a gradient.
//
// A gradient of zero alone proves nothing: it may be the minimum, or a column of
// x may be zero. So a parameter is refused only if at several random places, and
// with random data too, its slope is exactly zero and the loss stays the same to
// the last bit when the parameter takes other values. Usually the first place
// settles it.
func probe(p *program, in inputs) error {
	random := rand.New(rand.NewPCG(1, 2))
	open := make([]int, p.shape.params)
	for i := range open {
		open[i] = i
	}
	settled := false // whether any place had a finite loss, so that it says something
	for round, scale := range []float64{1, 100, 0.01, 1, 100} {
		if round == 3 {
			var err error
			if in, err = p.randomInputs(random); err != nil {
				return err
			}
		}
		var err error
		var finite bool
		if open, finite, err = p.stillUnused(open, in, random, scale); err != nil {
			return err
		}
		settled = settled || finite
		if len(open) == 0 {
			return nil
		}
	}
	if !settled {
		return nil
	}
	return p.unused(open[0])
}

// stillUnused returns those of the parameters that have no influence at a random
// place, and whether the loss was finite there.
func (p *program) stillUnused(open []int, in inputs, random *rand.Rand, scale float64) (unused []int, finite bool, err error) {
	params := make([]float64, p.shape.params)
	for i := range params {
		params[i] = scale * random.NormFloat64()
	}
	loss, gradient, err := p.run(params, in)
	if err != nil {
		return nil, false, err
	}
	if !isFinite(loss) {
		return open, false, nil
	}
	for _, i := range open {
		if gradient[i] == 0 {
			moves, err := p.movesLoss(params, i, in, loss)
			if err != nil {
				return nil, false, err
			}
			if !moves {
				unused = append(unused, i)
			}
		}
	}
	return unused, true, nil
}

// movesLoss says whether the loss changes when parameter i takes other values.
func (p *program) movesLoss(params []float64, i int, in inputs, loss float64) (bool, error) {
	before := params[i]
	defer func() { params[i] = before }()
	for _, value := range []float64{0, 1, -1, 1e3, -1e3, 1e9, -1e9} {
		params[i] = value
		now, _, err := p.run(params, in)
		if err != nil {
			return false, err
		}
		if math.Float64bits(now) != math.Float64bits(loss) {
			return true, nil
		}
	}
	return false, nil
}

// randomInputs are data of the right shape in which no column is zero.
func (p *program) randomInputs(random *rand.Rand) (inputs, error) {
	fill := func(n int) []float64 {
		values := make([]float64, n)
		for i := range values {
			values[i] = random.NormFloat64()
		}
		return values
	}
	return p.load(fill(p.x.Size()), fill(p.y.Size()))
}
