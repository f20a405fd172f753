package check

import (
	"errors"
	"testing"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// A gap is open for every check that takes one answer and has no example.
func TestChecksKnowAGap(t *testing.T) {
	for name, check := range map[string]func(mine any) exercise.Answer{
		"StepCount": StepCount, "RMSProp": RMSProp, "Surprise": Surprise, "Combinations": Combinations,
		"AverageMiss": func(mine any) exercise.Answer { return AverageMiss(mine) }, "SlopeByHand": func(mine any) exercise.Answer { return SlopeByHand(mine) },
		"Gradient": func(mine any) exercise.Answer { return Gradient(mine) },
	} {
		if a := check(exercise.TODO); a.Verdict != exercise.Open {
			t.Errorf("%s: a gap is %v: %s", name, a.Verdict, a.Text)
		}
	}
}

// A loss that can't be evaluated is told, not counted against the rule.
func TestOwnRuleTellsWhatTheLossSays(t *testing.T) {
	broken := func([]float64) (float64, []float64, error) { return 0, nil, errors.New("no data") }
	own := func(rate float64) descent.Rule { return descent.Momentum(rate, 0.5) }
	if a := OwnRule(own, broken, []float64{1}, 5); a.Verdict != exercise.NotYet || a.Text == "" {
		t.Errorf("%v: %q", a.Verdict, a.Text)
	}
}
