package exercise

import (
	"errors"
	"math"
	"strings"
	"testing"

	"littlesteps/pkg/descent"
)

// parabola has its lowest place at 2; rate 1/2 lands, rate 1 is the limit.
func parabola(params []float64) (float64, []float64, error) {
	x := params[0] - 2
	return x * x, []float64{2 * x}, nil
}

func fromZero(epochs int) func([]float64) (*descent.History, error) {
	return func(numbers []float64) (*descent.History, error) {
		return descent.Run(parabola, []float64{0}, descent.GradientDescent(numbers[0]), epochs)
	}
}

func TestExperiments(t *testing.T) {
	landing := Lands([]float64{2}, 0.01, 1)
	tests := []struct {
		name    string
		run     func([]float64) (*descent.History, error)
		goal    Goal
		rate    any
		verdict Verdict
		says    string
	}{
		{"open", fromZero(1), landing, TODO, Open, "Write a number in place of"},
		{"text", fromZero(1), landing, "fast", NotYet, "needs a number; it got text (string)"},
		{"NaN", fromZero(1), landing, math.NaN(), NotYet, "With NaN nothing can be run"},
		{"a division of whole numbers", fromZero(1), landing, 0, NotYet, "write `1.0/1000`"},
		{"a negative rate", fromZero(1), landing, -0.1, NotYet, "The run didn't start: gradient descent, rate -0.1: the learning rate must be above 0"},
		{"lands", fromZero(1), landing, 0.5, Right, "It lands after 1 step, at 2."},
		{"short", fromZero(1), landing, 0.1, NotYet, "After 1 step it stands at 0.4, and hasn't arrived. The steps are too short."},
		{"over", fromZero(1), landing, 0.8, NotYet, "jumped over the lowest place"},
		{"beyond", fromZero(1), landing, 1.2, NotYet, "farther away than it began. The rate is too large."},
		{"NaN at epoch 7", fromZero(20), Lands([]float64{2}, 0.01, 20), 1e22, NotYet, "The rate is too large: each step lands farther out, and at epoch 7 there is only NaN left"},
		{"diverges", fromZero(20), Diverges(), 1e22, Right, "in epoch 7 the numbers are no longer finite"},
		{"grows", fromZero(20), Diverges(), 1.01, Right, "would go on growing"},
		{"doesn't diverge", fromZero(20), Diverges(), 0.9, NotYet, "This one doesn't diverge: the loss went from 4 to"},
	}
	for _, test := range tests {
		experiment := &Experiment{Name: test.name, Run: test.run, Goal: test.goal}
		answer := experiment.Try(test.rate)
		if answer.Verdict != test.verdict || !strings.Contains(strings.ReplaceAll(answer.Text, "`", ""), strings.ReplaceAll(test.says, "`", "")) {
			t.Errorf("%s: want %q with %q, got\n\t%s", test.name, test.verdict, test.says, answer)
		}
	}
}

func TestARunThatFailsIsASentence(t *testing.T) {
	experiment := &Experiment{
		Name: "a failing run",
		Run:  func([]float64) (*descent.History, error) { return nil, errors.New("no data") },
		Goal: Diverges(),
	}
	if answer := experiment.Try(1); answer.Verdict != NotYet || answer.Text != "The run didn't start: no data." {
		t.Errorf("%s", answer)
	}
}
