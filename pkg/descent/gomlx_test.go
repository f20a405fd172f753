package descent_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"littlesteps/pkg/descent"
)

// The rules agree with GoMLX's own optimizers, step by step. GoMLX differentiates
// the loss and updates its variable; here the same loss has its gradient worked
// out by hand.
func TestAgainstGoMLX(t *testing.T) {
	const rate, epsilon = 0.05, 1e-8
	for _, test := range []struct {
		name      string
		rule      descent.Rule
		optimizer optimizer.Interface
	}{
		{"Adam", descent.Adam(rate), optimizer.Adam().LearningRate(rate).Epsilon(epsilon).Done()},
		{"Adam with other memories", descent.AdamWith(rate, 0.5, 0.9, 1e-3),
			optimizer.Adam().LearningRate(rate).Betas(0.5, 0.9).Epsilon(1e-3).Done()},
		{"Adam without a mean", descent.AdamWith(rate, 0, 0.999, epsilon),
			optimizer.RMSProp().LearningRate(rate).Epsilon(epsilon).Done()},
		{"gradient descent", descent.GradientDescent(rate),
			optimizer.StochasticGradientDescent().WithLearningRate(rate).WithDecay(false).Done()},
		{"a rate that falls", descent.Scheduled(descent.GradientDescent(rate), descent.InverseSqrt(1)),
			optimizer.StochasticGradientDescent().WithLearningRate(rate).Done()},
	} {
		t.Run(test.name, func(t *testing.T) {
			const epochs = 100
			start := []float64{-1, 1.5}
			history, err := descent.Run(saddleBowl, start, test.rule, epochs)
			if err != nil {
				t.Fatal(err)
			}
			for epoch, want := range gomlxPath(t, test.optimizer, start, epochs) {
				for i, got := range history.Records[epoch].Params {
					if math.Abs(got-want[i]) > 1e-12 {
						t.Fatalf("epoch %d: parameter %d is %.17g, GoMLX has %.17g", epoch, i, got, want[i])
					}
				}
			}
		})
	}
}

// The rules agree with optax 0.2, after 60 steps on the same function: what it printed
// with float64 (jax_enable_x64), from [-1, 1.5], with
//
//	f = lambda p: p[0]**4/4 + p[0]*p[1] + p[1]**2
//	updates, state = rule.update(jax.grad(f)(p), state); p = optax.apply_updates(p, updates)
//
// Its AdaGrad, which is to begin at 0, has the epsilon under the root.
func TestAgainstOptax(t *testing.T) {
	const rate = 0.05
	for _, test := range []struct {
		rule      descent.Rule
		a, b      float64
		tolerance float64
	}{
		{descent.GradientDescent(rate), -0.751010899751904, 0.390509719503086, 1e-12},
		{descent.Momentum(rate, 0.9), 0.68362910931209, -0.362817032072045, 1e-12},
		{descent.Nesterov(rate, 0.9), -0.686542056861033, 0.335726037071868, 1e-12},
		{descent.RMSProp(rate), -0.652842767697025, 0.400598797498627, 1e-12},
		{descent.Adam(rate), -0.675070044024592, 0.304996464072582, 1e-12},
		{descent.AdaGrad(rate), -0.975119710685285, 0.905937487899189, 2e-9},
	} {
		history, err := descent.Run(saddleBowl, []float64{-1, 1.5}, test.rule, 60)
		if err != nil {
			t.Fatal(err)
		}
		last := history.Last().Params
		if math.Abs(last[0]-test.a) > test.tolerance || math.Abs(last[1]-test.b) > test.tolerance {
			t.Errorf("%s: ended at %.15g, optax at %.15g, %.15g", test.rule, last, test.a, test.b)
		}
	}
}

// saddleBowl is a⁴/4 + a·b + b²: not a parabola, and with both parameters
// entangled. saddleBowlGraph is the same for GoMLX.
func saddleBowl(params []float64) (float64, []float64, error) {
	a, b := params[0], params[1]
	return a*a*a*a/4 + a*b + b*b, []float64{a*a*a + b, a + 2*b}, nil
}

func saddleBowlGraph(params *graph.Node) *graph.Node {
	a := graph.Reshape(graph.Slice(params, graph.AxisElem(0)))
	b := graph.Reshape(graph.Slice(params, graph.AxisElem(1)))
	fourth := graph.MulScalar(graph.Square(graph.Square(a)), 0.25)
	return graph.Add(graph.Add(fourth, graph.Mul(a, b)), graph.Square(b))
}

// gomlxPath runs the optimizer and returns the parameters after 0, 1, 2, … steps.
func gomlxPath(t *testing.T, o optimizer.Interface, start []float64, steps int) [][]float64 {
	t.Helper()
	backend, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	exec, err := model.NewExec1(backend, model.NewStore(), func(scope *model.Scope, g *graph.Graph) *graph.Node {
		params := scope.VariableWithValue("params", start)
		before := params.NodeValue(g)
		o.UpdateGraph(scope, g, saddleBowlGraph(before))
		return before
	})
	if err != nil {
		t.Fatal(err)
	}
	path := make([][]float64, 0, steps+1)
	for range steps + 1 {
		params, err := exec.Call()
		if err != nil {
			t.Fatal(err)
		}
		path = append(path, tensors.MustCopyFlatData[float64](params))
	}
	return path
}
