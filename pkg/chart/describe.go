package chart

import "math"

// The sentences are made from the numbers, so they stay true when a learner
// changes a cell.

// describeLine tells where a line begins and ends, and its lowest and highest
// places if those lie between.
func describeLine(s *series, p *panel) string {
	xs, ys := known(s.xs, s.ys)
	subject := s.name
	if subject == "" {
		subject, _ = splitUnit(p.y.label)
	}
	if subject == "" {
		subject = "the line"
	}
	if len(xs) == 0 {
		return capital(subject) + " has no values."
	}
	last := len(xs) - 1
	at := func(i int) string { return number(ys[i]) + unitAfter(p.y.label) + " at " + value(xs[i], p.x.label) }
	if last == 0 {
		return capital(subject) + " is a single point: " + at(0) + "."
	}
	low, high := 0, 0
	for i, y := range ys {
		if y < ys[low] {
			low = i
		}
		if y > ys[high] {
			high = i
		}
	}
	if ys[low] == ys[high] {
		return capital(subject) + " stays at " + number(ys[0]) + unitAfter(p.y.label) + " from " +
			value(xs[0], p.x.label) + " to " + number(xs[last]) + "."
	}
	size := ys[high] - ys[low]
	inside := func(i int) bool { return math.Abs(ys[i]-ys[0]) > size/50 && math.Abs(ys[i]-ys[last]) > size/50 }
	verb := "goes"
	switch {
	case ys[last] < ys[0]:
		verb = "falls"
	case ys[last] > ys[0]:
		verb = "rises"
	}
	text := capital(subject) + " " + verb + " from " + at(0) + " to " + at(last)
	if inside(low) {
		text += "; the lowest is " + at(low)
	}
	if inside(high) {
		text += "; the highest is " + at(high)
	}
	if steadily(xs) && !inside(low) && !inside(high) && last > 3 && verb != "goes" {
		if i := halfway(ys); i > 0 && xs[i]-xs[0] < 0.4*(xs[last]-xs[0]) {
			name, _ := splitUnit(p.x.label)
			if name != "" {
				name += " "
			}
			text += "; half of the way by " + name + number(xs[i])
		}
	}
	return text + "."
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

// steadily tells whether xs never go back.
func steadily(xs []float64) bool {
	for i := 1; i < len(xs); i++ {
		if xs[i] < xs[i-1] {
			return false
		}
	}
	return true
}

// known returns the pairs of which both are finite.
func known(xs, ys []float64) (kx, ky []float64) {
	kx, ky = make([]float64, 0, len(xs)), make([]float64, 0, len(xs))
	for i := range xs {
		if finite(xs[i]) && finite(ys[i]) {
			kx, ky = append(kx, xs[i]), append(ky, ys[i])
		}
	}
	return kx, ky
}

func unitAfter(label string) string {
	if unit := unitOf(label); unit != "" {
		return " " + unit
	}
	return ""
}

// describePoints tells how many points there are, their ranges, and whether
// the two values rise together.
func describePoints(s *series, p *panel) string {
	xs, ys := known(s.xs, s.ys)
	subject := ""
	if s.name != "" {
		subject = capital(s.name) + ": "
	}
	if len(xs) == 0 {
		return subject + "no points."
	}
	if len(xs) <= 3 {
		text := subject + plural(len(xs), "point") + ": "
		for i := range xs {
			if i > 0 {
				text += "; "
			}
			text += value(xs[i], p.x.label) + ", " + value(ys[i], p.y.label)
		}
		return text + "."
	}
	text := subject + plural(len(xs), "point") + ". " + capital(spanOf(xs, p.x.label, "x")) + "; " + spanOf(ys, p.y.label, "y")
	if r := correlation(xs, ys); finite(r) {
		switch {
		case r > 0.3:
			text += ". The two rise together"
		case r < -0.3:
			text += ". One falls as the other rises"
		default:
			text += ". The two are hardly related"
		}
		text += " (correlation " + digits(r, 2) + ")"
	}
	return text + "."
}

// spanOf writes "body mass from 2,700 to 6,300 g".
func spanOf(values []float64, label, otherwise string) string {
	var r interval
	for _, v := range values {
		r.add(v)
	}
	name, _ := splitUnit(label)
	if name == "" {
		name = otherwise
	}
	if r.from == r.to {
		return name + " is always " + number(r.from) + unitAfter(label)
	}
	return name + " from " + number(r.from) + " to " + number(r.to) + unitAfter(label)
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
	subject := s.name
	if subject == "" {
		subject = "the path"
	}
	if len(xs) == 0 {
		return capital(subject) + " has no steps."
	}
	at := func(i int) string {
		text := value(settled(xs[i], xs), p.x.label) + ", " + value(settled(ys[i], ys), p.y.label)
		if p.grid != nil {
			if z := p.grid.at(xs[i], ys[i]); finite(z) {
				text += " (" + value(z, p.levelLabel()) + ")"
			}
		}
		return text
	}
	if len(xs) == 1 {
		return capital(subject) + " stays at " + at(0) + "."
	}
	return capital(subject) + " goes from " + at(0) + " to " + at(len(xs)-1) + " in " + plural(len(xs)-1, "step") + "."
}

// describe tells the lowest place of a field and its range.
func (g *field) describe(p *panel) string {
	if !g.usable() {
		return "No data."
	}
	kind := "Contours of "
	if p.solid {
		kind = "A landscape of "
	}
	name, _ := splitUnit(p.levelLabel())
	text := kind + name + " over " + spanOf(g.as, p.x.label, "the first parameter") + " and " +
		spanOf(g.bs, p.y.label, "the second parameter") + ". "
	if g.low == g.high {
		return text + "It is level: " + value(g.low, p.levelLabel()) + " everywhere."
	}
	return text + "The lowest of the grid is " + number(g.low) + unitAfter(p.levelLabel()) + ", at " +
		value(g.lowA, p.x.label) + ", " + value(g.lowB, p.y.label) + "; the highest is " +
		number(g.high) + unitAfter(p.levelLabel()) + "."
}

// describePanel puts the sentences of a panel together.
func describePanel(p *panel) string {
	text := ""
	add := func(sentence string) {
		if sentence == "" {
			return
		}
		if text != "" {
			text += " "
		}
		text += sentence
	}
	if p.grid != nil {
		add(p.grid.describe(p))
	}
	for i, m := range p.marks {
		if i == 12 {
			add("And " + plural(len(p.marks)-i, "layer") + " more.")
			break
		}
		add(m.describe(p))
	}
	if text == "" {
		return "No data."
	}
	return text
}

// subject says what a panel shows, when no title does.
func (p *panel) subject() string {
	x, _ := splitUnit(p.x.label)
	y, _ := splitUnit(p.y.label)
	z, _ := splitUnit(p.levelLabel())
	switch {
	case p.grid != nil && x != "" && y != "":
		return capital(z) + " over " + x + " and " + y
	case p.grid != nil:
		return capital(z) + " over two parameters"
	case x != "" && y != "":
		return capital(y) + " against " + x
	case y != "":
		return capital(y)
	case x != "":
		return capital(x)
	}
	return "Chart"
}
