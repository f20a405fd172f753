package exercise

import (
	"fmt"
	"reflect"
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
			return f, fmt.Sprintf("Your function's parameter `%s` should be %s, not %s.", c.arg(i), kindWords(want.In(i)), kindWords(have.In(i)))
		}
	}
	return f, fmt.Sprintf("Your function should return %s, not %s.", results(want), results(have))
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
	case t == reflect.TypeFor[[]float64]():
		return "a list of numbers ([]float64)"
	case t == reflect.TypeFor[[][]float64]():
		return "rows of numbers ([][]float64)"
	case t == reflect.TypeFor[descent.Rule]():
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
