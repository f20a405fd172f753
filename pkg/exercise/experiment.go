package exercise

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"littlesteps/pkg/descent"
)

// An Experiment is an exercise in which a learner changes numbers until a run
// does what is asked.
type Experiment struct {
	Name string // such as "a rate that diverges"

	// Run makes the run with the learner's numbers.
	Run func(numbers []float64) (*descent.History, error)

	// Goal looks at what the run did: whether that was asked for, and in a
	// sentence or two what happened.
	Goal Goal
}

// A Goal judges a run.
type Goal func(*descent.History) (reached bool, what string)

// Try runs the experiment with the learner's numbers.
func (e *Experiment) Try(numbers ...any) Answer {
	return Judge(e.Name, func() (Verdict, string) { return e.try(numbers) })
}

func (e *Experiment) try(numbers []any) (Verdict, string) {
	settings := make([]float64, len(numbers))
	for i, x := range numbers {
		value, ok := toNumber(x)
		switch {
		case !ok:
			return NotYet, "This experiment needs a number; it got " + kindWords(reflect.TypeOf(x)) + "."
		case IsOpen(value):
			return Open, "Write a number in place of `exercise.TODO`, run the cell, and see what happens. Try as often as you like."
		case math.IsNaN(value) || math.IsInf(value, 0):
			return NotYet, "With " + Typed(value) + " nothing can be run. Take a finite number."
		}
		settings[i] = value
	}
	history, err := e.Run(settings)
	if err != nil {
		return NotYet, "The run didn't start: " + err.Error() + "." + wholeZero(numbers)
	}
	reached, what := e.Goal(history)
	if reached {
		return Right, what
	}
	return NotYet, what
}

// wholeZero explains a 0 that a learner may not have meant.
func wholeZero(numbers []any) string {
	for _, x := range numbers {
		if v := reflect.ValueOf(x); v.CanInt() && v.Int() == 0 {
			return " Did you write a fraction? In Go, `1/1000` divides whole numbers and drops the rest, which leaves 0: write `1.0/1000`, or `0.001`."
		}
	}
	return ""
}

// Diverges is the goal of a run that flies apart.
func Diverges() Goal {
	return func(h *descent.History) (bool, string) {
		first, last := h.Records[0], h.Last()
		switch {
		case h.Diverged():
			return true, fmt.Sprintf("It diverges: every step lands farther out than the one before, and in epoch %d the numbers are no longer finite.", last.Epoch+1)
		case last.Loss > first.Loss:
			return true, fmt.Sprintf("It diverges: the loss grew from %s to %s in %s, and would go on growing.",
				Typed(first.Loss), Typed(last.Loss), plural(last.Epoch, "epoch"))
		}
		return false, fmt.Sprintf("This one doesn't diverge: the loss went from %s to %s in %s.",
			Typed(first.Loss), Typed(last.Loss), plural(last.Epoch, "epoch"))
	}
}

// Lands is the goal of a run that comes to a place, up to within in each
// parameter, in that many steps or fewer.
func Lands(goal []float64, within float64, steps int) Goal {
	return func(h *descent.History) (bool, string) {
		for _, record := range h.Records {
			if record.Epoch <= steps && distance(record.Params, goal) <= within {
				return true, fmt.Sprintf("It lands after %s, at %s.", plural(record.Epoch, "step"), position(record.Params))
			}
		}
		return false, missed(h, goal, steps)
	}
}

// missed says how a run went past its goal.
func missed(h *descent.History, goal []float64, steps int) string {
	last := h.Records[min(steps, len(h.Records)-1)]
	where := fmt.Sprintf("After %s it stands at %s", plural(last.Epoch, "step"), position(last.Params))
	switch {
	case h.Diverged():
		return fmt.Sprintf("The rate is too large: each step lands farther out, and at epoch %d there is only NaN left, “not a number”.", h.Last().Epoch+1)
	case distance(last.Params, goal) > distance(h.Records[0].Params, goal):
		return where + ", farther away than it began. The rate is too large."
	case overshot(h, goal):
		return where + ": the step jumped over the lowest place. The rate is too large to land."
	}
	return where + ", and hasn't arrived. The steps are too short."
}

// position writes parameters; what differs from 0 only by rounding is 0.
func position(params []float64) string {
	rounded := slices.Clone(params)
	for i, x := range rounded {
		if math.Abs(x) < 1e-12 {
			rounded[i] = 0
		}
	}
	return values(rounded)
}

// overshot tells whether the first step went past the goal.
func overshot(h *descent.History, goal []float64) bool {
	if len(h.Records) < 2 {
		return false
	}
	before, after := h.Records[0].Params, h.Records[1].Params
	for i := range goal {
		if (before[i]-goal[i])*(after[i]-goal[i]) < 0 {
			return true
		}
	}
	return false
}

// distance is the largest difference in one parameter.
func distance(a, b []float64) float64 {
	largest := 0.0
	for i := range a {
		largest = max(largest, math.Abs(a[i]-b[i]))
	}
	return largest
}
