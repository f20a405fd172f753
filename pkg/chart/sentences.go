package chart

import "math"

// The sentences are made from the numbers, so they stay true when a learner
// changes a cell.

// describeLine tells where a line begins and ends, and its lowest and highest
// places if those lie between. That it only falls or rises on its way is said
// where it is so.
func describeLine(s *series, p *panel) string {
	xs, ys := known(s.xs, s.ys)
	subject := s.said()
	if subject == "" {
		subject, _ = splitUnit(p.y.label)
	}
	if subject == "" {
		subject = "the line"
	}
	subject = capital(subject)
	wide, tall := magnitude(xs), magnitude(ys)
	at := func(i int) string {
		return named(nearly(ys[i], tall), p.y.label) + unitAfter(p.y.label) + " at " + value(settled(xs[i], wide), p.x.label)
	}
	last := len(xs) - 1
	switch {
	case last < 0:
		return subject + " has no values."
	case last == 0:
		return subject + " is a single point: " + at(0) + "."
	}
	low, high := lowest(ys), highest(ys)
	if ys[low] == ys[high] {
		return subject + " stays at " + Number(ys[0]) + unitAfter(p.y.label) + " from " +
			value(settled(xs[0], wide), p.x.label) + " to " + named(Number(xs[last]), p.x.label) + "."
	}
	size := ys[high] - ys[low]
	between := func(i int) bool { return math.Abs(ys[i]-ys[0]) > size/50 && math.Abs(ys[i]-ys[last]) > size/50 }
	switch {
	case between(low) && between(high):
		return subject + " begins with " + at(0) + " and ends with " + at(last) + "; the lowest is " + at(low) + ", the highest " + at(high) + "."
	case between(low) && falling(ys[:low+1]) && rising(ys[low:]):
		return subject + " falls from " + at(0) + " to " + at(low) + ", then rises to " + at(last) + "."
	case between(high) && rising(ys[:high+1]) && falling(ys[high:]):
		return subject + " rises from " + at(0) + " to " + at(high) + ", then falls to " + at(last) + "."
	case between(low):
		return subject + " begins with " + at(0) + ", is lowest, " + at(low) + ", and ends with " + at(last) + "."
	case between(high):
		return subject + " begins with " + at(0) + ", is highest, " + at(high) + ", and ends with " + at(last) + "."
	}
	verb, all := " rises", rising(ys)
	if ys[last] < ys[0] {
		verb, all = " falls", falling(ys)
	}
	if !all {
		verb += " on the whole"
	}
	return subject + verb + " from " + at(0) + " to " + at(last) + halfOf(xs, ys, p) + "."
}

// never tells whether no two neighbours are as bad says.
func never[T any](values []T, bad func(from, to T) bool) bool {
	for i := 1; i < len(values); i++ {
		if bad(values[i-1], values[i]) {
			return false
		}
	}
	return true
}

// rising tells whether values never go down, but for rounding.
func rising(values []float64) bool {
	slack := 1e-9 * (math.Abs(values[0]) + math.Abs(values[len(values)-1]))
	return never(values, func(from, to float64) bool { return to < from-slack })
}

// falling tells whether values never go up, but for rounding.
func falling(values []float64) bool {
	slack := 1e-9 * (math.Abs(values[0]) + math.Abs(values[len(values)-1]))
	return never(values, func(from, to float64) bool { return to > from+slack })
}

// steadily tells whether xs never go back.
func steadily(xs []float64) bool {
	return never(xs, func(from, to float64) bool { return to < from })
}

// climbing tells whether every x is larger than the one before: then the points
// are read like a line.
func climbing(xs []float64) bool {
	return never(xs, func(from, to float64) bool { return to <= from })
}

// halfOf says by when half of the way is done, where that is early.
func halfOf(xs, ys []float64, p *panel) string {
	last := len(xs) - 1
	if last < 4 || !steadily(xs) {
		return ""
	}
	i := halfway(ys)
	if i == 0 || xs[i]-xs[0] >= 0.4*(xs[last]-xs[0]) {
		return ""
	}
	return "; half of the way by " + value(xs[i], p.x.label)
}

// lowest and highest return the first place of the smallest and of the largest value.
func lowest(values []float64) int  { return extreme(values, -1) }
func highest(values []float64) int { return extreme(values, 1) }

func extreme(values []float64, sign float64) int {
	at := 0
	for i, v := range values {
		if sign*v > sign*values[at] {
			at = i
		}
	}
	return at
}

// halfway returns the first index at which half of the way from the first to the
// last value is done, for good.
func halfway(ys []float64) int {
	from, to := ys[0], ys[len(ys)-1]
	for i := len(ys) - 1; i > 0; i-- {
		if (ys[i-1]-from)/(to-from) < 0.5 {
			return i
		}
	}
	return 0
}

// known returns the pairs of which both are finite.
func known(xs, ys []float64) (kx, ky []float64) {
	if allFinite(xs) && allFinite(ys) {
		return xs, ys
	}
	kx, ky = make([]float64, 0, len(xs)), make([]float64, 0, len(xs))
	for i := range xs {
		if finite(xs[i]) && finite(ys[i]) {
			kx, ky = append(kx, xs[i]), append(ky, ys[i])
		}
	}
	return kx, ky
}

func unitAfter(label string) string {
	if _, unit := splitUnit(label); unit != "" {
		return " " + unit
	}
	return ""
}

// describePoints tells how many points there are, their ranges, and whether
// the two values rise together.
func describePoints(s *series, p *panel) string {
	xs, ys := known(s.xs, s.ys)
	subject := ""
	if name := s.said(); name != "" {
		subject = capital(name) + ": "
	}
	if len(xs) == 0 {
		return subject + "no points."
	}
	if len(xs) <= 3 {
		text := subject + Plural(len(xs), "point") + ": "
		for i := range xs {
			if i > 0 {
				text += "; "
			}
			text += value(xs[i], p.x.label) + ", " + value(ys[i], p.y.label)
		}
		return text + "."
	}
	if climbing(xs) {
		return subject + Plural(len(xs), "point") + ". " + describeLine(&series{xs: xs, ys: ys}, p)
	}
	text := subject + Plural(len(xs), "point") + ". " + capital(spanOf(xs, p.x.label, "x")) + "; " + spanOf(ys, p.y.label, "y")
	if r := correlation(xs, ys); finite(r) {
		switch {
		case r > 0.3:
			text += ". The two rise together"
		case r < -0.3:
			text += ". One falls as the other rises"
		default:
			text += ". There is no straight trend"
		}
		text += " (correlation " + Digits(r, 2) + ")"
	}
	return text + "."
}

// spanOf writes "body mass from 2,700 to 6,300 g".
func spanOf(values []float64, label, otherwise string) string {
	r := reach(values)
	name, _ := splitUnit(label)
	if name == "" {
		name = otherwise
	}
	if r.from == r.to {
		return name + " is always " + named(Number(r.from), name) + unitAfter(label)
	}
	return name + " from " + named(Number(r.from), name) + " to " + named(Number(r.to), name) + unitAfter(label)
}

// correlation returns Pearson's coefficient; NaN if one of the two never
// changes.
func correlation(xs, ys []float64) float64 {
	var mx, my float64
	n := float64(len(xs))
	for i := range xs {
		mx, my = mx+xs[i]/n, my+ys[i]/n
	}
	var sxx, syy, sxy float64
	for i := range xs {
		dx, dy := xs[i]-mx, ys[i]-my
		sxx, syy, sxy = sxx+dx*dx, syy+dy*dy, sxy+dx*dy
	}
	if sxx == 0 || syy == 0 {
		return math.NaN()
	}
	return sxy / math.Sqrt(sxx*syy)
}

// describePath tells where a descent starts, where it ends, in how many steps.
func describePath(s *series, p *panel) string {
	xs, ys := known(s.xs, s.ys)
	subject := s.said()
	if subject == "" {
		subject = "the path"
	}
	if len(xs) == 0 {
		return capital(subject) + " has no steps."
	}
	wide, tall := magnitude(xs), magnitude(ys)
	at := func(i int) string {
		text := value(settled(xs[i], wide), p.x.label) + ", " + value(settled(ys[i], tall), p.y.label)
		if p.grid != nil {
			if z := p.grid.at(xs[i], ys[i]); finite(z) {
				text += " (" + about(z, p.levelLabel()) + ")"
			}
		}
		return text
	}
	if len(xs) == 1 {
		return capital(subject) + " stays at " + at(0) + "."
	}
	return capital(subject) + " goes from " + at(0) + " to " + at(len(xs)-1) + " in " + Plural(len(xs)-1, "step") + "."
}
