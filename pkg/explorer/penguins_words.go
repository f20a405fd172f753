package explorer

import (
	"math"
	"strings"

	"littlesteps/pkg/chart"
)

// say tells what happens, why, and where it ends.
func (e penguins) say(v values, p *lineProblem, t *trajectory) string {
	return e.sayCourse(v, p, t) + " " + e.sayEnd(v, p, t)
}

func (e penguins) sayCourse(v values, p *lineProblem, t *trajectory) string {
	rule, rate := ruleOf(v["rule"]), v.number("rate")
	flattest, steepest := p.bowl.curvatures()
	ratio := steepest / flattest
	limit := rule.stretch * p.bowl.limit()
	whole := v.whole("batch") == allPenguins
	switch {
	case rule.ownScale:
		return e.sayOwnScale(v, p, t)
	case whole && rate > limit*(1+1e-9):
		text := "The rate is above the limit of this bowl, " + chart.Number(limit) + ": each step overshoots by more than it gains, and the walk diverges."
		if ratio > 2 {
			text += " Only the steep direction, along the slope, forbids this rate; the flat one could bear " + chart.Number(rule.stretch*2/flattest) + "."
		}
		return text
	case !whole:
		return e.sayBatches(v, p, t)
	case ratio < 1.01 && rule.value == "plain":
		switch factor := 1 - rate*steepest; courseOf(factor) {
		case lands:
			return "The bowl is round: it curves alike in every direction. At half the limit the first step lands on the minimum."
		case settles:
			return "The bowl is round, and downhill points straight at the minimum. The rate is above half the limit, so each step jumps across it."
		case circles:
			return "This is exactly the limit: the walk jumps to and fro, and the loss never changes."
		}
		return "The bowl is round: it curves alike in every direction, so one rate suits both parameters, and the walk goes straight to the minimum."
	case rule.value == "plain":
		return "This bowl is a valley: the loss curves " + chart.Digits(ratio, 2) + " times as much along the slope as along the intercept. " +
			"A rate that the steep direction can bear (at most " + chart.Number(limit) + ") is small for the flat one. z-scores would make the bowl round."
	case ratio < 1.01:
		return capital(rule.text) + " gathers speed on the way down, runs past the minimum, and swings back. On a round bowl that gains nothing over plain steps."
	}
	text := capital(rule.text) + " adds up the small slopes along the valley floor"
	if rate <= p.bowl.limit() && rule.keeps(rate*flattest) >= 1-rate*flattest {
		return text + ", but at this rate plain steps get along there as fast."
	}
	return text + ", so it gets along there faster than plain steps; across the valley its speed cancels out."
}

// sayOwnScale speaks of AdaGrad, RMSProp and Adam, which divide out how steep it is.
func (e penguins) sayOwnScale(v values, p *lineProblem, t *trajectory) string {
	rule, rate := ruleOf(v["rule"]), chart.Number(v.number("rate"))
	text := rule.text + " divides the slope by its usual size: its steps are about one rate long in both directions, however steep the bowl."
	if rule.shortens {
		text = rule.text + " divides the slope by the root of the sum of its squares so far: its first step is one rate long in both directions, however steep the bowl, and no later one is longer."
	}
	far := math.Max(math.Abs(v.number("a")-p.bowl.best[0]), math.Abs(v.number("b")-p.bowl.best[1]))
	steps := float64(t.planned - 1)
	switch {
	case v.number("rate")*rule.reach(steps) < far/2:
		return text + " With a rate of " + rate + " it takes far more than " + chart.Count(t.planned-1) + " steps to go a way of " + chart.Digits(far, 2) + "."
	case t.finished && v.number("rate") > far/3 && !rule.shortens:
		return text + " With a rate of " + rate + " they are about as long as the whole way, and jump to and fro."
	}
	return text
}

func (e penguins) sayBatches(v values, p *lineProblem, t *trajectory) string {
	size := v.whole("batch")
	seen := "Each step sees only " + itoa(size) + " of the 333 penguins"
	if size == 1 {
		seen = "Each step sees a single penguin"
	}
	if t.diverged || t.finished && p.bowl.loss(t.params[t.last()]...) > 2*p.bowl.loss(t.params[0]...) {
		return seen + ", and the rate is too large for such uncertain slopes: the walk diverges."
	}
	return seen + ", so the path wobbles: it gets near in few epochs, and then never comes to rest. Smaller batches wobble more, smaller rates less."
}

func (e penguins) sayEnd(v values, p *lineProblem, t *trajectory) string {
	k := t.last()
	a, b := t.params[k][0], t.params[k][1]
	loss := p.bowl.loss(a, b)
	var text strings.Builder
	text.WriteString("After " + chart.Plural(t.epochs[k], "epoch"))
	if e.perEpoch(v) > 1 {
		text.WriteString(" (" + chart.Plural(t.steps[k], "step") + ")")
	}
	if !t.finished {
		text.WriteString(" so far")
	}
	text.WriteString(": loss " + chart.Digits(loss, 4))
	switch {
	case t.diverged:
		return text.String() + "; then the numbers are too large for the computer."
	case loss > p.bowl.loss(t.params[0]...):
		return text.String() + ", more than at the start."
	}
	text.WriteString("; the smallest possible is " + chart.Digits(p.bowl.lowest(), 4) + ".")
	if left := e.sayLeft(p, t); left != "" {
		return text.String() + " " + left
	}
	grams := b
	if p.scale == "z" {
		grams *= p.ys.Deviation / p.xs.Deviation
	}
	text.WriteString(" The line says: " + chart.Number(grams) + " g for each mm.")
	return text.String()
}

// asNear is the share of a parameter's way to the minimum, below which it has as
// good as arrived.
const asNear = 0.05

// toGo returns which share of its way each parameter still has to go.
func (p *lineProblem) toGo(t *trajectory) [2]float64 {
	var left [2]float64
	for i := range left {
		if way := math.Abs(t.params[0][i] - p.bowl.best[i]); way > 0 {
			left[i] = math.Abs(t.params[t.last()][i]-p.bowl.best[i]) / way
		}
	}
	return left
}

// sayLeft tells how much of the way is left for each parameter, where it is
// much.
func (penguins) sayLeft(p *lineProblem, t *trajectory) string {
	left := p.toGo(t)
	if max(left[0], left[1]) < asNear {
		return ""
	}
	return "Of its way to the minimum the intercept still has " + percent(left[0]) + " to go, the slope " + percent(left[1]) + "."
}

// settledSlopes returns the gradient of a moment, without what is only rounding
// beside the first one.
func (t *trajectory) settledSlopes(at int) []float64 {
	size := 0.0
	for _, slope := range t.slopes[0] {
		size = math.Hypot(size, slope)
	}
	slopes := make([]float64, len(t.slopes[at]))
	for i, slope := range t.slopes[at] {
		slopes[i] = settled(slope, size)
	}
	return slopes
}

// sayMoment tells about the moment that is looked at.
func (e penguins) sayMoment(v values, p *lineProblem, t *trajectory, at int) string {
	now, slopes := t.params[at], t.settledSlopes(at)
	text := "Here: intercept " + chart.Number(now[0]) + ", slope " + chart.Number(now[1]) + ", loss " + chart.Number(p.bowl.loss(now...)) +
		". The gradient is (" + chart.Number(slopes[0]) + ", " + chart.Number(slopes[1]) + ")"
	if e.perEpoch(v) > 1 && at < t.last() {
		return text + ", as the next batch sees it."
	}
	return text + "."
}

// table writes the steps in numbers.
func (e penguins) table(v values, p *lineProblem, t *trajectory, at int) string {
	return tableHTML([]string{"step", "intercept", "slope", "loss", "gradient: intercept", "gradient: slope"}, t, at, func(k int) []float64 {
		slopes := t.settledSlopes(k)
		return []float64{t.params[k][0], t.params[k][1], p.bowl.loss(t.params[k]...), slopes[0], slopes[1]}
	})
}
