package model_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
)

// near fails unless got is want within a relative 1e-9, or 1e-12 absolute near 0:
// the tolerance of the lesson's exact values.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > math.Max(1e-9*math.Abs(want), 1e-12) {
		t.Errorf("%s is %.15g, want %.15g", what, got, want)
	}
}

func evaluate(t *testing.T, f descent.Func, params ...float64) (float64, []float64) {
	t.Helper()
	loss, gradient, err := f(params)
	if err != nil {
		t.Fatal(err)
	}
	return loss, gradient
}

func run(t *testing.T, f descent.Func, start []float64, rate float64, epochs int) *descent.History {
	t.Helper()
	history, err := descent.Run(f, start, descent.GradientDescent(rate), epochs)
	if err != nil {
		t.Fatal(err)
	}
	return history
}

// The values of the lecture's first part.
func TestLectureBelts(t *testing.T) {
	inches, cm := belts(t)
	f := compiled(t, beltLoss, 1, inches, cm)
	loss, _ := evaluate(t, f, 1.5)
	near(t, "the loss at 1.5", loss, 1728.2125)
	loss, slope := evaluate(t, f, 1.7)
	near(t, "the loss at 1.7", loss, 1128.2125)
	near(t, "the slope at 1.7", slope[0], -2681.35)
	lowest, best := math.Inf(1), 0.0
	for i := range 50 {
		multiplier := 5 * float64(i) / 49
		if loss, _ := evaluate(t, f, multiplier); loss < lowest {
			lowest, best = loss, multiplier
		}
	}
	near(t, "the smallest loss of the grid", lowest, 0.2175135360266544)
	near(t, "the best multiplier of the grid", best, 2.5510204081632653)
	// 1000 epochs don't reach the minimum to the last digit, but the lecture's 12.
	near(t, "the final guess", run(t, f, []float64{0}, 1e-5, 1000).Last().Params[0], 2.541471834301)
}

// The facts about the belts that the lecture leaves out.
func TestFactsBelts(t *testing.T) {
	inches, cm := belts(t)
	f := compiled(t, beltLoss, 1, inches, cm)
	var xy, xx float64
	for i := range inches {
		xy += inches[i] * cm[i]
		xx += inches[i] * inches[i]
	}
	best := xy / xx
	near(t, "the best multiplier", best, 2.5414718343009572)
	loss, slope := evaluate(t, f, best)
	near(t, "its loss", loss, 0.0722485485642552)
	if math.Abs(slope[0]) > 1e-9 {
		t.Errorf("the slope at the best multiplier is %g, want 0", slope[0])
	}
	limit := float64(len(inches)) / xx
	near(t, "the limit of the rate", limit, 0.00062764788953)
	near(t, "the rate that lands", limit/2, 0.00031382394477)
	near(t, "one step at half the limit", run(t, f, []float64{0}, limit/2, 1).Last().Params[0], best)
	if h := run(t, f, []float64{0}, limit*1.001, 20_000); h.Last().Loss <= h.Records[0].Loss {
		t.Errorf("just above the limit the loss fell from %g to %g", h.Records[0].Loss, h.Last().Loss)
	}
	if h := run(t, f, []float64{0}, limit*0.999, 20_000); h.Last().Loss > 0.07225 {
		t.Errorf("just below the limit the loss is still %g", h.Last().Loss)
	}
	if h := run(t, f, []float64{0}, 0.1, 1000); !h.Diverged() {
		t.Errorf("rate 0.1 didn't diverge: %s", h)
	}
}

// The values of the lecture's second part.
func TestLecturePenguins(t *testing.T) {
	bill, mass := penguins(t)
	x, err := data.WithOnes(bill)
	if err != nil {
		t.Fatal(err)
	}
	f := compiled(t, model.Of(model.Dot, model.MSE), 2, x, mass)
	loss, _ := evaluate(t, f, -2, 0)
	near(t, "the loss at (-2, 0)", loss, 5)
	last := run(t, f, []float64{-2, 0}, 0.01, 1000).Last()
	near(t, "the intercept", last.Params[0], -3.36593424663e-09)
	near(t, "the slope", last.Params[1], 0.589451109185)
}

// The facts about the penguins that the lecture leaves out.
func TestFactsPenguins(t *testing.T) {
	bill, mass := penguins(t)
	f := compiled(t, model.Of(model.Linear, model.MSE), 2, bill, mass)
	correlation := 0.0
	for i := range bill {
		correlation += bill[i] * mass[i] / float64(len(bill))
	}
	near(t, "the correlation", correlation, 0.5894511101769492)
	landed := run(t, f, []float64{-2, 0}, 0.5, 1).Last()
	near(t, "the slope after one step at rate 0.5", landed.Params[1], correlation)
	near(t, "the intercept after one step at rate 0.5", landed.Params[0], 0)
	near(t, "the loss there", landed.Loss, 0.6525473887111625)
	near(t, "1 - r²", 1-correlation*correlation, 0.6525473887111625)
	if h := run(t, f, []float64{-2, 0}, 1.01, 100); h.Last().Loss <= h.Records[0].Loss {
		t.Errorf("above rate 1 the loss fell to %g", h.Last().Loss)
	}
	if h := run(t, f, []float64{-2, 0}, 0.99, 1000); math.Abs(h.Last().Params[1]-correlation) > 1e-6 {
		t.Errorf("below rate 1 the slope is %g", h.Last().Params[1])
	}
	grams := scaleOf(t, "body_mass_g").Deviation / scaleOf(t, "bill_length_mm").Deviation * correlation
	near(t, "grams for each mm", grams, 86.79175964755551)
}

// Uncentred, the second derivative has eigenvalues 0.0303 and 3932. The gradient
// is linear in the parameters, so its differences give the second derivative.
func TestFactsValley(t *testing.T) {
	bill, mass := column(t, "bill_length_mm", true), column(t, "body_mass_g", true)
	f := compiled(t, model.Of(model.Linear, model.MSE), 2, bill, mass)
	_, at00 := evaluate(t, f, 0, 0)
	_, at10 := evaluate(t, f, 1, 0)
	_, at01 := evaluate(t, f, 0, 1)
	a, b, d := at10[0]-at00[0], at01[0]-at00[0], at01[1]-at00[1]
	root := math.Sqrt((a-d)*(a-d)/4 + b*b)
	steep := (a+d)/2 + root
	flat := (a*d - b*b) / steep
	if math.Round(steep) != 3932 || math.Abs(flat-0.0303) > 0.00005 {
		t.Errorf("the eigenvalues are %.4f and %.1f, want 0.0303 and 3932", flat, steep)
	}
	if ratio := steep / flat; math.Round(ratio/1e4) != 13 {
		t.Errorf("the valley is %.0f times steeper one way, want about 130 000", ratio)
	}
}

// On the z-scored penguins the distance from the minimum is multiplied by
// 1 - 2·rate in each step.
func TestErrorShrinksByTheSameFactor(t *testing.T) {
	bill, mass := penguins(t)
	f := compiled(t, model.Of(model.Linear, model.MSE), 2, bill, mass)
	minimum := []float64{0, 0.5894511101769492}
	for _, rate := range []float64{0.01, 0.1, 0.25, 0.6, 0.9} {
		history := run(t, f, []float64{-2, 0}, rate, 30)
		for k, record := range history.Records {
			for i := range minimum {
				want := minimum[i] + (history.Records[0].Params[i]-minimum[i])*math.Pow(1-2*rate, float64(k))
				if math.Abs(record.Params[i]-want) > 1e-12 {
					t.Fatalf("rate %g, epoch %d: parameter %d is %.15g, want %.15g", rate, k, i, record.Params[i], want)
				}
			}
		}
	}
}

func scaleOf(t *testing.T, name string) data.Scale {
	t.Helper()
	_, scale, err := data.Standardize(column(t, name, true))
	if err != nil {
		t.Fatal(err)
	}
	return scale
}

// Gradients agree with finite differences, for each predictor and loss.
func TestGradientAgainstDifferences(t *testing.T) {
	losses := map[string]model.Loss{"MSE": model.MSE, "MAE": model.MAE, "Huber(0.7)": model.Huber(0.7)}
	x, y := regression(57, 4)
	column := make([]float64, len(x))
	for i := range x {
		column[i] = x[i][1]
	}
	for name, loss := range losses {
		checkGradient(t, "Multiplier, "+name, compiled(t, model.Of(model.Multiplier, loss), 1, column, y), 1)
		checkGradient(t, "Linear of a slice, "+name, compiled(t, model.Of(model.Linear, loss), 2, column, y), 2)
		checkGradient(t, "Linear of a matrix, "+name, compiled(t, model.Of(model.Linear, loss), 5, x, y), 5)
		checkGradient(t, "Dot, "+name, compiled(t, model.Of(model.Dot, loss), 4, x, y), 4)
	}
}

func checkGradient(t *testing.T, name string, f descent.Func, params int) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	at := make([]float64, params)
	for range 5 {
		for i := range at {
			at[i] = random.NormFloat64()
		}
		_, gradient := evaluate(t, f, at...)
		for i := range at {
			const h = 1e-6
			middle := at[i]
			at[i] = middle + h
			above, _ := evaluate(t, f, at...)
			at[i] = middle - h
			below, _ := evaluate(t, f, at...)
			at[i] = middle
			if slope := (above - below) / (2 * h); math.Abs(slope-gradient[i]) > 1e-6 {
				t.Errorf("%s: slope %d at %v is %g, by differences %g", name, i, at, gradient[i], slope)
			}
		}
	}
}

// The losses are what their formulas say.
func TestLossesByHand(t *testing.T) {
	x, y := []float64{1, 2, 4}, []float64{2, 3, 14} // errors of x·3: 1, 3, -2
	for _, test := range []struct {
		name string
		loss model.Loss
		want float64
	}{
		{"MSE", model.MSE, (1 + 9 + 4) / 3.0},
		{"MAE", model.MAE, (1 + 3 + 2) / 3.0},
		{"Huber(2)", model.Huber(2), (0.5 + 2*(3-1) + 2) / 3},
		{"Huber(100)", model.Huber(100), (1 + 9 + 4) / 6.0},
	} {
		loss, _ := evaluate(t, compiled(t, model.Of(model.Multiplier, test.loss), 1, x, y), 3)
		near(t, test.name, loss, test.want)
	}
}

func TestBatchAgreesWithItsRows(t *testing.T) {
	x, y := regression(50, 3)
	batch, err := model.Batch(model.Of(model.Dot, model.MSE), 3, x, y)
	if err != nil {
		t.Fatal(err)
	}
	params := []float64{0.3, -1, 2}
	for _, rows := range [][]int{{4}, {7, 3, 3, 49}, {0, 1, 2, 3, 4, 5}, {9, 8, 7, 6}} {
		some := make([][]float64, len(rows))
		sums := make([]float64, len(rows))
		for i, row := range rows {
			some[i], sums[i] = x[row], y[row]
		}
		loss, gradient, err := batch(params, rows)
		if err != nil {
			t.Fatal(err)
		}
		wantLoss, wantGradient := byHand(some, sums, params)
		near(t, "the batch's loss", loss, wantLoss)
		for i := range gradient {
			near(t, "the batch's slope", gradient[i], wantGradient[i])
		}
	}
}

// byHand is the mean squared error of a linear model and its gradient, without
// GoMLX.
func byHand(x [][]float64, y, params []float64) (loss float64, gradient []float64) {
	gradient = make([]float64, len(params))
	n := float64(len(y))
	for i, row := range x {
		miss := -y[i]
		for j, value := range row {
			miss += value * params[j]
		}
		loss += miss * miss / n
		for j, value := range row {
			gradient[j] += 2 * miss * value / n
		}
	}
	return loss, gradient
}

// Other rows of the same size don't compile anything anew; a new size does, once.
func TestBatchCompilesOncePerSize(t *testing.T) {
	calls := 0
	counted := func(params, x, y *graph.Node) *graph.Node {
		calls++
		return model.MSE(model.Linear(params, x), y)
	}
	bill, mass := penguins(t)
	batch, err := model.Batch(counted, 2, bill, mass)
	if err != nil {
		t.Fatal(err)
	}
	batches := descent.Batches{Rows: 333, Size: 32, Seed: 1}
	if _, err := descent.RunBatches(batch, batches, []float64{-2, 0}, descent.GradientDescent(0.01), 5); err != nil {
		t.Fatal(err)
	}
	if calls != 3 {
		t.Errorf("the loss was built %d times, want 3: for all rows, for 32 and for the last 13", calls)
	}
}

func TestGrid(t *testing.T) {
	bill, mass := penguins(t)
	as, bs := []float64{-2, 0, 1, 3}, []float64{0, 0.5894511101769492}
	losses, err := model.Grid(model.Of(model.Linear, model.MSE), bill, mass, as, bs)
	if err != nil {
		t.Fatal(err)
	}
	if len(losses) != 4 || len(losses[0]) != 2 {
		t.Fatalf("the grid is %d by %d, want 4 by 2", len(losses), len(losses[0]))
	}
	for i, a := range as {
		for j, b := range bs {
			near(t, "a loss of the grid", losses[i][j], 1-0.5894511101769492*0.5894511101769492+
				a*a+math.Pow(b-0.5894511101769492, 2))
		}
	}
}
