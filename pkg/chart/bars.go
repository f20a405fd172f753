package chart

import (
	"math"
	"slices"
)

// bars is a histogram: how many values fall into each of some equal bins.
type bars struct {
	style
	edges  []float64 // one more than counts
	counts []float64
	total  int
	left   int // values that are not finite
	middle float64
}

// Histogram returns a figure of how often values of each size occur, in bins
// with round edges. The number of bins follows Freedman and Diaconis (1981),
// from 5 to 60.
func Histogram(values []float64) *Figure {
	h := &bars{style: style{role: Data}}
	var kept []float64
	for _, v := range values {
		if finite(v) {
			kept = append(kept, v)
		}
	}
	h.left, h.total = len(values)-len(kept), len(kept)
	if len(kept) > 0 {
		slices.Sort(kept)
		h.middle = quantile(kept, 0.5)
		h.fill(kept)
	}
	return New().add(h).Y("count")
}

// fill chooses the bins and counts the sorted values into them.
func (h *bars) fill(sorted []float64) {
	low, high := sorted[0], sorted[len(sorted)-1]
	if low == high {
		by := max(math.Abs(low)/20, 0.5)
		h.edges, h.counts = []float64{low - by, low + by}, []float64{float64(len(sorted))}
		return
	}
	spread := quantile(sorted, 0.75) - quantile(sorted, 0.25)
	wanted := 10.0
	if spread > 0 {
		wanted = (high - low) / (2 * spread / math.Cbrt(float64(len(sorted))))
	}
	step := roundStep((high - low) / max(5, min(60, wanted)))
	first, last := math.Floor(low/step), math.Floor(high/step)+1
	if !finite(step) || step <= 0 || last-first > 1000 {
		h.edges, h.counts = []float64{low, high}, []float64{float64(len(sorted))}
		return
	}
	for i := first; i <= last; i++ {
		h.edges = append(h.edges, multiple(i, step))
	}
	h.counts = make([]float64, len(h.edges)-1)
	for _, v := range sorted {
		bin := int(math.Floor(v/step) - first)
		h.counts[max(0, min(len(h.counts)-1, bin))]++
	}
}

// quantile returns the value below which the given share of sorted values lies.
func quantile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	t := at - float64(i)
	return sorted[i]*(1-t) + sorted[i+1]*t
}

func (h *bars) bounds(b *bounds) {
	b.left.strange += h.left
	b.fromZero = true
	for i, n := range h.counts {
		if b.logY {
			n = max(n, 1)
		}
		b.add(h.edges[i], n)
		b.add(h.edges[i+1], n)
	}
	if len(h.counts) > 0 && !b.logY {
		b.y.add(0)
	}
}

func (h *bars) draw(p *plot) {
	p.open(p.class(&h.style))
	for i, n := range h.counts {
		left, right, top := p.x.At(h.edges[i]), p.x.At(h.edges[i+1]), p.y.At(n)
		if n == 0 || !finite(top) || !finite(left) {
			continue
		}
		gap := min(0.75, (right-left)/8)
		p.raw(`<path class="a" fill-opacity=".8" d="`)
		top = max(p.box.top, min(p.box.bottom, top))
		left, right = max(left, p.box.left), min(right, p.box.right)
		p.outline([]point{{left + gap, p.box.bottom}, {left + gap, top}, {right - gap, top}, {right - gap, p.box.bottom}}, true)
		p.raw(`"><title>`, escape(h.tell(p.panel, i)), `</title></path>`)
	}
	p.close()
}

func (h *bars) tell(p *panel, i int) string {
	name, unit := splitUnit(p.x.label)
	text := number(h.edges[i]) + " to " + number(h.edges[i+1])
	if unit != "" {
		text += " " + unit
	}
	if name != "" {
		text = name + " " + text
	}
	return text + ": " + count(int(h.counts[i]))
}

func (h *bars) describe(p *panel) string {
	if h.total == 0 {
		return "No values."
	}
	top := 0
	for i, n := range h.counts {
		if n > h.counts[top] {
			top = i
		}
	}
	_, unit := splitUnit(p.x.label)
	if unit != "" {
		unit = " " + unit
	}
	return capital(plural(h.total, "value")) + " in " + plural(len(h.counts), "bin") +
		"; the fullest holds " + count(int(h.counts[top])) + ", from " + number(h.edges[top]) + " to " +
		number(h.edges[top+1]) + unit + ". The middle value is " + number(h.middle) + unit + "."
}

func (h *bars) columns(p *panel) []column {
	var from, to []float64
	for i := range h.counts {
		from, to = append(from, h.edges[i]), append(to, h.edges[i+1])
	}
	name := p.x.label
	if name == "" {
		name = "value"
	}
	return []column{{head: name + ", from", values: from, key: true}, {head: "to", values: to, key: true}, {head: "count", values: h.counts}}
}

// sticks joins each point to the guess for it: what the loss adds up.
type sticks struct {
	style
	xs, ys []float64
	f      func(float64) float64
}

// Residuals adds a thin stick from each point to the guess f makes for its x:
// the errors that the loss squares and averages.
func (f *Figure) Residuals(xs, ys []float64, guess func(x float64) float64) *Figure {
	n := min(len(xs), len(ys))
	return f.add(&sticks{style{role: Gradient}, slices.Clone(xs[:n]), slices.Clone(ys[:n]), guess})
}

func (s *sticks) bounds(b *bounds) {
	for i, x := range s.xs {
		if finite(x) {
			b.add(x, s.ys[i])
			b.add(x, s.f(x))
		}
	}
}

func (s *sticks) draw(p *plot) {
	var places []point
	for i, x := range s.xs {
		places = append(places, point{p.x.At(x), p.y.At(s.ys[i])}, point{p.x.At(x), p.y.At(s.f(x))}, nowhere)
	}
	p.open(p.class(&s.style))
	p.path("l i", clipped(places, p.box), false)
	p.close()
}

func (s *sticks) describe(p *panel) string {
	var sum, worst float64
	n := 0
	for i, x := range s.xs {
		if e := s.f(x) - s.ys[i]; finite(e) {
			sum, n = sum+e*e, n+1
			if math.Abs(e) > math.Abs(worst) {
				worst = e
			}
		}
	}
	if n == 0 {
		return ""
	}
	return "The guess misses the points by up to " + value(math.Abs(worst), "("+unitOf(p.y.label)+")") +
		"; the mean of the squared misses is " + number(sum/float64(n)) + "."
}

func unitOf(label string) string { _, unit := splitUnit(label); return unit }

func (s *sticks) columns(p *panel) []column {
	guesses := make([]float64, len(s.xs))
	for i, x := range s.xs {
		guesses[i] = s.f(x)
	}
	return []column{{head: p.x.label, values: s.xs, key: true}, {head: "guess", values: guesses}}
}
