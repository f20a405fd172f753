package check

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
	"littlesteps/pkg/model"
)

// GoMLX is the second opinion on the oracles that measure slopes.
func TestOraclesAgreeWithGoMLX(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, rows := range []int{3, 10, 40} {
		x, y := exercise.Numbers(random, rows), exercise.Numbers(random, rows)
		one, err := model.New(model.Of(model.Multiplier, model.MSE), 1, x, y)
		if err != nil {
			t.Fatal(err)
		}
		_, want, err := one([]float64{1.7})
		if err != nil {
			t.Fatal(err)
		}
		if got := slopeByHand.Truth.(func(float64, []float64, []float64) float64)(1.7, x, y); math.Abs(got-want[0]) > 1e-8*math.Abs(want[0]) {
			t.Errorf("slope of %d rows: measured %v, GoMLX has %v", rows, got, want[0])
		}
		two, err := model.New(model.Of(model.Linear, model.MSE), 2, x, y)
		if err != nil {
			t.Fatal(err)
		}
		if _, want, err = two([]float64{-2, 0.5}); err != nil {
			t.Fatal(err)
		}
		got := gradient.Truth.(func(a, b float64, z, actual []float64) []float64)(-2, 0.5, x, y)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-8*math.Abs(want[i]) {
				t.Errorf("gradient of %d rows: measured %v, GoMLX has %v", rows, got, want)
			}
		}
	}
}

func beltLoss(t *testing.T) descent.Func {
	t.Helper()
	inches, cm := belts(t)
	f, err := model.New(model.Of(model.Multiplier, model.MSE), 1, inches, cm)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// An answer that a learner gets, and what it must say.
type told struct {
	name    string
	answer  exercise.Answer
	verdict exercise.Verdict
	says    string
}

func compare(t *testing.T, all []told) {
	t.Helper()
	for _, a := range all {
		if a.answer.Verdict != a.verdict || !strings.Contains(a.answer.Text, a.says) {
			t.Errorf("%s: want %q with %q, got\n\t%s", a.name, a.verdict, a.says, a.answer)
		}
	}
}

func TestAWalkBuildsOnAStep(t *testing.T) {
	inches, cm := belts(t)
	slope := func(m float64) float64 {
		return exercise.Slope(func(m float64) float64 { return squaredLoss(m, inches, cm) })(m)
	}
	step := func(multiplier, slope, rate float64) float64 { return multiplier - rate*slope }
	walk := func(start, rate float64, epochs int) float64 {
		for range epochs {
			start = step(start, slope(start), rate)
		}
		return start
	}
	open := func(multiplier, slope, rate float64) float64 { return exercise.TODO }
	climb := func(multiplier, slope, rate float64) float64 { return multiplier + rate*slope }
	compare(t, []told{
		{"right", Walk(walk, step, inches, cm), exercise.Right, "right values"},
		{"the step is open", Walk(walk, open, inches, cm), exercise.Open, "“one step”, and that one is still open"},
		{"the step climbs", Walk(walk, climb, inches, cm), exercise.Open, "“one step”, and that one isn't right yet"},
		{"the walk is open", Walk(func(start, rate float64, epochs int) float64 { return exercise.TODO }, step, inches, cm), exercise.Open, "a gap in it"},
	})
}

func TestGraphLosses(t *testing.T) {
	build := func(of func(miss *graph.Node) *graph.Node) exercise.Answer {
		return AbsoluteLoss(func(x, y []float64) (descent.Func, error) {
			return model.New(func(m, x, y *graph.Node) *graph.Node { return of(graph.Sub(graph.Mul(x, m), y)) }, 1, x, y)
		})
	}
	compare(t, []told{
		{"right", build(func(miss *graph.Node) *graph.Node { return graph.ReduceAllMean(graph.Abs(miss)) }), exercise.Right, "right values"},
		{"open", build(func(miss *graph.Node) *graph.Node { return graph.ReduceAllMean(exercise.Gap(miss)) }), exercise.Open, "a gap"},
		{"squared", build(func(miss *graph.Node) *graph.Node { return graph.ReduceAllMean(graph.Square(miss)) }), exercise.NotYet, "the mean squared error"},
		{"signed", build(func(miss *graph.Node) *graph.Node { return graph.ReduceAllMean(miss) }), exercise.NotYet, "with their signs"},
		{"a sum", build(func(miss *graph.Node) *graph.Node { return graph.ReduceAllSum(graph.Abs(miss)) }), exercise.NotYet, "divide by n"},
		{"a column", build(graph.Abs), exercise.NotYet, "the loss should be one number"},
		{"nil", build(func(miss *graph.Node) *graph.Node { return nil }), exercise.NotYet, "returned nil"},
	})
}

func TestRatesOnTheBelts(t *testing.T) {
	f := beltLoss(t)
	inches, cm := belts(t)
	best := bestMultiplier(inches, cm)
	compare(t, []told{
		{"the lesson's rate", Divergence(1.0/100_000, f), exercise.NotYet, "doesn't diverge"},
		{"just below the limit", Divergence(0.000627, f), exercise.NotYet, "doesn't diverge"},
		{"just above the limit", Divergence(0.000628, f), exercise.Right, "would go on growing"},
		{"far above", Divergence(0.1, f), exercise.Right, "no longer finite"},
		{"open", Divergence(exercise.TODO, f), exercise.Open, "in place of"},
		{"half the limit lands", OneStepLanding(0.00031382394477, f, best), exercise.Right, "after 1 step, at 2.54147"},
		{"too small", OneStepLanding(0.0003, f, best), exercise.NotYet, "too short"},
		{"too large", OneStepLanding(0.0004, f, best), exercise.NotYet, "jumped over"},
		{"beyond the limit", OneStepLanding(0.0007, f, best), exercise.NotYet, "farther away"},
	})
}

func TestOwnBelts(t *testing.T) {
	compare(t, []told{
		{"empty", OwnBelts([]float64{}, []float64{}), exercise.Open, "empty"},
		{"right", OwnBelts([]float64{30, 30, 40, 40}, []float64{88, 92, 118, 122}), exercise.Right, "the smallest possible loss is 4"},
		{"all fit", OwnBelts([]float64{30, 30, 40}, []float64{90, 90, 120}), exercise.NotYet, "every belt fits"},
		{"one fits", OwnBelts([]float64{30, 30, 40}, []float64{88, 92, 120}), exercise.NotYet, "still fits 1 of your belts"},
		{"another best", OwnBelts([]float64{30, 30, 40}, []float64{90, 92, 120}), exercise.NotYet, "is 3.01765, not 3"},
		{"too few", OwnBelts([]float64{30, 30}, []float64{88, 92}), exercise.NotYet, "at least 3"},
		{"unequal", OwnBelts([]float64{30, 30}, []float64{88}), exercise.NotYet, "2 inches and 1 centimetres"},
		{"zeros", OwnBelts([]float64{0, 0, 0}, []float64{1, 2, 3}), exercise.NotYet, "no best multiplier"},
		{"text", OwnBelts("30", "90"), exercise.NotYet, "lists of numbers"},
	})
}

func penguins(t *testing.T, names ...string) [][]float64 {
	t.Helper()
	complete := data.Complete(data.Penguins())
	var columns [][]float64
	for _, name := range names {
		column, err := data.Floats(complete, name)
		if err != nil {
			t.Fatal(err)
		}
		columns = append(columns, column)
	}
	return columns
}

func TestBowls(t *testing.T) {
	columns := penguins(t, "bill_length_mm", "body_mass_g")
	bill, mass := columns[0], columns[1]
	billZ, scale, err := data.Standardize(bill)
	if err != nil {
		t.Fatal(err)
	}
	massZ, _, err := data.Standardize(mass)
	if err != nil {
		t.Fatal(err)
	}
	f, err := model.New(model.Of(model.Linear, model.MSE), 2, billZ, massZ)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, []told{
		{"lands", RoundLanding(0.5, f), exercise.Right, "after 1 step, at ["},
		{"short", RoundLanding(0.01, f), exercise.NotYet, "too short"},
		{"over", RoundLanding(0.7, f), exercise.NotYet, "jumped over"},
		{"as it is", RoundBowl(bill, 0, 1), exercise.NotYet, "curves 129,653 times as much"},
		{"centred", RoundBowl(bill, scale.Mean, 1), exercise.NotYet, "curves 29.8165 times"},
		{"z-scores", RoundBowl(bill, scale.Mean, scale.Deviation), exercise.Right, "you have found the z-scores"},
		{"nearly", RoundBowl(bill, 44, 5.5), exercise.Right, "found the z-scores"},
		{"no stretch", RoundBowl(bill, 44, 0), exercise.NotYet, "the stretch is 0"},
		{"open", RoundBowl(bill, exercise.TODO, 1), exercise.Open, "in place of"},
	})
}

// The map names the curvatures of the millimetres as they are.
func TestCurvaturesOfTheBill(t *testing.T) {
	flattest, steepest := curvatures(penguins(t, "bill_length_mm")[0])
	if math.Abs(flattest-0.0303) > 0.00005 || math.Abs(steepest-3932) > 0.5 {
		t.Errorf("curvatures %v and %v, the map has 0.0303 and 3932", flattest, steepest)
	}
}

func TestBestLineIsTheClosedForm(t *testing.T) {
	columns := penguins(t, "bill_length_mm", "body_mass_g")
	line := BestLine(columns[0], columns[1])
	if slope := line(41) - line(40); math.Abs(slope-86.79175964755551) > 1e-9 {
		t.Errorf("slope %v, the map has 86.79175964755551", slope)
	}
}

func TestOwnColumns(t *testing.T) {
	c := penguins(t, "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
	look := func(f any) exercise.Answer { return OwnColumn(f, c[0], c[1], c[2], c[3]) }
	compare(t, []told{
		{"open", look(func(bill, depth, flipper float64) float64 { return exercise.TODO }), exercise.Open, "gap"},
		{"the flipper alone", look(func(bill, depth, flipper float64) float64 { return flipper }), exercise.NotYet, "Go below that"},
		{"a worse one", look(func(bill, depth, flipper float64) float64 { return depth }), exercise.NotYet, "Go below that"},
		{"a volume", look(func(bill, depth, flipper float64) float64 { return flipper * flipper * flipper }), exercise.Right, "the smallest loss is 0.2270, and with the flipper alone it was 0.2379"},
		{"constant", look(func(bill, depth, flipper float64) float64 { return 3 }), exercise.NotYet, "no scale"},
		{"NaN", look(func(bill, depth, flipper float64) float64 { return math.Sqrt(-flipper) }), exercise.NotYet, "no scale"},
		{"a panic", look(func(bill, depth, flipper float64) float64 { panic("no") }), exercise.NotYet, "Your code stopped: no."},
		{"another type", look(func(bill float64) float64 { return bill }), exercise.NotYet, "a function of three numbers"},
	})
}

func TestValleys(t *testing.T) {
	compare(t, []told{
		{"round", Valley(1), exercise.NotYet, "Plain descent needs 1 step, and momentum 1 step."},
		{"slightly steep", Valley(3), exercise.NotYet, "Plain descent needs"},
		{"steep", Valley(100), exercise.Right, "the more momentum gains"},
		{"steep the other way", Valley(0.01), exercise.Right, "the more momentum gains"},
		{"no bowl", Valley(-3), exercise.NotYet, "makes no bowl"},
		{"open", Valley(exercise.TODO), exercise.Open, "in place of"},
	})
}

// rawValley is a valley as that of the notebook: a hundred times as steep one way.
var rawValley = bowlOf(1, 100)

func TestUnfairRaces(t *testing.T) {
	start := []float64{-10, 1}
	compare(t, []told{
		{"fair", Unfair(0.019, 1, rawValley, start, 100), exercise.NotYet, "Adam still wins"},
		{"unfair", Unfair(0.019, 1e-5, rawValley, start, 100), exercise.Right, "Plain descent wins"},
		{"plain diverges", Unfair(1e30, 1e-5, rawValley, start, 100), exercise.NotYet, "Plain descent diverged"},
		{"a wrong rate", Unfair(-1, 1e-5, rawValley, start, 100), exercise.NotYet, "plain descent: "},
		{"open", Unfair(exercise.TODO, exercise.TODO, rawValley, start, 100), exercise.Open, "in place of"},
	})
}

func TestOwnRules(t *testing.T) {
	start := []float64{-10, 1}
	look := func(rule any) exercise.Answer { return OwnRule(rule, rawValley, start, 100) }
	scaledBy := func(factor float64) func(rate float64) descent.Rule {
		return func(rate float64) descent.Rule { return scaledRule{descent.GradientDescent(rate), factor} }
	}
	compare(t, []told{
		{"open", look(func(rate float64) descent.Rule { return scaledRule{descent.GradientDescent(rate), exercise.TODO} }), exercise.Open, "gap"},
		{"momentum", look(func(rate float64) descent.Rule { return descent.Momentum(rate, 0.7) }), exercise.Right, "a better rule for this valley"},
		{"plain", look(descent.GradientDescent), exercise.NotYet, "exactly as plain descent does"},
		{"climbs", look(scaledBy(-1)), exercise.NotYet, "ends higher than it began"},
		{"worse", look(func(rate float64) descent.Rule {
			return descent.Scheduled(descent.GradientDescent(rate), descent.Exponential(0.5))
		}), exercise.NotYet, "Not better yet"},
		{"nil", look(func(rate float64) descent.Rule { return nil }), exercise.NotYet, "no rule"},
		{"no memory made", look(func(rate float64) descent.Rule {
			return descent.Custom("mine", func(params int) descent.Step {
				var velocity []float64
				return func(gradient []float64) []float64 { velocity[0] = 1; return velocity }
			})
		}), exercise.NotYet, "Your code stopped: index out of range"},
		{"a number", look(3), exercise.NotYet, "a function that takes a rate"},
	})
}
