package check

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// draw makes decisions out of bytes; without any left it decides for the first.
type draw []byte

func (d *draw) of(n int) int {
	if len(*d) == 0 {
		return 0
	}
	first := (*d)[0]
	*d = (*d)[1:]
	return int(first) % n
}

func (d *draw) number() float64 {
	return []float64{0, 1, -1, 0.5, 3.7, math.NaN(), math.Inf(1), math.Inf(-1), exercise.TODO, 1e300, -1e300, 5e-324, 1e-6, 100, -0.001, 1 << 53}[d.of(16)]
}

func (d *draw) list() []float64 {
	if d.of(8) == 7 {
		return nil
	}
	list := make([]float64, d.of(6))
	for i := range list {
		list[i] = d.number()
	}
	return list
}

// types are those that learners' functions take and return, and some that no
// check expects.
var types = []reflect.Type{
	reflect.TypeFor[float64](), reflect.TypeFor[int](), reflect.TypeFor[[]float64](), reflect.TypeFor[descent.Rule](), reflect.TypeFor[string](),
	reflect.TypeFor[error](), reflect.TypeFor[[][]float64](), reflect.TypeFor[float32](), reflect.TypeFor[[]int](), reflect.TypeFor[*int](),
	reflect.TypeFor[chan int](), reflect.TypeFor[struct{ x float64 }](), reflect.TypeFor[any](), reflect.TypeFor[bool](),
}

// value makes a value of a type.
func (d *draw) value(t reflect.Type) reflect.Value {
	switch t {
	case types[0]:
		return reflect.ValueOf(d.number())
	case types[1]:
		return reflect.ValueOf([]int{0, 1, -1, 7, math.MinInt, math.MaxInt}[d.of(6)])
	case types[2]:
		return reflect.ValueOf(d.list())
	case types[3]:
		if d.of(4) == 3 {
			return reflect.Zero(t)
		}
		return reflect.ValueOf(d.rule()).Convert(t)
	case types[4]:
		return reflect.ValueOf([]string{"", "Adam", "\x00<b>`%d", "\xff"}[d.of(4)])
	case types[5]:
		if d.of(2) == 0 {
			return reflect.Zero(t)
		}
		return reflect.ValueOf(errors.New("not `today`\nnor %d tomorrow")).Convert(t)
	case types[6]:
		return reflect.ValueOf([][]float64{d.list(), d.list()})
	}
	return reflect.Zero(t)
}

// rule makes a rule that may return too little, too much, or nothing.
func (d *draw) rule() descent.Rule {
	step, kind := d.list(), d.of(5)
	return descent.Custom("a rule", func(params int) descent.Step {
		if kind == 1 {
			return nil
		}
		return func(gradient []float64) []float64 {
			switch kind {
			case 2:
				return gradient
			case 3:
				clear(gradient)
				return make([]float64, params)
			case 4:
				panic(fmt.Sprint("params ", params))
			}
			return step
		}
	})
}

// answer makes anything that somebody may hand to a check.
func (d *draw) answer() any {
	switch d.of(4) {
	case 0:
		return nil
	case 1:
		if v := d.value(types[d.of(len(types))]); v.CanInterface() {
			return v.Interface()
		}
		return nil
	}
	return d.function()
}

// function makes a function of any signature, or one that checks expect.
func (d *draw) function() any {
	signatures := []any{func(bill, depth, flipper float64) float64 { return 0 }}
	for _, c := range all {
		signatures = append(signatures, c.Truth)
	}
	t := reflect.TypeOf(signatures[d.of(len(signatures))])
	if d.of(3) == 2 {
		var in, out []reflect.Type
		for range d.of(5) {
			in = append(in, types[d.of(len(types))])
		}
		for range d.of(3) {
			out = append(out, types[d.of(len(types))])
		}
		t = reflect.FuncOf(in, out, false)
	}
	switch d.of(6) {
	case 4:
		return reflect.Zero(t).Interface()
	case 5:
		trouble := []any{"no", "", errors.New("none"), nil, 7, struct{}{}}[d.of(6)]
		return reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { panic(trouble) }).Interface()
	}
	var out []reflect.Value
	for i := range t.NumOut() {
		value := reflect.New(t.Out(i)).Elem()
		value.Set(d.value(t.Out(i)))
		out = append(out, value)
	}
	spoils := d.of(3) == 2
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		for _, arg := range args {
			if list, ok := arg.Interface().([]float64); ok && spoils {
				clear(list)
			}
		}
		return out
	}).Interface()
}

// judged are the checks that run an experiment or look at what somebody made up, with
// data for it. TestEveryCheckHasItsPlace says when one is missing here.
var judged = func() map[string]func(a, b any) exercise.Answer {
	x, y := []float64{1, 2, 4}, []float64{2, 5, 7}
	loss := func(params []float64) (float64, []float64, error) {
		miss := params[0] - 2
		return miss * miss, []float64{2 * miss}, nil
	}
	bowl := bowlOf(1, 3)
	return map[string]func(a, b any) exercise.Answer{
		"Divergence":     func(a, _ any) exercise.Answer { return Divergence(a, loss) },
		"OneStepLanding": func(a, _ any) exercise.Answer { return OneStepLanding(a, loss, 2) },
		"OwnBelts":       OwnBelts,
		"DrawnLine":      func(a, _ any) exercise.Answer { return DrawnLine(a, chart.Scatter(x, y), x, y) },
		"RoundLanding":   func(a, _ any) exercise.Answer { return RoundLanding(a, bowl) },
		"RoundBowl":      func(a, b any) exercise.Answer { return RoundBowl(x, a, b) },
		"OwnColumn":      func(a, _ any) exercise.Answer { return OwnColumn(a, x, y, x, y) },
		"Unfair":         func(a, b any) exercise.Answer { return Unfair(a, b, bowl, []float64{1, 1}, 5) },
		"Valley":         func(a, _ any) exercise.Answer { return Valley(a) },
		"OwnRule":        func(a, _ any) exercise.Answer { return OwnRule(a, bowl, []float64{1, 1}, 5) },
	}
}()

// FuzzAnswers hands everything to every check. Each answers with sentences, and
// comes to an end.
func FuzzAnswers(f *testing.F) {
	for first := range byte(8) {
		for second := range byte(26) {
			f.Add([]byte{first, second, first + second, 3, second, 1, 4, first, 2, 5, 0, 7})
		}
	}
	checks := map[string]func(a, b any) exercise.Answer{
		"Predict":       func(a, _ any) exercise.Answer { return exercise.Predict("x", a).From(2).Truth(3) },
		"Predict names": func(a, _ any) exercise.Answer { return exercise.Predict("x", a).Among("Adam").Truth("Adam") },
	}
	for _, c := range all {
		checks[c.Name] = func(a, _ any) exercise.Answer { return c.Look(a) }
	}
	maps.Copy(checks, judged)
	f.Fuzz(func(t *testing.T, data []byte) {
		d := draw(data)
		a, b := d.answer(), d.answer()
		for name, check := range checks {
			answer := check(a, b)
			text := answer.Text
			for _, bad := range []string{"%!", "goroutine", "runtime error", "reflect:", "reflect.", "interface conversion", "..", "<nil>"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s of %T: %q in\n\t%s", name, a, bad, answer)
				}
			}
			if end, _ := utf8.DecodeLastRuneInString(text); !strings.ContainsRune(".?)", end) || strings.Count(text, "`")%2 != 0 {
				t.Errorf("%s of %T: no sentence:\n\t%s", name, a, answer)
			}
			if page := answer.HTML(); !utf8.ValidString(page) {
				t.Errorf("%s of %T: a page of other bytes than UTF-8", name, a)
			}
		}
	})
}
