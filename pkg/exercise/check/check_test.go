package check

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"littlesteps/pkg/chart"
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
		if a.answer.Verdict != a.verdict || !strings.Contains(strings.ReplaceAll(a.answer.Text, "`", ""), strings.ReplaceAll(a.says, "`", "")) {
			t.Errorf("%s: want %q with %q, got\n\t%s", a.name, a.verdict, a.says, a.answer)
		}
	}
}

// The walk's closed form is that of the lesson's own belts.
func TestTheWalkIsOverTheLessonsBelts(t *testing.T) {
	inches, cm := belts(t)
	if best := bestMultiplier(inches, cm); math.Abs(best-beltsBest) > 1e-12 {
		t.Errorf("the best multiplier is %v, the check has %v", best, beltsBest)
	}
	if curvature := 2 * meanOf(len(inches), func(i int) float64 { return square(inches[i]) }); curvature != beltsCurvature {
		t.Errorf("the curvature is %v, the check has %v", curvature, beltsCurvature)
	}
}

// What a learner writes, with a slope that is felt as in the notebook.
func TestWalks(t *testing.T) {
	inches, cm := belts(t)
	feel := func(m float64) float64 {
		const tiny = 1e-4
		return (squaredLoss(m+tiny, inches, cm) - squaredLoss(m-tiny, inches, cm)) / (2 * tiny)
	}
	walking := func(next func(multiplier, start, rate float64) float64) func(start, rate float64, epochs int) []float64 {
		return func(start, rate float64, epochs int) []float64 {
			multiplier := start
			all := []float64{multiplier}
			for range epochs {
				multiplier = next(multiplier, start, rate)
				all = append(all, multiplier)
			}
			return all
		}
	}
	compare(t, []told{
		{"right", Walk(walking(func(m, _, rate float64) float64 { return m - rate*feel(m) })), exercise.Right, "right values"},
		{"open", Walk(walking(func(m, _, rate float64) float64 { return exercise.TODO })), exercise.Open, "a gap in it"},
		{"no rate", Walk(walking(func(m, _, rate float64) float64 { return m - feel(m) })), exercise.NotYet, "Is the learning rate in your step"},
		{"the slope at the start", Walk(walking(func(m, start, rate float64) float64 { return m - rate*feel(start) })), exercise.NotYet, "the slope at the start"},
		{"only the last", Walk(func(start, rate float64, epochs int) []float64 {
			for range epochs {
				start -= rate * feel(start)
			}
			return []float64{start}
		}), exercise.NotYet, "only where the walk ends"},
		{"far too long", Walk(walking(func(m, _, rate float64) float64 { return m - feel(m)/rate })), exercise.NotYet, "and as a factor"},
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
		{"as it is", RoundBowl(bill, 0, 1), exercise.NotYet, "curves 129653 times as much"},
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
	line := bestLine(columns[0], columns[1])
	if slope := line(41) - line(40); math.Abs(slope-86.79175964755551) > 1e-9 {
		t.Errorf("slope %v, the map has 86.79175964755551", slope)
	}
}

func TestDrawnLines(t *testing.T) {
	columns := penguins(t, "bill_length_mm", "body_mass_g")
	bill, mass := columns[0], columns[1]
	look := func(heights any) exercise.Answer { return DrawnLine(heights, chart.Scatter(bill, mass), bill, mass) }
	compare(t, []told{
		{"empty", look([]float64{}), exercise.Open, "at 32.1, 45.85 and 59.6 mm"},
		{"open", look([]float64{3000, exercise.TODO, 5000}), exercise.Open, "Draw the line"},
		{"too steep", look([]float64{2800, 4350, 5900}), exercise.Guessed, "a millimetre is worth 113 g, on the best one 87 g. Yours is too steep"},
		{"too flat", look([]float64{4000, 4200, 4400}), exercise.Guessed, "Yours is too flat"},
		{"falling", look([]float64{5000, 4200, 3400}), exercise.Guessed, "in opposite directions"},
		{"good", look([]float64{3175, 4368, 5562}), exercise.Guessed, "is 649 g with yours and 649 g with the best"},
		{"kilograms", look([]float64{2.8, 4.35, 5.9}), exercise.NotYet, "Those look like kilograms. The figure counts in grams: write `5900` for 5.9 kg."},
		{"z-scores", look([]float64{-1, 0, 1}), exercise.NotYet, "passes by all the penguins: they weigh from 2700 to 6300 g"},
		{"bent", look([]float64{3000, 5000, 5500}), exercise.NotYet, "Your line bends. Halfway between its ends a straight one is at 4250 g, and you wrote 5000."},
		{"commas in numbers", look([]float64{2, 800, 4, 350, 5, 900}), exercise.NotYet, "In Go a comma separates numbers"},
		{"two heights", look([]float64{3000, 5500}), exercise.NotYet, "too few heights, 2 of 3"},
		{"a number", look(3000), exercise.NotYet, "a list of three masses"},
		{"NaN", look([]float64{3000, math.NaN(), 5000}), exercise.NotYet, "isn't finite"},
	})
	if answer := look([]float64{2800, 4350, 5900}); answer.Figure == nil || !strings.Contains(answer.HTML(), "the best line") {
		t.Error("the line isn't drawn among the penguins")
	}
	if answer := look([]float64{}); answer.Figure != nil {
		t.Error("the best line is drawn before the guess is made")
	}
}

func TestOwnColumns(t *testing.T) {
	c := penguins(t, "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
	look := func(f any) exercise.Answer { return OwnColumn(f, c[0], c[1], c[2], c[3]) }
	compare(t, []told{
		{"open", look(func(bill, depth, flipper float64) float64 { return exercise.TODO }), exercise.Open, "gap"},
		{"the flipper alone", look(func(bill, depth, flipper float64) float64 { return flipper }), exercise.NotYet, "the flipper itself"},
		{"in centimetres", look(func(bill, depth, flipper float64) float64 { return flipper/10 - 3 }), exercise.NotYet, "the flipper itself"},
		{"a worse one", look(func(bill, depth, flipper float64) float64 { return depth }), exercise.NotYet, "The flipper alone does better"},
		// NumPy has these numbers as well.
		{"a cube", look(func(bill, depth, flipper float64) float64 { return flipper * flipper * flipper }), exercise.Right, "a loss of 0.2226, and on those it hasn't seen 0.1973. With the flipper alone it is 0.2315 and 0.2110."},
		{"a volume", look(func(bill, depth, flipper float64) float64 { return bill * depth * flipper }), exercise.NotYet, "a loss of 0.7743, and on those it hasn't seen 0.7419"},
		{"a table by heart", look(func(bill, depth, flipper float64) float64 {
			for i := range c[3] {
				if i%3 != 2 && c[0][i] == bill && c[1][i] == depth && c[2][i] == flipper {
					return c[3][i]
				}
			}
			return 4000
		}), exercise.NotYet, "only where it has learned"},
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
