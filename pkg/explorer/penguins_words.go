package explorer

import (
	"math"
	"strings"

	"littlesteps/pkg/chart"
)

// say tells what happens, why, and where it has led at the moment that is looked at.
func (e penguins) say(v values, p *lineProblem, t *trajectory, at int) string {
	return e.sayCourse(v, p) + " " + e.sayPlace(p, t, at)
}

func (penguins) sayCourse(v values, p *lineProblem) string {
	rate := v.number("rate")
	flattest, steepest := p.bowl.curvatures()
	ratio := steepest / flattest
	limit := p.bowl.limit()
	switch {
	case rate > limit*(1+1e-9):
		text := "The rate is above the limit of this bowl, " + chart.Number(limit) + ": each step overshoots so far that it lands farther away than it was, and the walk diverges."
		if ratio > 2 {
			text += " Only the steep direction, along the slope, forbids this rate; the flat one could bear " + chart.Number(2/flattest) + "."
		}
		return text
	case ratio >= 1.01:
		return "This bowl is a valley: the loss curves " + chart.Digits(ratio, 2) + " times as much along the slope as along the intercept. " +
			"A rate that the steep direction can bear (at most " + chart.Number(limit) + ") is small for the flat one. z-scores would make the bowl round."
	}
	switch courseOf(1 - rate*steepest) {
	case lands:
		return "The bowl is round: it curves alike in every direction. At half the limit the first step lands on the minimum."
	case settles:
		return "The bowl is round, and downhill points straight at the minimum. The rate is above half the limit, so each step jumps across it."
	case circles:
		return "This is exactly the limit: the walk jumps to and fro, and the loss never changes."
	}
	return "The bowl is round: it curves alike in every direction, so one rate suits both parameters, and the walk goes straight to the minimum."
}

func (e penguins) sayPlace(p *lineProblem, t *trajectory, k int) string {
	a, b := t.params[k][0], t.params[k][1]
	loss := p.bowl.loss(a, b)
	var text strings.Builder
	text.WriteString(t.after(k) + ": loss " + chart.Digits(loss, 4))
	switch {
	case t.diverged && k == t.last():
		return text.String() + "; then the numbers are too large for the computer."
	case loss > p.bowl.loss(t.params[0]...):
		return text.String() + ", more than at the start."
	}
	text.WriteString("; the smallest possible is " + chart.Digits(p.bowl.lowest(), 4) + ".")
	if left := e.sayLeft(p, t, k); left != "" {
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

// toGo returns which share of its way each parameter still has to go at a moment.
func (p *lineProblem) toGo(t *trajectory, at int) [2]float64 {
	var left [2]float64
	for i := range left {
		if way := math.Abs(t.params[0][i] - p.bowl.best[i]); way > 0 {
			left[i] = math.Abs(t.params[at][i]-p.bowl.best[i]) / way
		}
	}
	return left
}

// sayLeft tells how much of the way is left for each parameter, where it is
// much.
func (penguins) sayLeft(p *lineProblem, t *trajectory, at int) string {
	left := p.toGo(t, at)
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
func (penguins) sayMoment(p *lineProblem, t *trajectory, at int) string {
	now, slopes := t.params[at], t.settledSlopes(at)
	return "Here: intercept " + chart.Number(now[0]) + ", slope " + chart.Number(now[1]) + ", loss " + chart.Number(p.bowl.loss(now...)) +
		". The gradient is (" + chart.Number(slopes[0]) + ", " + chart.Number(slopes[1]) + ")."
}

// table writes the steps in numbers.
func (penguins) table(p *lineProblem, t *trajectory, at int) string {
	return tableHTML([]string{"step", "intercept", "slope", "loss", "gradient: intercept", "gradient: slope"}, t, at, func(k int) []float64 {
		slopes := t.settledSlopes(k)
		return []float64{t.params[k][0], t.params[k][1], p.bowl.loss(t.params[k]...), slopes[0], slopes[1]}
	})
}
