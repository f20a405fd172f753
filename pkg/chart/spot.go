package chart

// A spot is one named place: the best, the start.
type spot struct {
	style
	x, y float64
}

// Mark adds one place with its name beside it, such as the best of a grid
// search. Its colour is that of Minimum; As changes it.
func (f *Figure) Mark(name string, x, y float64) *Figure {
	return f.add(&spot{style{Minimum, name}, x, y})
}

func (s *spot) bounds(b *bounds) { b.add(s.x, s.y) }

func (s *spot) draw(p *plot) {
	at := point{p.x.At(s.x), p.y.At(s.y)}
	if !at.finite() || !p.box.grow(2).holds(at) {
		return
	}
	p.drawSpot(&s.style, at, s.name+": "+value(s.x, p.panel.x.label)+", "+value(s.y, p.panel.y.label))
}

// drawSpot draws a diamond with its name.
func (p *plot) drawSpot(s *style, at point, title string) {
	const r = 7
	class := p.class(s)
	p.open(class)
	p.raw(`<path class="f" d="`)
	p.outline([]point{{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}}, true)
	p.raw(`"><title>`, escape(title), `</title></path>`)
	p.close()
	if s.name != "" {
		p.labels.add(label{class: class, text: s.name, anchors: []point{at}, clear: r + 4})
	}
}

func (s *spot) describe(p *panel) string {
	name := s.name
	if name == "" {
		name = "a marked place"
	}
	if !finite(s.x) || !finite(s.y) {
		return ""
	}
	text := capital(name) + ": " + value(s.x, p.x.label)
	if p.grid != nil {
		text += ", " + value(s.y, p.y.label)
		return text + ", " + about(p.grid.at(s.x, s.y), p.levelLabel()) + "."
	}
	return text + ", " + value(s.y, p.y.label) + "."
}

func (s *spot) columns(*panel) []column { return nil }

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
	return "At " + value(n.x, p.x.label) + ": " + n.text + "."
}

func (n *note) columns(*panel) []column { return nil }
