package chart

import (
	"math"
	"slices"
)

// SplitBy returns small multiples: one panel for each name in by, with the rows
// that have this name, all on the same axes. It splits what has as many rows as
// by: points, lines, groups, boxes, bars; what hasn't, such as a curve, stands in
// every panel.
//
//	chart.Scatter(bill, mass).X("bill length (mm)").Y("body mass (g)").SplitBy(species)
func (f *Figure) SplitBy(by []string) *Figure {
	whole := *f.panels()[0]
	if measured := (&plot{panel: &whole}).measure(); !whole.x.fixed && len(whole.x.names) == 0 && slices.ContainsFunc(whole.marks, mark.follows) {
		// Over the same axis a curve is the same in all panels.
		whole.x.fixed, whole.x.from, whole.x.to = true, measured.x.from, measured.x.to
	}
	var parts []*panel
	for _, name := range distinct(by) {
		part, rows := whole, rowsOf(by, name)
		part.part, part.marks = name, nil
		for _, m := range whole.marks {
			if some := m.take(rows, len(by)); some != nil {
				m = some
			}
			part.marks = append(part.marks, m)
		}
		parts = append(parts, &part)
	}
	if len(parts) == 0 {
		return f
	}
	return &Figure{title: f.title, caption: f.caption, still: f.still, columns: [][]*panel{parts}}
}

const (
	multipleHeight    = 165 // of a panel
	lowMultipleHeight = 125 // on a phone
	partAbove         = 20  // the name of a part, above its panel
)

// inRow returns how many of n panels stand side by side.
func inRow(n int, width float64) int {
	switch {
	case width == narrow || n == 4:
		return min(n, 2)
	}
	return min(n, 3)
}

// drawMultiples draws panels in rows. Names of axes and the key stand once; so
// do the ticks of a row, and those of a column.
func (f *Figure) drawMultiples(c *canvas, parts []*panel, d *drawing) {
	height, across := float64(multipleHeight), inRow(len(parts), d.width)
	if d.phone {
		height = lowMultipleHeight
	}
	plots := f.layout(c, parts, d.width, height)
	share(plots)
	left, gap := leftMargin(plots), max(14, d.width-plots[0].box.right)
	wide := (d.width - left - gap*float64(across)) / float64(across)

	head := &plot{canvas: c, panel: parts[0], colours: plots[0].colours, box: rect{left: left, right: d.width - gap}, labels: &placer{within: rect{right: d.width}}}
	head.box.top = nameAbove + head.keyHeight()
	head.nameY()
	head.drawKey()
	top := head.box.top
	for i, p := range plots {
		if i > 0 && i%across == 0 {
			top = plots[i-1].box.bottom + 8
		}
		p.box.left = left + float64(i%across)*(wide+gap)
		p.box.right = p.box.left + wide
		p.box.top = top + partAbove
		p.box.bottom = p.box.top + height
		p.x.Start, p.x.End, p.y.Start, p.y.End = p.box.left, p.box.right, p.box.bottom, p.box.top
		p.labels.within = rect{p.box.left, p.box.top - 4, p.box.right + gap/2, p.box.bottom}
		p.drawPart(i%across == 0, i+across >= len(plots))
		if !f.still {
			d.hover += hover([]*plot{p})
		}
		d.left = d.left.plus(p.left)
		d.axes = append(d.axes, Axes{p.x, p.y})
	}
	d.hoverBelow = dotsOf(plots) > 0
	last := plots[len(plots)-1]
	bottom := last.box.bottom + ticksBelow
	if last.panel.x.label != "" {
		bottom += nameBelow
		last.box.right, last.box.left = d.width-gap, left
		last.nameX()
	}
	d.height = math.Ceil(bottom)
}

// share gives all panels the same y axis; they have the same x axis already.
func share(plots []*plot) {
	var y interval
	for _, p := range plots {
		if !p.empty {
			y.add(p.y.From)
			y.add(p.y.To)
		}
	}
	for _, p := range plots {
		if y.seen {
			p.y.From, p.y.To = y.from, y.to
		}
	}
}

// drawPart draws one of the panels, named after its part, with ticks at its left
// and below it where no other panel has them.
func (p *plot) drawPart(ticksLeft, ticksBelow bool) {
	p.drawGround()
	p.text("n", point{p.box.left, p.box.top - 6}, shorten(p.panel.part, nameSize, p.box.width()))
	p.axisX(ticksBelow)
	if ticksLeft {
		p.labelsY()
	}
	p.drawMarks()
}
