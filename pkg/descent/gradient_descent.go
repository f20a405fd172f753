package descent

// GradientDescent is plain gradient descent: each step is a small multiple of the gradient,
//
//	step = rate · gradient
//
// The rate must be above 0 and finite; Start says so where it isn't. On a
// parabola with second derivative c, each step multiplies the distance from the
// minimum by 1 − rate·c: rate 1/c lands in one step, above 2/c it flies apart.
//
// With the gradient of a random batch in place of the whole one this is
// stochastic approximation. Reference: H. Robbins and S. Monro, "A Stochastic
// Approximation Method", Annals of Mathematical Statistics 22 (1951).
func GradientDescent(rate float64) Rule { return plain{rate} }

type plain struct{ rate float64 }

func (p plain) String() string { return "gradient descent, rate " + number(p.rate) }

func (p plain) Start(params int) (Step, error) {
	if params < 1 {
		return nil, errNoParams
	}
	if err := checkRate(p.rate); err != nil {
		return nil, err
	}
	return func(gradient []float64) []float64 {
		step := make([]float64, params)
		for i, slope := range gradient {
			step[i] = p.rate * slope
		}
		return step
	}, nil
}
