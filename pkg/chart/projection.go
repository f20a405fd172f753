package chart

import "math"

// A view projects the landscape: a and b run from -1 to 1 on the ground, the
// loss from 0 to tall. The eye looks down at an angle, from near enough that
// what is far looks smaller.
type view struct {
	sinA, cosA, sinE, cosE float64
	distance, tall         float64
	scale                  float64
	center                 point
}

const elevation = 36 * math.Pi / 180

func newView(azimuth float64) view {
	return view{
		sinA: math.Sin(azimuth), cosA: math.Cos(azimuth),
		sinE: math.Sin(elevation), cosE: math.Cos(elevation),
		distance: 5.5, tall: 1.2, scale: 1,
	}
}

// A spatial point lies at a, b on the ground and h above it.
type spatial struct{ a, b, h float64 }

// onGround tells whether a point lies within the block.
func (s spatial) onGround() bool { return math.Abs(s.a) <= 1.001 && math.Abs(s.b) <= 1.001 }

// eyes returns a point in the eye's own frame: right, down, away.
func (v view) eyes(s spatial) (right, down, away float64) {
	right = s.a*v.cosA - s.b*v.sinA
	back := s.a*v.sinA + s.b*v.cosA
	h := s.h - v.tall/2
	return right, -back*v.sinE - h*v.cosE, back*v.cosE - h*v.sinE
}

func (v view) project(s spatial) point {
	right, down, away := v.eyes(s)
	near := v.distance / (v.distance + away) * v.scale
	return point{v.center.x + right*near, v.center.y + down*near}
}

// fit scales the view so that the whole block fills the box, and returns the
// part of the box that it needs.
func (v *view) fit(box rect) rect {
	var x, y interval
	for _, a := range [...]float64{-1, 1} {
		for _, b := range [...]float64{-1, 1} {
			for _, h := range [...]float64{0, v.tall} {
				at := v.project(spatial{a, b, h})
				x.add(at.x)
				y.add(at.y)
			}
		}
	}
	v.scale = min(box.width()/(x.to-x.from), box.height()/(y.to-y.from))
	v.center = point{(box.left+box.right)/2 - (x.from+x.to)/2*v.scale, box.top - y.from*v.scale}
	box.bottom = box.top + (y.to-y.from)*v.scale
	return box
}

// A landscape is a field as seen: its view and its cells.
type landscape struct {
	*field
	view
	as, bs  []float64 // the grid lines that are drawn
	shown   [][]float64
	levels  []float64
	x, y, z Scale
	runBand int // the band of the cells that wait to be drawn
}

const meshLines = 20 // drawn in each direction

// newLandscape measures a field; its view is set apart.
func newLandscape(g *field) *landscape {
	l := &landscape{field: g, view: newView(0), levels: g.levels()}
	if len(l.levels) > 10 { // a cell cut too often is mostly edges
		var fewer []float64
		for i := 1; i < len(l.levels); i += 2 {
			fewer = append(fewer, l.levels[i])
		}
		l.levels = fewer
	}
	x, y := g.extent()
	l.x = Scale{From: x.from, To: x.to, Start: -1, End: 1}
	l.y = Scale{From: y.from, To: y.to, Start: -1, End: 1}
	l.z = Scale{From: g.low, To: g.high, Start: 0, End: l.tall}
	if g.low > 0 && g.low < 0.3*g.high {
		l.z.From = 0
	}
	if g.low == g.high {
		l.z.To = g.low + 1
		l.z.From = g.low - 1
	}
	l.as, l.bs = Span(x.from, x.to, meshLines), Span(y.from, y.to, meshLines)
	whole := &field{as: g.as, bs: g.bs, z: g.filled(), even: g.even}
	l.shown = Sample(whole.at, l.as, l.bs)
	return l
}

func (l *landscape) corner(i, j int) spatial {
	return spatial{l.x.At(l.as[i]), l.y.At(l.bs[j]), l.shown[i][j]}
}

// on lifts a place onto the landscape.
func (l *landscape) on(a, b float64) spatial {
	return spatial{l.x.At(a), l.y.At(b), l.z.At(l.at(a, b))}
}

// drawCells draws the cells from far to near, so that what is near covers what
// is behind it. They come in strips from left to right, in which no cell hides
// another: the cells of one tint in a strip share a path.
func (l *landscape) drawCells(c *canvas) {
	for _, j := range farFirst(meshLines-1, l.cosA) {
		var tints [bands]canvas
		run := 0 // cells of one band before i, not drawn yet
		for i := range meshLines - 1 {
			cell := []spatial{l.corner(i, j), l.corner(i+1, j), l.corner(i+1, j+1), l.corner(i, j+1)}
			k, whole := l.bandOf(cell)
			if before, _ := l.bandOf([]spatial{l.corner(i, j)}); run > 0 && (!whole || before != l.runBand) {
				l.drawRun(&tints, i-run, i, j)
				run = 0
			}
			if whole {
				l.runBand = k
				run++
				continue
			}
			l.drawPieces(&tints, cell)
		}
		l.drawRun(&tints, meshLines-1-run, meshLines-1, j)
		for tint := range tints {
			if len(tints[tint].b) > 0 {
				c.raw(`<path class="y b`, itoa(tint), `" d="`, string(tints[tint].b), `"/>`)
			}
		}
	}
}

// bandOf returns the band in which a cell's corners lie, if it is one.
func (l *landscape) bandOf(cell []spatial) (band int, whole bool) {
	low, high := 0, 0
	for i, s := range cell {
		k := 0
		for k < len(l.levels) && s.h >= l.levels[k] {
			k++
		}
		if i == 0 {
			low, high = k, k
		}
		low, high = min(low, k), max(high, k)
	}
	return low, low == high
}

// tintOf returns the tint above the k-th level, and below the first for 0.
func (l *landscape) tintOf(k int) int {
	if k == 0 {
		return l.band(l.low)
	}
	return l.band(l.levels[k-1])
}

// drawRun draws neighbouring cells of one band as one outline with the lines
// between them.
func (l *landscape) drawRun(tints *[bands]canvas, from, to, j int) {
	if from == to {
		return
	}
	c := &tints[l.tintOf(l.runBand)]
	var outline []point
	for i := from; i <= to; i++ {
		outline = append(outline, l.place(l.corner(i, j)))
	}
	for i := to; i >= from; i-- {
		outline = append(outline, l.place(l.corner(i, j+1)))
	}
	c.outline(outline, true)
	for i := from + 1; i < to; i++ {
		c.outline([]point{l.place(l.corner(i, j)), l.place(l.corner(i, j+1))}, false)
	}
}

// drawPieces draws a cell that levels cross, cut along them.
func (l *landscape) drawPieces(tints *[bands]canvas, cell []spatial) {
	for k := 0; k <= len(l.levels); k++ {
		piece := cell
		if k > 0 {
			piece = cut(piece, l.levels[k-1], 1)
		}
		if k < len(l.levels) {
			piece = cut(piece, l.levels[k], -1)
		}
		if len(piece) < 3 {
			continue
		}
		corners := make([]point, len(piece))
		for m, s := range piece {
			corners[m] = l.place(s)
		}
		tints[l.tintOf(k)].outline(corners, true)
	}
}

// place projects a point whose height is a loss.
func (l *landscape) place(s spatial) point {
	return l.project(spatial{s.a, s.b, l.z.At(s.h)})
}

// farFirst returns 0 to n-1 in the order from far to near, for an axis along
// which away grows if sign is positive.
func farFirst(n int, sign float64) []int {
	order := make([]int, n)
	for k := range order {
		order[k] = k
		if sign > 0 {
			order[k] = n - 1 - k
		}
	}
	return order
}

// cut keeps the part of a polygon whose height is above the level (side 1) or
// below it (side -1), after Sutherland and Hodgman. Heights are losses here.
func cut(polygon []spatial, level, side float64) []spatial {
	var kept []spatial
	for i, to := range polygon {
		from := polygon[(i+len(polygon)-1)%len(polygon)]
		f, t := side*(from.h-level), side*(to.h-level)
		if f*t < 0 {
			s := f / (f - t)
			kept = append(kept, spatial{from.a + s*(to.a-from.a), from.b + s*(to.b-from.b), level})
		}
		if t >= 0 {
			kept = append(kept, to)
		}
	}
	return kept
}

// hidden tells whether the landscape itself stands between a place on it and
// the eye.
func (l *landscape) hidden(s spatial) bool {
	// The direction to the eye, undone from the eye's frame.
	_, down, away := l.eyes(s)
	right, _, _ := l.eyes(s)
	eye := spatial{
		a: -(l.cosA*right + l.sinA*(l.cosE*(away+l.distance)-l.sinE*down)),
		b: -(-l.sinA*right + l.cosA*(l.cosE*(away+l.distance)-l.sinE*down)),
	}
	eye.h = l.sinE*(away+l.distance) + l.cosE*down
	for t := 0.01; t < 0.5; t += 0.01 {
		a, b, h := s.a+t*eye.a, s.b+t*eye.b, s.h+t*eye.h
		if math.Abs(a) > 1 || math.Abs(b) > 1 || h > l.tall {
			return false
		}
		if l.z.At(l.at(l.x.Value(a), l.y.Value(b))) > h+0.02 {
			return true
		}
	}
	return false
}
