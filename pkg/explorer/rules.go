package explorer

import (
	"math"

	"littlesteps/pkg/descent"
)

// A ruleKind is one of the rules that can be chosen.
type ruleKind struct {
	value, text string
	with        func(rate float64) descent.Rule
	code        func(rate string) string

	// ownScale says that the rule gives each parameter a rate of its own: its
	// rate is about the length of a step, in the parameters' units.
	ownScale bool

	// stretch is how many times the limit of plain descent the rule can bear.
	// 0 where there is no such limit.
	stretch float64
}

const beta = 0.9 // the memory of momentum and Nesterov

var rules = []ruleKind{
	{"plain", "plain", descent.GradientDescent, func(rate string) string { return "descent.GradientDescent(" + rate + ")" }, false, 1},
	{
		"momentum", "momentum", func(rate float64) descent.Rule { return descent.Momentum(rate, beta) },
		func(rate string) string { return "descent.Momentum(" + rate + ", 0.9)" }, false, 1 + beta,
	},
	{
		"nesterov", "Nesterov", func(rate float64) descent.Rule { return descent.Nesterov(rate, beta) },
		func(rate string) string { return "descent.Nesterov(" + rate + ", 0.9)" }, false, (1 + beta) / (1 + 2*beta),
	},
	{"adagrad", "AdaGrad", descent.AdaGrad, func(rate string) string { return "descent.AdaGrad(" + rate + ")" }, true, 0},
	{"rmsprop", "RMSProp", descent.RMSProp, func(rate string) string { return "descent.RMSProp(" + rate + ")" }, true, 0},
	{"adam", "Adam", descent.Adam, func(rate string) string { return "descent.Adam(" + rate + ")" }, true, 0},
}

// keeps returns what part of the way is left after each step, in the long run,
// where the rate times the curvature is curve: for the rules that add up slopes.
// The distances d of three steps in a row obey d₂ = sum·d₁ − product·d₀; what they
// shrink by is the larger root of that.
func (r ruleKind) keeps(curve float64) float64 {
	sum, product := 1+beta-curve, beta
	if r.value == "nesterov" {
		sum, product = (1+beta)*(1-curve), beta*(1-curve)
	}
	if root := sum*sum/4 - product; root > 0 {
		return math.Abs(sum)/2 + math.Sqrt(root)
	}
	return math.Sqrt(product) // it swings
}

func ruleOf(value string) ruleKind {
	for _, r := range rules {
		if r.value == value {
			return r
		}
	}
	return rules[0]
}

func ruleOptions() []option {
	all := make([]option, len(rules))
	for i, r := range rules {
		all[i] = option{r.value, r.text}
	}
	return all
}
