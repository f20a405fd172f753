package chart

import "math"

// Sizes, in the units of the viewBox; a unit is about a pixel.
const (
	wide, half  = 640, 420 // width of a picture alone, and beside another
	narrow      = 340      // and alone on a phone
	tickSize    = 12
	nameSize    = 13
	rowOfText   = 16
	nameAbove   = 26 // the name of the y axis, above it
	ticksBelow  = 22 // tick labels under the x axis
	nameBelow   = 20 // and its name under them
	sideMargin  = 18
	boxHeight   = 290 // of a panel alone
	stackHeight = 128 // of each of several
	lowBox      = 220 // of the two on a phone
	lowStack    = 100
)

// A plot is a panel while it is drawn: where it lies, and its scales.
type plot struct {
	*canvas
	panel   *panel
	x, y    Scale
	box     rect
	labels  *placer
	colours map[*style]Role // of the marks that have no role
	ends    []ending        // labels at the right ends of lines
	levels  []levelLine     // contours, to be labelled
	left    leftOut
	empty   bool // there is nothing to draw
}

// A drawing is one drawn column of panels.
type drawing struct {
	body          string
	hover         string // what only a pointer on a page can see
	hoverBelow    bool   // it lies below the body
	phone         bool   // it is the second picture, for a phone
	alone         bool   // it is small, but beside no other
	width, height float64
	left          leftOut
	axes          []Axes
}

// draw draws a column of panels, one above the other.
func (f *Figure) draw(column []*panel, width float64) drawing {
	c := &canvas{}
	d := drawing{width: width, phone: width == narrow, alone: width == half && len(f.columns) == 1}
	if len(column) == 1 && column[0].projected {
		p := &plot{canvas: c, panel: column[0], colours: column[0].chooseColours()}
		d.height = p.drawSurface(width)
		d.body, d.left = f.stilled(string(c.b)), p.left
		return d
	}
	if column[0].part != "" {
		f.drawMultiples(c, column, &d)
		d.body = f.stilled(string(c.b))
		return d
	}
	height := f.panelHeight(column, width)
	plots := f.layout(c, column, width, height)
	top := 0.0
	if p := plots[0]; len(column) == 1 && (p.panel.grid != nil || p.panel.equal) {
		most := p.box.width()
		if ratio := p.panel.ratio(); ratio > 0 { // a unit is as long upwards as sideways
			if p.panel.equal {
				height = min(height, most*ratio)
			}
			most = min(most, height/ratio)
		}
		if len(f.columns) == 1 {
			d.width = math.Ceil(p.box.left + most + sideMargin)
		}
		p.box.right = p.box.left + most
		p.x.End = p.box.right
		p.labels.within.right = d.width - 2
	}
	for i, p := range plots {
		top += nameAbove + p.keyHeight()
		p.box.top, p.box.bottom = top, top+height
		p.y.Start, p.y.End = p.box.bottom, p.box.top
		last := i == len(plots)-1
		p.drawPanel(last)
		top = p.box.bottom + 10
		if last {
			top = p.box.bottom + ticksBelow
			if p.panel.x.label != "" {
				top += nameBelow
			}
		}
		d.left = d.left.plus(p.left)
		d.axes = append(d.axes, Axes{p.x, p.y})
	}
	if !f.still {
		d.hover, d.hoverBelow = hover(plots), dotsOf(plots) > 0
	}
	d.height = math.Ceil(top)
	d.body = f.stilled(string(c.b))
	return d
}

// window returns how far a path may stretch the x axis: over a function, as far
// again as the function goes on each side. A descent that diverges leaves the
// figure, rather than shrink the function to a point.
func (p *panel) window() interval {
	var w interval
	for _, m := range p.marks {
		m.window(&w)
	}
	return w.pad(1)
}

// panelHeight returns how high the panels of a column are. Beside a map, all are
// as high as the map.
func (f *Figure) panelHeight(column []*panel, width float64) float64 {
	switch {
	case len(column) > 1 && width == narrow:
		return lowStack
	case len(column) > 1:
		return stackHeight
	}
	if ratio := column[0].ratio(); column[0].equal && ratio > 0 {
		return min(430, (width-40)*ratio)
	}
	for _, p := range f.panels() {
		if p.grid == nil || p.projected {
			continue
		}
		if ratio := p.grid.ratio(); len(f.columns) > 1 {
			return max(220, min(400, (half-50)*ratio))
		} else if ratio > 0 {
			return min(430, (width-60)*ratio)
		}
		return min(360, width-60)
	}
	if width == narrow {
		return lowBox
	}
	return boxHeight
}

// ratio returns how high the panel is for a width of one, if a unit is to be as
// long upwards as sideways, and 0 if it needn't be.
func (p *panel) ratio() float64 {
	switch {
	case p.equal && !p.x.log && !p.y.log:
		b := (&plot{panel: p}).measure()
		return (b.y.to - b.y.from) / (b.x.to - b.x.from)
	case p.grid != nil:
		return p.grid.ratio()
	}
	return 0
}

// layout finds each panel's scales, and margins that serve all of them.
func (f *Figure) layout(c *canvas, column []*panel, width, height float64) []*plot {
	plots := make([]*plot, len(column))
	var shared interval
	right := float64(sideMargin)
	for i, panel := range column {
		p := &plot{canvas: c, panel: panel, colours: panel.chooseColours(), box: rect{bottom: height}}
		b := p.measure()
		shared.add(b.x.from)
		shared.add(b.x.to)
		p.x = Scale{From: b.x.from, To: b.x.to, Log: panel.x.log}
		p.y = Scale{From: b.y.from, To: b.y.to, Log: panel.y.log}
		for _, m := range panel.marks {
			if label := m.endLabel(); label != "" {
				right = max(right, min(width/4, textWidth(label, tickSize)*1.2)+16)
			}
		}
		plots[i] = p
	}
	left := leftMargin(plots)
	for _, p := range plots {
		p.x.From, p.x.To = shared.from, shared.to
		p.x.Start, p.x.End = left, width-right
		p.box.left, p.box.right = left, width-right
		p.labels = &placer{within: rect{2, 0, width - 2, 1e6}}
	}
	return plots
}

// leftMargin returns the room that the numbers left of some panels need.
func leftMargin(plots []*plot) float64 {
	most := 0.0
	for _, p := range plots {
		for _, label := range tickLabels(p.y.Ticks(p.countY()), p.y.Log, p.panel.y.label) {
			most = max(most, textWidth(label, tickSize))
		}
	}
	return math.Ceil(most*1.15 + 10)
}

// measure asks every mark what the axes must hold.
func (p *plot) measure() bounds {
	b := bounds{logX: p.panel.x.log, logY: p.panel.y.log}
	if p.panel.x.fixed {
		b.x = interval{p.panel.x.from, p.panel.x.to, true}
	}
	if g := p.panel.grid; g != nil {
		b.x, b.y = g.extent()
		b.mapped = true
		b.left.strange, b.left.unpaired = g.strange, g.unpaired
	}
	if b.window = p.panel.window(); b.window.seen && p.panel.x.fixed {
		b.window = b.x // what lies outside doesn't stretch the other axis either
	}
	for _, following := range [...]bool{false, true} {
		for _, m := range p.panel.marks {
			if m.follows() == following {
				m.bounds(&b)
			}
		}
	}
	p.left = b.left
	p.empty = !(b.x.seen || p.panel.x.fixed) || !(b.y.seen || p.panel.y.fixed)
	if g := p.panel.grid; g != nil { // the map ends where the grid ends
		b.x, b.y = g.extent()
		b.x, b.y = usable(b.x, false, axis{}), usable(b.y, false, axis{})
		return b
	}
	if n := len(p.panel.x.names); n > 0 {
		b.x, b.roomX = interval{-0.5, float64(n) - 0.5, true}, false
	}
	if b.roomX {
		b.x = padded(b.x, b.logX, 0.03)
	}
	b.y = b.heights()
	b.x = usable(b.x, b.logX, p.panel.x)
	b.y = usable(b.y, b.logY, p.panel.y)
	if p.panel.equal && !b.logX && !b.logY {
		b.square()
	}
	return b
}

// square widens one axis until a panel with equal units is neither a thread nor
// a tower. A map can't be widened: it ends where its grid ends.
func (b *bounds) square() {
	const flattest, tallest = 0.12, 0.7
	x, y := b.x.to-b.x.from, b.y.to-b.y.from
	switch {
	case y < flattest*x:
		b.y = b.y.pad((flattest*x/y - 1) / 2)
	case y > tallest*x:
		b.x = b.x.pad((y/tallest/x - 1) / 2)
	}
}

// heights returns the range of the y axis: from zero where bars stand on it,
// or where zero is near enough to be worth showing.
func (b *bounds) heights() interval {
	r := padded(b.y, b.logY, 0.05)
	near := b.y.from >= 0 && b.y.from <= 0.2*b.y.to
	if b.y.seen && !b.logY && (b.fromZero || near) {
		r.from = min(0, r.from)
		if near {
			r.from = 0
		}
	}
	return r
}

// padded widens an interval on its own scale.
func padded(r interval, log bool, share float64) interval {
	if !r.seen || !log {
		return r.pad(share)
	}
	l := interval{math.Log10(r.from), math.Log10(r.to), true}.pad(share)
	// Room beyond the largest and the smallest number of float64 there is none.
	from, to := math.Pow(10, l.from), math.Pow(10, l.to)
	if from == 0 || !finite(to) {
		return r
	}
	return interval{from, to, true}
}

// usable returns the range of an axis: the author's, or the data's made wide
// enough to draw in.
func usable(r interval, log bool, a axis) interval {
	if a.fixed && (!log || a.from > 0) {
		return interval{a.from, a.to, true}
	}
	switch {
	case !r.seen && log:
		return interval{1, 10, true}
	case !r.seen:
		return interval{0, 1, true}
	case r.from < r.to && r.from+(r.to-r.from)/1e6 != r.from:
		return r
	case log:
		return interval{r.from / 2, r.to * 2, true}
	}
	by := math.Abs(r.from) / 10
	if by == 0 {
		by = 1
	}
	return interval{r.from - by, r.to + by, true}
}
