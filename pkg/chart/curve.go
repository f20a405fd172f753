package chart

import "math"

// A curve is a function of x. It is drawn over its own range, or over the
// whole axis if it has none.
type curve struct {
	style
	f        func(float64) float64
	from, to float64
	ranged   bool // it has a range of its own
	nowhere  bool // of which an end is not finite
}

const samples = 240 // of a curve; what lies straight is dropped again

// remembered calls a function once for each x: it may be slow, and a figure asks for
// the same ones several times, with small multiples in every panel.
func remembered(f func(float64) float64) func(float64) float64 {
	known := map[float64]float64{}
	return func(x float64) float64 {
		y, ok := known[x]
		if !ok {
			y = f(x)
			known[x] = y
		}
		return y
	}
}

// Function returns a figure of f from one x to another.
func Function(f func(x float64) float64, from, to float64) *Figure {
	known := finite(from) && finite(to)
	return New().add(&curve{style: style{role: Loss}, f: remembered(f), from: min(from, to), to: max(from, to), ranged: known, nowhere: !known})
}

// Curve adds a function over the whole x axis: on a Scatter, the fitted line.
func (f *Figure) Curve(name string, function func(x float64) float64) *Figure {
	role := Loss
	for _, p := range f.panels() {
		for _, m := range p.marks {
			if m.styled().role == Data {
				role = Guess
			}
		}
	}
	return f.add(&curve{style: style{role: role, name: name}, f: remembered(function)})
}

// sample evaluates the curve between two values of x.
func (c *curve) sample(from, to float64, log bool) (xs, ys []float64) {
	scale := Scale{From: from, To: to, Start: 0, End: samples, Log: log}
	if from == to {
		return []float64{from}, []float64{c.f(from)}
	}
	for i := range samples + 1 {
		x := scale.Value(float64(i))
		xs, ys = append(xs, x), append(ys, c.f(x))
	}
	if i := lowest(ys); i > 0 && i < samples { // between two samples it may be lower
		if x := c.bottom(xs[i-1], xs[i+1]); c.f(x) < ys[i] {
			xs[i], ys[i] = x, c.f(x)
		}
	}
	return xs, ys
}

// reach returns the curve's range on an axis.
func (c *curve) reach(x interval) (from, to float64) {
	if c.ranged {
		return c.from, c.to
	}
	return x.from, x.to
}

func (c *curve) bounds(b *bounds) {
	if c.ranged && !b.x.seen {
		b.x = interval{c.from, c.to, true}
		if b.logX && c.from <= 0 {
			b.x.from = min(c.to/1000, 1)
		}
	}
	if !b.x.seen {
		return
	}
	from, to := c.reach(b.x)
	if b.roomX && !c.ranged {
		wide := padded(b.x, b.logX, 0.03)
		from, to = wide.from, wide.to
	}
	if b.logX && from <= 0 {
		from = b.x.from
	}
	if c.nowhere {
		return
	}
	xs, ys := c.sample(from, to, b.logX)
	before := b.left
	for i := range xs {
		b.add(xs[i], ys[i])
	}
	if b.left != before { // samples are ours, not the author's: don't count them
		b.left = before
		b.left.gaps = !b.mapped // it may leave a map
	}
}

func (c *curve) follows() bool    { return true }
func (c *curve) endLabel() string { return c.name }

func (c *curve) window(w *interval) {
	if c.ranged {
		w.add(c.from)
		w.add(c.to)
	}
}

func (c *curve) trace(p *plot) (xs, ys []float64) { return c.onAxis(p) }

func (c *curve) draw(p *plot) {
	xs, ys := c.onAxis(p)
	p.open(p.class(&c.style))
	(&series{style: c.style, xs: xs, ys: ys}).drawLine(p)
	p.close()
}

// onAxis samples the curve over what the panel shows of it.
func (c *curve) onAxis(p *plot) (xs, ys []float64) {
	if c.nowhere {
		return nil, nil
	}
	from, to := c.reach(interval{p.x.From, p.x.To, true})
	return c.sample(max(from, p.x.From), min(to, p.x.To), p.x.Log)
}

func (c *curve) describe(p *panel) string {
	xs, ys := c.few(p, samples)
	if p.grid != nil { // what leaves the map isn't seen
		_, onMap := p.grid.extent()
		for i, y := range ys {
			if y < onMap.from || y > onMap.to {
				ys[i] = math.NaN()
			}
		}
	}
	if i := lowest(ys); len(ys) > 0 && i > 0 && i < len(ys)-1 && finite(ys[i-1]) && finite(ys[i+1]) {
		x := c.bottom(xs[i-1], xs[i+1])
		if y := c.f(x); y <= ys[i] {
			xs[i], ys[i] = x, y
		}
	}
	return describeLine(&series{style: c.style, xs: xs, ys: ys}, p)
}

// bottom searches the lowest place between two values of x by golden sections.
// Samples alone would tell the reader a lowest value that isn't.
func (c *curve) bottom(from, to float64) float64 {
	const golden = 0.6180339887498949
	for range 60 {
		left, right := to-golden*(to-from), from+golden*(to-from)
		if c.f(left) <= c.f(right) {
			to = right
		} else {
			from = left
		}
	}
	return (from + to) / 2
}

func (c *curve) columns(p *panel) []column {
	xs, ys := c.few(p, 24)
	head := p.y.label
	if c.name != "" {
		head = c.name
	}
	return []column{{head: p.x.label, values: xs, key: true}, {head: head, values: ys}}
}

// few evaluates the curve at n+1 places of what the panel shows.
func (c *curve) few(p *panel, n int) (xs, ys []float64) {
	if c.nowhere {
		return nil, nil
	}
	plot := plot{panel: p}
	b := plot.measure()
	from, to := c.reach(b.x)
	from, to = max(from, b.x.from), min(to, b.x.to)
	if p.x.log && from <= 0 {
		from = b.x.from
	}
	scale := Scale{From: from, To: to, End: float64(n), Log: p.x.log}
	for i := range n + 1 {
		x := scale.Value(float64(i))
		if math.Abs(x) < (to-from)*1e-12 {
			x = 0
		}
		xs, ys = append(xs, x), append(ys, c.f(x))
	}
	return xs, ys
}
