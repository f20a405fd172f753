package chart

import (
	"cmp"
	"slices"
)

// Hovering needs no script: at some places of the x axis lies an invisible
// strip, as high as all panels together; the style sheet shows its line, its
// dots and its values while the pointer is over it.

const (
	strips = 48 // about, over the width of a picture
	short  = 64 // points of a line that all get one
)

// hover returns the strips for a column of panels.
func hover(plots []*plot) string {
	var lines []*traced
	for _, p := range plots {
		lines = append(lines, p.traced()...)
	}
	if len(lines) == 0 || len(lines) > 8 {
		return ""
	}
	c := &canvas{}
	box := plots[0].box
	apart := box.width() / strips
	if dots := dotsOf(plots); dots > 100 {
		apart *= 3 // each dot tells its own values: the strips must not weigh as much again
	} else if dots > 0 {
		apart *= 2
	} else if len(lines[0].places) <= short {
		apart = 0 // each can be told
	}
	stops := stopsOf(lines, box, apart)
	for k, x := range stops {
		from, to := box.left, box.right
		if k > 0 {
			from = (stops[k-1] + x) / 2
		}
		if k+1 < len(stops) {
			to = (x + stops[k+1]) / 2
		}
		strip(c, plots, lines, x, from, to)
	}
	return string(c.b)
}

// dotsOf counts the dots, which tell their own values: if there are any, the
// strips lie below them.
func dotsOf(plots []*plot) int {
	dots := 0
	for _, p := range plots {
		for _, m := range p.panel.marks {
			dots += m.dots()
		}
	}
	return dots
}

// A traced line is one whose values can be told, from left to right.
type traced struct {
	plot   *plot
	name   string
	xs, ys []float64
	places []point
}

// traced returns the panel's lines that go from left to right.
func (p *plot) traced() []*traced {
	if p.panel.grid != nil {
		return nil
	}
	var lines []*traced
	for _, m := range p.panel.marks {
		xs, ys := m.trace(p)
		if xs == nil {
			continue
		}
		t := &traced{plot: p, name: m.styled().name}
		t.xs, t.ys = known(xs, ys)
		if n := len(t.xs); n > 1 && n <= 3 && dotsOf([]*plot{p}) > 3 && !p.x.Log && !p.y.Log {
			t.xs, t.ys = filledIn(t.xs, t.ys)
		}
		t.places = make([]point, len(t.xs))
		for i := range t.xs {
			t.places[i] = point{p.x.At(t.xs[i]), p.y.At(t.ys[i])}
		}
		lines = append(lines, t)
	}
	return lines
}

// filledIn fills in what lies on a straight line between its few points: a line through
// dots is a model's, which has a value everywhere.
func filledIn(xs, ys []float64) (moreX, moreY []float64) {
	const pieces = 12
	for i := range len(xs) - 1 {
		for k := range pieces {
			t := float64(k) / pieces
			moreX, moreY = append(moreX, xs[i]+t*(xs[i+1]-xs[i])), append(moreY, ys[i]+t*(ys[i+1]-ys[i]))
		}
	}
	return append(moreX, xs[len(xs)-1]), append(moreY, ys[len(ys)-1])
}

// stopsOf returns where the strips stand: at the points of the first line, so that
// what is told is a value that was passed in. Of many, at most about strips of them,
// of a zigzag both sides by turns; and its lowest point, so that a minimum can be read.
func stopsOf(lines []*traced, box rect, apart float64) []float64 {
	line := lines[0]
	bottom := -1
	if len(line.ys) > 0 {
		bottom = lowest(line.ys)
	}
	var stops []float64
	last := 0
	for i, at := range line.places {
		n := len(stops)
		if side := line.turn(i); n > 0 && i != bottom && side != 0 && side == line.turn(last) && side == -line.turn(i+1) {
			continue // the next one is of the other side
		}
		if !at.finite() || !box.grow(0.5).holds(at) || i != bottom && n > 0 && at.x-stops[n-1] < apart {
			continue
		}
		if i == bottom && n > 1 && at.x-stops[n-1] < apart/2 {
			stops = stops[:n-1] // in place of its neighbour
		}
		stops, last = append(stops, at.x), i
	}
	return stops
}

// turn is 1 where the line has a peak that can be seen, -1 where it has a dip, and 0
// elsewhere.
func (t *traced) turn(i int) int {
	const seen = 0.5
	if i < 1 || i+1 >= len(t.places) {
		return 0
	}
	before, after := t.places[i-1].y-t.places[i].y, t.places[i+1].y-t.places[i].y
	switch {
	case before > seen && after > seen: // on the page, y points down
		return 1
	case before < -seen && after < -seen:
		return -1
	}
	return 0
}

// strip draws what one strip tells.
func strip(c *canvas, plots []*plot, lines []*traced, x, from, to float64) {
	first, last := plots[0].box, plots[len(plots)-1].box
	c.raw(`<g class="h"><path d="`)
	c.outline([]point{{from, first.top}, {to, first.top}, {to, last.bottom}, {from, last.bottom}}, true)
	c.raw(`"/>`)
	c.line("j", point{x, first.top}, point{x, last.bottom})
	for _, p := range plots {
		said, where := "", 0.0
		for _, t := range lines {
			if t.plot != p {
				continue
			}
			i := nearestIndex(t.places, x)
			if i < 0 {
				continue
			}
			if p.box.grow(1).holds(t.places[i]) {
				c.circle("", t.places[i], 3.5, "")
			}
			if said == "" {
				said, where = value(t.xs[i], p.panel.x.label)+": ", t.places[i].x
			} else {
				said += ", "
			}
			if t.name != "" {
				said += t.name + " "
			}
			said += named(Number(t.ys[i]), p.panel.y.label)
		}
		if said != "" {
			p.readout(c, said, where)
		}
	}
	c.raw("</g>")
}

// readout writes the values above the panel's line, on the side with room.
func (p *plot) readout(c *canvas, text string, x float64) {
	class, at := "", point{x + 5, p.box.top + 9}
	if textWidth(text, tickSize)*1.1+x > p.width() {
		class, at.x = "e", x-5
		if textWidth(text, tickSize)*1.1 > x { // too long for either side
			class, at.x = "m", (p.box.left+p.box.right)/2
		}
	}
	c.text(class, at, text)
}

// nearestIndex returns the index of the place nearest to x, -1 if that one
// cannot be drawn. The places go from left to right.
func nearestIndex(places []point, x float64) int {
	i, _ := slices.BinarySearchFunc(places, x, func(p point, x float64) int { return cmp.Compare(p.x, x) })
	if i == len(places) || i > 0 && x-places[i-1].x < places[i].x-x {
		i--
	}
	if i < 0 || !places[i].finite() {
		return -1
	}
	return i
}
