package chart

import "math"

// A curve is a function of x. It is drawn over its own range, or over the
// whole axis if it has none.
type curve struct {
	style
	f        func(float64) float64
	from, to float64
	ranged   bool
}

const samples = 400 // of a curve; what lies straight is dropped again

// Function returns a figure of f from one x to another.
func Function(f func(x float64) float64, from, to float64) *Figure {
	return New().add(&curve{style{role: Loss}, f, min(from, to), max(from, to), finite(from) && finite(to)})
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
	return f.add(&curve{style: style{role, name}, f: function})
}

// sample evaluates the curve between two values of x.
func (c *curve) sample(from, to float64, log bool) (xs, ys []float64) {
	scale := Scale{From: from, To: to, Start: 0, End: samples, Log: log}
	for i := range samples + 1 {
		x := scale.Value(float64(i))
		xs, ys = append(xs, x), append(ys, c.f(x))
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
	xs, ys := c.sample(from, to, b.logX)
	for i := range xs {
		b.add(xs[i], ys[i])
	}
}

func (c *curve) endLabel() string { return c.name }

func (c *curve) draw(p *plot) {
	xs, ys := c.onAxis(p)
	places := make([]point, len(xs))
	for i := range xs {
		places[i] = point{p.x.At(xs[i]), p.y.At(ys[i])}
	}
	class := p.class(&c.style)
	p.open(class)
	p.path("l", clipped(simplified(places, 0.08), p.box), false)
	p.close()
	p.labels.avoid(places)
	for i := len(places) - 1; i >= 0 && c.name != ""; i-- {
		if places[i].finite() {
			at := point{places[i].x, max(p.box.top, min(p.box.bottom, places[i].y))}
			p.ends = append(p.ends, ending{class, c.name, at})
			break
		}
	}
}

// onAxis samples the curve over what the panel shows of it.
func (c *curve) onAxis(p *plot) (xs, ys []float64) {
	from, to := c.reach(interval{p.x.From, p.x.To, true})
	return c.sample(max(from, p.x.From), min(to, p.x.To), p.x.Log)
}

func (c *curve) describe(p *panel) string {
	xs, ys := c.few(p, samples)
	return describeLine(&series{style: c.style, xs: xs, ys: ys}, p)
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
