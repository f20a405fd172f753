package exercise

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"littlesteps/pkg/descent"
)

// accept returns the learner's function, or a sentence about why it isn't one
// that can be checked.
func (c *Complete) accept(mine any) (f reflect.Value, complaint string) {
	want := reflect.TypeOf(c.Truth)
	f = reflect.ValueOf(mine)
	if !f.IsValid() {
		return f, "The check got nothing (nil). Give it your function: its name, without brackets behind it."
	}
	have := f.Type()
	switch {
	case have.Kind() != reflect.Func:
		return f, "The check needs your function itself: its name, without brackets behind it. It got " + kindWords(have) + "."
	case f.IsNil():
		return f, "Your function is nil: it was declared, but nothing was assigned to it."
	case have.ConvertibleTo(want):
		return f.Convert(want), ""
	case have.NumIn() != want.NumIn():
		return f, fmt.Sprintf("Your function takes %s; it should take %s: %s.",
			plural(have.NumIn(), "value"), plural(want.NumIn(), "value"), c.Args)
	}
	for i := range want.NumIn() {
		if have.In(i) != want.In(i) {
			return f, fmt.Sprintf("Your function's parameter %s should be %s, not %s.", c.arg(i), kindWords(want.In(i)), kindWords(have.In(i)))
		}
	}
	return f, fmt.Sprintf("Your function should return %s, not %s.", results(want), results(have))
}

// arg names a parameter.
func (c *Complete) arg(i int) string {
	if names := strings.Split(c.Args, ", "); i < len(names) && c.Args != "" {
		return "`" + names[i] + "`"
	}
	return fmt.Sprint("number ", i+1)
}

func results(f reflect.Type) string {
	var all []string
	for i := range f.NumOut() {
		all = append(all, kindWords(f.Out(i)))
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, " and ")
}

// kindWords names a type for people who don't know types yet.
func kindWords(t reflect.Type) string {
	switch {
	case t == nil:
		return "nothing (nil)"
	case t == typeOf[[]float64]():
		return "a list of numbers ([]float64)"
	case t == typeOf[[][]float64]():
		return "rows of numbers ([][]float64)"
	case t == typeOf[descent.Rule]():
		return "a rule (descent.Rule)"
	case t.Kind() == reflect.String:
		return "text (" + t.String() + ")"
	case t.Kind() == reflect.Int:
		return "a whole number (" + t.String() + ")"
	case t.Kind() == reflect.Float64:
		return "a number (" + t.String() + ")"
	case t.Kind() == reflect.Func:
		return "a function (" + t.String() + ")"
	}
	return t.String()
}

// An outcome is what one call of a function came to.
type outcome struct {
	values  []float64
	open    string // it came upon a gap: what to tell
	stopped string // it panicked or returned an error: the reason
	changed bool   // it wrote to what it was given
	none    bool   // it returned nil where a rule should be
}

// call calls a function with copies of the arguments.
func call(f reflect.Value, args []any) (o outcome) {
	in := make([]reflect.Value, len(args))
	for i, arg := range args {
		in[i] = reflect.ValueOf(clone(arg))
	}
	gapsBefore := gaps.Load()
	defer func() {
		if reason := recover(); reason != nil {
			o.stopped = why(reason)
		}
		switch {
		case gaps.Load() > gapsBefore:
			o.open = gapText
		case anyOpen(o.values):
			o.open = openText
		}
		for i := range args {
			o.changed = o.changed || !reflect.DeepEqual(args[i], in[i].Interface())
		}
	}()
	for _, out := range f.Call(in) {
		o.none = o.none || out.Type() == typeOf[descent.Rule]() && out.IsNil()
		values, err := flatten(out.Interface())
		o.values = append(o.values, values...)
		if err != nil {
			o.stopped = cmp.Or(theirs(err.Error()), NoReason) // below its first line stand places of the program, not of the cell
		}
	}
	return o
}

func clone(arg any) any {
	switch arg := arg.(type) {
	case []float64:
		return slices.Clone(arg)
	case [][]float64:
		rows := make([][]float64, len(arg))
		for i := range arg {
			rows[i] = slices.Clone(arg[i])
		}
		return rows
	}
	return arg
}

// flatten turns a result into numbers that can be compared one by one.
func flatten(result any) ([]float64, error) {
	switch result := result.(type) {
	case nil: // no error, or no rule
		return nil, nil
	case error:
		return nil, result
	case float64:
		return []float64{result}, nil
	case int:
		return []float64{float64(result)}, nil
	case []float64:
		return result, nil
	case [][]float64:
		return slices.Concat(result...), nil
	case descent.Rule:
		return steps(result)
	}
	return nil, fmt.Errorf("a result of type %T can't be checked", result)
}

// A rule is judged by its steps for a few gradients, twice from a fresh start.
const (
	ruleParams = 2
	ruleSteps  = 6
)

func steps(rule descent.Rule) ([]float64, error) {
	random := rand.New(rand.NewPCG(3, seed))
	var all []float64
	for range 2 {
		step, err := rule.Start(ruleParams)
		if err != nil {
			return nil, err
		}
		for range ruleSteps {
			got := step(Numbers(random, ruleParams))
			if len(got) != ruleParams {
				return nil, fmt.Errorf("a step has %s for %s", plural(len(got), "value"), plural(ruleParams, "parameter"))
			}
			all = append(all, got...)
		}
	}
	return all, nil
}
