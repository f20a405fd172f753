package exercise

import (
	"fmt"
	"math"
	"reflect"

	"littlesteps/pkg/chart"
)

// A Drawing is a guessed curve that waits for the truth.
type Drawing struct {
	what    string
	xs      []float64
	heights any
	x, y    string
}

// Draw takes a learner's guess of a curve: its height at each of the places xs,
// as a []float64. what completes the sentence "Your curve of …".
func Draw(what string, xs []float64, heights any) *Drawing {
	return &Drawing{what: what, xs: xs, heights: heights, x: "x", y: "y"}
}

// X names the horizontal axis of the figure.
func (d *Drawing) X(label string) *Drawing {
	d.x = label
	return d
}

// Y names the vertical axis of the figure.
func (d *Drawing) Y(label string) *Drawing {
	d.y = label
	return d
}

// Truth draws the guess and the true curve into one figure, and says in words
// where they agree.
func (d *Drawing) Truth(f func(x float64) float64) Answer {
	answer := Answer{Exercise: d.what, Verdict: Open}
	ys, ok := d.heights.([]float64)
	gap, single := d.heights.(float64)
	switch n := len(d.xs); {
	case d.heights == nil, single && IsOpen(gap), ok && len(ys) == 0, ok && anyOpen(ys):
		answer.Text = fmt.Sprintf("Draw %s: write its height at each of the %s %s. A rough idea of the shape is enough.",
			d.what, plural(n, "place"), numbers(d.xs))
	case !ok:
		answer.Verdict = NotYet
		answer.Text = fmt.Sprintf("Your drawing is %s. Make it a list of numbers, []float64{…}.", kindWords(reflect.TypeOf(d.heights)))
	case len(ys) != n:
		answer.Verdict = NotYet
		answer.Text = fmt.Sprintf("Your drawing has %s, but there are %s: %s.", plural(len(ys), "height"), plural(n, "place"), numbers(d.xs))
	case !allFinite(ys):
		answer.Verdict = NotYet
		answer.Text = "Your drawing holds a height that isn't finite: " + numbers(ys) + "."
	default:
		answer.Verdict = Guessed
		answer.Text = d.compare(ys, f)
		answer.Figure = d.figure(ys, f)
	}
	return counted(answer)
}

func (d *Drawing) figure(ys []float64, f func(float64) float64) *chart.Figure {
	figure := chart.Function(f, d.xs[0], d.xs[len(d.xs)-1]).Name("the truth")
	figure.Line("your guess", d.xs, ys).As(chart.Guess)
	return figure.X(d.x).Y(d.y).Caption("Your guess, and the truth.")
}

// compare looks at the two things that a rough drawing can get right: where the
// curve rises and falls, and where it is lowest or, if that is at an end, how far
// it goes up or down.
func (d *Drawing) compare(ys []float64, f func(float64) float64) string {
	truth := make([]float64, len(d.xs))
	for i, x := range d.xs {
		truth[i] = f(x)
	}
	agree := 0
	for i := range len(ys) - 1 {
		if direction(ys[i], ys[i+1]) == direction(truth[i], truth[i+1]) {
			agree++
		}
	}
	stretches := len(ys) - 1
	text := fmt.Sprintf("Your curve of %s rises and falls as the true one does on %d of its %d stretches.", d.what, agree, stretches)
	if agree == stretches {
		text = fmt.Sprintf("Your curve of %s rises and falls where the true one does.", d.what)
	}
	if end := lowest(truth); end == 0 || end == len(truth)-1 {
		return text + fmt.Sprintf(" From one end to the other yours changes by %s, the true one by %s.",
			Format(ys[stretches]-ys[0]), Format(truth[stretches]-truth[0]))
	}
	mine, its := d.xs[lowest(ys)], d.xs[lowest(truth)]
	if mine == its {
		return text + " Of the places given, both are lowest at " + Format(its) + "."
	}
	return text + " Of the places given, yours is lowest at " + Format(mine) + ", the true one at " + Format(its) + "."
}

func lowest(ys []float64) int {
	at := 0
	for i, y := range ys {
		if y < ys[at] {
			at = i
		}
	}
	return at
}

func anyOpen(xs []float64) bool {
	for _, x := range xs {
		if IsOpen(x) {
			return true
		}
	}
	return false
}

func allFinite(xs []float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
