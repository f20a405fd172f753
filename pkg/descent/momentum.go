package descent

// Momentum gives the parameters inertia, like a ball that rolls downhill: the
// velocity is the sum of all gradients so far, older ones fading by beta at each
// step,
//
//	velocity ← beta · velocity + gradient
//	step     = rate · velocity
//
// The rate must be above 0 and finite, beta at least 0 (no memory: [GradientDescent]) and
// below 1; 0.9 is usual. Along a constant slope the velocity grows up to
// 1/(1−beta) gradients.
//
// Reference: B. T. Polyak, "Some methods of speeding up the convergence of
// iteration methods", USSR Computational Mathematics and Mathematical Physics 4
// (1964).
func Momentum(rate, beta float64) Rule { return momentum{rate, beta} }

type momentum struct{ rate, beta float64 }

func (m momentum) String() string {
	return "momentum " + number(m.beta) + ", rate " + number(m.rate)
}

func (m momentum) Start(params int) (Step, error) {
	velocity, err := startVelocity(params, m.rate, m.beta)
	if err != nil {
		return nil, err
	}
	return func(gradient []float64) []float64 {
		step := make([]float64, params)
		for i, slope := range gradient {
			velocity[i] = m.beta*velocity[i] + slope
			step[i] = m.rate * velocity[i]
		}
		return step
	}, nil
}

func startVelocity(params int, rate, beta float64) ([]float64, error) {
	if params < 1 {
		return nil, errNoParams
	}
	if err := checkRate(rate); err != nil {
		return nil, err
	}
	if err := checkMemory("beta", beta); err != nil {
		return nil, err
	}
	return make([]float64, params), nil
}
