package explorer_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/explorer"
	"littlesteps/pkg/model"
	"littlesteps/pkg/must"
)

// The numbers in the browser are those of the notebook, to 1e-12: for every rule,
// on both scales, also where the walk diverges.
func TestSameNumbersAsInTheNotebook(t *testing.T) {
	p := openFile(t, exported(t, explorer.Belts()), look{})
	p.explorer("belts")
	sameNumbers(t, p)
}

// sameNumbers compares the walks of a page with those of this program.
func sameNumbers(t *testing.T, p *tab) {
	t.Helper()
	for _, c := range walks() {
		t.Run(c.explorer+" "+c.state, func(t *testing.T) {
			got := walked(p, c.explorer, c.state)
			want, err := c.notebook()
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, want)
		})
	}
}

// A walk is what an explorer runs, and the same as a notebook runs it.
type walk struct {
	explorer, state string
	notebook        func() (*descent.History, error)
}

func walks() []walk {
	all := []walk{
		{"belts", "rate=0.00001&epochs=1000", belts(0, 0.00001, 1000)},
		{"belts", "rate=0.0006&epochs=1000&start=5", belts(5, 0.0006, 1000)},
		{"belts", "rate=0.0007&epochs=1000", belts(0, 0.0007, 1000)},
		{"belts", "rate=0.5&epochs=1000", belts(0, 0.5, 1000)},
	}
	rules := explorer.Rules()
	for _, scale := range []string{"z", "centred"} {
		all = append(all, walk{"penguins", fmt.Sprintf("scale=%s&rate=0.01&epochs=1000&a=-1&b=2", scale), line("bill_length_mm", scale, descent.GradientDescent(0.01))})
		for _, name := range slices.Sorted(maps.Keys(rules)) {
			state := fmt.Sprintf("bowl=%s&rule1=%s&rate1=0.01&rule2=none&rule3=none&budget=1000&a=-1&b=2", scale, name)
			all = append(all, walk{"race", state, line("flipper_length_mm", scale, rules[name](0.01))})
		}
	}
	return all
}

func belts(start, rate float64, epochs int) func() (*descent.History, error) {
	return func() (*descent.History, error) {
		inches := must.Of(data.Floats(data.Belts(), "belt_in"))
		cm := must.Of(data.Floats(data.Belts(), "belt_cm"))
		f := must.Of(model.New(model.Of(model.Multiplier, model.MSE), 1, inches, cm))
		return descent.Run(f, []float64{start}, descent.GradientDescent(rate), epochs)
	}
}

// line descends the loss of a line through the penguins, 1000 steps.
func line(column, scale string, rule descent.Rule) func() (*descent.History, error) {
	return func() (*descent.History, error) {
		change := data.Standardize
		if scale == "centred" {
			change = data.Center
		}
		complete := data.Complete(data.Penguins())
		x, _ := must.Of2(change(must.Of(data.Floats(complete, column))))
		y, _ := must.Of2(change(must.Of(data.Floats(complete, "body_mass_g"))))
		f := must.Of(model.New(model.Of(model.Dot, model.MSE), 2, must.Of(data.WithOnes(x)), y))
		return descent.Run(f, []float64{-1, 2}, rule, 1000)
	}
}

// walked asks the program in the page's worker for a walk in numbers.
func walked(p *tab, explorer, state string) walkNumbers {
	p.Helper()
	return asked(p, explorer, state).Walks[0]
}

// asked asks the program in the page's worker, beside the explorers.
func asked(p *tab, explorer, state string) answered {
	p.Helper()
	return js[answered](p, `littleStepsDispatcher.worker.then((worker) => new Promise((resolve) => {
		const listen = ({ data }) => {
			if (data.ID !== "test" || !data.Final) return;
			worker.removeEventListener("message", listen);
			resolve({ Walks: data.Walks, Memory: data.Memory });
		};
		worker.addEventListener("message", listen);
		worker.postMessage({ Explorer: $1, ID: "test", Number: 1, State: $2, Numbers: true, Still: true });
	}))`, explorer, state)
}

type answered struct {
	Walks  []walkNumbers
	Memory int
}

type walkNumbers struct {
	Steps                  []int
	Params, Slopes, Losses []float64
}

func compare(t *testing.T, got walkNumbers, want *descent.History) {
	t.Helper()
	if len(got.Steps) != len(want.Records) {
		t.Fatalf("%d moments, not %d", len(got.Steps), len(want.Records))
	}
	worst := 0.0
	same := func(what string, k int, got, want float64) {
		off := math.Abs(got-want) / math.Max(1, math.Abs(want))
		worst = math.Max(worst, off)
		if !(off <= 1e-12) {
			t.Fatalf("%s of moment %d: %v in the browser, %v in the notebook", what, k, got, want)
		}
	}
	for k, r := range want.Records {
		n := len(r.Params)
		same("loss", k, got.Losses[k], r.Loss)
		for i := range n {
			same("parameter", k, got.Params[k*n+i], r.Params[i])
			same("gradient", k, got.Slopes[k*n+i], r.Gradient[i])
		}
	}
	t.Logf("%d moments, largest difference %.2g", len(want.Records), worst)
}
