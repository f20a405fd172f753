package model_test

import (
	"math"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/model"
)

// Many rows give what the formula gives, each time the same.
func TestLargeData(t *testing.T) {
	x, y := regression(20_011, 3)
	f := compiled(t, model.Of(model.Dot, model.MSE), 3, x, y)
	params := []float64{0.3, -1, 2}
	loss, gradient := evaluate(t, f, params...)
	wantLoss, wantGradient := byHand(x, y, params)
	near(t, "the loss of 20 011 rows", loss, wantLoss)
	for i := range gradient {
		near(t, "a slope of 20 011 rows", gradient[i], wantGradient[i])
	}
	again, _ := evaluate(t, f, params...)
	if math.Float64bits(again) != math.Float64bits(loss) {
		t.Errorf("the loss of the same parameters is %v, then %v", loss, again)
	}
	if _, err := model.New(model.Of(model.Dot, model.MSE), 1, make([][]float64, 3), y); err == nil || !strings.Contains(err.Error(), "3 rows") {
		t.Errorf("3 rows of x for 20 011 of y gave the error %v", err)
	}
}

// As many parameters as a small network has, more than there are rows: a penalty
// settles them.
func TestThousandParameters(t *testing.T) {
	x, y := regression(300, 1000)
	ridge := func(params, x, y *graph.Node) *graph.Node {
		return graph.Add(model.MSE(model.Dot(params, x), y), graph.ReduceAllSum(graph.Square(params)))
	}
	f := compiled(t, ridge, 1000, x, y)
	params := make([]float64, 1000)
	squares := 0.0
	for i := range params {
		params[i] = math.Sin(float64(i))
		squares += params[i] * params[i]
	}
	loss, gradient := evaluate(t, f, params...)
	wantLoss, wantGradient := byHand(x, y, params)
	near(t, "the loss of 1000 parameters", loss, wantLoss+squares)
	for i := range gradient {
		near(t, "a slope of 1000 parameters", gradient[i], wantGradient[i]+2*params[i])
	}
	if h := run(t, f, make([]float64, 1000), 0.05, 50); !(h.Last().Loss < h.Records[0].Loss/2) {
		t.Errorf("50 epochs: %s", h)
	}
}

// The losses in the documentation are those that the examples try.
func TestLossesToCopy(t *testing.T) {
	read := func(name string) string {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	doc := strings.ReplaceAll("\n"+read("doc.go"), "\n//", "\n")
	losses := regexp.MustCompile(`(?ms)^\t\w+ := func\(params, x, y \*graph.Node\).*?^\t}\n`).FindAllString(read("losses_example_test.go"), -1)
	if len(losses) != 6 {
		t.Errorf("%d losses in the examples, want 6", len(losses))
	}
	for _, loss := range losses {
		if !strings.Contains(doc, loss) {
			t.Errorf("not in doc.go:\n%s", loss)
		}
		if lines := strings.Count(loss, "\n"); lines > 2+5 {
			t.Errorf("%d lines are too many:\n%s", lines-2, loss)
		}
	}
}

// A single parameter is a number beside a slice, and a vector beside a matrix.
func TestShapesInTheLoss(t *testing.T) {
	rank := func(want int) model.Objective {
		return func(params, x, y *graph.Node) *graph.Node {
			if params.Rank() != want {
				t.Errorf("beside x of rank %d params have rank %d, want %d", x.Rank(), params.Rank(), want)
			}
			return model.MSE(graph.MulScalar(y, 1), graph.Mul(y, graph.Reshape(params)))
		}
	}
	y := []float64{1, 2}
	compiled(t, rank(0), 1, []float64{1, 2}, y)
	compiled(t, rank(1), 1, [][]float64{{1}, {2}}, y)
}

// Wherever a column of y stands, it is the same one that a slice would be.
func TestSeveralOutputs(t *testing.T) {
	x, y := regression(40, 3)
	both := make([][]float64, len(y))
	for i := range both {
		both[i] = []float64{y[i], -2 * y[i]}
	}
	objective := func(params, x, y *graph.Node) *graph.Node {
		return model.MSE(graph.MatMul(x, graph.Reshape(params, 3, 2)), y)
	}
	f := compiled(t, objective, 6, x, both)
	batch, err := model.Batch(objective, 6, x, both)
	if err != nil {
		t.Fatal(err)
	}
	// The loss is the mean of both columns' losses.
	params := []float64{0.1, 1, 0.2, -3, 0.3, 2}
	first, _ := byHand(x, y, []float64{0.1, 0.2, 0.3})
	twice := make([]float64, len(y))
	for i := range y {
		twice[i] = -2 * y[i]
	}
	second, _ := byHand(x, twice, []float64{1, -3, 2})
	loss, _ := evaluate(t, f, params...)
	near(t, "the loss of two outputs", loss, (first+second)/2)
	loss, _, err = batch(params, []int{5, 7})
	if err != nil {
		t.Fatal(err)
	}
	first, _ = byHand([][]float64{x[5], x[7]}, []float64{y[5], y[7]}, []float64{0.1, 0.2, 0.3})
	second, _ = byHand([][]float64{x[5], x[7]}, []float64{-2 * y[5], -2 * y[7]}, []float64{1, -3, 2})
	near(t, "the loss of two outputs, of two rows", loss, (first+second)/2)
}

func TestMillionRows(t *testing.T) {
	if testing.Short() {
		t.Skip("a million rows take a second")
	}
	x, y := regression(1_000_000, 2)
	f := compiled(t, model.Of(model.Dot, model.MSE), 2, x, y)
	last := run(t, f, []float64{0, 0}, 0.5, 20).Last()
	if math.Abs(last.Params[0]) > 0.01 || math.Abs(last.Params[1]-0.5) > 0.01 {
		t.Errorf("the fit of a million rows is %v, want about [0 0.5]", last.Params)
	}
}

// A function may be called from several goroutines at once.
func TestConcurrentCalls(t *testing.T) {
	x, y := regression(20_000, 2)
	f := compiled(t, model.Of(model.Dot, model.MSE), 2, x, y)
	batch, err := model.Batch(model.Of(model.Dot, model.MSE), 2, x, y)
	if err != nil {
		t.Fatal(err)
	}
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			params := []float64{float64(i), -1}
			want, _ := byHand(x, y, params)
			if loss, _, err := f(params); err != nil || math.Abs(loss-want) > 1e-9*want {
				t.Errorf("the loss at %v is %g, want %g, %v", params, loss, want, err)
			}
			rows := []int{i, 2 * i, 100}[:1+i%3]
			if _, _, err := batch(params, rows); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
}
