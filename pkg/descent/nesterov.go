package descent

// Nesterov is momentum that looks ahead: it steps as if the velocity had already
// been brought up to date once more,
//
//	velocity ← beta · velocity + gradient
//	step     = rate · (gradient + beta · velocity)
//
// which brakes earlier than [Momentum] where the valley turns upwards. The
// parameters recorded are the ones where the gradient is taken, that is, the
// points ahead.
//
// The rate must be above 0 and finite, beta at least 0 and below 1.
//
// Reference: Y. Nesterov, "A method for solving the convex programming problem
// with convergence rate O(1/k²)", Doklady Akademii Nauk SSSR 269 (1983).
func Nesterov(rate, beta float64) Rule { return nesterov{rate, beta} }

type nesterov struct{ rate, beta float64 }

func (n nesterov) String() string {
	return "Nesterov " + number(n.beta) + ", rate " + number(n.rate)
}

func (n nesterov) Start(params int) (Step, error) {
	velocity, err := startVelocity(params, n.rate, n.beta)
	if err != nil {
		return nil, err
	}
	return func(gradient []float64) []float64 {
		step := make([]float64, params)
		for i, slope := range gradient {
			velocity[i] = n.beta*velocity[i] + slope
			step[i] = n.rate * (slope + n.beta*velocity[i])
		}
		return step
	}, nil
}
