package chart

import "math"

// slopes draws the gradient at some points: the point, its tangent, and an
// arrow downhill along the tangent.
type slopes struct {
	style
	xs, ys, slopes []float64
	unpaired       int
}

// Slopes returns a figure of points with their tangents and an arrow at each
// that points downhill, as long as the slope is steep: the arrows' lengths are
// in proportion to the slopes. It is all that descent sees of the curve.
func Slopes(xs, ys, atEach []float64) *Figure { return New().Slopes(xs, ys, atEach) }

// Slopes adds points with their tangents and downhill arrows.
func (f *Figure) Slopes(xs, ys, atEach []float64) *Figure {
	n := min(len(xs), len(ys), len(atEach))
	s := &slopes{style: style{role: Gradient}, unpaired: max(len(xs), len(ys), len(atEach)) - n}
	s.xs = append(s.xs, xs[:n]...)
	s.ys = append(s.ys, ys[:n]...)
	s.slopes = append(s.slopes, atEach[:n]...)
	return f.add(s)
}

// bounds makes room for the arrows too: a quarter of the distance between the
// points on both sides, and the foot of the lowest arrow.
func (s *slopes) bounds(b *bounds) {
	var x, y interval
	for i := range s.xs {
		if finite(s.slopes[i]) && b.add(s.xs[i], s.ys[i]) {
			x.add(s.xs[i])
			y.add(s.ys[i])
		}
	}
	b.left.unpaired += s.unpaired
	if !x.seen {
		return
	}
	room := (x.to - x.from) / 3
	if room == 0 {
		room = max(math.Abs(x.from)/2, 1)
	}
	if !b.logX {
		b.x.add(x.from - room)
		b.x.add(x.to + room)
	}
	if !b.logY && y.from >= 0 {
		b.y.add(0)
		b.y.add(y.to * 1.15)
	}
}

// An arrow is one point's place, the downhill direction and the slope there.
type arrow struct {
	at, dir point
	slope   float64
	index   int
}

// arrows returns the downhill arrows, with directions of length one.
func (s *slopes) arrows(p *plot) []arrow {
	var all []arrow
	for i := range s.xs {
		at := point{p.x.At(s.xs[i]), p.y.At(s.ys[i])}
		if !at.finite() || !finite(s.slopes[i]) || !p.box.grow(1).holds(at) {
			continue
		}
		// A small step along the tangent, on the scales of the figure.
		step := (p.x.Value(at.x+1) - p.x.Value(at.x-1)) / 2
		if s.slopes[i] > 0 {
			step = -step
		}
		pixelsY := 1.0
		if unit := p.y.Value(at.y) - p.y.Value(at.y+1); unit != 0 {
			pixelsY = 1 / unit
		}
		dir := point{1, -s.slopes[i] * step * pixelsY}
		if s.slopes[i] > 0 {
			dir.x = -1
		}
		length := math.Hypot(dir.x, dir.y)
		all = append(all, arrow{at, point{dir.x / length, dir.y / length}, s.slopes[i], i})
	}
	return all
}

// scaleOf returns the length of an arrow for a slope of one: the longest arrow
// that leaves every arrow inside the panel.
func scaleOf(all []arrow, box rect) float64 {
	steepest := 0.0
	for _, a := range all {
		steepest = max(steepest, math.Abs(a.slope))
	}
	if steepest == 0 {
		return 0
	}
	unit := 0.4 * min(box.width(), box.height()*1.6) / steepest
	for _, a := range all {
		if a.slope == 0 {
			continue
		}
		_, tip, seen := clipSegment(a.at, point{a.at.x + a.dir.x*2000, a.at.y + a.dir.y*2000}, box)
		if seen {
			room := math.Hypot(tip.x-a.at.x, tip.y-a.at.y)
			unit = min(unit, max(room, 20)/math.Abs(a.slope))
		}
	}
	return unit
}

func (s *slopes) draw(p *plot) {
	all := s.arrows(p)
	unit := scaleOf(all, p.box)
	for _, a := range all {
		length := math.Abs(a.slope) * unit
		tip := point{a.at.x + a.dir.x*length, a.at.y + a.dir.y*length}
		p.open("soft")
		p.path("x i", clipped([]point{
			{a.at.x - a.dir.x*70, a.at.y - a.dir.y*70},
			{a.at.x + a.dir.x*(length+40), a.at.y + a.dir.y*(length+40)},
		}, p.box), false)
		p.close()
		p.open(s.class(p))
		p.drawArrow(a.at, tip)
		p.close()
		p.open("loss d")
		p.circle("", a.at, 5.5, value(s.xs[a.index], p.panel.x.label)+", "+value(s.ys[a.index], p.panel.y.label)+", slope "+Number(a.slope))
		p.close()
		p.labels.avoid([]point{a.at, tip})
		p.labels.add(label{class: s.class(p), text: "slope " + Number(a.slope), anchors: []point{
			{(a.at.x + tip.x) / 2, (a.at.y + tip.y) / 2}, a.at,
		}, clear: 10, spare: true})
	}
}

func (*slopes) dots() int { return 1 }

func (s *slopes) class(p *plot) string { return p.class(&s.style) }

// drawArrow draws a shaft with a head; a very short arrow is all head.
func (p *plot) drawArrow(from, tip point) {
	dx, dy := tip.x-from.x, tip.y-from.y
	length := math.Hypot(dx, dy)
	if length < 0.5 {
		return
	}
	dx, dy = dx/length, dy/length
	head := min(13, length*0.7)
	neck := point{tip.x - dx*head, tip.y - dy*head}
	p.raw(`<g stroke-width="3.4">`)
	p.raw(`<path fill="none" stroke="var(--c)" d="`)
	p.outline([]point{from, {neck.x + dx, neck.y + dy}}, false)
	p.raw(`"/></g>`)
	side := head * 0.5
	p.path("a", []point{tip, {neck.x - dy*side, neck.y + dx*side}, {neck.x + dy*side, neck.y - dx*side}}, true)
}

func (s *slopes) describe(p *panel) string {
	text := ""
	for i := range s.xs {
		if i == 6 {
			return text + " And " + Count(len(s.xs)-i) + " more."
		}
		if !finite(s.xs[i]) || !finite(s.ys[i]) || !finite(s.slopes[i]) {
			continue
		}
		side := "to the right"
		switch {
		case s.slopes[i] > 0:
			side = "to the left"
		case s.slopes[i] == 0:
			side = "nowhere: the ground is level"
		}
		if text != "" {
			text += " "
		}
		text += "At " + value(s.xs[i], p.x.label) + ", " + value(s.ys[i], p.y.label) +
			", the slope is " + Number(s.slopes[i]) + "; downhill is " + side + "."
	}
	return text
}

func (s *slopes) columns(p *panel) []column {
	return []column{
		{head: p.x.label, values: s.xs, key: true},
		{head: p.y.label, values: s.ys},
		{head: "slope", values: s.slopes},
	}
}
