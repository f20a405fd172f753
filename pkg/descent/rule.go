package descent

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Custom makes a rule of a learner's own, written in a cell:
//
//	halving := descent.Custom("halving", func(params int) descent.Step {
//		rate := 0.4
//		return func(gradient []float64) []float64 {
//			step := make([]float64, params)
//			for i, slope := range gradient {
//				step[i] = rate * slope
//			}
//			rate /= 2
//			return step
//		}
//	})
//
// start is called once for each run; what it declares is the rule's memory.
func Custom(name string, start func(params int) Step) Rule { return custom{name, start} }

type custom struct {
	name  string
	start func(params int) Step
}

func (c custom) String() string { return c.name }

func (c custom) Start(params int) (Step, error) {
	if c.start == nil {
		return nil, fmt.Errorf("the rule %q has no start function", c.name)
	}
	step := c.start(params)
	if step == nil {
		return nil, fmt.Errorf("the rule %q returned no step function: return func(gradient []float64) []float64 { … }", c.name)
	}
	return step, nil
}

// checkRate accepts the rates with which a step goes downhill.
func checkRate(rate float64) error {
	if rate > 0 && !math.IsInf(rate, 1) {
		return nil
	}
	hint := ""
	switch {
	case rate == 0:
		hint = "; with 0 the parameters never move"
	case rate < 0:
		hint = "; a negative rate climbs"
	}
	return fmt.Errorf("the learning rate must be above 0 and finite, not %v%s", rate, hint)
}

// checkMemory accepts how much of its past a rule may keep.
func checkMemory(name string, beta float64) error {
	if beta >= 0 && beta < 1 {
		return nil
	}
	return fmt.Errorf("%s must be at least 0 and below 1, not %v", name, beta)
}

// checkEpsilon accepts what keeps a division from being one by 0.
func checkEpsilon(epsilon float64) error {
	if epsilon > 0 && !math.IsInf(epsilon, 1) {
		return nil
	}
	return fmt.Errorf("epsilon must be above 0 and finite, not %v", epsilon)
}

var errNoParams = errors.New("a rule needs at least 1 parameter")

func number(x float64) string {
	if size := math.Abs(x); size >= 1e-9 && size < 1e9 {
		return strconv.FormatFloat(x, 'f', -1, 64) // 0.00001 is read at a glance, 1e-05 is not
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
