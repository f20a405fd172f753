package chart

import "slices"

// A movingGround is the ground of a classifier while it learns.
type movingGround struct {
	style
	*motion
	guess func(params []float64, x, y float64) string
}

// AnimateRegions returns the figure of a classifier that learns: over points, a
// ScatterBy, lie the regions that guess answers with the parameters after each
// epoch, as [Figure.Regions] draws them. params[k] are the parameters after k
// epochs, losses[k] is their loss. What is said of the controls of [Animate]
// holds here too; on paper stands the last epoch. guess is asked a few thousand
// times for each of some 70 epochs, so it should be plain Go, and quick.
func AnimateRegions(points *Figure, guess func(params []float64, x, y float64) string, params [][]float64, losses []float64) *Figure {
	together := setInMotion(points, nil, params, losses)
	m := together.motion
	if m == nil {
		return together
	}
	for _, p := range together.panels() {
		for _, other := range p.marks {
			if g, is := other.(*grouping); is && m.judged == nil {
				m.judged = func(params []float64) string {
					right := g.right(func(x, y float64) string { return guess(params, x, y) })
					return Count(right) + " of " + Count(len(g.xs)) + " right"
				}
			}
		}
		p.marks = append([]mark{&movingGround{motion: m, guess: guess}}, p.marks...)
	}
	return together
}

func (*movingGround) bounds(*bounds) {}

func (g *movingGround) draw(p *plot) {
	frames, names := make([][]parcel, len(g.frames)), []string{}
	for f, k := range g.frames {
		frames[f] = survey(p.x, p.y, func(x, y float64) string { return g.guess(g.params[k], x, y) })
		for _, l := range frames[f] {
			if !slices.Contains(names, l.name) {
				names = append(names, l.name)
			}
		}
	}
	slices.Sort(names)
	g.shapes = nil
	for _, parcels := range frames {
		g.shapes = append(g.shapes, shapesOf(parcels, names))
	}
	last := g.shapes[len(g.shapes)-1]
	for k, name := range names {
		class, _ := p.classOf(name, k)
		p.raw(`<g class="`, class, `"><path class="ground ls-shape" d="`, last[k], `"/></g>`)
	}
	p.raw(`<g class="loss"><path class="l i ls-shape" d="`, last[len(names)], `"/></g>`)
}

// shapesOf returns the path data of one frame: the ground of each name, and the
// boundary between them.
func shapesOf(parcels []parcel, names []string) []string {
	shapes, boundary := make([]string, len(names)), &canvas{}
	for i, l := range parcels {
		c := &canvas{}
		c.outline(dropStraight(l.outline, 0.6), true)
		shapes[slices.Index(names, l.name)] = string(c.b)
		if i < len(parcels)-1 {
			boundary.outline(dropStraight(l.boundary, 0.6), false)
		}
	}
	return append(shapes, string(boundary.b))
}

func (g *movingGround) describe(p *panel) string {
	last := regions{guess: func(x, y float64) string { return g.guess(g.params[len(g.params)-1], x, y) }}
	return last.describe(p) + " The regions move over " + g.motion.describe()
}

func (g *movingGround) columns(*panel) []column { return g.motion.columns() }
