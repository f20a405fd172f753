package chart

import "slices"

// bars stand over categories; their heights are measured from zero.
type bars struct {
	style
	names    []string
	heights  []float64
	by       []string // of Counts: the names that were counted
	unpaired int
}

// Bars returns a figure of one bar for each name, as high as its number.
//
//	chart.Bars(islands, means).X("island").Y("mean body mass (g)")
func Bars(names []string, heights []float64) *Figure {
	n := min(len(names), len(heights))
	b := &bars{style: style{role: Data}, names: slices.Clone(names[:n]), heights: slices.Clone(heights[:n]), unpaired: max(len(names), len(heights)) - n}
	return overCategories(b.names, b)
}

// Counts returns a figure of how often each name occurs.
func Counts(by []string) *Figure {
	names := distinct(by)
	return overCategories(names, countsOf(slices.Clone(by), names)).Y("count")
}

func countsOf(by, names []string) *bars {
	b := &bars{style: style{role: Data}, names: names, by: by}
	for _, name := range names {
		b.heights = append(b.heights, float64(len(rowsOf(by, name))))
	}
	return b
}

func (x *bars) bounds(b *bounds) {
	b.left.unpaired += x.unpaired
	for i, h := range x.heights {
		if b.add(float64(i), h) && !b.logY {
			b.y.add(0)
			b.fromZero = true
		}
	}
}

func (x *bars) draw(p *plot) {
	slot := p.x.At(1) - p.x.At(0)
	half := min(60, 0.38*slot)
	base := p.box.bottom
	if !p.y.Log {
		base = min(max(p.y.At(0), p.box.top), p.box.bottom)
	}
	p.open(p.class(&x.style))
	for i, h := range x.heights {
		at, top := p.x.At(float64(i)), p.y.At(h)
		if !finite(top) {
			continue
		}
		top = max(p.box.top, min(p.box.bottom, top))
		p.raw(`<path class="a" fill-opacity=".8" d="`)
		p.outline([]point{{at - half, base}, {at - half, top}, {at + half, top}, {at + half, base}}, true)
		p.raw(`"><title>`, escape(x.names[i]+": "+value(h, p.panel.y.label)), `</title></path>`)
		if text := Number(h); textWidth(text, tickSize) < slot-4 && len(p.panel.marks) == 1 { // what else is there needs the room
			above := top - 5
			if h < 0 {
				above = top + 14
			}
			p.text("k m", point{at, above}, text)
		}
	}
	p.close()
}

func (x *bars) dots() int { return len(x.heights) }

func (x *bars) take(rows []int, of int) mark {
	switch {
	case x.by != nil && of == len(x.by):
		part := countsOf(pickRows(x.by, rows), x.names)
		part.style = x.style
		return part
	case x.by == nil && of == len(x.names):
		return &bars{style: x.style, names: pickRows(x.names, rows), heights: pickRows(x.heights, rows)}
	}
	return nil
}

func (x *bars) describe(p *panel) string {
	text := capital(Plural(len(x.heights), "bar")) + "."
	for i, h := range x.heights {
		if i == 12 {
			return text + " And " + Count(len(x.heights)-i) + " more."
		}
		text += " " + capital(x.names[i]) + ": " + Number(h) + unitAfter(p.y.label) + "."
	}
	return text
}

func (x *bars) columns(p *panel) []column {
	return []column{{head: p.x.head("category"), texts: x.names, key: true}, {head: p.y.head("value"), values: x.heights}}
}
