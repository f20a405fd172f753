package descent

import "math"

// RMSProp gives each parameter a rate of its own: it divides the gradient by the
// root of its recent mean square, so that steep and flat directions get steps of
// similar length,
//
//	square ← decay · square + (1 − decay) · gradient²
//	step   = rate · gradient / (√square + epsilon)
//
// with decay 0.9 and epsilon 1e-8; [RMSPropWith] takes others. The square starts
// at 0, so the first steps are longer: √10 rates with decay 0.9. The rate must be
// above 0 and finite.
//
// Reference: T. Tieleman and G. Hinton, "Lecture 6.5 — RMSProp", Neural Networks
// for Machine Learning, Coursera (2012).
func RMSProp(rate float64) Rule { return RMSPropWith(rate, 0.9, 1e-8) }

// RMSPropWith is [RMSProp] with its decay (at least 0, below 1) and epsilon
// (above 0) chosen.
func RMSPropWith(rate, decay, epsilon float64) Rule { return rmsProp{rate, decay, epsilon} }

type rmsProp struct{ rate, decay, epsilon float64 }

func (r rmsProp) String() string {
	name := "RMSProp"
	if r.decay != 0.9 {
		name += " " + number(r.decay)
	}
	return name + ", rate " + number(r.rate)
}

func (r rmsProp) Start(params int) (Step, error) {
	if params < 1 {
		return nil, errNoParams
	}
	if err := checkRate(r.rate); err != nil {
		return nil, err
	}
	if err := checkMemory("decay", r.decay); err != nil {
		return nil, err
	}
	if err := checkEpsilon(r.epsilon); err != nil {
		return nil, err
	}
	square := make([]float64, params)
	return func(gradient []float64) []float64 {
		step := make([]float64, params)
		for i, slope := range gradient {
			square[i] = r.decay*square[i] + (1-r.decay)*slope*slope
			step[i] = r.rate * slope / (math.Sqrt(square[i]) + r.epsilon)
		}
		return step
	}, nil
}
