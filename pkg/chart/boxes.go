package chart

import (
	"math"
	"slices"
)

// boxes is a box plot: one box for each group of values.
type boxes struct {
	style
	by       []string
	values   []float64
	groups   []summary
	unpaired int
}

// A summary is what a box shows of the values of one group.
type summary struct {
	name                 string
	n, strange           int
	low, high            float64 // the ends of the whiskers
	lower, middle, upper float64 // quartiles
	least, most          float64
	outliers             []float64
}

// Boxes returns a box plot: for each group of by a box that holds the middle
// half of its values, with a line at the median. Whiskers reach to the last
// value within one and a half times the box's height (Tukey 1977); values
// beyond are dots. Quartiles are interpolated as R and NumPy do it.
//
//	chart.Boxes(species, mass).X("species").Y("body mass (g)")
func Boxes(by []string, values []float64) *Figure {
	n := min(len(by), len(values))
	b := newBoxes(by[:n], values[:n], distinct(by))
	b.unpaired = max(len(by), len(values)) - n
	return overCategories(distinct(by), b)
}

func newBoxes(by []string, values []float64, names []string) *boxes {
	b := &boxes{by: slices.Clone(by), values: slices.Clone(values)}
	for _, name := range names {
		b.groups = append(b.groups, summaryOf(name, pickRows(values, rowsOf(by, name))))
	}
	return b
}

func summaryOf(name string, values []float64) summary {
	known := slices.DeleteFunc(values, func(v float64) bool { return !finite(v) })
	s := summary{name: name, n: len(known), strange: len(values) - len(known)}
	if s.n == 0 {
		return s
	}
	slices.Sort(known)
	s.least, s.most = known[0], known[s.n-1]
	s.lower, s.middle, s.upper = quantile(known, 0.25), quantile(known, 0.5), quantile(known, 0.75)
	reach := 1.5 * (s.upper - s.lower)
	s.low, s.high = s.upper, s.lower
	for _, v := range known {
		if v < s.lower-reach || v > s.upper+reach {
			s.outliers = append(s.outliers, v)
			continue
		}
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	return s
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

func (x *boxes) bounds(b *bounds) {
	b.left.unpaired += x.unpaired
	for i, s := range x.groups {
		b.left.strange += s.strange
		if s.n > 0 {
			b.add(float64(i), s.least)
			b.add(float64(i), s.most)
		}
	}
}

func (x *boxes) draw(p *plot) {
	half := min(60, 0.35*(p.x.At(1)-p.x.At(0)))
	for i, s := range x.groups {
		if s.n == 0 {
			continue
		}
		at := p.x.At(float64(i))
		y := func(v float64) float64 { return p.y.At(v) }
		p.open(p.groupClass(&x.style, i))
		p.path("l i", []point{{at, y(s.low)}, {at, y(s.lower)}, nowhere, {at, y(s.upper)}, {at, y(s.high)}}, false)
		p.raw(`<path class="box" d="`)
		p.outline([]point{{at - half, y(s.lower)}, {at - half, y(s.upper)}, {at + half, y(s.upper)}, {at + half, y(s.lower)}}, true)
		p.raw(`"><title>`, escape(s.tell(p.panel)), `</title></path>`)
		p.line("l", point{at - half, y(s.middle)}, point{at + half, y(s.middle)})
		p.raw(`<g class="o">`)
		drawn := math.NaN()
		for _, v := range s.outliers { // sorted: of those at one place one is enough
			if math.Abs(y(v)-drawn) < 1 {
				continue
			}
			drawn = y(v)
			p.circle("", point{at, y(v)}, 3, s.name+", "+value(v, p.panel.y.label))
		}
		p.raw("</g>")
		p.close()
	}
}

// tell puts a box into words.
func (s summary) tell(p *panel) string {
	if s.n == 0 {
		return s.name + ": no values"
	}
	unit := unitAfter(p.y.label)
	text := s.name + ": " + Plural(s.n, "value") + " from " + Number(s.least) + " to " + Number(s.most) + unit +
		", the median " + Number(s.middle) + ", the middle half from " + Number(s.lower) + " to " + Number(s.upper)
	if k := len(s.outliers); k > 0 {
		text += ", " + Count(k) + " beyond the whiskers"
	}
	return text
}

func (x *boxes) dots() int { return len(x.groups) }

func (x *boxes) remark() string {
	return "Each box holds the middle half of the values; the line in it is the median."
}

func (x *boxes) take(rows []int, of int) mark {
	if of != len(x.by) {
		return nil
	}
	part := newBoxes(pickRows(x.by, rows), pickRows(x.values, rows), distinct(x.by))
	part.style = x.style
	return part
}

func (x *boxes) describe(p *panel) string {
	name, _ := splitUnit(p.y.label)
	text := capital(Plural(len(x.groups), "box")) + ":"
	if name != "" {
		text = capital(name) + ", " + text
	}
	for _, s := range x.groups {
		text += " " + s.tell(p) + "."
	}
	return text
}

func (x *boxes) columns(p *panel) []column {
	heads := []string{"values", "least", "lower quarter", "median", "upper quarter", "most"}
	columns := make([]column, len(heads))
	names := column{head: p.x.head("group"), texts: []string{}, key: true}
	for _, s := range x.groups {
		names.texts = append(names.texts, s.name)
		row := []float64{float64(s.n), s.least, s.lower, s.middle, s.upper, s.most}
		for k, v := range row {
			if s.n == 0 && k > 0 {
				v = math.NaN()
			}
			columns[k].head = heads[k]
			columns[k].values = append(columns[k].values, v)
		}
	}
	return append([]column{names}, columns...)
}
