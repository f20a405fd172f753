package model

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
)

const manyTestRows = 20_011

// Objectives that are a mean over the rows, and some that look like one but
// aren't. Whatever the evaluator decides, its result must be that of the whole.
func TestEvaluatorSplitsMeans(t *testing.T) {
	miss := func(p, x, y *graph.Node) *graph.Node { return graph.Sub(graph.MatMul(x, p), y) }
	square := func(p, x, y *graph.Node) *graph.Node { return graph.Square(miss(p, x, y)) }
	weights := slices.Repeat([]float64{1, 2, 3}, manyTestRows/3+1)[:manyTestRows]
	for _, test := range []struct {
		name  string
		loss  Objective
		split bool
	}{
		{"mean square", Of(Dot, MSE), true},
		{"mean absolute", Of(Dot, MAE), true},
		{"Huber", Of(Dot, Huber(0.5)), true},
		{"with a penalty", func(p, x, y *graph.Node) *graph.Node {
			return graph.Add(MSE(Dot(p, x), y), graph.MulScalar(graph.ReduceAllSum(graph.Square(p)), 0.1))
		}, true},
		{"scaled by a parameter", func(p, x, y *graph.Node) *graph.Node {
			return graph.Mul(MSE(Dot(p, x), y), graph.Exp(graph.Reshape(graph.Slice(p, graph.AxisElem(0)))))
		}, true},
		{"logistic", func(p, x, y *graph.Node) *graph.Node {
			return graph.ReduceAllMean(graph.Log1P(graph.Exp(graph.Neg(graph.Mul(y, graph.MatMul(x, p))))))
		}, true},
		{"asymmetric", func(p, x, y *graph.Node) *graph.Node {
			e := miss(p, x, y)
			return graph.ReduceAllMean(graph.Where(graph.GreaterThan(e, graph.ZerosLike(e)), graph.MulScalar(e, 3), graph.Neg(e)))
		}, true},
		{"by column", func(p, x, y *graph.Node) *graph.Node {
			terms := graph.Mul(x, graph.ExpandAxes(p, 0))
			return graph.ReduceAllMean(graph.Square(graph.Sub(graph.ReduceSum(terms, 1), y)))
		}, true},
		{"root of the mean square", func(p, x, y *graph.Node) *graph.Node {
			return graph.Sqrt(graph.ReduceAllMean(square(p, x, y)))
		}, false},
		{"square of the mean", func(p, x, y *graph.Node) *graph.Node {
			return graph.Square(graph.ReduceAllMean(miss(p, x, y)))
		}, false},
		{"capped", func(p, x, y *graph.Node) *graph.Node {
			return graph.MinScalar(graph.ReduceAllMean(square(p, x, y)), 20)
		}, false},
		{"largest error", func(p, x, y *graph.Node) *graph.Node { return graph.ReduceAllMax(square(p, x, y)) }, false},
		{"sum, not mean", func(p, x, y *graph.Node) *graph.Node { return graph.ReduceAllSum(square(p, x, y)) }, false},
		{"divided by a number of rows", func(p, x, y *graph.Node) *graph.Node {
			return graph.DivScalar(graph.ReduceAllSum(square(p, x, y)), float64(manyTestRows))
		}, false},
		{"about the rows' mean", func(p, x, y *graph.Node) *graph.Node {
			e := miss(p, x, y)
			return graph.ReduceAllMean(graph.Square(graph.Sub(e, graph.ReduceAllMean(e))))
		}, false},
		{"weighted by row", func(p, x, y *graph.Node) *graph.Node {
			return graph.ReduceAllMean(graph.Mul(square(p, x, y), graph.Const(x.Graph(), weights)))
		}, false},
		{"weighted by row number", func(p, x, y *graph.Node) *graph.Node {
			numbers := graph.Iota(x.Graph(), shapes.Make(dtypes.Float64, y.Shape().Dimensions[0]), 0)
			return graph.ReduceAllMean(graph.Mul(square(p, x, y), numbers))
		}, false},
		{"neighbours", func(p, x, y *graph.Node) *graph.Node {
			e := miss(p, x, y)
			return graph.ReduceAllMean(graph.Mul(e, graph.Reverse(e, 0)))
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) { checkSplit(t, test.loss, test.split) })
	}
}

func checkSplit(t *testing.T, loss Objective, split bool) {
	d := (&data{params: 2, rows: manyTestRows, columns: 2,
		x: make([]float64, 2*manyTestRows), y: make([]float64, manyTestRows)}).random(rand.New(rand.NewPCG(1, 1)))
	e, err := newEvaluator(loss, d, true)
	if err != nil {
		t.Fatal(err)
	}
	if (len(e.parts) > 1) != split {
		t.Errorf("%d parts, split should be %v", len(e.parts), split)
	}
	p, err := compile(loss, d.shape(d.rows), true)
	if err != nil {
		t.Fatal(err)
	}
	in, err := p.load(d.x, d.y)
	if err != nil {
		t.Fatal(err)
	}
	for _, params := range [][]float64{{0, 0}, {0.3, -0.7}, {-4, 2}} {
		loss, gradient, err := e.run(params)
		if err != nil {
			t.Fatal(err)
		}
		wantLoss, wantGradient, err := p.run(params, in)
		if err != nil {
			t.Fatal(err)
		}
		if !near(loss, wantLoss, math.Abs(wantLoss)) {
			t.Errorf("the loss at %v is %.15g, of the whole %.15g", params, loss, wantLoss)
		}
		for i := range gradient {
			if !near(gradient[i], wantGradient[i], math.Abs(wantGradient[i])+1) {
				t.Errorf("slope %d at %v is %.15g, of the whole %.15g", i, params, gradient[i], wantGradient[i])
			}
		}
	}
}

// The structure alone must settle these, on five rows.
func TestIsMean(t *testing.T) {
	for _, test := range []struct {
		name string
		loss Objective
		want bool
	}{
		{"mean square", Of(Dot, MSE), true},
		{"a sum is a mean up to a factor", func(p, x, y *graph.Node) *graph.Node {
			return graph.ReduceAllSum(graph.Sub(graph.MatMul(x, p), y))
		}, true},
		{"difference of means", func(p, x, y *graph.Node) *graph.Node {
			return graph.Sub(MSE(Dot(p, x), y), graph.ReduceAllMean(graph.MatMul(x, p)))
		}, true},
		{"product of means", func(p, x, y *graph.Node) *graph.Node {
			return graph.Mul(MSE(Dot(p, x), y), graph.ReduceAllMean(graph.MatMul(x, p)))
		}, false},
		{"one over a mean", func(p, x, y *graph.Node) *graph.Node { return graph.Inverse(MSE(Dot(p, x), y)) }, false},
		{"each row with each", func(p, x, y *graph.Node) *graph.Node {
			each := graph.MatMul(x, graph.Transpose(x, 0, 1))
			return graph.ReduceAllMean(graph.Mul(each, graph.ExpandAxes(graph.MatMul(x, p), 1)))
		}, false},
		{"each row with each, by dot product", func(p, x, y *graph.Node) *graph.Node {
			each := graph.Einsum("ic,jc->ij", x, x)
			return graph.ReduceAllMean(graph.Mul(each, graph.ExpandAxes(graph.MatMul(x, p), 1)))
		}, false},
		{"the parameters alone", func(p, x, y *graph.Node) *graph.Node { return graph.ReduceAllSum(graph.Square(p)) }, false},
	} {
		p, err := compile(test.loss, shape{params: 2, rows: 5, columns: 2}, true)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if p.mean != test.want {
			t.Errorf("%s is a mean: %v, want %v", test.name, p.mean, test.want)
		}
	}
}

// The result doesn't depend on how many cores share the work.
func TestEvaluatorIsTheSameOnOneCore(t *testing.T) {
	d := (&data{params: 2, rows: manyTestRows, columns: 2,
		x: make([]float64, 2*manyTestRows), y: make([]float64, manyTestRows)}).random(rand.New(rand.NewPCG(1, 1)))
	e, err := newEvaluator(Of(Dot, MSE), d, true)
	if err != nil {
		t.Fatal(err)
	}
	params := []float64{0.1, 0.2}
	several, _, err := e.run(params)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, _, err := e.run(params)
	if err != nil {
		t.Fatal(err)
	}
	if math.Float64bits(several) != math.Float64bits(one) {
		t.Errorf("%v on several cores, %v on one", several, one)
	}
}

// Long vectors are summed in another way than the backend's own.
func TestFastSums(t *testing.T) {
	for _, n := range []int{1, 63, 64, 65, 1000, 1009} {
		x := make([]float64, n)
		want := 0.0
		for i := range x {
			x[i] = math.Sin(float64(i))
			want += x[i] * x[i]
		}
		d, err := newData(x, x, 1)
		if err != nil {
			t.Fatal(err)
		}
		for name, squares := range map[string]func(x, y *graph.Node) *graph.Node{
			"a product":  graph.Mul,
			"no product": func(x, y *graph.Node) *graph.Node { return graph.Abs(graph.Mul(x, y)) },
			"a matrix":   func(x, y *graph.Node) *graph.Node { return graph.Reshape(graph.Mul(x, y), n, 1) },
			"used twice": func(x, y *graph.Node) *graph.Node { z := graph.Mul(x, y); return graph.MulScalar(graph.Add(z, z), 0.5) },
			"a number's product": func(x, y *graph.Node) *graph.Node {
				return graph.MulScalar(graph.Mul(x, graph.MulScalar(y, 4)), 0.25)
			},
		} {
			e, err := newEvaluator(func(p, x, y *graph.Node) *graph.Node {
				return graph.Mul(p, graph.ReduceAllSum(squares(x, y)))
			}, d, true)
			if err != nil {
				t.Fatal(err)
			}
			got, gradient, err := e.run([]float64{1})
			if err != nil {
				t.Fatal(err)
			}
			if !near(got, want, want) || !near(gradient[0], want, want) {
				t.Errorf("%s: the sum of %d squares is %.15g, its slope %v, want %.15g", name, n, got, gradient, want)
			}
		}
	}
}
