package chart

import (
	"math"
	"slices"
)

// Hovering needs no script: at some places of the x axis lies an invisible
// strip, as high as all panels together; the style sheet shows its line, its
// dots and its values while the pointer is over it.

const strips = 56 // at most, over the width of a picture

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
	stops := stopsOf(lines, box)
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

// dotted tells whether there are dots, which tell their own values: then the
// strips lie below them.
func dotted(column []*panel) bool {
	for _, p := range column {
		for _, m := range p.marks {
			switch m := m.(type) {
			case *series:
				if m.shape != joined {
					return true
				}
			case *spot, *slopes:
				return true
			}
		}
	}
	return false
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
		t := &traced{plot: p}
		switch m := m.(type) {
		case *series:
			if m.shape != joined || !steadily(m.xs) {
				continue
			}
			t.name, t.xs, t.ys = m.name, m.xs, m.ys
		case *curve:
			t.xs, t.ys = m.onAxis(p)
			t.name = m.name
		default:
			continue
		}
		for i := range t.xs {
			t.places = append(t.places, point{p.x.At(t.xs[i]), p.y.At(t.ys[i])})
		}
		lines = append(lines, t)
	}
	return lines
}

// stopsOf returns where the strips stand: at the points of the first line, at
// most strips of them, so that what is told is a value that was passed in.
func stopsOf(lines []*traced, box rect) []float64 {
	var all []float64
	for _, at := range lines[0].places {
		if at.finite() && box.grow(0.5).holds(at) {
			all = append(all, at.x)
		}
	}
	slices.Sort(all)
	var stops []float64
	for _, x := range all {
		if len(stops) == 0 || x-stops[len(stops)-1] >= box.width()/strips {
			stops = append(stops, x)
		}
	}
	return stops
}

// strip draws what one strip tells.
func strip(c *canvas, plots []*plot, lines []*traced, x, from, to float64) {
	first, last := plots[0].box, plots[len(plots)-1].box
	c.raw(`<g class="h"><path d="`)
	c.outline([]point{{from, first.top}, {to, first.top}, {to, last.bottom}, {from, last.bottom}}, true)
	c.raw(`"/><line`)
	c.attr("x1", x)
	c.attr("x2", x)
	c.attr("y1", first.top)
	c.attr("y2", last.bottom)
	c.raw("/>")
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
			said += number(t.ys[i])
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

// nearestIndex returns the index of the place nearest to x, -1 if none is.
func nearestIndex(places []point, x float64) int {
	best, found := math.Inf(1), -1
	for i, at := range places {
		if d := math.Abs(at.x - x); d < best && at.finite() {
			best, found = d, i
		}
	}
	return found
}
