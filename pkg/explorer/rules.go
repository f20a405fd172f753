package explorer

import (
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
}

const beta = 0.9 // the memory of momentum and Nesterov

var rules = []ruleKind{
	{value: "plain", text: "plain", with: descent.GradientDescent, code: called("GradientDescent", "")},
	{value: "momentum", text: "momentum", with: remembering(descent.Momentum), code: called("Momentum", ", 0.9")},
	{value: "nesterov", text: "Nesterov", with: remembering(descent.Nesterov), code: called("Nesterov", ", 0.9")},
	{value: "adagrad", text: "AdaGrad", with: descent.AdaGrad, code: called("AdaGrad", ""), ownScale: true},
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
