package exercise

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"littlesteps/pkg/descent"
)

// slope is the exercise of most tests here: the slope of the mean squared error
// of one multiplier, judged by measuring.
func slope() *Complete {
	return &Complete{
		Name: "the slope",
		Args: "m, x, y",
		Truth: func(m float64, x, y []float64) float64 {
			return Slope(func(m float64) float64 {
				sum := 0.0
				for i := range x {
					sum += (m*x[i] - y[i]) * (m*x[i] - y[i])
				}
				return sum / float64(len(x))
			})(m)
		},
		Mistakes: []Mistake{{
			Message: "You forgot the chain rule.",
			Hints:   []string{"Multiply by x."},
			Wrong:   func(m float64, x, y []float64) float64 { return byHand(m, x, y, func(float64) float64 { return 1 }) },
		}},
	}
}

func byHand(m float64, x, y []float64, factor func(x float64) float64) float64 {
	sum := 0.0
	for i := range x {
		sum += 2 * (m*x[i] - y[i]) * factor(x[i])
	}
	return sum / float64(len(x))
}

func right(m float64, x, y []float64) float64 {
	return byHand(m, x, y, func(x float64) float64 { return x })
}

var (
	inches = []float64{30.5, 32.5, 34.5}
	cm     = []float64{77, 83, 88}
)

// learner is a type of a learner's own with the right parameters.
type learner func(m float64, x, y []float64) float64

func TestEachKindOfAnswer(t *testing.T) {
	calls := 0
	var none func(m float64, x, y []float64) float64
	tests := []struct {
		name    string
		mine    any
		verdict Verdict
		says    string
	}{
		{"right", right, Right, "right values"},
		{"right, of a type of its own", learner(right), Right, "right values"},
		{"the gap as it is", func(m float64, x, y []float64) float64 { return TODO }, Open, "a gap in it"},
		{"the gap in a formula", func(m float64, x, y []float64) float64 { return 2*m + TODO*x[0] - 3 }, Open, "a gap in it"},
		{"no function yet", TODO, Open, "a gap in it"},
		{"sign flipped", func(m float64, x, y []float64) float64 { return -right(m, x, y) }, NotYet, "The sign is flipped"},
		{"not divided by n", func(m float64, x, y []float64) float64 { return right(m, x, y) * float64(len(x)) }, NotYet, "You forgot to divide by n"},
		{"divided twice", func(m float64, x, y []float64) float64 { return right(m, x, y) / float64(len(x)) }, NotYet, "once too often"},
		{"factor 2 missing", func(m float64, x, y []float64) float64 { return right(m, x, y) / 2 }, NotYet, "A factor of 2 is missing"},
		{"two slips", func(m float64, x, y []float64) float64 { return right(m, x, y) * float64(len(x)) / 2 }, NotYet,
			"Two things at once: a factor of 2 is missing: you have half of what it should be; and you forgot to divide by n"},
		{"three slips", func(m float64, x, y []float64) float64 { return right(m, x, y) * float64(len(x)) / -2 }, NotYet, "Three things at once"},
		{"a mistake of this exercise", func(m float64, x, y []float64) float64 {
			return byHand(m, x, y, func(float64) float64 { return 1 })
		}, NotYet, "chain rule"},
		{"a number by heart", func(m float64, x, y []float64) float64 { return right(1.7, inches, cm) }, NotYet, "Right for the data of this lesson, but only for those. For m = "},
		{"n by heart", func(m float64, x, y []float64) float64 { return right(m, x, y) * float64(len(x)) / 3 }, NotYet, "only for those"},
		{"rows by heart", func(m float64, x, y []float64) float64 {
			if m == 1.7 {
				return right(m, x, y)
			}
			return x[20]
		}, NotYet, "only for those. With others: your function stopped"},
		{"none of these", func(m float64, x, y []float64) float64 { return right(m, x, y) + 1 }, NotYet, "That isn't it. For the data of this lesson you give"},
		{"right for some", func(m float64, x, y []float64) float64 { return math.Abs(right(m, x, y)) }, NotYet, "right for some numbers, but not for all"},
		{"NaN", func(m float64, x, y []float64) float64 { return math.NaN() }, NotYet, "NaN, “not a number”"},
		{"infinite", func(m float64, x, y []float64) float64 { return math.Inf(-1) }, NotYet, "gives -∞"},
		{"a panic", func(m float64, x, y []float64) float64 { return x[len(x)] }, NotYet, "Your function stopped for the data of this lesson: index out of range [3] with length 3."},
		{"its data changed", func(m float64, x, y []float64) float64 {
			value := right(m, x, y)
			x[0] = 7
			return value
		}, NotYet, "changes the list that it was given"},
		{"a memory", func(m float64, x, y []float64) float64 {
			calls++
			return right(m, x, y) + max(0, float64(calls-7))
		}, NotYet, "called twice"},
		{"nil", nil, NotYet, "got nothing"},
		{"a nil function", none, NotYet, "nil"},
		{"called already", right(1.7, inches, cm), NotYet, "its name, without brackets behind it. It got a number (float64)"},
		{"text", "2 * x", NotYet, "text (string)"},
		{"too few parameters", func(m float64) float64 { return m }, NotYet, "takes 1 value; it should take 3 values: m, x, y."},
		{"a wrong parameter", func(m, x float64, y []float64) float64 { return m }, NotYet, "parameter `x` should be a list of numbers ([]float64), not a number (float64)"},
		{"a wrong result", func(m float64, x, y []float64) []float64 { return x }, NotYet, "should return a number (float64), not a list of numbers ([]float64)"},
		{"no result", func(m float64, x, y []float64) {}, NotYet, "not nothing"},
	}
	for _, test := range tests {
		answer := slope().Look(test.mine, 1.7, inches, cm)
		if answer.Verdict != test.verdict || !strings.Contains(strings.ReplaceAll(answer.Text, "`", ""), strings.ReplaceAll(test.says, "`", "")) {
			t.Errorf("%s: want %q with %q, got\n\t%s", test.name, test.verdict, test.says, answer)
		}
	}
}

func TestAListIsJudgedByItsShapeToo(t *testing.T) {
	line := &Complete{
		Name:  "a gradient",
		Args:  "a, b",
		Parts: []string{"intercept", "slope"},
		Truth: func(a, b float64) []float64 { return []float64{a, 2 * b} },
	}
	tests := []struct {
		name string
		mine func(a, b float64) []float64
		says string
	}{
		{"swapped", func(a, b float64) []float64 { return []float64{2 * b, a} }, "The intercept and the slope are swapped: the intercept comes first"},
		{"swapped and flipped", func(a, b float64) []float64 { return []float64{-2 * b, -a} }, "Two things at once"},
		{"too short", func(a, b float64) []float64 { return []float64{a} }, "returns 1 value for a = "},
		{"its parts", func(a, b float64) []float64 { return nil }, "it should return 2: intercept, slope."},
		{"NaN at the second", func(a, b float64) []float64 { return []float64{a, math.NaN()} }, "The first value is fine, but number 2 isn't finite: it is NaN"},
	}
	for _, test := range tests {
		if answer := line.Look(test.mine); answer.Verdict != NotYet || !strings.Contains(strings.ReplaceAll(answer.Text, "`", ""), strings.ReplaceAll(test.says, "`", "")) {
			t.Errorf("%s: want %q, got\n\t%s", test.name, test.says, answer)
		}
	}
}

// A walk whose rate is too large has good values at first, then none.
func TestTooLargeARateIsNamedWithItsEpoch(t *testing.T) {
	losses := &Complete{
		Name: "losses",
		Args: "start",
		Truth: func(start float64) []float64 {
			return make([]float64, 10)
		},
	}
	answer := losses.Look(func(start float64) []float64 {
		values := make([]float64, 10)
		x := 1e10
		for i := range values {
			values[i] = x
			x *= -1e50
		}
		return values
	})
	const want = "The first 6 values are fine, but number 7 isn't finite: it is ∞"
	if !strings.Contains(answer.Text, want) || !strings.Contains(answer.Text, "step too large") {
		t.Errorf("want %q, got %s", want, answer)
	}
}

func TestARuleIsJudgedByItsSteps(t *testing.T) {
	momentum := &Complete{
		Name:   "momentum",
		Args:   "rate",
		Truth:  func(rate float64) descent.Rule { return descent.Momentum(rate, 0.9) },
		Inputs: func(random *rand.Rand, _ int) []any { return []any{0.1 + random.Float64()} },
	}
	rolling := func(beta float64, shared bool) func(rate float64) descent.Rule {
		return func(rate float64) descent.Rule {
			var velocity []float64
			return descent.Custom("mine", func(params int) descent.Step {
				if !shared || velocity == nil {
					velocity = make([]float64, params)
				}
				return func(gradient []float64) []float64 {
					step := make([]float64, params)
					for i, slope := range gradient {
						velocity[i] = beta*velocity[i] + slope
						step[i] = rate * velocity[i]
					}
					return step
				}
			})
		}
	}
	tests := []struct {
		name    string
		mine    any
		verdict Verdict
		says    string
	}{
		{"right", rolling(0.9, false), Right, "right values"},
		{"memory of the run before", rolling(0.9, true), NotYet, "a second run with the same rule begins with what the first one left behind"},
		{"another beta", rolling(0.5, false), NotYet, "The first step is right, but step 2 isn't"},
		{"from the first step", func(rate float64) descent.Rule { return descent.Momentum(3*rate, 0.9) }, NotYet, "Already the first step differs"},
		{"wrong settings", func(rate float64) descent.Rule { return descent.Momentum(-rate, 0.9) }, NotYet, "the learning rate must be above 0"},
		{"no rule", func(rate float64) descent.Rule { return nil }, NotYet, "returns no rule (nil)"},
		{"a gap", func(rate float64) descent.Rule {
			return descent.Custom("mine", func(int) descent.Step {
				return func(gradient []float64) []float64 { return []float64{TODO, TODO} }
			})
		}, Open, "a gap"},
		{"too short a step", func(rate float64) descent.Rule {
			return descent.Custom("mine", func(int) descent.Step {
				return func(gradient []float64) []float64 { return gradient[:1] }
			})
		}, NotYet, "a step has 1 value for 2 parameters"},
	}
	for _, test := range tests {
		answer := momentum.Look(test.mine)
		if answer.Verdict != test.verdict || !strings.Contains(strings.ReplaceAll(answer.Text, "`", ""), strings.ReplaceAll(test.says, "`", "")) {
			t.Errorf("%s: want %q with %q, got\n\t%s", test.name, test.verdict, test.says, answer)
		}
	}
}

func TestTheAnswerIsTheSameEachTime(t *testing.T) {
	wrong := func(m float64, x, y []float64) float64 { return 7 }
	if one, two := slope().Look(wrong).HTML(), slope().Look(wrong).HTML(); one != two {
		t.Errorf("two checks of the same function differ:\n%s\n%s", one, two)
	}
}

func TestAMistakeBringsItsOwnHints(t *testing.T) {
	missed := slope().Look(func(m float64, x, y []float64) float64 { return byHand(m, x, y, func(float64) float64 { return 1 }) })
	if len(missed.Hints) != 1 || missed.Hints[0] != "Multiply by x." {
		t.Errorf("hints of the mistake: %q", missed.Hints)
	}
}

func TestDataThatWereChangedAreNamed(t *testing.T) {
	for name, shown := range map[string][]any{
		"a list cut short": {1.7, inches, cm[:2]},
		"too few":          {1.7, inches},
		"another type":     {"1.7", inches, cm},
	} {
		if answer := slope().Look(right, shown...); answer.Verdict != NotYet || !strings.Contains(answer.Text, "can't work with the data that it was given") {
			t.Errorf("%s: %s", name, answer)
		}
	}
	if answer := slope().Look(right, 2, inches, cm); answer.Verdict != Right {
		t.Errorf("a whole number in place of a number: %s", answer)
	}
}

func TestAnOracleThatStopsIsAProgrammingMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	broken := &Complete{Name: "broken", Truth: func(x float64) float64 { panic("never") }}
	broken.Look(func(x float64) float64 { return x })
}
