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

	// shortens says that no step is longer than the first, and that along a slope
	// that stays the same they shorten as 1/√k.
	shortens bool
}

const beta = 0.9 // the memory of momentum and Nesterov

var rules = []ruleKind{
	{value: "plain", text: "plain", with: descent.GradientDescent, code: called("GradientDescent", ""), stretch: 1},
	{value: "momentum", text: "momentum", with: remembering(descent.Momentum), code: called("Momentum", ", 0.9"), stretch: 1 + beta},
	{value: "nesterov", text: "Nesterov", with: remembering(descent.Nesterov), code: called("Nesterov", ", 0.9"), stretch: (1 + beta) / (1 + 2*beta)},
	{value: "adagrad", text: "AdaGrad", with: descent.AdaGrad, code: called("AdaGrad", ""), ownScale: true, shortens: true},
	{value: "rmsprop", text: "RMSProp", with: descent.RMSProp, code: called("RMSProp", ""), ownScale: true},
	{value: "adam", text: "Adam", with: descent.Adam, code: called("Adam", ""), ownScale: true},
}

func remembering(rule func(rate, beta float64) descent.Rule) func(rate float64) descent.Rule {
	return func(rate float64) descent.Rule { return rule(rate, beta) }
}

// called returns how a cell writes a rule.
func called(name, more string) func(rate string) string {
	return func(rate string) string { return "descent." + name + "(" + rate + more + ")" }
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

// reach returns how far, in rates, a rule with a scale of its own gets in some steps
// along a slope that stays the same.
func (r ruleKind) reach(steps float64) float64 {
	if r.shortens {
		return 2 * math.Sqrt(steps) // 1 + 1/√2 + 1/√3 + …
	}
	return steps
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
