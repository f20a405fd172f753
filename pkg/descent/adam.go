package descent

import "math"

// Adam joins momentum with a rate of its own for each parameter: it steps along
// the recent mean of the gradient, divided by the root of its recent mean square,
//
//	mean   ← beta1 · mean   + (1 − beta1) · gradient
//	square ← beta2 · square + (1 − beta2) · gradient²
//	step   = rate · mean/(1 − beta1ᵗ) / (√(square/(1 − beta2ᵗ)) + epsilon)
//
// where t counts the steps from 1. The divisions by 1 − betaᵗ make up for the
// start from 0: the first step is one rate long in each direction, however steep
// the slope. beta1 is 0.9, beta2 0.999 and epsilon 1e-8; [AdamWith] takes others.
// The rate must be above 0 and finite; it is about the length of a step, in the
// parameters' own units.
//
// Reference: D. P. Kingma and J. Ba, "Adam: A Method for Stochastic
// Optimization", ICLR (2015).
func Adam(rate float64) Rule { return AdamWith(rate, 0.9, 0.999, 1e-8) }

// AdamWith is [Adam] with its two memories (at least 0, below 1) and its epsilon
// (above 0) chosen.
func AdamWith(rate, beta1, beta2, epsilon float64) Rule {
	return adam{rate, beta1, beta2, epsilon}
}

type adam struct{ rate, beta1, beta2, epsilon float64 }

func (a adam) String() string {
	name := "Adam"
	if a.beta1 != 0.9 || a.beta2 != 0.999 {
		name += " " + number(a.beta1) + " " + number(a.beta2)
	}
	return name + ", rate " + number(a.rate)
}

func (a adam) Start(params int) (Step, error) {
	if err := a.check(params); err != nil {
		return nil, err
	}
	mean, square := make([]float64, params), make([]float64, params)
	fade1, fade2 := 1.0, 1.0 // beta1ᵗ and beta2ᵗ
	return func(gradient []float64) []float64 {
		step := make([]float64, params)
		fade1 *= a.beta1
		fade2 *= a.beta2
		for i, slope := range gradient {
			mean[i] = a.beta1*mean[i] + (1-a.beta1)*slope
			square[i] = a.beta2*square[i] + (1-a.beta2)*slope*slope
			step[i] = a.rate * (mean[i] / (1 - fade1)) / (math.Sqrt(square[i]/(1-fade2)) + a.epsilon)
		}
		return step
	}, nil
}

func (a adam) check(params int) error {
	if params < 1 {
		return errNoParams
	}
	if err := checkRate(a.rate); err != nil {
		return err
	}
	if err := checkMemory("beta1", a.beta1); err != nil {
		return err
	}
	if err := checkMemory("beta2", a.beta2); err != nil {
		return err
	}
	return checkEpsilon(a.epsilon)
}
