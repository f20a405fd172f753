package chart

// An annotation is one named place: the best, the start.
type annotation struct {
	style
	x, y float64
}

// Mark adds one place with its name beside it, such as the best of a grid
// search. Its colour is that of Minimum; As changes it.
func (f *Figure) Mark(name string, x, y float64) *Figure {
	return f.add(&annotation{style{role: Minimum, name: name}, x, y})
}

func (a *annotation) bounds(b *bounds) { b.add(a.x, a.y) }
func (*annotation) dots() int          { return 1 }

func (a *annotation) draw(p *plot) {
	at := point{p.x.At(a.x), p.y.At(a.y)}
	if !at.finite() || !p.box.grow(2).holds(at) {
		return
	}
	p.drawDiamond(&a.style, at, a.name+": "+p.panel.x.say(a.x)+", "+value(a.y, p.panel.y.label))
}

func (a *annotation) project(p *plot, l *landscape) {
	if finite(a.x) && finite(a.y) {
		p.drawDiamond(&a.style, l.project(l.on(a.x, a.y)), a.name)
	}
}

// drawDiamond draws a diamond with its name.
func (p *plot) drawDiamond(s *style, at point, title string) {
	const r = 7
	class := p.class(s)
	p.open(class)
	p.raw(`<path class="f" d="`)
	p.outline([]point{{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}}, true)
	p.raw(`"><title>`, escape(title), `</title></path>`)
	p.close()
	if s.name != "" {
		p.labels.add(label{class: class, text: s.name, anchors: []point{at}, clear: r + 4, retreats: p.panel.grid == nil})
	}
}

func (a *annotation) describe(p *panel) string {
	name := a.said()
	if name == "" {
		name = "a marked place"
	}
	if !finite(a.x) || !finite(a.y) {
		return ""
	}
	text := capital(name) + ": " + p.x.say(a.x)
	if p.grid != nil {
		text += ", " + value(a.y, p.y.label)
		return text + ", " + about(p.grid.at(a.x, a.y), p.levelLabel()) + "."
	}
	return text + ", " + value(a.y, p.y.label) + "."
}

func (a *annotation) columns(*panel) []column { return nil }

// A note is a sentence that points to a place.
type note struct {
	style
	x, y float64
	text string
}

// Note adds a sentence with a thin line to the place it speaks of.
func (f *Figure) Note(x, y float64, text string) *Figure {
	return f.add(&note{style{role: Faint}, x, y, text})
}

func (n *note) bounds(b *bounds) { b.add(n.x, n.y) }

func (n *note) draw(p *plot) {
	at := point{p.x.At(n.x), p.y.At(n.y)}
	if !at.finite() || !p.box.grow(2).holds(at) {
		return
	}
	p.open("loss")
	p.circle("r", at, 4, "")
	p.close()
	p.labels.add(label{class: "ink", text: n.text, anchors: []point{at}, clear: 16, wrap: 150, leader: true})
}

func (n *note) describe(p *panel) string {
	if !finite(n.x) || !finite(n.y) {
		return ""
	}
	return "At " + p.x.say(n.x) + ": " + n.text + "."
}

func (n *note) columns(*panel) []column { return nil }
