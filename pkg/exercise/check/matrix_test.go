package check

import (
	"reflect"
	"strings"
	"testing"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

func belts(t *testing.T) (inches, cm []float64) {
	t.Helper()
	inches, err := data.Floats(data.Belts(), "belt_in")
	if err != nil {
		t.Fatal(err)
	}
	if cm, err = data.Floats(data.Belts(), "belt_cm"); err != nil {
		t.Fatal(err)
	}
	return inches, cm
}

func TestTheOraclePassesItsOwnExercise(t *testing.T) {
	for _, c := range all {
		if answer := c.Look(c.Truth); answer.Verdict != exercise.Right {
			t.Errorf("%s: %s", c.Name, answer)
		}
	}
}

// Every mistake is made once, and must be called by its own name: not by
// another's, and never right.
func TestEachMistakeGetsItsOwnAnswer(t *testing.T) {
	for _, c := range all {
		said := map[string]bool{}
		for _, m := range c.Mistakes {
			answer := c.Look(m.Wrong)
			if answer.Verdict != exercise.NotYet || answer.Text != m.Message {
				t.Errorf("%s: whoever makes the mistake\n\t%s\nis told\n\t%s", c.Name, m.Message, answer)
			}
			if said[m.Message] {
				t.Errorf("%s: two mistakes are told apart in nothing: %s", c.Name, m.Message)
			}
			said[m.Message] = true
			if len(m.Hints) == 0 {
				t.Errorf("%s: no hint how to mend this: %s", c.Name, m.Message)
			}
		}
	}
}

// The mistakes that can be made in any formula are found in every exercise.
func TestTheUsualSlipsAreFoundEverywhere(t *testing.T) {
	slips := []struct {
		say    string
		factor func(rows float64) float64
		lists  bool
	}{
		{"the sign is flipped", func(float64) float64 { return -1 }, false},
		{"a factor of 2 is missing", func(float64) float64 { return 0.5 }, false},
		{"divide by n", func(rows float64) float64 { return rows }, true},
		{"once too often", func(rows float64) float64 { return 1 / rows }, true},
		{"Two things at once", func(float64) float64 { return -0.5 }, false},
	}
	elsewhere := map[string]bool{ // named in other words, or not a slip there
		"RMSProp: the sign is flipped":   true, // "Your rule climbs"
		"a line's guess: divide by n":    true, // its list holds parameters, not rows
		"a line's guess: once too often": true,
	}
	for _, c := range all {
		takesRows := false
		for f, i := reflect.TypeOf(c.Truth), 0; i < f.NumIn(); i++ {
			takesRows = takesRows || f.In(i) == reflect.TypeFor[[]float64]()
		}
		for _, s := range slips {
			if s.lists && !takesRows {
				continue
			}
			answer := c.Look(scaled(c.Truth, s.factor))
			if answer.Verdict != exercise.NotYet {
				t.Errorf("%s: %s passes", c.Name, s.say)
			}
			named := strings.Contains(strings.ToLower(answer.Text), strings.ToLower(s.say))
			if named == elsewhere[c.Name+": "+s.say] {
				t.Errorf("%s: %q is answered\n\t%s", c.Name, s.say, answer)
			}
		}
	}
}

// scaled wraps a function so that its results are multiplied.
func scaled(f any, factor func(rows float64) float64) any {
	value := reflect.ValueOf(f)
	return reflect.MakeFunc(value.Type(), func(args []reflect.Value) []reflect.Value {
		rows := 1.0
		for _, arg := range args {
			if list, ok := arg.Interface().([]float64); ok {
				rows = float64(len(list))
				break
			}
		}
		out := value.Call(args)
		switch result := out[0].Interface().(type) {
		case float64:
			out[0] = reflect.ValueOf(result * factor(rows))
		case []float64:
			times := make([]float64, len(result))
			for i := range result {
				times[i] = result[i] * factor(rows)
			}
			out[0] = reflect.ValueOf(times)
		default:
			out[0] = reflect.ValueOf(scaledRule{result, factor(rows)}).Convert(value.Type().Out(0))
		}
		return out
	}).Interface()
}

// scaledRule takes another rule's steps, multiplied.
type scaledRule struct {
	rule   any
	factor float64
}

func (s scaledRule) String() string { return "scaled" }

func (s scaledRule) Start(params int) (descent.Step, error) {
	step, err := s.rule.(descent.Rule).Start(params)
	return func(gradient []float64) []float64 {
		out := step(gradient)
		for i := range out {
			out[i] *= s.factor
		}
		return out
	}, err
}
