package explorer

import (
	"fmt"
	"math"
	"strconv"
	"sync"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
)

// belts is the explorer of one multiplier: inches times what makes centimetres?
type belts struct{}

// beltProblem is the loss over the belt table, once as GoMLX differentiates it
// and once as the parabola that it is.
type beltProblem struct {
	loss descent.Func
	bowl *bowl
}

var beltsOnce = sync.OnceValues(func() (*beltProblem, error) {
	inches, err := data.Floats(data.Belts(), "belt_in")
	if err != nil {
		return nil, err
	}
	cm, err := data.Floats(data.Belts(), "belt_cm")
	if err != nil {
		return nil, err
	}
	loss, err := model.New(model.Of(model.Multiplier, model.MSE), 1, inches, cm)
	if err != nil {
		return nil, err
	}
	return &beltProblem{loss, multiplierBowl(inches, cm)}, nil
})

// beltBowl is the parabola. The belt table is part of the program: if it doesn't
// read, runs says so first.
func beltBowl() *bowl {
	p, err := beltsOnce()
	if err != nil {
		panic(err)
	}
	return p.bowl
}

func (belts) title() string { return "One multiplier" }

func (belts) lead() string {
	return "Inches times which number make centimetres? Choose a learning rate, and watch the little steps look for it."
}

func (belts) controls(values) []control {
	limit := beltBowl().limit()
	return []control{
		{
			name: "rate", label: "learning rate", usual: "0.0001", form: slider,
			from: 1e-6, to: 2e-3, log: true, least: -math.MaxFloat64, most: math.MaxFloat64, complain: complainRate, asks: true,
			marks: []landmark{{limit / 2, "half the limit"}, {limit, "the limit"}},
		},
		{
			name: "epochs", label: "epochs", usual: "20", form: slider,
			from: 1, to: 1000, log: true, whole: true, least: 1, most: 1_000_000, asks: true,
		},
		{
			name: "start", label: "first multiplier", usual: "0", form: slider,
			from: 0, to: 5, step: 0.01, least: -1e6, most: 1e6, asks: true,
		},
		guessFirst,
	}
}

// complainRate refuses the rates that don't go downhill.
func complainRate(rate float64) string {
	switch {
	case rate == 0:
		return "With a learning rate of 0 nothing moves: take one above 0."
	case rate < 0:
		return "A negative learning rate climbs: take one above 0."
	}
	return ""
}

func (belts) runs(v values) ([]*run, error) {
	p, err := beltsOnce()
	if err != nil {
		return nil, err
	}
	start, rate, epochs := v.number("start"), v.number("rate"), v.whole("epochs")
	return []*run{{
		key:         fmt.Sprint("belts", start, rate, epochs),
		evaluations: epochs,
		descend: func(look, sparse descent.Option) (*descent.History, error) {
			return descent.Run(p.loss, []float64{start}, descent.GradientDescent(rate), epochs, look, sparse)
		},
	}}, nil
}

func (b belts) view(v values, trajectories []*trajectory) view {
	t := trajectories[0]
	at := t.at(atOf(v, t))
	return view{
		figure:  chart.Beside(b.curve(v, t, at), fall(v, t, t.losses, at).Y("loss (cm²)")),
		said:    b.say(v, t, at),
		moment:  b.sayStep(v, t, at),
		when:    when(t, at, v.whole("epochs")),
		table:   b.table(v, t, at),
		handles: []handle{{0, v.number("start"), beltBowl().loss(v.number("start")), true}},
	}
}

// when says which moment is looked at.
func when(t *trajectory, at, epochs int) string {
	return "epoch " + chart.Count(t.steps[at]) + " of " + chart.Count(epochs)
}

// curve draws the loss over the multiplier, and the steps on it.
func (b belts) curve(v values, t *trajectory, at int) *chart.Figure {
	bowl := beltBowl()
	reach := b.reach(v, t)
	best := bowl.best[0]
	figure := chart.Function(func(m float64) float64 { return bowl.loss(m) }, best-reach, best+reach)
	ms := t.param(0, at)
	figure.Path("", ms, t.losses[:at+1]).Told("the walk").As(chart.Path)
	return figure.Mark("best: "+chart.Digits(best, 4), best, bowl.lowest()).
		XRange(best-reach, best+reach).X("multiplier").Y("loss (cm²)")
}

// reach is how far the curve is drawn to both sides of the best multiplier: far
// enough for all steps, or of a walk that goes so far that the first would be too small
// to be seen, for those before; in few sizes, so that it seldom jumps.
func (belts) reach(v values, t *trajectory) float64 {
	best := beltBowl().best[0]
	begin := math.Abs(v.number("start") - best)
	far := begin
	if t != nil {
		for _, params := range t.params {
			if away := math.Abs(params[0] - best); away <= max(20*begin, 2.6) {
				far = max(far, away)
			}
		}
	}
	for _, reach := range [...]float64{2.6, 5, 10, 20, 55} {
		if far <= reach {
			return reach
		}
	}
	return 1.05 * far
}

// table writes the steps in numbers.
func (belts) table(v values, t *trajectory, at int) string {
	return tableHTML([]string{"epoch", "multiplier", "loss (cm²)", "slope", "step: rate × slope"}, t, at, func(k int) []float64 {
		slope := settled(t.slopes[k][0], t.slopes[0][0])
		return []float64{settled(t.params[k][0], 1), t.losses[k], slope, v.number("rate") * slope}
	})
}

func (belts) code(v values) string {
	return cell("chart", "data", "descent", "display", "model", "must") + `inches := must.Of(data.Floats(data.Belts(), "belt_in"))
cm := must.Of(data.Floats(data.Belts(), "belt_cm"))
lossAndSlope := must.Of(model.New(model.Of(model.Multiplier, model.MSE), 1, inches, cm))
start, rule, epochs := []float64{` + v["start"] + `}, descent.GradientDescent(` + v["rate"] + `), ` + v["epochs"] + `
history := must.Of(descent.Run(lossAndSlope, start, rule, epochs))
multiplier := chart.Line(history.Epochs(), history.Param(0)).Y("multiplier")
loss := chart.Line(history.Epochs(), history.Losses()).Y("loss (cm²)").LogY()
display.Show(chart.Stack(multiplier, loss).X("epoch").Caption(history.Outcome()))
`
}

// cell begins a Go cell that imports some of the project's packages.
func cell(packages ...string) string {
	s := "import (\n"
	for _, p := range packages {
		s += "\t" + strconv.Quote("littlesteps/pkg/"+p) + "\n"
	}
	return s + ")\n\n%%\n"
}

func (belts) settings(v values) string {
	return "Learning rate " + chart.Number(v.number("rate")) + ", " + chart.Plural(v.whole("epochs"), "epoch") + ", first multiplier " + v["start"] + "."
}

// dragged moves the start along the curve.
func (belts) dragged(raw values, drag Drag, drawn []chart.Axes) values {
	if len(drawn) == 0 {
		return raw
	}
	x := drawn[0].X.Value(drag.X)
	return raw.with("start", exact(math.Round(x*100)/100))
}
