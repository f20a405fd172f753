package chart

import "slices"

// errorBars are points with a whisker up and down.
type errorBars struct {
	style
	xs, ys, errors []float64
	unpaired       int
}

// ErrorBars returns a figure of points with whiskers from ys[i]-errors[i] to
// ys[i]+errors[i]. Say in the caption what they are: a standard deviation, a
// standard error, an interval.
func ErrorBars(xs, ys, errors []float64) *Figure { return New().ErrorBars(xs, ys, errors) }

// ErrorBars adds points with whiskers. On Bars and Boxes the first name stands
// at 0, the second at 1, and so on.
func (f *Figure) ErrorBars(xs, ys, errors []float64) *Figure {
	n := min(len(xs), len(ys), len(errors))
	return f.add(&errorBars{style{role: Loss}, slices.Clone(xs[:n]), slices.Clone(ys[:n]), slices.Clone(errors[:n]),
		max(len(xs), len(ys), len(errors)) - n})
}

func (e *errorBars) bounds(b *bounds) {
	b.left.unpaired += e.unpaired
	b.roomX = true
	for i, x := range e.xs {
		if finite(e.errors[i]) && b.add(x, e.ys[i]) {
			for _, end := range e.ends(i) {
				if !b.logY || end > 0 {
					b.y.add(end)
				}
			}
		}
	}
}

// ends returns where the i-th whisker begins and ends.
func (e *errorBars) ends(i int) [2]float64 {
	return [2]float64{e.ys[i] - e.errors[i], e.ys[i] + e.errors[i]}
}

func (e *errorBars) draw(p *plot) {
	const cap = 5
	var whiskers []point
	for i := range e.xs {
		at := point{p.x.At(e.xs[i]), p.y.At(e.ys[i])}
		if !at.finite() || !finite(e.errors[i]) {
			continue
		}
		ends := [2]float64{}
		for k, end := range e.ends(i) {
			ends[k] = p.y.At(end)
			if !finite(ends[k]) {
				ends[k] = p.box.bottom // it reaches below what a logarithmic axis holds
				continue
			}
			whiskers = append(whiskers, point{at.x - cap, ends[k]}, point{at.x + cap, ends[k]}, nowhere)
		}
		whiskers = append(whiskers, point{at.x, ends[0]}, point{at.x, ends[1]}, nowhere)
	}
	p.open(p.class(&e.style))
	p.path("l i", clipped(whiskers, p.box.grow(1)), false)
	p.raw(`<g class="d">`)
	for i := range e.xs {
		if at := (point{p.x.At(e.xs[i]), p.y.At(e.ys[i])}); at.finite() && finite(e.errors[i]) && p.box.grow(1).holds(at) {
			p.circle("", at, 4, e.tell(p.panel, i))
		}
	}
	p.raw("</g>")
	p.close()
}

func (e *errorBars) tell(p *panel, i int) string {
	return p.x.say(e.xs[i]) + ", " + value(e.ys[i], p.y.label) + " ± " + Number(e.errors[i])
}

func (e *errorBars) dots() int { return len(e.xs) }

func (e *errorBars) take(rows []int, of int) mark {
	if of != len(e.xs) {
		return nil
	}
	return &errorBars{e.style, pickRows(e.xs, rows), pickRows(e.ys, rows), pickRows(e.errors, rows), 0}
}

func (e *errorBars) describe(p *panel) string {
	text := capital(Plural(len(e.xs), "point")) + " with error bars."
	for i := range e.xs {
		if i == 12 {
			return text + " And " + Count(len(e.xs)-i) + " more."
		}
		text += " " + capital(e.tell(p, i)) + "."
	}
	return text
}

func (e *errorBars) columns(p *panel) []column {
	return []column{{head: p.x.label, values: e.xs, key: true}, {head: p.y.label, values: e.ys}, {head: "±", values: e.errors}}
}
