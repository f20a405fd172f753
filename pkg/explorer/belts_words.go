package explorer

import (
	"math"

	"littlesteps/pkg/chart"
)

// What a step does to the distance from the best multiplier: it is multiplied by
// 1 − rate · second derivative, at every step the same. So the rate alone
// decides between five courses.
type course int

const (
	creeps   course = iota // comes nearer from one side
	lands                  // is there in one step
	settles                // overshoots, and comes nearer all the same
	circles                // lands as far away on the other side
	diverges               // lands farther away
)

// factor is what each step multiplies the distance by.
func (belts) factor(v values) float64 {
	_, steepest := beltBowl().curvatures()
	return 1 - v.number("rate")*steepest
}

func courseOf(factor float64) course {
	switch {
	case math.Abs(factor) < 0.005:
		return lands
	case factor > 0:
		return creeps
	case math.Abs(factor+1) < 1e-9:
		return circles
	case factor > -1:
		return settles
	}
	return diverges
}

// say tells what happens, and where it has led at the moment that is looked at.
func (b belts) say(v values, t *trajectory, at int) string {
	bowl := beltBowl()
	if t.losses[0] == bowl.lowest() || v.number("start") == bowl.best[0] {
		return "This is the best multiplier: the slope is 0 there, and nothing moves."
	}
	return b.sayCourse(v, t) + " " + b.sayPlace(v, t, at) + b.sayOutside(v, t)
}

func (b belts) sayCourse(v values, t *trajectory) string {
	factor := b.factor(v)
	limit := chart.Number(beltBowl().limit())
	switch courseOf(factor) {
	case lands:
		return "The first step lands on the best multiplier, or as good as. This rate is half the limit."
	case creeps:
		text := "Each step covers " + percent(1-factor) + " of the way that is left, always from the same side."
		if t.finished && share(t.params[0], t.params[t.last()], beltBowl().best) > 0.1 {
			text = "The steps are too small: each covers only " + percent(1-factor) + " of the way that is left."
		}
		return text
	case settles:
		return "Each step overshoots, but comes nearer all the same: it lands on the other side, with " + percent(-factor) + " of the distance left."
	case circles:
		return "This is exactly the limit: each step lands just as far away on the other side, and the loss never changes."
	}
	return "Each step overshoots so far that it lands on the other side " + chart.Digits(-factor, 3) +
		" times as far away as it was. The walk diverges, because the rate is above the limit, " + limit + "."
}

func (b belts) sayPlace(v values, t *trajectory, k int) string {
	text := t.after(k) + " the multiplier is " + chart.Digits(settled(t.params[k][0], 1), 5) + ", the loss " + chart.Number(t.losses[k]) + " cm²"
	switch course := courseOf(b.factor(v)); {
	case t.diverged && k == t.last():
		return text + "; then the numbers are too large for the computer."
	case course == diverges || course == circles:
		return text + "."
	case t.losses[k] < beltBowl().lowest()*(1+1e-6):
		return text + ": as small as it gets."
	}
	return text + "; the smallest possible is " + chart.Number(beltBowl().lowest()) + "."
}

// sayOutside tells which steps the curve's picture can't hold.
func (b belts) sayOutside(v values, t *trajectory) string {
	reach := b.reach(v, t)
	for k, params := range t.params {
		if math.Abs(params[0]-beltBowl().best[0]) > reach {
			seen := "the start"
			switch steps := t.steps[k] - 1; {
			case steps == 1:
				seen = "the first step"
			case steps > 1:
				seen = "the first " + chart.Plural(steps, "step")
			}
			return " The curve shows " + seen + "; what follows leads out of the picture."
		}
	}
	return ""
}

// sayStep tells about one step.
func (belts) sayStep(v values, t *trajectory, at int) string {
	rate, slope, now := v.number("rate"), settled(t.slopes[at][0], t.slopes[0][0]), t.params[at][0]
	text := "The slope here is " + chart.Number(slope)
	if at == t.last() && t.finished {
		return text + "."
	}
	direction := "to the right"
	if slope == 0 {
		return text + ": the ground is level, and nothing moves."
	}
	if slope > 0 {
		direction = "to the left"
	}
	return text + ". The next step is " + chart.Number(rate) + " × " + chart.Number(slope) + " = " + chart.Number(rate*slope) +
		"; it is subtracted, so the multiplier moves " + direction + ", from " + chart.Digits(settled(now, 1), 4) + " to " + chart.Digits(settled(now-rate*slope, 1), 4) + "."
}

// veiled shows where the walk begins, and asks.
func (b belts) veiled(v values) view {
	bowl := beltBowl()
	start := v.number("start")
	reach := b.reach(v, nil)
	best := bowl.best[0]
	curve := chart.Function(func(m float64) float64 { return bowl.loss(m) }, best-reach, best+reach).
		Mark("start", start, bowl.loss(start)).As(chart.Path).
		XRange(best-reach, best+reach).X("multiplier").Y("loss (cm²)")
	fall := chart.Scatter([]float64{0}, []float64{bowl.loss(start)}).As(chart.Path).
		XRange(0, float64(v.whole("epochs"))).LogY().X("epoch").Y("loss (cm²)")
	return view{
		figure: chart.Beside(curve, fall),
		said: "Learning rate " + chart.Number(v.number("rate")) + ", from " + v["start"] + ", " + chart.Plural(v.whole("epochs"), "epoch") +
			". What will the steps do? Guess first; then you see.",
		handles: []handle{{0, start, bowl.loss(start), true}},
	}
}

func (belts) options(values) []option {
	return []option{
		{"creeps", "Come down on one side"},
		{"lands", "Arrive in a single step"},
		{"settles", "Jump across, but settle"},
		{"circles", "Jump across, as far each time"},
		{"flies", "Jump across, and fly apart"},
	}
}

func (b belts) verdict(v values, t []*trajectory, guess string) string {
	right := [...]string{creeps: "creeps", lands: "lands", settles: "settles", circles: "circles", diverges: "flies"}[courseOf(b.factor(v))]
	return compared(b.options(v), guess, right, whatHappens(b.options(v), right))
}
