package chart

import (
	"math"
	"slices"
)

// movingLine is the line over the data.
type movingLine struct {
	style
	*motion
}

// bounds makes room for the first line and the last, unless that would leave
// the data less than a quarter of the height.
func (l *movingLine) bounds(b *bounds) {
	b.roomX = true
	with := b.y
	for _, k := range [...]int{0, len(l.params) - 1} {
		with.add(l.predict(l.params[k], b.x.from))
		with.add(l.predict(l.params[k], b.x.to))
	}
	if b.y.seen && with.to-with.from <= 4*(b.y.to-b.y.from) {
		b.y = with
	}
}

func (l *movingLine) follows() bool    { return true }
func (l *movingLine) endLabel() string { return "epoch " + Count(len(l.params)-1) }

func (l *movingLine) draw(p *plot) {
	l.show(len(l.params))
	l.follow(p)
	if seen := l.lastSeen(); seen+2 < len(l.frames) {
		l.show(l.frames[seen+1] + 1)
		l.follow(p)
	}
	class := p.class(&l.style)
	p.open(class)
	p.raw(`<g class="ls-g">`)
	for _, f := range l.keys {
		places := l.placesOf(f)
		p.path("l i", places, false)
		if seen := onlyFinite(places); len(seen) > 0 {
			p.ends = append(p.ends, ending{class, "epoch " + Count(l.frames[f]), seen[len(seen)-1]})
		}
	}
	p.raw("</g>")
	final := l.placesOf(len(l.frames) - 1)
	p.path("l ls-line", final, false)
	p.close()
}

func (m *motion) placesOf(frame int) []point {
	places := make([]point, len(m.x))
	for i := range m.x {
		places[i] = point{m.x[i], m.y[frame][i]}
	}
	return places
}

// lastSeen returns the last frame in which the line is in the panel; before the
// first one is, every frame is.
func (m *motion) lastSeen() int {
	for f := len(m.y) - 1; f >= 0; f-- {
		if slices.ContainsFunc(m.y[f], finite) {
			return f
		}
	}
	return len(m.y) - 1
}

// follow computes the line of every frame, in places. Two points are enough for
// a straight line that stays in the panel; otherwise it is followed in small
// steps and interrupted where it is outside.
func (m *motion) follow(p *plot) {
	for _, pieces := range [...]int{1, 24} {
		m.x, m.y = nil, nil
		outside := false
		for _, k := range m.frames {
			var row []float64
			for i := range pieces + 1 {
				x := p.box.left + p.box.width()*float64(i)/float64(pieces)
				y := p.y.At(m.predict(m.params[k], p.x.Value(x)))
				if !p.box.grow(1).holds(point{x, y}) {
					y, outside = math.NaN(), true
				}
				row = append(row, y)
				if len(m.y) == 0 {
					m.x = append(m.x, x)
				}
			}
			m.y = append(m.y, row)
		}
		if !outside {
			return
		}
	}
}

func (l *movingLine) describe(*panel) string {
	return "The line moves over " + l.motion.describe()
}

func (l *movingLine) columns(*panel) []column { return l.motion.columns() }

// describe tells what moves over how many epochs, from where to where.
func (m *motion) describe() string {
	text := Plural(m.until-1, "epoch") + ", from " + m.say(0) + ", to " + m.say(len(m.frames)-1) + "."
	if half := halfway(m.losses[:m.until]); half > 0 && m.losses[m.until-1] < m.losses[0] {
		text += " Half of the loss that goes is gone by epoch " + Count(half) + "."
	}
	return text
}

// columns returns loss and parameters by epoch.
func (m *motion) columns() []column {
	columns := []column{{head: "epoch", values: Span(0, float64(len(m.params)-1), len(m.params)), key: true}, {head: "loss", values: m.losses}}
	for i, name := range m.names {
		c := column{head: name}
		for _, params := range m.params {
			c.values = append(c.values, params[i])
		}
		columns = append(columns, c)
	}
	return columns
}

// movingDot is the point on the map.
type movingDot struct {
	style
	*motion
}

func (d *movingDot) bounds(*bounds) {}

func (d *movingDot) draw(p *plot) {
	var way []point
	for _, params := range d.params[:d.until] {
		way = append(way, point{p.x.At(params[0]), p.y.At(params[1])})
	}
	d.at = nil
	for _, k := range d.frames {
		at := way[k]
		if !p.box.grow(1).holds(at) {
			at = nowhere
		}
		d.at = append(d.at, at)
	}
	p.open(p.class(&d.style))
	p.path("w", clipped(simplify(way), p.box), false)
	p.path("l i", clipped(simplify(way), p.box), false)
	p.raw(`<g class="d">`)
	for _, f := range d.keys[:len(d.keys)-1] {
		if p.box.holds(d.at[f]) {
			p.circle("", d.at[f], 3, d.say(f))
		}
	}
	p.raw(`</g>`)
	p.close()
	p.labels.avoid(way)
	p.open("guess d")
	if end := d.at[len(d.at)-1]; end.finite() {
		p.circle("ls-dot", end, 6, "")
	} else {
		p.circle("ls-dot", way[0], 0, "") // for the script to move
	}
	p.close()
}

func (d *movingDot) describe(*panel) string  { return "The point on the map moves with the line." }
func (d *movingDot) columns(*panel) []column { return nil }
