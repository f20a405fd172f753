package chart

import (
	_ "embed" // animate.js
	"math"
	"strconv"
	"strings"
)

// A motion is the animation of a fit: the line over the data and the point on
// the map of the loss move together, epoch by epoch.
type motion struct {
	params  [][]float64
	losses  []float64
	predict func(params []float64, x float64) float64
	frames  []int // the epochs that are shown, dense at first
	keys    []int // the few that are drawn for print, as indices of frames
	x       []float64
	y       [][]float64
	at      []point
	labels  [2]string // the names of the parameters
}

const (
	mostFrames = 72
	keyFrames  = 5
)

// Animate returns the figure of a fit in motion. Over data, a Scatter, lies the
// line that the parameters describe: params[k] are those after k epochs, either
// intercept and slope or one multiplier, and losses[k] is their loss. On bowl,
// the Contours of the same two parameters, a point moves along the path; bowl
// may be nil.
//
// Epochs are dense at first and sparse at the end, as descent is fast and then
// slow. Play, pause, step and scrub work by mouse, touch and keyboard; nothing
// moves by itself. On paper, and where scripts are off, lines at a few key
// epochs take the place of the motion.
func Animate(data, bowl *Figure, params [][]float64, losses []float64) *Figure {
	m := &motion{predict: straight}
	n := min(len(params), len(losses))
	for k := range n { // up to where the descent is still finite
		if len(params[k]) == 0 || !allFinite(params[k]) || !finite(losses[k]) {
			break
		}
		m.params, m.losses = append(m.params, params[k]), append(m.losses, losses[k])
	}
	if data == nil {
		data = New()
	}
	together := Beside(data.copy(), bowl.copy())
	together.title, together.caption = data.title, data.caption
	if len(m.params) == 0 {
		return together
	}
	m.frames = growing(len(m.params), mostFrames)
	m.keys = m.chooseKeys()
	together.motion = m
	panels := together.panels()
	panels[0].marks = append(panels[0].marks, &movingLine{style{role: Guess}, m})
	if len(panels) > 1 && panels[1].grid != nil && len(m.params[0]) >= 2 {
		m.labels = [2]string{panels[1].x.label, panels[1].y.label}
		panels[1].marks = append(panels[1].marks, &movingDot{style{role: Path}, m})
	} else {
		m.labels[0] = "multiplier"
	}
	return together
}

// copy returns a figure that can be changed without changing f.
func (f *Figure) copy() *Figure {
	if f == nil {
		return nil
	}
	c := *f
	c.columns = nil
	for _, column := range f.columns {
		var panels []*panel
		for _, p := range column {
			q := *p
			q.marks = append([]mark(nil), p.marks...)
			panels = append(panels, &q)
		}
		c.columns = append(c.columns, panels)
	}
	return &c
}

// straight is the line of intercept and slope, or of one multiplier.
func straight(params []float64, x float64) float64 {
	if len(params) == 1 {
		return params[0] * x
	}
	return params[0] + params[1]*x
}

func allFinite(values []float64) bool {
	for _, v := range values {
		if !finite(v) {
			return false
		}
	}
	return true
}

// chooseKeys returns the frames at which a half, three quarters and so on of
// the loss is gone, with the first and the last.
func (m *motion) chooseKeys() []int {
	first, last := m.losses[0], m.losses[len(m.losses)-1]
	keys := []int{0}
	left := 0.5
	for f, epoch := range m.frames {
		if len(keys) == keyFrames-1 {
			break
		}
		if f > keys[len(keys)-1] && f < len(m.frames)-1 && math.Abs(m.losses[epoch]-last) <= left*math.Abs(first-last) {
			keys = append(keys, f)
			left /= 4
		}
	}
	if n := len(m.frames) - 1; n > 0 {
		keys = append(keys, n)
	}
	return keys
}

// say tells a frame in words.
func (m *motion) say(frame int) string {
	k := m.frames[frame]
	text := "epoch " + count(k) + ": loss " + number(m.losses[k])
	for i, v := range m.params[k] {
		if i == 2 {
			break
		}
		name, _ := splitUnit(m.labels[i])
		if name == "" {
			name = [...]string{"intercept", "slope"}[i]
		}
		text += ", " + name + " " + m.settled(i, v)
	}
	return text
}

// settled writes a parameter with as many decimals as its way over all epochs
// deserves, so that a value that is nearly 0 doesn't end as 10⁻⁹.
func (m *motion) settled(i int, v float64) string {
	var way interval
	for _, params := range m.params {
		way.add(params[i])
	}
	size := max(way.to-way.from, 1e-9*math.Abs(v))
	if size == 0 {
		return number(v)
	}
	decimals := max(0, 2-int(math.Floor(math.Log10(size))))
	if decimals > 8 {
		return number(v)
	}
	return grouped(strconv.FormatFloat(v, 'f', decimals, 64))
}

func (m *motion) describe(panels []*panel) string {
	last := len(m.frames) - 1
	text := describePanel(&panel{x: panels[0].x, y: panels[0].y, marks: panels[0].marks[:len(panels[0].marks)-1]})
	text += " The fitted line moves over " + plural(len(m.params)-1, "epoch") + ", from " + m.say(0) + ", to " + m.say(last) + "."
	if half := halfway(m.losses); half > 0 {
		text += " Half of the loss that goes is gone by epoch " + count(half) + "."
	}
	return text
}

// movingLine is the line over the data.
type movingLine struct {
	style
	*motion
}

func (l *movingLine) bounds(b *bounds) { b.roomX = true }

func (l *movingLine) endLabel() string { return "epoch 1,000" }

func (l *movingLine) draw(p *plot) {
	l.trace(p)
	class := p.class(&l.style)
	p.open(class)
	p.raw(`<g class="ls-g">`)
	for _, f := range l.keys {
		places := l.placesOf(f)
		p.path("l i", places, false)
		if seen := onlyFinite(places); len(seen) > 0 {
			p.ends = append(p.ends, ending{class, "epoch " + count(l.frames[f]), seen[len(seen)-1]})
		}
	}
	p.raw("</g>")
	final := l.placesOf(len(l.frames) - 1)
	p.path("w ls-line", final, false)
	p.path("l ls-line", final, false)
	p.close()
}

func (l *movingLine) placesOf(frame int) []point {
	places := make([]point, len(l.x))
	for i := range l.x {
		places[i] = point{l.x[i], l.y[frame][i]}
	}
	return places
}

// trace computes the line of every frame, in places. Two points are enough for
// a straight line that stays in the panel; otherwise it is followed in small
// steps and interrupted where it is outside.
func (m *motion) trace(p *plot) {
	for _, pieces := range [...]int{1, 40} {
		m.x, m.y = nil, nil
		outside := false
		for _, k := range m.frames {
			var row []float64
			for i := range pieces + 1 {
				x := p.box.left + p.box.width()*float64(i)/float64(pieces)
				y := p.y.At(m.predict(m.params[k], p.x.Value(x)))
				if !p.box.grow(1).holds(point{x, y}) {
					y, outside = math.NaN(), true
				}
				row = append(row, y)
				if len(m.y) == 0 {
					m.x = append(m.x, x)
				}
			}
			m.y = append(m.y, row)
		}
		if !outside {
			return
		}
	}
}

func (l *movingLine) describe(*panel) string { return "" }

func (l *movingLine) columns(*panel) []column {
	var epochs, losses []float64
	columns := []column{{head: "epoch", key: true}, {head: "loss"}}
	for k := range l.params {
		epochs, losses = append(epochs, float64(k)), append(losses, l.losses[k])
	}
	columns[0].values, columns[1].values = epochs, losses
	for i := range min(2, len(l.params[0])) {
		c := column{head: [...]string{"intercept", "slope"}[i]}
		if name, _ := splitUnit(l.labels[i]); name != "" {
			c.head = name
		}
		for _, params := range l.params {
			c.values = append(c.values, params[i])
		}
		columns = append(columns, c)
	}
	return columns
}

// movingDot is the point on the map.
type movingDot struct {
	style
	*motion
}

func (d *movingDot) bounds(*bounds) {}

func (d *movingDot) draw(p *plot) {
	var way []point
	for _, params := range d.params {
		way = append(way, point{p.x.At(params[0]), p.y.At(params[1])})
	}
	d.at = nil
	for _, k := range d.frames {
		d.at = append(d.at, way[k])
	}
	p.open(p.class(&d.style))
	p.path("w", clipped(light(way), p.box), false)
	p.path("l i", clipped(light(way), p.box), false)
	p.raw(`<g class="d">`)
	for _, f := range d.keys[:len(d.keys)-1] {
		if p.box.holds(d.at[f]) {
			p.circle("", d.at[f], 3, d.say(f))
		}
	}
	p.raw(`</g>`)
	p.close()
	p.labels.avoid(way)
	p.open("guess d")
	p.circle("ls-dot", d.at[len(d.at)-1], 6, "")
	p.close()
}

func (d *movingDot) describe(*panel) string  { return "" }
func (d *movingDot) columns(*panel) []column { return nil }

//go:embed animate.js
var animateJS string

const animationCSS = `.ls .ls-c{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;margin:.2em 0;font-size:14px}.ls .ls-c[hidden]{display:none}` +
	`.ls .ls-c button{font:inherit;min-width:4.6em;min-height:28px;color:var(--ink);background:var(--paper);border:1px solid var(--axis);border-radius:6px;padding:.1em .6em;cursor:pointer}` +
	`.ls .ls-c button:hover{background:var(--grid)}.ls .ls-c :focus-visible{outline:2px solid var(--path);outline-offset:2px}` +
	`.ls .ls-c input{flex:1 1 12rem;min-width:8rem;min-height:24px;margin:0;accent-color:var(--guess)}` +
	`.ls .ls-c output{flex:1 1 100%;color:var(--ink);font-variant-numeric:tabular-nums}` +
	`.ls[data-on] .ls-g{opacity:.35}@media print{.ls .ls-c.ls-c{display:none}.ls[data-on] .ls-g{opacity:1}}`

// controls writes the buttons and the slider; the script shows them.
func (m *motion) controls(b *strings.Builder) {
	if m == nil {
		return
	}
	last := itoa(len(m.frames) - 1)
	b.WriteString(`<div class="ls-c" role="group" aria-label="Animation" data-lm-suppress-shortcuts="true" hidden>` +
		`<button type="button">Back</button><button type="button">Play</button><button type="button">Forward</button>` +
		`<input type="range" min="0" max="` + last + `" value="` + last + `" aria-label="Epoch"><output></output></div>`)
}

// frameData writes what the script needs, as JSON.
func (m *motion) frameData() string {
	c := &canvas{}
	list := func(n int, write func(i int)) {
		c.raw("[")
		for i := range n {
			if i > 0 {
				c.raw(",")
			}
			write(i)
		}
		c.raw("]")
	}
	number := func(v float64) {
		if !finite(v) {
			c.raw("null")
			return
		}
		t := tenths(v)
		if t < 0 {
			c.raw("-")
			t = -t
		}
		c.raw(itoa(t / 10))
		if t%10 != 0 {
			c.raw(".", itoa(t%10))
		}
	}
	c.raw(`{"x":`)
	list(len(m.x), func(i int) { number(m.x[i]) })
	c.raw(`,"y":`)
	list(len(m.y), func(f int) { list(len(m.x), func(i int) { number(m.y[f][i]) }) })
	c.raw(`,"at":`)
	list(len(m.at), func(f int) { list(2, func(i int) { number([...]float64{m.at[f].x, m.at[f].y}[i]) }) })
	c.raw(`,"said":`)
	list(len(m.frames), func(f int) { c.raw(quoted(m.say(f))) })
	c.raw(`,"keys":`)
	list(len(m.keys), func(k int) { c.raw(itoa(m.keys[k])) })
	c.raw("}")
	return string(c.b)
}

// quoted writes a JSON string.
func quoted(s string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20:
			b.WriteString(`\u00` + string(hex[r/16]) + string(hex[r%16]))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (m *motion) script(b *strings.Builder) {
	if m == nil {
		return
	}
	b.WriteString("<script>{" + animateJS + "}</script>")
}
