package exercise

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"

	"littlesteps/pkg/descent"
)

// A pair is one input with what the learner's function and the oracle make of it.
type pair struct {
	args  []any
	shown bool // the lesson shows this input
	mine  outcome
	again []float64 // what the learner's function returned when it was called a second time
	truth []float64
}

// compare calls both functions for each input. The complaint is for shown data
// that the oracle can't work with: a learner may have changed them.
func (c *Complete) compare(f reflect.Value, shown []any) (cases []pair, complaint string) {
	oracle := reflect.ValueOf(c.Truth)
	inputs := c.inputs()
	if len(shown) > 0 {
		inputs = append([][]any{converted(shown, oracle.Type())}, inputs...)
	}
	for i, args := range inputs {
		p := pair{args: args, shown: i == 0 && len(shown) > 0, mine: call(f, args)}
		truth := call(oracle, args)
		switch {
		case truth.stopped != "" && p.shown:
			return nil, "The check can't work with the data that it was given: " + truth.stopped + ". Run the cells above again, from the top."
		case truth.stopped != "":
			panic(fmt.Sprintf("exercise %q: its own oracle stops for %v: %s", c.Name, args, truth.stopped))
		}
		p.truth = truth.values
		cases = append(cases, p)
	}
	for i := range cases {
		cases[i].again = call(f, cases[i].args).values
	}
	return cases, ""
}

// converted makes the parameters' types of plain numbers, so that a cell may
// write 2 for 2.0.
func converted(args []any, f reflect.Type) []any {
	all := slices.Clone(args)
	for i, arg := range all {
		value := reflect.ValueOf(arg)
		if i < f.NumIn() && value.IsValid() && value.CanInt() && f.In(i).Kind() == reflect.Float64 {
			all[i] = float64(value.Int())
		}
	}
	return all
}

// An outcome is what one call of a function came to.
type outcome struct {
	values  []float64
	open    bool   // it came upon a gap
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
	defer func() {
		if reason := recover(); reason != nil {
			o.stopped = why(reason)
		}
		o.open = slices.ContainsFunc(o.values, IsOpen)
		for i := range args {
			o.changed = o.changed || !reflect.DeepEqual(args[i], in[i].Interface())
		}
	}()
	for _, out := range f.Call(in) {
		o.none = o.none || out.Type() == reflect.TypeFor[descent.Rule]() && out.IsNil()
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
