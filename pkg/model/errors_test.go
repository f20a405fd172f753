package model_test

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/model"
)

// What is wrong with the data is named by its place.
func TestBadData(t *testing.T) {
	three := []float64{1, 2, 3}
	nan, inf := math.NaN(), math.Inf(1)
	for _, test := range []struct {
		want string
		make func() error
	}{
		{"x has 2 rows, but y has 3: each x needs its y", tryNew(1, three[:2], three)},
		{"x has 0 rows, but y has 3", tryNew(1, []float64{}, three)},
		{"y is empty", tryNew(1, three, nil)},
		{"y is NaN in row 1", tryNew(1, three, []float64{1, nan, 3})},
		{"x is +Inf in row 2", tryNew(1, []float64{1, 2, inf}, three)},
		{"at least 1 parameter, not 0", tryNew(0, three, three)},
		{"x has 1 row, but y has 3", tryNew(2, [][]float64{{1, 2}}, three)},
		{"row 2 of x has length 1, but row 0 has length 2", tryNew(2, [][]float64{{1, 2}, {3, 4}, {5}}, three)},
		{"the rows of x are empty", tryNew(2, [][]float64{{}, {}, {}}, three)},
		{"x is NaN in row 1, column 1", tryNew(2, [][]float64{{1, 2}, {3, nan}, {5, 6}}, three)},
	} {
		checkError(t, test.make(), test.want)
	}
}

func tryNew[T model.Values](params int, x T, y []float64) func() error {
	return func() error {
		_, err := model.New(model.Of(model.Dot, model.MSE), params, x, y)
		return err
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %q, want one with %q", err, want)
	}
}

// A loss that goes wrong gives GoMLX's reason, the shapes, and the learner's line.
func TestBadLoss(t *testing.T) {
	inches, cm := belts(t)
	for _, test := range []struct {
		name, want string
		loss       model.Objective
		place      bool // whether the learner's line is known
	}{
		{"shapes", "cannot be broadcast", func(p, x, y *graph.Node) *graph.Node {
			return graph.ReduceAllMean(graph.Sub(graph.Slice(x, graph.AxisRangeToEnd(3)), y))
		}, true},
		{"a panic with text", "in the loss function: not today", func(p, x, y *graph.Node) *graph.Node { panic("not today") }, true},
		{"a panic with an error", "in the loss function: not tomorrow", func(p, x, y *graph.Node) *graph.Node {
			panic(errors.New("not tomorrow"))
		}, true},
		{"an index", "index out of range [1]", func(p, x, y *graph.Node) *graph.Node {
			return []*graph.Node{p}[x.Rank()]
		}, true},
		{"a nil node", "Node is nil", func(p, x, y *graph.Node) *graph.Node { return graph.Mul(nil, p) }, true},
		{"a nil result", "returned nil", func(p, x, y *graph.Node) *graph.Node { return nil }, false},
		{"no scalar", "returned shape [10]: the loss should be one number", func(p, x, y *graph.Node) *graph.Node {
			return graph.Sub(graph.Mul(x, p), y)
		}, false},
		{"other numbers", "returned Float32 numbers", func(p, x, y *graph.Node) *graph.Node {
			return graph.ConvertDType(graph.ReduceAllMean(graph.Mul(x, p)), dtypes.Float32)
		}, false},
		{"no function", "the loss function is nil", nil, false},
		{"delta of Huber", "delta of Huber must be above 0 and finite, not -1", model.Of(model.Multiplier, model.Huber(-1)), false},
		{"Linear on one parameter", "Linear takes an intercept and one slope for each of 1 columns, 2 parameters in all, not 1",
			model.Of(model.Linear, model.MSE), false},
		{"Dot on a slice", "Dot takes one parameter for each column of a matrix x", model.Of(model.Dot, model.MSE), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := model.New(test.loss, 1, inches, cm)
			checkError(t, err, test.want)
			_, place, found := strings.Cut(fmt.Sprint(err), "\n  at ")
			if found != test.place || found && !strings.HasPrefix(place, thisFile()+":") {
				t.Errorf("a place in the learner's function: %v, want %v, in %q", found, test.place, err)
			}
			if strings.Contains(fmt.Sprint(err), "goroutine") || strings.Count(fmt.Sprint(err), "\n") > 1 {
				t.Errorf("the error holds a stack: %q", err)
			}
		})
	}
	_, err := model.New(model.Of(model.Multiplier, model.MSE), 2, inches, cm)
	checkError(t, err, "Multiplier takes 1 parameter")
}

// The line is that of the operation that failed, not that of the function.
func TestPlaceIsTheLine(t *testing.T) {
	inches, cm := belts(t)
	line := 0
	_, err := model.New(func(p, x, y *graph.Node) *graph.Node {
		_, _, line, _ = runtime.Caller(0)
		return graph.Sub(x, p) // the line after Caller's
	}, 3, inches, cm)
	checkError(t, err, fmt.Sprintf("%s:%d", thisFile(), line+1))
	checkError(t, err, "params has shape [3], x [10], y [10]")
}

func thisFile() string {
	_, file, _, _ := runtime.Caller(0)
	return file
}

// A parameter that descent would never move is refused, and the reason is said; one
// whose slope happens to be zero is not.
func TestIdleParameters(t *testing.T) {
	x, y := regression(40, 2)
	element := func(p *graph.Node, i int) *graph.Node { return graph.Reshape(graph.Slice(p, graph.AxisElem(i))) }
	square := func(n *graph.Node) *graph.Node { return graph.ReduceAllMean(graph.Square(n)) }
	for _, test := range []struct {
		name, want string
		loss       model.Objective
	}{
		{"no parameter", "doesn't use the parameters", func(p, x, y *graph.Node) *graph.Node { return square(y) }},
		{"only the first", "doesn't use parameter 1 of 0 to 1", func(p, x, y *graph.Node) *graph.Node {
			return square(graph.Sub(y, element(p, 0)))
		}},
		{"only the second", "doesn't use parameter 0 of 0 to 1", func(p, x, y *graph.Node) *graph.Node {
			return square(graph.Sub(y, element(p, 1)))
		}},
		{"times zero", "doesn't use parameter 0", func(p, x, y *graph.Node) *graph.Node {
			return square(graph.Sub(y, graph.MatMul(graph.MulScalar(x, 0), p)))
		}},
		{"a sign", "changes with parameter 0 of 0 to 1, but its slope is exactly zero everywhere", func(p, x, y *graph.Node) *graph.Node {
			return square(graph.Sub(y, graph.Sign(graph.MatMul(x, p))))
		}},
		{"a count of wrong answers", "but its slope is exactly zero", func(p, x, y *graph.Node) *graph.Node {
			wrong := graph.LessThan(graph.Mul(y, graph.MatMul(x, p)), graph.ScalarZero(x.Graph(), dtypes.Float64))
			return graph.ReduceAllMean(graph.ConvertDType(wrong, dtypes.Float64))
		}},
		{"a gradient that is stopped", "but its slope is exactly zero", func(p, x, y *graph.Node) *graph.Node {
			return square(graph.Sub(y, graph.StopGradient(graph.MatMul(x, p))))
		}},
		{"one of two stopped", "changes with parameter 1 of 0 to 1, but", func(p, x, y *graph.Node) *graph.Node {
			return square(graph.Sub(y, graph.Add(element(p, 0), graph.StopGradient(element(p, 1)))))
		}},
		{"both", "", model.Of(model.Dot, model.MSE)},
		{"a hinge", "", func(p, x, y *graph.Node) *graph.Node {
			return graph.ReduceAllMean(graph.MaxScalar(graph.OneMinus(graph.Mul(y, graph.MatMul(x, p))), 0))
		}},
		{"one in a tiny term", "", func(p, x, y *graph.Node) *graph.Node {
			return graph.Add(square(graph.Sub(y, element(p, 0))), graph.MulScalar(square(element(p, 1)), 1e-12))
		}},
		{"one beyond a threshold", "", func(p, x, y *graph.Node) *graph.Node {
			far := graph.MaxScalar(graph.SubScalar(element(p, 1), 500), 0)
			return graph.Add(square(graph.Sub(y, element(p, 0))), far)
		}},
		{"one that an infinite loss hides", "", func(p, x, y *graph.Node) *graph.Node {
			far := graph.MaxScalar(graph.SubScalar(element(p, 1), 500), 0)
			return graph.Add(graph.Exp(graph.MulScalar(graph.AddScalar(square(element(p, 0)), 1), 1e4)), far)
		}},
		{"a loss without a finite value", "", func(p, x, y *graph.Node) *graph.Node {
			return graph.Add(graph.Log(graph.Neg(square(element(p, 0)))), element(p, 1))
		}},
	} {
		_, err := model.New(test.loss, 2, x, y)
		if test.want != "" {
			checkError(t, err, test.want)
		} else if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	// A column of zeros: its parameter is used, but these data give it no slope.
	for i := range x {
		x[i][1] = 0
	}
	f, err := model.New(model.Of(model.Dot, model.MSE), 2, x, y)
	if err != nil {
		t.Fatalf("a column of zeros: %v", err)
	}
	if _, gradient := evaluate(t, f, 1, 1); gradient[0] == 0 || gradient[1] != 0 {
		t.Errorf("the gradient is %v, want something and 0", gradient)
	}
}

func TestBadCalls(t *testing.T) {
	bill, mass := penguins(t)
	f := compiled(t, model.Of(model.Linear, model.MSE), 2, bill, mass)
	_, _, err := f([]float64{1, 2, 3})
	checkError(t, err, "the model has 2 parameters, but 3 were given")
	batch, err := model.Batch(model.Of(model.Linear, model.MSE), 2, bill, mass)
	if err != nil {
		t.Fatal(err)
	}
	one := compiled(t, model.Of(model.Multiplier, model.MSE), 1, bill, mass)
	_, _, err = one([]float64{1, 2, 3})
	checkError(t, err, "the model has 1 parameter, but 3 were given")
	_, _, err = batch([]float64{0, 0}, nil)
	checkError(t, err, "the batch is empty")
	_, _, err = batch([]float64{0, 0}, []int{3, 333})
	checkError(t, err, "no row 333: the data have rows 0 to 332")
	_, _, err = batch([]float64{0, 0}, []int{-1})
	checkError(t, err, "no row -1")
	_, err = model.Grid(model.Of(model.Linear, model.MSE), bill, mass, nil, mass)
	checkError(t, err, "as is empty")
	_, err = model.Grid(model.Of(model.Linear, model.MSE), bill, mass, mass, []float64{0, math.NaN()})
	checkError(t, err, "bs is NaN in row 1")
	_, err = model.Grid(model.Of(model.Multiplier, model.MSE), bill, mass, mass, mass)
	checkError(t, err, "Multiplier takes 1 parameter")
}

// The data are copied: what happens to the slices afterwards changes nothing.
func TestDataAreCopied(t *testing.T) {
	inches, cm := belts(t)
	f := compiled(t, beltLoss, 1, inches, cm)
	batch, err := model.Batch(beltLoss, 1, inches, cm)
	if err != nil {
		t.Fatal(err)
	}
	inches[0], cm[3] = 1000, -1000
	loss, _ := evaluate(t, f, 1.7)
	near(t, "the loss at 1.7", loss, 1128.2125)
	loss, _, err = batch([]float64{1.7}, []int{0, 3})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the loss of two rows at 1.7", loss, (math.Pow(30.5*1.7-77, 2)+math.Pow(36.5*1.7-93, 2))/2)
}

// GOMLX_BACKEND is read at the first use, so each setting needs its own program:
// this test's, run again.
func TestChosenBackend(t *testing.T) {
	if os.Getenv("LITTLESTEPS_TEST_BACKEND") != "" {
		inches, cm := belts(t)
		_, err := model.New(beltLoss, 1, inches, cm)
		fmt.Printf("result: %v\n", err)
		return
	}
	if runtime.GOOS == "js" {
		t.Skip("needs to start a program")
	}
	program, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	for backend, want := range map[string]string{
		"":                  `result: <nil>`,
		"go":                `result: <nil>`,
		"go:ops_sequential": `result: <nil>`,
		"abacus":            `result: GOMLX_BACKEND is "abacus": .*unset it`,
		"go:no_such_option": `result: GOMLX_BACKEND is "go:no_such_option": .*unset it`,
	} {
		command := exec.Command(program, "-test.run=^TestChosenBackend$")
		command.Env = append(os.Environ(), "LITTLESTEPS_TEST_BACKEND=1", "GOMLX_BACKEND="+backend)
		output, err := command.CombinedOutput()
		if err != nil || !regexp.MustCompile(want).Match(output) {
			t.Errorf("GOMLX_BACKEND=%s: %v, %s, want %s", backend, err, output, want)
		}
	}
}
