package chart

import (
	"math"
	"slices"
	"strconv"
)

// A motion is the animation of a fit: the line over the data and the point on
// the map of the loss move together, epoch by epoch.
type motion struct {
	params  [][]float64
	losses  []float64
	predict func(params []float64, x float64) float64
	names   []string                      // of the parameters that are told
	judged  func(params []float64) string // what else is told of an epoch
	until   int                           // how many epochs are shown: all, unless the line leaves
	frames  []int                         // the epochs that are shown, dense at first
	keys    []int                         // the few that are drawn for print, as indices of frames

	// Where things lie, known once the figure is drawn.
	x  []float64   // of the line
	y  [][]float64 // of the line, for each frame; NaN outside the panel
	at []point     // of the point on the map, for each frame

	shapes [][]string // path data of the regions, for each frame
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
	together := setInMotion(data, bowl, params, losses)
	m, panels := together.motion, together.panels()
	if m == nil {
		return together
	}
	m.predict = straight
	m.names = []string{"intercept", "slope"}
	if len(m.params[0]) == 1 {
		m.names = []string{"multiplier"}
	}
	panels[0].marks = append(panels[0].marks, &movingLine{style{role: Guess}, m})
	if len(panels) > 1 && panels[1].grid != nil && len(m.params[0]) >= 2 {
		for i, label := range [...]string{panels[1].x.label, panels[1].y.label} {
			if name, _ := splitUnit(label); name != "" {
				m.names[i] = name
			}
		}
		panels[1].marks = append(panels[1].marks, &movingDot{style{role: Path}, m})
	}
	return together
}

// setInMotion returns one or two figures as an animation to which nothing moves
// yet; without one if there are no epochs.
func setInMotion(data, bowl *Figure, params [][]float64, losses []float64) *Figure {
	if data == nil {
		data = New()
	}
	together := Beside(data.copy(), bowl.copy())
	together.title, together.caption = data.title, data.caption
	m := &motion{}
	for k := range min(len(params), len(losses)) { // up to where the descent is still finite
		if len(params[k]) == 0 || !allFinite(params[k]) || !finite(losses[k]) {
			break
		}
		m.params, m.losses = append(m.params, params[k]), append(m.losses, losses[k])
	}
	if len(m.params) > 0 {
		m.show(len(m.params))
		together.motion = m
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
	return !slices.ContainsFunc(values, func(v float64) bool { return !finite(v) })
}

// show chooses the frames among the first epochs.
func (m *motion) show(epochs int) {
	m.until = epochs
	m.frames = growing(epochs, mostFrames)
	m.keys = m.chooseKeys()
}

// chooseKeys returns the frames at which a half, three quarters and so on of
// the loss is gone, with the first and the last.
func (m *motion) chooseKeys() []int {
	first, last := m.losses[0], m.losses[m.until-1]
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
	text := "epoch " + Count(k) + ": loss " + Number(m.losses[k])
	for i, name := range m.names {
		text += ", " + name + " " + m.settled(i, m.params[k][i])
	}
	if m.judged != nil {
		text += ", " + m.judged(m.params[k])
	}
	return text
}

// settled writes a parameter with as many decimals as its way over all epochs
// deserves, so that a value that is nearly 0 doesn't end as 10⁻⁹.
func (m *motion) settled(i int, v float64) string {
	var way interval
	for _, params := range m.params[:m.until] {
		way.add(params[i])
	}
	size := max(way.to-way.from, 1e-9*math.Abs(v))
	if size == 0 {
		return Number(v)
	}
	decimals := max(0, 2-int(math.Floor(math.Log10(size))))
	if decimals > 8 || size > 1e6 {
		return Number(v)
	}
	return grouped(strconv.FormatFloat(v, 'f', decimals, 64))
}

// leaves says which epochs are not shown, "" if all are.
func (m *motion) leaves() string {
	if m == nil || m.until == len(m.params) {
		return ""
	}
	return "Epochs after " + Count(m.until-1) + " are not shown: the line has left the figure."
}
