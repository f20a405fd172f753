package chart

import "math"

// drawSurface draws the panel as a landscape and returns the picture's height.
func (p *plot) drawSurface(width float64) float64 {
	g := p.panel.grid
	p.measure() // for what is left out
	height := width * 0.72
	p.labels = &placer{within: rect{2, 0, width - 2, height}}
	if !g.usable() {
		p.text("q m", point{width / 2, height / 2}, "no data")
		return height
	}
	l := newLandscape(g)
	l.view = newView(p.bestAzimuth(l))
	p.box = l.fit(rect{26, 22, width - 26, 0.78 * width})
	height = math.Ceil(p.box.bottom + 42)
	p.labels.within.bottom = height
	p.drawFloor(l)
	l.drawCells(p.canvas)
	for _, m := range p.panel.marks {
		m.project(p, l)
	}
	p.labels.draw(p.canvas)
	return height
}

// bestAzimuth turns the landscape so that as much as possible of the paths on
// it, and its lowest place, are in sight.
func (p *plot) bestAzimuth(l *landscape) float64 {
	best, least := 0.0, math.Inf(1)
	for k, degrees := range [...]float64{-35, 35, 145, -145} {
		l.view = newView(degrees * math.Pi / 180)
		cost := 0.1 * float64(k)
		if l.hidden(l.on(l.lowA, l.lowB)) {
			cost += 5
		}
		for _, m := range p.panel.marks {
			cost += float64(m.hiddenOn(l))
		}
		if cost < least {
			best, least = degrees*math.Pi/180, cost
		}
	}
	return best
}

// hiddenOn counts some places of a series that the landscape hides.
func (s *series) hiddenOn(l *landscape) int {
	hidden := 0
	for _, i := range pick(len(s.xs), 12) {
		if finite(s.xs[i]) && finite(s.ys[i]) && l.hidden(l.on(s.xs[i], s.ys[i])) {
			hidden++
		}
	}
	return hidden
}

// project lays a series on the landscape. Where the landscape hides it, it is
// drawn thin.
func (s *series) project(p *plot, l *landscape) {
	var seen, behind, all []point
	for _, at := range s.walk(l) {
		if !at.onGround() {
			seen, behind = append(seen, nowhere), append(behind, nowhere)
			continue
		}
		where := l.project(at)
		all = append(all, where)
		if l.hidden(at) {
			seen, behind = append(seen, nowhere), append(behind, where)
		} else {
			seen, behind = append(seen, where), append(behind, nowhere)
		}
	}
	p.labels.avoid(all)
	places := make([]point, len(s.xs))
	for i := range s.xs {
		places[i] = nowhere
		if finite(s.xs[i]) && finite(s.ys[i]) {
			if at := l.on(s.xs[i], s.ys[i]); at.onGround() {
				places[i] = l.project(at)
			}
		}
	}
	class := p.class(&s.style)
	p.open(class)
	if s.shape != separate {
		p.path("l i", dropStraight(behind, 0.3), false)
		p.path("w", dropStraight(seen, 0.3), false)
		p.path("l", dropStraight(seen, 0.3), false)
	}
	p.drawSteps(s, places)
	p.close()
	p.nameOnPath(s, class, all)
}

// walk returns the series as steps short enough to follow the ground.
func (s *series) walk(l *landscape) []spatial {
	var steps []spatial
	xs, ys := s.xs, s.ys
	for i := range xs {
		at := spatial{math.NaN(), 0, 0}
		if finite(xs[i]) && finite(ys[i]) {
			at = l.on(xs[i], ys[i])
			if n := len(steps); n > 0 && finite(steps[n-1].a) && s.shape != separate {
				far := math.Hypot(at.a-steps[n-1].a, at.b-steps[n-1].b)
				pieces := min(60, int(far/0.04))
				for k := 1; k < pieces; k++ {
					t := float64(k) / float64(pieces)
					steps = append(steps, l.on(xs[i-1]+t*(xs[i]-xs[i-1]), ys[i-1]+t*(ys[i]-ys[i-1])))
				}
			}
		}
		steps = append(steps, at)
	}
	return steps
}

// drawFloor draws the three edges that carry numbers, and grid lines on the
// floor.
func (p *plot) drawFloor(l *landscape) {
	nearA, nearB := -1.0, -1.0 // the sides of the block that face the eye
	if l.sinA < 0 {
		nearA = 1
	}
	if l.cosA < 0 {
		nearB = 1
	}
	floor := func(a, b float64) point { return l.project(spatial{a, b, 0}) }
	p.raw(`<path class="g" d="`)
	for _, v := range l.x.Ticks(4) {
		p.outline([]point{floor(l.x.At(v), -1), floor(l.x.At(v), 1)}, false)
	}
	for _, v := range l.y.Ticks(4) {
		p.outline([]point{floor(-1, l.y.At(v)), floor(1, l.y.At(v))}, false)
	}
	p.raw(`"/>`)
	p.path("x", []point{floor(-nearA, nearB), floor(nearA, nearB), floor(nearA, -nearB)}, false)

	middle := floor(0, 0)
	for i, v := range l.x.Ticks(4) {
		p.floorLabel(floor(l.x.At(v), nearB), middle, tickLabels(l.x.Ticks(4), false, p.panel.x.label)[i])
	}
	for i, v := range l.y.Ticks(4) {
		p.floorLabel(floor(nearA, l.y.At(v)), middle, tickLabels(l.y.Ticks(4), false, p.panel.y.label)[i])
	}
	p.floorName(floor(0, nearB), middle, p.panel.x.label)
	p.floorName(floor(nearA, 0), middle, p.panel.y.label)
	p.drawHeight(l, nearA, nearB)
}

// floorLabel writes a number outside the floor's edge, unless another one, at
// the corner, is there already.
func (p *plot) floorLabel(at, middle point, text string) {
	w := textWidth(text, tickSize)
	side, box := "", rect{at.x + 7, at.y + 2, at.x + 7 + w, at.y + 14}
	if at.x <= middle.x {
		side, box = "e", rect{at.x - 7 - w, at.y + 2, at.x - 7, at.y + 14}
	}
	for _, other := range p.labels.placed {
		if other.overlaps(box.grow(2)) {
			return
		}
	}
	p.labels.placed = append(p.labels.placed, box)
	at.x, at.y = box.left, at.y+13
	if side == "e" {
		at.x = box.right
	}
	p.text(side, at, text)
}

func (p *plot) floorName(at, middle point, name string) {
	if name == "" {
		return
	}
	class, dx := "n e", -26.0
	if at.x > middle.x {
		class, dx = "n", 26
	}
	p.text(class, point{at.x + dx, at.y + 30}, shorten(name, nameSize, p.box.width()/2.4))
}

// drawHeight draws the vertical axis at the block's left corner.
func (p *plot) drawHeight(l *landscape, nearA, nearB float64) {
	foot := spatial{-nearA, nearB, 0}
	if l.project(spatial{nearA, -nearB, 0}).x < l.project(foot).x {
		foot = spatial{nearA, -nearB, 0}
	}
	at := func(v float64) point { return l.project(spatial{foot.a, foot.b, l.z.At(v)}) }
	p.line("x", at(l.z.From), at(l.z.To))
	ticks := l.z.Ticks(5)
	for i, label := range tickLabels(ticks, false, "") {
		where := at(ticks[i])
		p.line("x", where, point{where.x - 4, where.y})
		p.text(everyOther("e", i, len(ticks)), point{where.x - 7, where.y + 4}, label)
	}
	p.text("n", point{max(2, at(l.z.To).x-40), max(13, at(l.z.To).y-14)}, p.panel.levelLabel())
}

func (p *panel) levelLabel() string {
	if p.z.label == "" {
		return "loss"
	}
	return p.z.label
}
