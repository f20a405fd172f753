package descent

import "math"

// AdaGrad gives each parameter a rate of its own that only falls: it divides the
// gradient by the root of the sum of all its squares so far,
//
//	sum  ← sum + gradient²
//	step = rate · gradient / (√sum + epsilon)
//
// with epsilon 1e-8. The first step is one rate long in each direction, however
// steep the slope; where the slope stays the same, step t is rate/√t. So there is
// no need to let the rate fall, but on a long way the steps get too short: that is
// what [RMSProp] mends, by forgetting old slopes. The rate must be above 0 and
// finite.
//
// Reference: J. Duchi, E. Hazan and Y. Singer, "Adaptive Subgradient Methods for
// Online Learning and Stochastic Optimization", Journal of Machine Learning Research
// 12 (2011).
func AdaGrad(rate float64) Rule { return adaGrad{rate} }

type adaGrad struct{ rate float64 }

func (a adaGrad) String() string { return "AdaGrad, rate " + number(a.rate) }

func (a adaGrad) Start(params int) (Step, error) {
	if params < 1 {
		return nil, errNoParams
	}
	if err := checkRate(a.rate); err != nil {
		return nil, err
	}
	const epsilon = 1e-8
	sum := make([]float64, params)
	return func(gradient []float64) []float64 {
		step := make([]float64, params)
		for i, slope := range gradient {
			sum[i] += slope * slope
			step[i] = a.rate * slope / (math.Sqrt(sum[i]) + epsilon)
		}
		return step
	}, nil
}
