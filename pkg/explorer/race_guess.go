package explorer

import "littlesteps/pkg/chart"

// veiled shows where all will start, and asks who gets nearest.
func (r race) veiled(v values) view {
	p := r.problem(v)
	a, b := v.number("a"), v.number("b")
	fall := chart.Scatter([]float64{0}, []float64{p.left([]float64{a, b})}).As(chart.Guess).
		XRange(0, float64(v.whole("budget"))).LogY().X("gradient evaluations").Y("loss above the smallest")
	return view{
		figure:  chart.Beside(bowlMap(p).Mark("start", a, b).As(chart.Path), fall),
		said:    r.settings(v) + " Who will be in front at the end? Guess first; then you see.",
		handles: []handle{{x: a, y: b}},
	}
}

// options are those who run, where more than one does.
func (r race) options(v values) []option {
	var all []option
	for _, racer := range r.racers(v) {
		all = append(all, option{itoa(racer.lane + 1), capital(racer.text)})
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

func (r race) verdict(v values, trajectories []*trajectory, guess string) string {
	long := longest(trajectories)
	all := r.standings(v, trajectories, long.steps[long.last()])
	if all[0].diverged {
		return compared(r.options(v), guess, "", "Nobody is: all end higher up than they began")
	}
	first := front(all)
	right := itoa(first[0].lane + 1)
	for _, s := range first {
		if lane := itoa(s.lane + 1); lane == guess {
			right = lane
		}
	}
	is := " is"
	if len(first) > 1 {
		is = " are"
	}
	return compared(r.options(v), guess, right, capital(names(first))+is+" in front")
}
