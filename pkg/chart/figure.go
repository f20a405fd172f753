package chart

// A Figure is a chart with its words: title, caption, a description made from
// the data, and the data as a table. Every method changes the figure and
// returns it, so that calls chain:
//
//	chart.Scatter(bill, mass).X("bill length (mm)").Y("body mass (g)")
type Figure struct {
	title, caption string
	columns        [][]*panel // side by side; each a stack of panels
	motion         *motion    // the animation, if there is one
	still          bool       // nothing is told on hover
}

// A panel is one pair of axes and what is drawn between them.
type panel struct {
	part      string // of small multiples: which rows it shows
	x, y, z   axis
	marks     []mark
	grid      *field // the loss over two parameters, of Contours and Surface
	projected bool   // the grid is drawn in perspective
	equal     bool   // a unit is as long upwards as sideways
}

// An axis is what the author said about one direction of a panel.
type axis struct {
	label    string
	names    []string // of categories, which stand at 0, 1, 2, …
	log      bool
	fixed    bool // the author gave the range
	from, to float64
}

// say writes a value of the axis with its name and unit; on an axis of
// categories, the category that stands there.
func (a axis) say(v float64) string {
	if i := int(v); float64(i) == v && i >= 0 && i < len(a.names) {
		return a.names[i]
	}
	return value(v, a.label)
}

// head returns the axis' name for a column of the table.
func (a axis) head(otherwise string) string {
	if a.label != "" {
		return a.label
	}
	return otherwise
}

// New returns an empty figure, to which a loop can add:
//
//	race := chart.New().X("gradient evaluations").Y("loss").LogY()
//	for _, rule := range rules {
//		race.Line(rule.String(), evaluations, losses[rule])
//	}
func New() *Figure { return &Figure{columns: [][]*panel{{{}}}} }

// Stack puts figures one above the other in one picture. They share the x
// axis: the range holds all of them, and its label stands once, at the bottom.
func Stack(figures ...*Figure) *Figure {
	var all []*panel
	for _, f := range figures {
		if f != nil {
			all = append(all, f.panels()...)
		}
	}
	if len(all) == 0 {
		return New()
	}
	return &Figure{columns: [][]*panel{all}}
}

// Beside puts figures side by side; on a narrow page they wrap.
func Beside(figures ...*Figure) *Figure {
	together := &Figure{}
	for _, f := range figures {
		if f != nil {
			together.columns = append(together.columns, f.columns...)
		}
	}
	if len(together.columns) == 0 {
		return New()
	}
	return together
}

func (f *Figure) panels() []*panel {
	var all []*panel
	for _, column := range f.columns {
		all = append(all, column...)
	}
	return all
}

// Title sets the line above the figure.
func (f *Figure) Title(text string) *Figure { f.title = text; return f }

// Caption sets the text below the figure: what the reader should see in it.
func (f *Figure) Caption(text string) *Figure { f.caption = text; return f }

// X names the horizontal axis, with the unit in brackets at the end:
// "bill length (mm)". Like Y and Z, it reaches every panel of a Stack or a
// Beside that has no label of its own yet.
func (f *Figure) X(label string) *Figure {
	return f.label(label, func(p *panel) *axis { return &p.x })
}

// Y names the vertical axis.
func (f *Figure) Y(label string) *Figure {
	return f.label(label, func(p *panel) *axis { return &p.y })
}

// Z names the height of a Surface and the levels of Contours: "loss" if
// nothing else is said.
func (f *Figure) Z(label string) *Figure {
	return f.label(label, func(p *panel) *axis { return &p.z })
}

func (f *Figure) label(label string, of func(*panel) *axis) *Figure {
	panels := f.panels()
	for _, p := range panels {
		if a := of(p); len(panels) == 1 || a.label == "" {
			a.label = label
		}
	}
	return f
}

// LogX makes the horizontal axis logarithmic. Values at or below zero have no
// place on it: they are left out, and the figure says how many. A map keeps its
// axes as they are.
func (f *Figure) LogX() *Figure { return f.each(func(p *panel) { p.x.log = p.grid == nil }) }

// LogY makes the vertical axis logarithmic, as LogX does the horizontal one.
func (f *Figure) LogY() *Figure { return f.each(func(p *panel) { p.y.log = p.grid == nil }) }

// XRange sets where the horizontal axis begins and ends; not of a map, which is
// as large as its grid.
func (f *Figure) XRange(from, to float64) *Figure {
	return f.each(func(p *panel) { p.x.fix(from, to) })
}

// YRange sets where the vertical axis begins and ends.
func (f *Figure) YRange(from, to float64) *Figure {
	return f.each(func(p *panel) { p.y.fix(from, to) })
}

// EqualUnits makes a unit as long upwards as sideways, so that a valley looks
// like a valley, a circle is round, and plain descent leaves a contour at a
// right angle. A map that is much longer than high becomes a long strip.
func (f *Figure) EqualUnits() *Figure { return f.each(func(p *panel) { p.equal = true }) }

func (a *axis) fix(from, to float64) {
	if finite(from) && finite(to) && from != to {
		a.fixed, a.from, a.to = true, min(from, to), max(from, to)
	}
}

func (f *Figure) each(change func(*panel)) *Figure {
	for _, p := range f.panels() {
		change(p)
	}
	return f
}

// add puts a mark on every panel. Marks hold no state of one panel, so the
// panels can share it.
func (f *Figure) add(m mark) *Figure {
	return f.each(func(p *panel) { p.marks = append(p.marks, m) })
}

// As sets the meaning, and with it the colour, of what was added last.
func (f *Figure) As(role Role) *Figure {
	return f.last(func(s *style) { s.role = role })
}

// Name names what was added last. The name is written beside it.
func (f *Figure) Name(name string) *Figure {
	return f.last(func(s *style) { s.name = name })
}

// Told names what was added last for the description and the data only, where there is
// no room to write beside it.
func (f *Figure) Told(name string) *Figure {
	return f.last(func(s *style) { s.told = name })
}

func (f *Figure) last(change func(*style)) *Figure {
	return f.each(func(p *panel) {
		if n := len(p.marks); n > 0 {
			change(p.marks[n-1].styled())
		}
	})
}
