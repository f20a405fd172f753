package explorer

import "littlesteps/pkg/chart"

// asGood is the share of the loss that there was to lose, below which nobody sees
// it in a picture.
const asGood = 0.01

// veiled shows the start, on the map and as a line, and asks.
func (e penguins) veiled(v values) view {
	p := e.problem(v)
	a, b := v.number("a"), v.number("b")
	start := p.bowl.loss(a, b)
	fall := chart.Scatter([]float64{0}, []float64{start}).As(chart.Path).
		XRange(0, float64(v.whole("epochs"))).LogY().X("epoch").Y(e.lossLabel(p))
	return view{
		figure:  chart.Beside(e.scatter(p, []float64{a, b}), bowlMap(p).Mark("start", a, b).As(chart.Path), fall),
		said:    e.settings(v) + " Where will the walk be at the end? Guess first; then you see.",
		handles: []handle{{picture: 1, x: a, y: b}},
	}
}

func (penguins) options(values) []option {
	return []option{
		{"arrives", "As good as at the minimum"},
		{"way", "Not there yet"},
		{"climbs", "Higher up than it began"},
	}
}

func (e penguins) verdict(v values, trajectories []*trajectory, guess string) string {
	p, t := e.problem(v), trajectories[0]
	before, after := p.left(t.params[0]), p.left(t.params[t.last()])
	toGo := p.toGo(t, t.last())
	right, left := "way", " Of the loss that there was to lose, "+percent(after/before)+" is left."
	switch {
	case t.diverged || after > before+asGood*p.bowl.lowest():
		right, left = "climbs", ""
	case before < asGood*p.bowl.lowest(): // it began there
		right, left = "arrives", ""
	case max(toGo[0], toGo[1]) < asNear:
		right = "arrives"
	case after <= asGood*before:
		left = " The loss hardly shows it: of what there was to lose, " + percent(after/before) + " is left."
	}
	text := compared(e.options(v), guess, right, whatHappens(e.options(v), right))
	if text == "" {
		return ""
	}
	return text + left
}
