package model

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
)

// With factors moved, loss and gradient are those of GoMLX's own backend.
func TestFactorsAgreeWithThePlainBackend(t *testing.T) {
	plain, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	miss := func(p, x, y *graph.Node) *graph.Node { return graph.Sub(Dot(p, x), y) }
	// first is the first parameter, as one number.
	first := func(p *graph.Node) *graph.Node { return graph.Reshape(graph.Slice(p, graph.AxisElem(0))) }
	objectives := map[string]Objective{
		"mean square":           Of(Dot, MSE),
		"mean absolute":         Of(Dot, MAE),
		"Huber":                 Of(Dot, Huber(0.5)),
		"three times":           func(p, x, y *graph.Node) *graph.Node { return graph.MulScalar(MSE(Dot(p, x), y), 3) },
		"scaled by a parameter": func(p, x, y *graph.Node) *graph.Node { return graph.Mul(first(p), MSE(Dot(p, x), y)) },
		"scaled before the square": func(p, x, y *graph.Node) *graph.Node {
			return graph.ReduceAllMean(graph.Square(graph.Mul(miss(p, x, y), graph.Exp(first(p)))))
		},
		"two different multiples": func(p, x, y *graph.Node) *graph.Node {
			e := miss(p, x, y)
			return graph.ReduceAllMean(graph.Mul(graph.MulScalar(e, 2), graph.Mul(e, first(p))))
		},
		"a sum of two vectors": func(p, x, y *graph.Node) *graph.Node {
			e := miss(p, x, y)
			return graph.ReduceAllSum(graph.Mul(graph.Add(graph.MulScalar(e, 2), graph.MulScalar(y, 2)), e))
		},
		"a multiple used twice": func(p, x, y *graph.Node) *graph.Node {
			e := graph.MulScalar(miss(p, x, y), 0.25)
			return graph.Add(graph.ReduceAllMean(graph.Square(e)), graph.ReduceAllMean(graph.Mul(graph.Exp(e), e)))
		},
	}
	for _, rows := range []int{5, 63, 64, 1000} {
		d := (&data{params: 2, rows: rows, columns: 2, x: make([]float64, 2*rows), y: make([]float64, rows)}).random(rand.New(rand.NewPCG(1, 1)))
		for name, objective := range objectives {
			want := runOn(t, plain, objective, d)
			got := runOn(t, fastSums{plain}, objective, d)
			for i := range want {
				if size := math.Abs(want[i]) + 1; math.Abs(got[i]-want[i]) > 1e-12*size {
					t.Errorf("%s of %d rows: loss and gradient %v, want %v", name, rows, got, want)
					break
				}
			}
		}
	}
}

// runOn gives the loss at some parameters, followed by the gradient.
func runOn(t *testing.T, backend compute.Backend, loss Objective, d *data) []float64 {
	t.Helper()
	p, err := compileOn(backend, loss, d.shape(d.rows), true)
	if err != nil {
		t.Fatal(err)
	}
	in, err := p.load(d.x, d.y)
	if err != nil {
		t.Fatal(err)
	}
	value, gradient, err := p.run([]float64{0.3, -0.7}, in)
	if err != nil {
		t.Fatal(err)
	}
	return append([]float64{value}, gradient...)
}
