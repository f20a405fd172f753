// Package remote lets a check look at a learner's answer that lives in another
// process. A program of a learner must not share memory with the check that
// judges it: what shares memory can change it.
//
// The learner's program ends with
//
//	remote.Serve(map[string]any{"myStep": myStep})
//
// and answers questions until there are no more. On the other side a check asks:
//
//	peer := remote.NewPeer(in, out)
//	mine, err := peer.Get("myStep")     // a func(float64, float64, float64) float64
//	answer := check.OneStep(mine)
//
// A number or a list is copied over. Of a function only its type is; each call of
// the function that Get returns asks the learner's program for the result. So
// all that the learner's code can say is what a call returns, and whether that is
// right is decided where it has no hand in.
//
// Questions and replies are lines of JSON. A number travels as its bits, because
// JSON has neither NaN nor the mark of a gap.
package remote

import (
	"cmp"
	"fmt"
	"math"
	"reflect"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// A question is asked of the learner's program. Exactly one of its first four
// fields is set.
type question struct {
	Get    string  `json:"get,omitempty"`   // the value of this name
	Call   int     `json:"call,omitempty"`  // this function, with Args
	Begin  int     `json:"begin,omitempty"` // a run of this rule, for Params parameters
	Args   []value `json:"args,omitempty"`
	Params int     `json:"params,omitempty"`
}

// A reply is what came of it.
type reply struct {
	Values []value `json:"values,omitempty"`
	Args   []value `json:"args,omitempty"`  // the arguments, where the function changed them
	Panic  string  `json:"panic,omitempty"` // it stopped
}

// A value is a Go value on its way.
type value struct {
	Kind    string     `json:"kind"`
	Text    string     `json:"text,omitempty"`    // of text and errors; the type's name of what can't travel
	Numbers []uint64   `json:"numbers,omitempty"` // bits: one of a float, int or bool, any of a list
	Rows    [][]uint64 `json:"rows,omitempty"`
	Ref     int        `json:"ref,omitempty"` // of a function, a rule or a step: its number in the learner's program
	In      []string   `json:"in,omitempty"`  // the types of a function's parameters
	Out     []string   `json:"out,omitempty"` // and of its results
}

// The kinds of values, which are also the names of their types.
const (
	kindNil   = "nil"
	kindFloat = "float64"
	kindInt   = "int"
	kindBool  = "bool"
	kindText  = "string"
	kindList  = "[]float64"
	kindRows  = "[][]float64"
	kindRule  = "descent.Rule"
	kindError = "error"
	kindFunc  = "func"
	kindOther = "other"
)

// types are those that a function may take and return.
var types = map[string]reflect.Type{
	kindFloat: reflect.TypeFor[float64](),
	kindInt:   reflect.TypeFor[int](),
	kindBool:  reflect.TypeFor[bool](),
	kindText:  reflect.TypeFor[string](),
	kindList:  reflect.TypeFor[[]float64](),
	kindRows:  reflect.TypeFor[[][]float64](),
	kindRule:  reflect.TypeFor[descent.Rule](),
	kindError: reflect.TypeFor[error](),
}

// name is a type's name in a message between the two.
func name(t reflect.Type) string {
	for name, known := range types {
		if t == known {
			return name
		}
	}
	return t.String()
}

// keeper remembers a function, a rule or a step under a number, and returns it.
type keeper func(thing any) int

// pack writes a value down.
func pack(x any, keep keeper) value {
	switch x := x.(type) {
	case nil:
		return value{Kind: kindNil}
	case []float64:
		return value{Kind: kindList, Numbers: bits(x)}
	case [][]float64:
		rows := make([][]uint64, len(x))
		for i := range x {
			rows[i] = bits(x[i])
		}
		return value{Kind: kindRows, Rows: rows}
	case descent.Rule:
		return value{Kind: kindRule, Ref: keep(x)}
	case error:
		return value{Kind: kindError, Text: x.Error()}
	}
	return packKind(reflect.ValueOf(x), keep)
}

// packKind is for what has many types: a learner's own kind of number is a number.
func packKind(v reflect.Value, keep keeper) value {
	switch {
	case v.Kind() == reflect.Func && v.IsNil():
		return value{Kind: kindNil}
	case v.Kind() == reflect.Func:
		return packFunc(v, keep)
	case v.CanFloat():
		return value{Kind: kindFloat, Numbers: []uint64{math.Float64bits(v.Float())}}
	case v.CanInt():
		return value{Kind: kindInt, Numbers: []uint64{uint64(v.Int())}}
	case v.CanUint():
		return value{Kind: kindInt, Numbers: []uint64{v.Uint()}}
	case v.Kind() == reflect.Bool:
		return value{Kind: kindBool, Numbers: []uint64{map[bool]uint64{true: 1}[v.Bool()]}}
	case v.Kind() == reflect.String:
		return value{Kind: kindText, Text: v.String()}
	}
	return value{Kind: kindOther, Text: v.Type().String()}
}

func packFunc(f reflect.Value, keep keeper) value {
	packed := value{Kind: kindFunc, Ref: keep(f.Interface())}
	for i := range f.Type().NumIn() {
		packed.In = append(packed.In, name(f.Type().In(i)))
	}
	for i := range f.Type().NumOut() {
		packed.Out = append(packed.Out, name(f.Type().Out(i)))
	}
	if f.Type().IsVariadic() {
		return value{Kind: kindOther, Text: f.Type().String()}
	}
	return packed
}

// plain reads what isn't a reference.
func (v value) plain() (any, error) {
	one := func() (uint64, error) {
		if len(v.Numbers) != 1 {
			return 0, fmt.Errorf("a %s with %d numbers", v.Kind, len(v.Numbers))
		}
		return v.Numbers[0], nil
	}
	switch v.Kind {
	case kindNil:
		return nil, nil
	case kindFloat:
		number, err := one()
		return math.Float64frombits(number), err
	case kindInt:
		number, err := one()
		return int(number), err
	case kindBool:
		number, err := one()
		return number == 1, err
	case kindText:
		return v.Text, nil
	case kindError:
		return fmt.Errorf("%s", v.Text), nil
	case kindList:
		return floats(v.Numbers), nil
	case kindRows:
		rows := make([][]float64, len(v.Rows))
		for i := range v.Rows {
			rows[i] = floats(v.Rows[i])
		}
		return rows, nil
	}
	return nil, fmt.Errorf("a value of kind %q", v.Kind)
}

func bits(xs []float64) []uint64 {
	all := make([]uint64, len(xs))
	for i, x := range xs {
		all[i] = math.Float64bits(x)
	}
	return all
}

func floats(bits []uint64) []float64 {
	all := make([]float64, len(bits))
	for i, b := range bits {
		all[i] = math.Float64frombits(b)
	}
	return all
}

// signature makes the type of a function.
func (v value) signature() (reflect.Type, error) {
	list := func(names []string) (all []reflect.Type, err error) {
		for _, name := range names {
			t, ok := types[name]
			if !ok {
				return nil, fmt.Errorf("it takes or returns a value of type %s", name)
			}
			all = append(all, t)
		}
		return all, nil
	}
	if len(v.In)+len(v.Out) > 20 {
		return nil, fmt.Errorf("it takes and returns %d values", len(v.In)+len(v.Out))
	}
	in, err := list(v.In)
	if err != nil {
		return nil, err
	}
	out, err := list(v.Out)
	return reflect.FuncOf(in, out, false), err
}

// reason words what a panic carried. An empty one would look like none.
func reason(recovered any) string {
	return cmp.Or(fmt.Sprint(recovered), exercise.NoReason)
}
