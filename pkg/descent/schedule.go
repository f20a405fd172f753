package descent

import (
	"errors"
	"fmt"
	"math"
)

// Schedule gives the factor by which the step number step is multiplied. Steps
// are counted from 0, where the factor is 1: with batches there are several steps
// in an epoch. Any function will do; a learner's own needs no constructor:
//
//	halved := func(step int) float64 { return math.Pow(0.5, float64(step/100)) }
type Schedule func(step int) float64

// Scheduled multiplies the rule's steps, and so its rate, by the schedule's
// factor:
//
//	step = schedule(t) · step of the rule
//
// Large steps at first to get near, small ones later to settle: with noisy
// gradients only a rate that falls makes the parameters come to rest (Robbins and
// Monro 1951). What the rule remembers, a velocity for example, isn't changed.
//
// Start says so if the factor at step 0 isn't 1, which is also how a schedule
// with wrong settings shows.
func Scheduled(rule Rule, s Schedule) Rule { return scheduled{rule, s} }

type scheduled struct {
	rule     Rule
	schedule Schedule
}

func (s scheduled) String() string {
	if s.rule == nil {
		return "scheduled"
	}
	return s.rule.String() + ", scheduled"
}

func (s scheduled) Start(params int) (Step, error) {
	if s.rule == nil {
		return nil, errors.New("a schedule needs a rule, descent.GradientDescent(0.01) for example")
	}
	if s.schedule == nil {
		return nil, fmt.Errorf("the schedule of %q is nil", s.rule)
	}
	if factor := s.schedule(0); factor != 1 {
		return nil, fmt.Errorf("the schedule's factor at step 0 is %v, not 1: Exponential needs a factor above 0 and at most 1, "+
			"Cosine and InverseSqrt at least 1 step, and a function of one's own should start at 1", factor)
	}
	inner, err := s.rule.Start(params)
	if err != nil {
		return nil, err
	}
	t := 0
	return func(gradient []float64) []float64 {
		factor := s.schedule(t)
		t++
		step := inner(gradient)
		for i := range step {
			step[i] *= factor
		}
		return step
	}, nil
}

// Constant leaves the rate as it is: the factor is always 1.
func Constant() Schedule { return func(int) float64 { return 1 } }

// InverseSqrt lets the rate fall like 1/√t, slowly and for ever:
//
//	factor = 1 / √(1 + t/steps)
//
// After the given steps (at least 1) it is 1/√2, after 3 times as many a half.
func InverseSqrt(steps int) Schedule {
	return func(t int) float64 {
		if steps < 1 {
			return math.NaN()
		}
		return 1 / math.Sqrt(1+float64(t)/float64(steps))
	}
}

// Exponential multiplies the rate by the same number (above 0, at most 1) at each
// step:
//
//	factor = each ᵗ
//
// 0.99 halves it in 69 steps. It falls so fast that the parameters may come to
// rest before they arrive.
func Exponential(each float64) Schedule {
	return func(t int) float64 {
		if !(each > 0 && each <= 1) {
			return math.NaN()
		}
		return math.Pow(each, float64(t))
	}
}

// Cosine lets the rate fall to 0 along half a wave, slowly at both ends, and stay
// there:
//
//	factor = (1 + cos(π · t/steps)) / 2     up to the given steps, then 0
//
// steps must be at least 1.
//
// Reference: I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with
// Warm Restarts", ICLR (2017), without the restarts.
func Cosine(steps int) Schedule {
	return func(t int) float64 {
		if steps < 1 {
			return math.NaN()
		}
		if t >= steps {
			return 0
		}
		return (1 + math.Cos(math.Pi*float64(t)/float64(steps))) / 2
	}
}
