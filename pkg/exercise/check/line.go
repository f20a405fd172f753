package check

import (
	"fmt"
	"math"
	"slices"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/exercise"
)

// DrawnLine puts a learner's guess of a line, its heights in g at the left end of
// the figure, in its middle and at its right end, beside the line with the
// smallest squared loss. points is the figure that it is drawn into.
func DrawnLine(heights any, points *chart.Figure, x, y []float64) exercise.Answer {
	places := chart.Span(slices.Min(x), slices.Max(x), 3)
	drawn := false
	answer := exercise.Judge("the line", func() (exercise.Verdict, string) {
		if complaint, verdict := notALine(heights, places, y); complaint != "" {
			return verdict, complaint
		}
		drawn = true
		return exercise.Guessed, compareLines(heights.([]float64), places, x, y)
	})
	if drawn {
		points.Line("your line", places, heights.([]float64)).As(chart.Guess)
		answer.Figure = points.Curve("the best line", bestLine(x, y)).As(chart.Minimum).Caption("Your line, and the best one.")
	}
	return answer
}

// notALine says why heights can't be drawn: they are missing, too many, in another
// unit, or don't lie on a line.
func notALine(heights any, places, y []float64) (string, exercise.Verdict) {
	ys, ok := heights.([]float64)
	gap, single := heights.(float64)
	low, high := slices.Min(y), slices.Max(y)
	where := fmt.Sprintf("at %s, %s and %s mm", exercise.Typed(places[0]), exercise.Typed(places[1]), exercise.Typed(places[2]))
	switch {
	case heights == nil, single && exercise.IsOpen(gap), ok && len(ys) == 0, ok && slices.ContainsFunc(ys, exercise.IsOpen):
		return "Draw the line: write how heavy a penguin is on it, in g, " + where + ". A rough idea is enough.", exercise.Open
	case !ok:
		return "Your line should be a list of three masses, `[]float64{…}`.", exercise.NotYet
	case len(ys) > 3:
		return fmt.Sprintf("Your line has %d heights; it should have 3, %s. In Go a comma separates numbers: 2,800 are two of them. Write `2800` or `2_800`.", len(ys), where), exercise.NotYet
	case len(ys) < 3:
		return fmt.Sprintf("Your line has too few heights, %d of 3. Write one for each place: %s.", len(ys), where), exercise.NotYet
	case slices.ContainsFunc(ys, func(h float64) bool { return math.IsNaN(h) || math.IsInf(h, 0) }):
		return "Your line has a height that isn't finite.", exercise.NotYet
	case slices.Max(ys) < low/10 && 1000*slices.Max(ys) > low && 1000*slices.Max(ys) < 2*high:
		return fmt.Sprintf("Those look like kilograms. The figure counts in grams: write `%g` for %g kg.", 1000*ys[2], ys[2]), exercise.NotYet
	case slices.Max(ys) < low || slices.Min(ys) > high:
		return fmt.Sprintf("That line passes by all the penguins: they weigh from %s to %s g.", exercise.Typed(low), exercise.Typed(high)), exercise.NotYet
	case math.Abs(ys[1]-(ys[0]+ys[2])/2) > (high-low)/20:
		return fmt.Sprintf("Your line bends. Halfway between its ends a straight one is at %s g, and you wrote %s.", exercise.Typed((ys[0]+ys[2])/2), exercise.Typed(ys[1])), exercise.NotYet
	}
	return "", exercise.Guessed
}

// compareLines says how steep both lines are, and how far off each is, typically.
func compareLines(ys, places, x, y []float64) string {
	slope := (ys[2] - ys[0]) / (places[2] - places[0])
	mine := func(at float64) float64 { return (ys[0]+ys[1]+ys[2])/3 + slope*(at-places[1]) }
	best := bestLine(x, y)
	bestSlope := best(1) - best(0)
	text := fmt.Sprintf("On your line a millimetre is worth %.0f g, on the best one %.0f g. ", slope, bestSlope)
	switch {
	case slope*bestSlope < 0:
		text += "They slope in opposite directions. "
	case math.Abs(slope) > 1.1*math.Abs(bestSlope):
		text += "Yours is too steep, as most are: the eye follows the long side of the cloud. "
	case math.Abs(slope) < 0.9*math.Abs(bestSlope):
		text += "Yours is too flat. "
	}
	return text + fmt.Sprintf("A typical miss, the root of the mean square, is %.0f g with yours and %.0f g with the best.", typicalMiss(mine, x, y), typicalMiss(best, x, y))
}

func typicalMiss(line func(float64) float64, x, y []float64) float64 {
	return math.Sqrt(meanOf(len(x), func(i int) float64 { return square(line(x[i]) - y[i]) }))
}

// bestLine is the line with the smallest squared loss, by its closed form.
func bestLine(x, y []float64) func(x float64) float64 {
	meanX, deviationX := meanAndDeviation(x)
	meanY, _ := meanAndDeviation(y)
	together := meanOf(len(x), func(i int) float64 { return (x[i] - meanX) * (y[i] - meanY) })
	slope := together / square(deviationX)
	return func(at float64) float64 { return meanY + slope*(at-meanX) }
}
