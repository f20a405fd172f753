package chart

import (
	"cmp"
	"math"
	"slices"
)

// drawPanel draws one panel: grid and axes, marks, then every label, which by
// then knows what it has to keep clear of.
func (p *plot) drawPanel(withX bool) {
	p.labels.within.top, p.labels.within.bottom = p.box.top-nameAbove, p.box.bottom
	p.drawGround()
	p.nameY()
	p.axisX(withX)
	if withX {
		p.nameX()
	}
	p.labelsY()
	p.drawMarks()
}

// drawGround draws what lies below the marks.
func (p *plot) drawGround() {
	if p.panel.grid == nil {
		p.gridLines()
	} else {
		p.drawField()
	}
}

// drawMarks draws the marks and their labels.
func (p *plot) drawMarks() {
	for _, m := range p.panel.marks {
		m.draw(p)
	}
	p.drawEnds()
	if p.panel.part == "" {
		p.drawKey()
	}
	p.labels.draw(p.canvas)
	p.labelLevels()
	if g := p.panel.grid; g == nil && p.empty || g != nil && !g.usable() {
		p.text("q m", point{(p.box.left + p.box.right) / 2, (p.box.top + p.box.bottom) / 2}, "no data")
	}
}

func (p *plot) gridLines() {
	xs, ys := p.x.Ticks(p.countX()), p.y.Ticks(p.countY())
	p.grid("g p", p.x.minor(xs), p.y.minor(ys))
	if len(p.panel.x.names) > 0 {
		xs = nil // bars and boxes stand where such lines would
	}
	p.grid("g", xs, ys)
	if !p.y.Log && p.y.From < 0 && p.y.To > 0 {
		at := crisp(p.y.At(0))
		p.line("x", point{p.box.left, at}, point{p.box.right, at})
	}
}

// grid draws lines at some values of both axes.
func (p *plot) grid(class string, xs, ys []float64) {
	if len(xs)+len(ys) == 0 {
		return
	}
	p.raw(`<path class="`, class, `" d="`)
	for _, v := range ys {
		p.outline([]point{{p.box.left, crisp(p.y.At(v))}, {p.box.right, crisp(p.y.At(v))}}, false)
	}
	for _, v := range xs {
		p.outline([]point{{crisp(p.x.At(v)), p.box.top}, {crisp(p.x.At(v)), p.box.bottom}}, false)
	}
	p.raw(`"/>`)
}

// crisp moves a hairline to the middle of a pixel.
func crisp(v float64) float64 { return math.Floor(v) + 0.5 }

func (p *plot) countX() int { return max(4, int(p.box.width()/75)) }
func (p *plot) countY() int { return max(min(3, int(p.box.height()/20)), int(p.box.height()/55)) }

// axisX draws the horizontal axis, with its labels if it is the lowest.
func (p *plot) axisX(labelled bool) {
	base := crisp(p.box.bottom)
	p.line("x", point{p.box.left, base}, point{p.box.right, base})
	if !labelled {
		return
	}
	if len(p.panel.x.names) > 0 {
		p.categories()
		return
	}
	ticks := p.x.Ticks(p.countX())
	labels := tickLabels(ticks, p.x.Log, p.panel.x.label)
	free := math.Inf(-1)
	for i, v := range ticks {
		at, w := p.x.At(v), textWidth(labels[i], tickSize)
		if at-w/2 < free {
			continue // two long labels would touch
		}
		free = at + w/2 + 6
		p.text(everyOther("m", i, len(ticks)), point{at, p.box.bottom + 16}, labels[i])
	}
}

// categories writes the names of a horizontal axis.
func (p *plot) categories() {
	const least = 36 // a shorter name says nothing
	slot := p.x.At(1) - p.x.At(0)
	every := max(1, int(math.Ceil(least/slot)))
	for i := 0; i < len(p.panel.x.names); i += every {
		p.text("m", point{p.x.At(float64(i)), p.box.bottom + 16}, shorten(p.panel.x.names[i], tickSize, slot*float64(every)-4))
	}
}

// nameX writes the name of the horizontal axis below it.
func (p *plot) nameX() {
	if name := p.panel.x.label; name != "" {
		p.text("n e", point{p.box.right, p.box.bottom + ticksBelow + 13}, shorten(name, nameSize, p.box.width()))
	}
}

// labelsY writes the values of the vertical axis.
func (p *plot) labelsY() {
	ticks := p.y.Ticks(p.countY())
	for i, label := range tickLabels(ticks, p.y.Log, p.panel.y.label) {
		p.text(everyOther("e", i, len(ticks)), point{p.box.left - 7, p.y.At(ticks[i]) + 4}, label)
	}
	if p.panel.grid != nil {
		p.line("x", point{crisp(p.box.left), p.box.top}, point{crisp(p.box.left), p.box.bottom})
	}
}

// everyOther marks the tick labels that a narrow page can do without.
func everyOther(class string, i, n int) string {
	if n > 3 && i%2 == 1 {
		return class + " z"
	}
	return class
}

// nameY writes the name of the vertical axis above it, where it reads
// straight.
func (p *plot) nameY() {
	if name := p.panel.y.label; name != "" {
		p.text("n", point{2, p.box.top - 11 - p.keyHeight()}, shorten(name, nameSize, p.box.right))
	}
	if g := p.panel.grid; g != nil && len(p.levels) > 1 {
		name, _ := splitUnit(p.panel.levelLabel())
		apart := levelNumber(g.step()) + unitAfter(p.panel.levelLabel())
		text, class := "lines: "+shorten(name, tickSize, p.box.width()/3)+", "+apart+" apart", "e"
		if 1.2*(textWidth(text, 20)+textWidth(p.panel.y.label, 21)) > p.box.right { // as large as narrowRules makes it
			class = "e z"
		}
		p.text(class, point{p.box.right, p.box.top - 11}, text)
	}
}

// An ending is a label beside the right end of a line.
type ending struct {
	class, text string
	at          point
}

// drawEnds writes the labels of lines at their right ends, moved apart where
// they would overlap.
func (p *plot) drawEnds() {
	if len(p.ends) == 0 {
		return
	}
	slices.SortStableFunc(p.ends, func(a, b ending) int { return cmp.Compare(a.at.y, b.at.y) })
	ys := make([]float64, len(p.ends))
	for i, e := range p.ends {
		ys[i] = e.at.y
	}
	spread(ys, 17, p.box.top, p.box.bottom)
	moved := false
	for i, e := range p.ends {
		moved = moved || math.Abs(ys[i]-e.at.y) > 3
	}
	for i, e := range p.ends {
		x := e.at.x + 7
		p.open(e.class)
		if moved {
			p.path("l i", []point{{e.at.x + 3, e.at.y}, {e.at.x + 9, ys[i]}, {e.at.x + 12, ys[i]}}, false)
			x += 8
		}
		p.text("k", point{x, ys[i] + 4}, shorten(e.text, tickSize, p.width()/4))
		p.close()
	}
}

func (p *plot) width() float64 { return p.labels.within.right }

// spread moves sorted places apart until each is at least gap from the next,
// as little as that takes, within the given limits as far as they suffice.
func spread(places []float64, gap, low, high float64) {
	for range 300 {
		moved := false
		for i := 1; i < len(places); i++ {
			if short := gap - (places[i] - places[i-1]); short > 0.01 {
				places[i-1] -= short / 2
				places[i] += short / 2
				moved = true
			}
		}
		if n := len(places) - 1; places[n] > high && float64(n)*gap < high-low {
			places[n] = high
			moved = true
		}
		if places[0] < low {
			places[0] = low
			moved = true
		}
		if !moved {
			return
		}
	}
}

// A keyEntry explains a mark that has no place for a label of its own.
type keyEntry struct {
	class, shape, text string
}

// keyRows returns the key in rows, as many entries in each as have room.
func (p *plot) keyRows() [][]keyEntry {
	var rows [][]keyEntry
	x := math.Inf(1)
	for _, m := range p.panel.marks {
		for _, k := range m.key(p) {
			if x+k.width() > p.width() {
				rows, x = append(rows, nil), p.box.left+6
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], k)
			x += k.width()
		}
	}
	return rows
}

// width is how much room an entry takes. Its type is bold, and a quarter larger where
// the picture is shown small (narrowRules).
func (k keyEntry) width() float64 { return textWidth(k.text, tickSize)*1.5 + 30 }

// keyHeight returns how high the key is.
func (p *plot) keyHeight() float64 { return float64(len(p.keyRows())) * rowOfText }

// drawKey writes the key above the panel.
func (p *plot) drawKey() {
	rows := p.keyRows()
	for i, row := range rows {
		x, y := p.box.left+6, p.box.top-9-float64(len(rows)-1-i)*rowOfText
		for _, k := range row {
			p.open(k.class)
			p.raw(`<g class="`, k.shape, `">`)
			p.circle("", point{x, y}, 3.5, "")
			p.close()
			p.text("k", point{x + 9, y + 4}, shorten(k.text, tickSize, p.width()-x-12))
			p.close()
			x += k.width()
		}
	}
}
