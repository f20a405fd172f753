package chart

import "math"

// A field is a grid of losses over two parameters: z[i][j] at (as[i], bs[j]).
type field struct {
	as, bs   []float64
	z        [][]float64
	low      float64 // the lowest finite value
	high     float64 // the highest
	lowA     float64 // where the lowest is
	lowB     float64
	even     bool // both axes are evenly spaced
	strange  int  // values that are not finite
	unpaired int  // values without a place on the axes
}

const finest = 121 // more rows or columns than this show nothing more

// Contours returns a map of the loss over two parameters: losses[i][j] belongs
// to (as[i], bs[j]), and each line joins places of equal loss, equal steps
// apart. The deeper the tint, the larger the loss.
func Contours(as, bs []float64, losses [][]float64) *Figure {
	return fieldFigure(as, bs, losses, false)
}

// Surface returns the loss over two parameters as a landscape seen in
// perspective. It takes what Contours takes.
func Surface(as, bs []float64, losses [][]float64) *Figure {
	return fieldFigure(as, bs, losses, true)
}

// Span returns n evenly spaced numbers, the first from, the last to.
func Span(from, to float64, n int) []float64 {
	if n < 2 {
		return []float64{from}[:max(0, n)]
	}
	numbers := make([]float64, n)
	for i := range numbers {
		t := float64(i) / float64(n-1)
		numbers[i] = from*(1-t) + to*t
	}
	return numbers
}

// Sample evaluates f at every pair of an a and a b: a grid for Contours and
// Surface.
func Sample(f func(a, b float64) float64, as, bs []float64) [][]float64 {
	grid := make([][]float64, len(as))
	for i, a := range as {
		for _, b := range bs {
			grid[i] = append(grid[i], f(a, b))
		}
	}
	return grid
}

func fieldFigure(as, bs []float64, losses [][]float64, projected bool) *Figure {
	f := New()
	p := f.columns[0][0]
	p.projected = projected
	p.z.label = "loss"
	p.grid = newField(as, bs, losses)
	return f
}

// newField copies the grid, at most finest by finest of it.
func newField(as, bs []float64, losses [][]float64) *field {
	g := &field{}
	rows, columns := min(len(as), len(losses)), len(bs)
	for _, row := range losses[:rows] {
		columns = min(columns, len(row))
	}
	for _, row := range losses {
		g.unpaired += len(row)
	}
	g.unpaired -= rows * columns
	pickA, pickB := pick(rows, finest), pick(columns, finest)
	for _, j := range pickB {
		g.bs = append(g.bs, bs[j])
	}
	var seen interval
	for _, i := range pickA {
		g.as = append(g.as, as[i])
		row := make([]float64, 0, len(pickB))
		for _, j := range pickB {
			v := losses[i][j]
			row = append(row, v)
			if !finite(v) {
				g.strange++
				continue
			}
			if !seen.seen || v < seen.from {
				g.lowA, g.lowB = as[i], bs[j]
			}
			seen.add(v)
		}
		g.z = append(g.z, row)
	}
	g.low, g.high = seen.from, seen.to
	g.even = even(g.as) && even(g.bs)
	return g
}

// pick returns at most n of the indices below length, evenly spread, with the
// first and the last.
func pick(length, n int) []int {
	if length <= n {
		n = length
	}
	chosen := make([]int, n)
	for k := range chosen {
		if n > 1 {
			chosen[k] = k * (length - 1) / (n - 1)
		}
	}
	return chosen
}

// usable tells whether there is a cell to draw.
func (g *field) usable() bool {
	return len(g.as) > 1 && len(g.bs) > 1 && g.as[0] != g.as[len(g.as)-1] && g.bs[0] != g.bs[len(g.bs)-1] && g.high >= g.low
}

func (g *field) extent() (x, y interval) { return reach(g.as), reach(g.bs) }

// ratio returns the height of the map for a width of one, if its two sides are
// of about the same size and so probably of the same unit: then a round bowl
// is drawn round. Otherwise it is 0.
func (g *field) ratio() float64 {
	if !g.usable() {
		return 0
	}
	x, y := g.extent()
	ratio := (y.to - y.from) / (x.to - x.from)
	if ratio < 0.3 || ratio > 3 {
		return 0
	}
	return ratio
}

// levels returns the losses that get a line: multiples of a round step.
func (g *field) levels() []float64 {
	if !(g.high > g.low) {
		return nil
	}
	step := g.step()
	var levels []float64
	for i := math.Floor(g.low/step) + 1; i*step < g.high; i++ {
		levels = append(levels, multiple(i, step))
	}
	return levels
}

// step returns the round step from one level to the next.
func (g *field) step() float64 { return roundStep(g.high/16 - g.low/16) }

// band returns the tint of what lies above a level.
func (g *field) band(level float64) int {
	if !(g.high > g.low) {
		return 0
	}
	share := (level + g.step()/2 - g.low) / (g.high - g.low)
	return max(0, min(bands-1, int(math.Round(share*(bands-1)))))
}

// filled returns the grid with what is not finite replaced: plus infinity by
// the highest value, NaN and minus infinity by the lowest.
func (g *field) filled() [][]float64 {
	if g.strange == 0 {
		return g.z
	}
	out := make([][]float64, len(g.z))
	for i, row := range g.z {
		for _, v := range row {
			switch {
			case math.IsInf(v, 1):
				v = g.high
			case !finite(v):
				v = g.low
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

// drawField draws the map and keeps its lines for the labels.
func (p *plot) drawField() {
	g := p.panel.grid
	p.raw(`<path class="b0" d="`)
	p.outline([]point{{p.box.left, p.box.top}, {p.box.right, p.box.top}, {p.box.right, p.box.bottom}, {p.box.left, p.box.bottom}}, true)
	p.raw(`"/>`)
	if !g.usable() {
		return
	}
	lattice, levels := newLattice(g.filled()), g.levels()
	for k, level := range levels {
		tint := g.band(level)
		p.raw(`<path class="c b`, itoa(tint), `" d="`)
		for _, ring := range lattice.rings(level) {
			for i, at := range ring {
				ring[i] = point{p.x.At(between(g.as, at.x)), p.y.At(between(g.bs, at.y))}
			}
			p.outline(dropStraight(append(ring, ring[0]), 0.2), true)
			p.levels = append(p.levels, levelLine{level, tint, ring})
		}
		to := " and more"
		if k+1 < len(levels) {
			to = " to " + Number(levels[k+1])
		}
		p.raw(`"><title>`, escape(value(level, p.panel.levelLabel())+to), `</title></path>`)
	}
}

// between returns the number at a fractional index.
func between(numbers []float64, at float64) float64 {
	i := max(0, min(len(numbers)-2, int(at)))
	t := at - float64(i)
	return numbers[i]*(1-t) + numbers[i+1]*t
}

// A levelLine is one ring of a contour, on the canvas.
type levelLine struct {
	level float64
	tint  int
	ring  []point
}

// labelLevels writes each level's loss on its line, where it covers least, and
// as near as possible to one ray from the lowest place, so that the eye climbs
// a ladder of numbers. Of many levels, every second or third is labelled.
func (p *plot) labelLevels() {
	if len(p.levels) == 0 {
		return
	}
	g := p.panel.grid
	center := point{p.x.At(g.lowA), p.y.At(g.lowB)}
	for i := 0; i < len(p.levels); {
		next := i + 1
		for next < len(p.levels) && p.levels[next].level == p.levels[i].level {
			next++
		}
		if every := max(1, (len(g.levels())+7)/8); int(math.Round(p.levels[i].level/g.step()))%every == 0 {
			p.labelLevel(p.levels[i:next], center)
		}
		i = next
	}
}

// levelNumber writes a level; millions take less room as powers of ten.
func levelNumber(v float64) string {
	if math.Abs(v) >= 1e6 {
		return scientific(v, 3)
	}
	return Number(v)
}

// labelLevel writes the label of one level on one of its rings.
func (p *plot) labelLevel(rings []levelLine, center point) {
	text, size := levelNumber(rings[0].level), 11.0
	if p.width() <= half {
		size = 15 // the style sheet enlarges it where the picture is shown small
	}
	w := textWidth(text, size) + 2
	around := func(at point) rect { return rect{at.x - w/2, at.y - size/2 - 0.5, at.x + w/2, at.y + size/2 + 0.5} }
	inner := p.box.grow(-3)
	best, lowest := point{}, 20.0 // rather no label than a bad one
	for _, line := range rings {
		for _, at := range line.ring {
			box := around(at)
			if !inner.holds(point{box.left, box.top}) || !inner.holds(point{box.right, box.bottom}) {
				continue
			}
			angle := math.Atan2(at.y-center.y, at.x-center.x)
			cost := p.labels.cost(box) + 4*math.Abs(math.Remainder(angle+math.Pi/4, 2*math.Pi))
			if cost < lowest {
				lowest, best = cost, at
			}
		}
	}
	if lowest == 20 {
		return
	}
	p.labels.placed = append(p.labels.placed, around(best))
	p.raw(`<text class="v m" style="stroke:var(--b`, itoa(rings[0].tint), `)"`)
	p.attr("x", best.x)
	p.attr("y", best.y+4)
	p.raw(">", escape(text), "</text>")
}
