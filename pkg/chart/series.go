package chart

import (
	"math"
	"slices"
	"strconv"
)

// A shape says how a series is drawn.
type shape int

const (
	joined   shape = iota // a line
	separate              // points
	stepwise              // a descent: points joined, start and end marked
)

// A series is a list of points: a line, a scatter or the path of a descent.
type series struct {
	style
	shape    shape
	xs, ys   []float64
	x, y     interval // their reach
	clean    bool     // all are finite
	every    int      // of a path: so many steps from one dot to the next
	unpaired int      // values without a partner in the other slice
}

func newSeries(shape shape, role Role, name string, xs, ys []float64) *series {
	n := min(len(xs), len(ys))
	s := &series{style: style{role: role, name: name}, shape: shape, unpaired: max(len(xs), len(ys)) - n}
	// Copies: the caller may go on filling the slices.
	s.xs = append(s.xs, xs[:n]...)
	s.ys = append(s.ys, ys[:n]...)
	s.x, s.y = reach(s.xs), reach(s.ys)
	s.clean = n > 0 && allFinite(s.xs) && allFinite(s.ys)
	if shape == stepwise {
		s.every = pace(s.xs, s.ys)
	}
	return s
}

// Line returns a figure of one line through the points (xs[i], ys[i]), in
// their order. NaN interrupts it.
func Line(xs, ys []float64) *Figure { return New().Line("", xs, ys) }

// Scatter returns a figure of the points (xs[i], ys[i]).
func Scatter(xs, ys []float64) *Figure { return New().Points("", xs, ys).As(Data) }

// Line adds a line. Its name is written at its right end.
func (f *Figure) Line(name string, xs, ys []float64) *Figure {
	return f.add(newSeries(joined, Automatic, name, xs, ys))
}

// Points adds points that are not joined.
func (f *Figure) Points(name string, xs, ys []float64) *Figure {
	return f.add(newSeries(separate, Data, name, xs, ys))
}

// Path adds the steps of a descent: dots joined by a line, the start a ring,
// the end a full dot. On Contours and on a Surface, xs and ys are the two
// parameters.
func (f *Figure) Path(name string, xs, ys []float64) *Figure {
	return f.add(newSeries(stepwise, Automatic, name, xs, ys))
}

func (s *series) bounds(b *bounds) {
	limited := s.shape == stepwise && (b.mapped || b.window.seen)
	if s.clean && !limited && !(b.logX && s.x.from <= 0) && !(b.logY && s.y.from <= 0) {
		b.add(s.x.from, s.y.from) // nothing is left out
		b.add(s.x.to, s.y.to)
	} else {
		s.boundEach(b)
	}
	b.left.unpaired += s.unpaired
	if s.shape == separate {
		b.roomX = true
	}
}

// boundEach counts what is left out.
func (s *series) boundEach(b *bounds) {
	for i := range s.xs {
		if s.shape == stepwise && b.beyond(s.xs[i], s.ys[i]) {
			b.left.outside++
			continue
		}
		b.add(s.xs[i], s.ys[i])
	}
}

// endLabel is what stands right of the panel.
func (s *series) endLabel() string {
	if s.shape == joined {
		return s.name
	}
	return ""
}

func (s *series) key(p *plot) []keyEntry {
	if s.shape != separate || s.name == "" || len(s.xs) <= 3 {
		return nil
	}
	return []keyEntry{{p.class(&s.style), "o", s.name}}
}

func (s *series) dots() int {
	if s.shape == joined {
		return 0
	}
	return len(s.xs)
}

func (s *series) trace(*plot) (xs, ys []float64) {
	if s.shape != joined || !steadily(s.xs) {
		return nil, nil
	}
	return s.xs, s.ys
}

func (s *series) take(rows []int, of int) mark {
	if of != len(s.xs) {
		return nil
	}
	return newSeries(s.shape, s.role, s.name, pickRows(s.xs, rows), pickRows(s.ys, rows))
}

// remark says how many steps of a path a dot stands for.
func (s *series) remark() string {
	if s.every < 2 {
		return ""
	}
	text := "a dot every " + Count(s.every) + " steps."
	if name := s.said(); name != "" {
		text = name + ": " + text
	}
	return capital(text)
}

// places returns where the points lie that are drawn; NaN where one has no place.
func (s *series) places(p *plot) []point {
	places := make([]point, len(s.xs))
	for i := range s.xs {
		places[i] = point{p.x.At(s.xs[i]), p.y.At(s.ys[i])}
	}
	return places
}

func (s *series) draw(p *plot) {
	p.open(p.class(&s.style))
	defer p.close()
	switch s.shape {
	case joined:
		s.drawLine(p)
	case separate:
		s.drawPoints(p)
	case stepwise:
		s.drawPath(p)
	}
}

func (s *series) drawLine(p *plot) {
	places := s.places(p)
	drawn := simplify(places)
	weight := "l"
	if len(drawn) > 200 { // a jagged line is read better when it is thin
		weight = "l i"
	}
	p.path(weight, clipped(drawn, p.box), false)
	p.labels.avoid(places)
	finitePlaces := onlyFinite(places)
	if len(finitePlaces) == 0 {
		return
	}
	if alone := lonely(places); len(alone) > 0 {
		p.raw(`<g class="d">`)
		for _, i := range alone {
			p.circle("", places[i], 3.5, "")
		}
		p.raw("</g>")
	}
	if s.name != "" {
		end := finitePlaces[len(finitePlaces)-1]
		end.y = max(p.box.top, min(p.box.bottom, end.y))
		p.ends = append(p.ends, ending{p.class(&s.style), s.name, end})
	}
}

// lonely returns the indices of points that have no neighbour to be joined to.
func lonely(places []point) (found []int) {
	for i, at := range places {
		before := i > 0 && places[i-1].finite()
		after := i+1 < len(places) && places[i+1].finite()
		if at.finite() && !before && !after {
			found = append(found, i)
		}
	}
	return found
}

func onlyFinite(places []point) []point {
	return slices.DeleteFunc(slices.Clone(places), func(at point) bool { return !at.finite() })
}

// describe tells where the series begins, ends and turns.
func (s *series) describe(p *panel) string {
	switch s.shape {
	case separate:
		return describePoints(s, p)
	case stepwise:
		return describePath(s, p)
	}
	return describeLine(s, p)
}

func (s *series) columns(p *panel) []column {
	first := column{head: p.x.label, values: s.xs, key: true}
	second := column{head: p.y.label, values: s.ys}
	if name := s.said(); name != "" {
		second.head = name
	}
	if s.shape == stepwise {
		steps := Span(0, float64(len(s.xs)-1), len(s.xs))
		return []column{{head: "step", values: steps, key: true}, first, second}
	}
	return []column{first, second}
}

// tell writes the values of one point, for hovering.
func (s *series) tell(p *panel, i int) string {
	if s.shape == separate && len(s.xs) > 60 { // of many, little must do
		return Digits(s.xs[i], 3) + unitAfter(p.x.label) + ", " + Digits(s.ys[i], 3) + unitAfter(p.y.label)
	}
	x, y := p.x.label, p.y.label
	text := value(settled(s.xs[i], s.x.magnitude()), x) + ", " + value(settled(s.ys[i], s.y.magnitude()), y)
	if s.shape == stepwise {
		text = "step " + strconv.Itoa(i) + ": " + text
	}
	return text
}

// value writes a number with the name and the unit of its axis.
func value(v float64, label string) string {
	name, unit := splitUnit(label)
	text := named(Number(v), name)
	if unit != "" {
		text += " " + unit
	}
	if name != "" {
		text = name + " " + text
	}
	return text
}

func (s *series) drawPoints(p *plot) {
	places := s.places(p)
	p.labels.avoidPoints(places)
	if first := onlyFinite(places[:min(3, len(places))]); s.name != "" && len(first) > 0 && len(s.key(p)) == 0 {
		p.labels.add(label{class: p.class(&s.style), text: s.name, anchors: first[:1], clear: 8})
	}
	p.crowdNote(s.drawDots(p, places))
}

// drawDots draws a point at each place. Of a crowd, it returns how many there
// are in the fullest square.
func (s *series) drawDots(p *plot, places []point) (most int) {
	if len(places) > crowd {
		return p.drawTiles(tilesOf(places, p.box.grow(1)))
	}
	radius, whole := 3.5, false
	switch {
	case len(places) <= 30:
		radius = 4.5
	case len(places) > 200: // hundreds of tenths are kilobytes
		radius, whole = 3, true
	}
	if p.width() < narrow {
		radius *= 0.8
	}
	p.raw(`<g class="o">`)
	for i, at := range places {
		if at.finite() && p.box.grow(1).holds(at) {
			if whole {
				at = point{math.Round(at.x), math.Round(at.y)}
			}
			p.circle("", at, radius, s.tell(p.panel, i))
		}
	}
	p.raw("</g>")
	return 0
}
