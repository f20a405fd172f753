package exercise

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"littlesteps/pkg/descent"
)

// A trial is what a learner's function and the oracle returned for each input.
type trial struct {
	task  *Complete
	cases []pair
}

// diagnose asks one question after the other: is it open, is it right, is it a
// mistake that this exercise knows, does it stop or return what can't be compared,
// is it right for the lesson's data alone, is it a slip that fits any formula
// (slips.go). If nothing explains the values, an example is all that can be said.
func (t *trial) diagnose() (Verdict, string, []string) {
	if slices.ContainsFunc(t.cases, func(p pair) bool { return p.mine.open }) {
		return Open, openText, nil
	}
	if t.all(t.right) {
		return t.clean()
	}
	if m := t.mistake(); m != nil {
		return NotYet, m.Message, m.Hints
	}
	for _, explain := range []func() string{t.broken, t.onlyHere, t.slips, t.apart} {
		if text := explain(); text != "" {
			return NotYet, text, nil
		}
	}
	return NotYet, t.example(), nil
}

func (t *trial) all(holds func(pair) bool) bool {
	return !slices.ContainsFunc(t.cases, func(p pair) bool { return !holds(p) })
}

func (t *trial) right(p pair) bool { return t.gives(p, p.truth) }

// gives tells whether the learner's function came to its end with these values.
func (t *trial) gives(p pair, want []float64) bool {
	return p.mine.stopped == "" && !p.mine.none && t.agree(p.mine.values, want)
}

// agree compares values up to the exercise's share. A value that is tiny beside
// its neighbours may differ by as much as they may.
func (t *trial) agree(a, b []float64) bool {
	share := t.task.Share
	if share == 0 {
		share = 1e-6
	}
	tiny := share * share * largest(b)
	return slices.EqualFunc(a, b, func(x, y float64) bool {
		return near(x, y, share) || math.Abs(x-y) <= tiny
	})
}

// broken looks for a function that stops, returns too few or too many values, or
// something that isn't a number.
func (t *trial) broken() string {
	for _, p := range t.cases {
		switch text := t.problem(p); {
		case text == "":
		case !p.shown && t.cases[0].shown && t.right(t.cases[0]):
			return "Right for the data of this lesson, but only for those. With others: " + lowerFirst(text) +
				" Does it count on the number of rows that the lesson has?"
		default:
			return text
		}
	}
	return ""
}

func (t *trial) problem(p pair) string {
	bad := slices.IndexFunc(p.mine.values, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
	have, want := len(p.mine.values), len(p.truth)
	switch {
	case p.mine.none:
		return "Your function returns no rule (nil)" + t.given(p) + "."
	case p.mine.stopped != "":
		return "Your function stopped" + t.given(p) + ": " + stopped(p.mine.stopped)
	case have != want:
		return fmt.Sprintf("Your function returns %s%s; it should return %s%s.", plural(have, "value"), t.given(p), fmt.Sprint(want), t.parts())
	case bad > 0:
		return fmt.Sprintf("The first %s fine, but number %d isn't finite: it is %s%s. Is a step too large there, so that the numbers fly apart?",
			isAre(bad), bad+1, Typed(p.mine.values[bad]), t.given(p))
	case bad == 0 && math.IsNaN(p.mine.values[0]):
		return "Your function gives NaN, “not a number”" + t.given(p) + ". It comes from 0/0, from the root of a negative number, or from a gap that is left."
	case bad == 0:
		return "Your function gives " + Typed(p.mine.values[0]) + t.given(p) + ". Is there a division by 0, or do the numbers fly apart?"
	}
	return ""
}

func isAre(n int) string {
	if n == 1 {
		return "value is"
	}
	return fmt.Sprintf("%d values are", n)
}

func (t *trial) parts() string {
	if len(t.task.Parts) == 0 {
		return ""
	}
	return ": " + strings.Join(t.task.Parts, ", ")
}

// given writes the arguments of a case: " for multiplier = 2, slope = −3".
func (t *trial) given(p pair) string {
	if p.shown {
		return " for the data of this lesson"
	}
	var all []string
	for i, arg := range p.args {
		text := ""
		switch arg := arg.(type) {
		case float64:
			text = Typed(arg)
		case []float64:
			text = numbers(arg)
		case [][]float64:
			text = plural(len(arg), "row")
		default:
			text = fmt.Sprint(arg)
		}
		all = append(all, t.task.arg(i)+" = "+text)
	}
	return " for " + strings.Join(all, ", ")
}

// clean is for a function with the right values: it should also leave its data
// alone, and not remember anything.
func (t *trial) clean() (Verdict, string, []string) {
	for _, p := range t.cases {
		if p.mine.changed {
			return NotYet, "The values are right, but your function changes the list that it was given, and whoever uses the list next is in for a surprise. Work on a list of its own.", nil
		}
	}
	for _, p := range t.cases {
		if !t.agree(p.again, p.truth) {
			return NotYet, "Right the first time, but called twice with the same numbers your function gives " + values(p.mine.values) + " and then " + values(p.again) +
				". It must remember something between calls: keep every variable inside it.", nil
		}
	}
	return Right, "Your function gives the right values, also for data that this lesson doesn't show.", nil
}

// mistake finds the first of the exercise's own mistakes that explains all
// values.
func (t *trial) mistake() *Mistake {
	for i := range t.task.Mistakes {
		m := &t.task.Mistakes[i]
		wrong := reflect.ValueOf(m.Wrong)
		if t.all(func(p pair) bool { return t.gives(p, call(wrong, p.args).values) }) {
			return m
		}
	}
	return nil
}

// onlyHere is for what is right on the lesson's data and nowhere else.
func (t *trial) onlyHere() string {
	first := t.cases[0]
	if !first.shown || !t.right(first) {
		return ""
	}
	wrong := t.firstWrong()
	return fmt.Sprintf("Right for the data of this lesson, but only for those%s: you give %s, and it should be %s. "+
		"Look for a number or a name in your code that belongs to the lesson's data alone.",
		strings.Replace(t.given(wrong), " for ", ". For ", 1), values(wrong.mine.values), values(wrong.truth))
}

// apart is for a list that begins well and then grows without end: a walk that
// diverges, on its way to numbers that aren't finite.
func (t *trial) apart() string {
	p := t.firstWrong()
	if len(p.truth) < 2 || len(p.mine.values) != len(p.truth) {
		return ""
	}
	at := slices.IndexFunc(p.mine.values, func(x float64) bool { return math.Abs(x) > 1000*(1+largest(p.truth)) })
	if at < 0 || largest(p.mine.values) != math.Abs(p.mine.values[len(p.mine.values)-1]) {
		return ""
	}
	return fmt.Sprintf("The numbers fly apart%s: number %d is %s, and should be %s. Is the learning rate in your step, and as a factor?",
		t.given(p), at+1, Typed(p.mine.values[at]), Typed(p.truth[at]))
}

func largest(xs []float64) float64 {
	size := 0.0
	for _, x := range xs {
		size = max(size, math.Abs(x))
	}
	return size
}

func (t *trial) firstWrong() pair {
	return t.cases[slices.IndexFunc(t.cases, func(p pair) bool { return !t.right(p) })]
}

// example is the answer where no mistake explains the values: one input for
// which they are wrong, and what is right there.
func (t *trial) example() string {
	wrong := t.firstWrong()
	if reflect.TypeOf(t.task.Truth).Out(0) == reflect.TypeFor[descent.Rule]() {
		return ruleExample(wrong)
	}
	some := slices.ContainsFunc(t.cases, t.right)
	text := "That isn't it."
	if some {
		text = "That is right for some numbers, but not for all."
	}
	return fmt.Sprintf("%s%s you give %s, and it should be %s.", text, strings.Replace(t.given(wrong), " for ", " For ", 1),
		values(wrong.mine.values), values(wrong.truth))
}

// ruleExample names the first step that a rule takes wrongly.
func ruleExample(p pair) string {
	at := 0
	for near(p.mine.values[at], p.truth[at], 1e-9) {
		at++
	}
	step := at / ruleParams
	switch {
	case step >= ruleSteps:
		return "The first run is right. But a second run with the same rule begins with what the first one left behind: declare the rule's memory inside its start function, so that every run gets its own."
	case step > 0:
		return fmt.Sprintf("The first %s right, but step %d isn't: you give %s, and it should be %s. Look at what the rule remembers from one step to the next.",
			strings.ReplaceAll(isAre(step), "value", "step"), step+1, Typed(p.mine.values[at]), Typed(p.truth[at]))
	}
	return fmt.Sprintf("Already the first step differs: you give %s, and it should be %s.", Typed(p.mine.values[at]), Typed(p.truth[at]))
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }
