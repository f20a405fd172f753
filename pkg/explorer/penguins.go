package explorer

import (
	"fmt"
	"math"
	"slices"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
)

// penguins is the explorer of a line through the penguins.
type penguins struct{}

func (penguins) title() string { return "A line through the penguins" }

func (penguins) lead() string {
	return "One measurement of a penguin is to tell its weight. Choose how the walk goes, drag its start on the map, and watch line, path and loss move together."
}

var columns = []option{
	{"bill_length_mm", "bill length"}, {"bill_depth_mm", "bill depth"}, {"flipper_length_mm", "flipper length"},
}

func (p penguins) controls(raw values) []control {
	column, scale := oneOf(columns, raw["column"]), raw.or("scale", "z")
	problem := mustLineProblem(column, scaleOf(scale))
	area := areaOf(problem)
	rate := control{
		name: "rate", label: "learning rate", usual: "0.1", form: slider, log: true,
		least: -math.MaxFloat64, most: math.MaxFloat64, complain: complainRate,
	}
	rate.from, rate.to = rateRange(problem.bowl, rules[0], scale)
	limit := problem.bowl.limit()
	rate.marks = []landmark{{limit / 2, "half the limit"}, {limit, "the limit"}}
	return []control{
		{name: "column", label: "measurement", usual: columns[0].value, form: choice, options: columns, resets: []string{"a", "b"}, asks: true},
		{
			name: "scale", label: "scale", usual: "z", form: choice, resets: []string{"a", "b"}, asks: true,
			options: []option{{"z", "z-scores"}, {"centred", "mm and g, centred"}},
		},
		rate,
		{
			name: "epochs", label: "epochs", usual: "50", form: slider,
			from: 1, to: 1000, log: true, whole: true, least: 1, most: 1_000_000,
		},
		area.start("a", "start: intercept", area.a), area.start("b", "start: slope", area.b),
		guessFirst,
	}
}

func oneOf(options []option, value string) string {
	for _, o := range options {
		if o.value == value {
			return value
		}
	}
	return options[0].value
}

func scaleOf(scale string) string {
	if scale == "centred" {
		return scale
	}
	return "z"
}

// rateRange returns the ends of the slider for a rate.
func rateRange(b *bowl, rule ruleKind, scale string) (from, to float64) {
	switch {
	case rule.ownScale && scale == "centred":
		return 0.01, 1000
	case rule.ownScale:
		return 1e-4, 10
	}
	limit := math.Pow(10, math.Round(2*math.Log10(b.limit()))/2)
	return limit / 1000, limit * math.Sqrt(10)
}

// An area is the part of the map that is shown, and where walks usually start.
type area struct {
	a, b reach
}

type reach struct{ from, to, usual, step float64 }

func areaOf(p *lineProblem) area {
	switch p.scale {
	case "centred":
		return area{reach{-1500, 1500, -1000, 10}, reach{-600, 600, 400, 1}}
	case "shifted":
		return area{reach{-4.5, 1.5, 0.5, 0.01}, reach{-1, 2, 0.6, 0.01}}
	}
	return area{reach{-2.5, 2.5, -2, 0.01}, reach{-2.5, 2.5, 0, 0.01}}
}

func (area) start(name, label string, r reach) control {
	return control{
		name: name, label: label, usual: exact(r.usual), form: slider,
		from: r.from, to: r.to, step: r.step, least: -1e6, most: 1e6,
	}
}

func (penguins) problem(v values) *lineProblem { return mustLineProblem(v["column"], v["scale"]) }

func (penguins) runs(v values) ([]*run, error) {
	p, err := lineProblemOf(v["column"], v["scale"])
	if err != nil {
		return nil, err
	}
	start := []float64{v.number("a"), v.number("b")}
	rule, epochs := descent.GradientDescent(v.number("rate")), v.whole("epochs")
	return []*run{{fmt.Sprint("line", p.column, p.scale, start, rule, epochs), epochs, func(look, sparse descent.Option) (*descent.History, error) {
		return descent.Run(p.loss, start, rule, epochs, look, sparse)
	}}}, nil
}

func (e penguins) view(v values, trajectories []*trajectory) view {
	p, t := e.problem(v), trajectories[0]
	at := t.at(atOf(v, t))
	return view{
		figure:  chart.Beside(e.scatter(p, t.params[at]), e.contours(p, t, at), e.fall(v, p, t, at)),
		said:    e.say(v, p, t, at),
		moment:  e.sayMoment(p, t, at),
		when:    when(t, at, v.whole("epochs")),
		table:   e.table(p, t, at),
		handles: []handle{{picture: 1, x: v.number("a"), y: v.number("b")}},
	}
}

func (e penguins) labels(p *lineProblem) (x, y string) {
	if p.scale == "z" {
		return optionText(columns, p.column) + ", z-score", "body mass, z-score"
	}
	return optionText(columns, p.column) + ", from the mean (mm)", "body mass, from the mean (g)"
}

func optionText(options []option, value string) string {
	for _, o := range options {
		if o.value == value {
			return o.text
		}
	}
	return value
}

// scatter draws the penguins and the line.
func (e penguins) scatter(p *lineProblem, params []float64) *chart.Figure {
	x, y := e.labels(p)
	from, to := ends(p.x)
	low, high := ends(p.y)
	line := func(x float64) float64 { return params[0] + params[1]*x }
	return chart.Scatter(p.x, p.y).Line("", []float64{from, to}, []float64{line(from), line(to)}).Told("the line").As(chart.Guess).
		XRange(from, to).YRange(low, high).X(x).Y(y)
}

// ends returns the smallest and the largest value, with a little room.
func ends(values []float64) (from, to float64) {
	from, to = slices.Min(values), slices.Max(values)
	room := (to - from) * 0.04
	return from - room, to + room
}

// contours draws the map of the loss and the path on it.
func (penguins) contours(p *lineProblem, t *trajectory, at int) *chart.Figure {
	return bowlMap(p).Path("", t.param(0, at), t.param(1, at)).Told("the walk").As(chart.Path).
		Mark("", p.bowl.best[0], p.bowl.best[1]).Told("the lowest place")
}

// bowlMap draws the map of a problem's loss.
func bowlMap(p *lineProblem) *chart.Figure {
	area := areaOf(p)
	as, bs := chart.Span(area.a.from, area.a.to, 41), chart.Span(area.b.from, area.b.to, 41)
	losses := chart.Sample(func(a, b float64) float64 { return p.bowl.loss(a, b) }, as, bs)
	figure := chart.Contours(as, bs, losses)
	if p.scale == "centred" {
		return figure.X("intercept (g)").Y("slope (g/mm)").Z("loss (g²)")
	}
	return figure.X("intercept").Y("slope").Z("loss")
}

// fall draws the loss of all penguins over the epochs.
func (e penguins) fall(v values, p *lineProblem, t *trajectory, at int) *chart.Figure {
	losses := make([]float64, len(t.steps))
	for i := range losses {
		losses[i] = p.bowl.loss(t.params[i]...)
	}
	return fall(v, t, losses, at).Y(e.lossLabel(p))
}

func (penguins) lossLabel(p *lineProblem) string {
	if p.scale == "centred" {
		return "loss (g²)"
	}
	return "loss"
}

func (e penguins) dragged(raw values, drag Drag, drawn []chart.Axes) values {
	if len(drawn) < 2 {
		return raw
	}
	return areaOf(mustLineProblem(oneOf(columns, raw["column"]), scaleOf(raw["scale"]))).dragged(raw, drag, drawn[1])
}

// dragged moves the start on the map.
func (a area) dragged(raw values, drag Drag, axes chart.Axes) values {
	raw = raw.with("a", exact(a.a.near(axes.X.Value(drag.X))))
	return raw.with("b", exact(a.b.near(axes.Y.Value(drag.Y))))
}

// near returns the nearest number that the slider has.
func (r reach) near(x float64) float64 {
	x = max(r.from, min(r.to, x))
	if r.step < 1 {
		return math.Round(x/r.step) / math.Round(1/r.step)
	}
	return math.Round(x/r.step) * r.step
}

func (penguins) settings(v values) string {
	text := capital(optionText(columns, v["column"])) + ", "
	if v["scale"] == "z" {
		text += "z-scores"
	} else {
		text += "in mm and g, centred"
	}
	text += "; plain, rate " + chart.Number(v.number("rate")) + ", " + chart.Plural(v.whole("epochs"), "epoch")
	return text + "; from intercept " + chart.Number(v.number("a")) + ", slope " + chart.Number(v.number("b")) + "."
}

// readCode begins a cell with a column of the penguins and their mass, changed by a
// function of package data.
func readCode(column, change string) string {
	return cell("chart", "data", "descent", "display", "model", "must") +
		"complete := data.Complete(data.Penguins())\n" +
		"x, _ := must.Of2(data." + change + "(must.Of(data.Floats(complete, \"" + column + "\"))))\n" +
		"y, _ := must.Of2(data." + change + "(must.Of(data.Floats(complete, \"body_mass_g\"))))\n"
}

func (e penguins) code(v values) string {
	p := e.problem(v)
	change, x, y := "Standardize", data.Label(p.column)+", z-score", "body mass, z-score"
	if p.scale == "centred" {
		change, x, y = "Center", data.Label(p.column), "body mass (g)"
	}
	area := areaOf(p)
	return readCode(p.column, change) +
		"X, objective := must.Of(data.WithOnes(x)), model.Of(model.Dot, model.MSE)\n" +
		"start, rule := []float64{" + v["a"] + ", " + v["b"] + "}, " + rules[0].code(v["rate"]) + "\n" +
		"f := must.Of(model.New(objective, 2, X, y))\n" +
		"history := must.Of(descent.Run(f, start, rule, " + v["epochs"] + "))\n" +
		fmt.Sprintf("as, bs := chart.Span(%v, %v, 41), chart.Span(%v, %v, 41)\n", area.a.from, area.a.to, area.b.from, area.b.to) +
		"bowl := chart.Contours(as, bs, must.Of(model.Grid(objective, X, y, as, bs))).X(\"intercept\").Y(\"slope\")\n" +
		"points := chart.Scatter(x, y).X(\"" + x + "\").Y(\"" + y + "\").Caption(history.Outcome())\n" +
		"display.Show(chart.Animate(points, bowl, history.Params(), history.Losses()))\n"
}
