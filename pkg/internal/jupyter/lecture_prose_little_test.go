package jupyter

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"littlesteps/pkg/data"
)

// columnOf reads a column of the lesson's own data. That much of the project's code
// the sentences are computed with.
func columnOf(t *testing.T, table, name string) []float64 {
	t.Helper()
	df := data.Belts()
	if table == "penguins" {
		df = data.Complete(data.Penguins())
	}
	column, err := data.Floats(df, name)
	if err != nil {
		t.Fatal(err)
	}
	return column
}

// mean is the mean of what a function gives for each row.
func mean(rows int, of func(i int) float64) float64 {
	sum := 0.0
	for i := range rows {
		sum += of(i) / float64(rows)
	}
	return sum
}

func littleProse(t *testing.T) []sentence {
	inches, cm := columnOf(t, "belts", "belt_in"), columnOf(t, "belts", "belt_cm")
	n := len(inches)
	xx := mean(n, func(i int) float64 { return inches[i] * inches[i] })
	xy := mean(n, func(i int) float64 { return inches[i] * cm[i] })
	best := xy / xx
	loss := func(m float64) float64 {
		return mean(n, func(i int) float64 { return (m*inches[i] - cm[i]) * (m*inches[i] - cm[i]) })
	}
	slope := func(m float64) float64 { return 2 * (m*xx - xy) }
	walk := func(rate float64, stop func(m float64) bool) (epochs int) {
		for m := 0.0; !stop(m) && epochs < 10_000; epochs++ {
			m -= rate * slope(m)
		}
		return epochs
	}
	apart := func(m float64) bool { return math.IsInf(loss(m), 1) }
	arrived := func(m float64) bool { return math.Abs(m-best) < 0.0005 }

	outlier := slices.Clone(cm)
	outlier[0] = 770
	pulled := mean(n, func(i int) float64 { return inches[i] * outlier[i] }) / xx
	sizes := bestBySize(inches, cm)
	swing := func(epoch int) float64 { return best - best*math.Pow(1-2*xx/1000, float64(epoch)) }
	year := 365.25 * 24 * 3600 * 1e6 // losses in a year, at a million a second
	if universe := 13.8e9; math.Pow(5, 50)/year < 10*universe {
		t.Error("5⁵⁰ losses don't take far longer than the universe has existed")
	}
	if minutes, years := math.Pow(50, 5)/60e6, math.Pow(50, 10)/year; math.Round(minutes) != 5 || math.Round(years/1000) != 3 {
		t.Errorf("not five minutes and three thousand years but %v and %v", minutes, years)
	}
	return []sentence{
		{"loss-guess-hint", "At 1.5 it is about %.0f cm too short.", []any{40 * (best - 1.5)}},
		{"loss-guess-hint", "a miss of %.0f cm becomes one of %.0f cm", []any{40 * (best - 1.5), 40 * (best - 1.7)}},
		{"average-miss-solution", "At 1.7 the average miss is %.2f cm.", []any{mean(n, func(i int) float64 { return math.Abs(1.7*inches[i] - cm[i]) })}},
		{"belt-slopes-question", "At 1.7 that was %.2f.", []any{slope(1.7)}},
		{"slope-means", "about %.0f times as much", []any{-slope(1.7)}},
		{"slope-means", "(The lecture prints 1128.2124 and −2681.3499.", nil}, // the lecture's own, in float32
		{"large-rate-solution", "Every rate above %.6f does it.", []any{1 / xx}},
		{"large-rate-solution", "at 1/1000 it takes about %d epochs until the loss is too large a number for the computer, and at 1/10 it takes %d.",
			[]any{(walk(1.0/1000, apart) + 5) / 10 * 10, walk(1.0/10, apart)}},
		{"landing-rate-solution", "That is %.6f.", []any{1 / (2 * xx)}},
		{"try", "a length of 770 cm", nil},                     // what a learner writes
		{"every-rate", "Then write 0.00064 into the box", nil}, // any rate a little above the limit
		{"not-a-bowl", "1 and %.4f, or 2 and %.4f, or −1 and %.4f.", []any{best, best / 2, -best}},
		{"deep-meaning", "although the loss is `%s`.", []any{fmt.Sprintf("%.2f", loss(0))}},
		{"deep-rate-meaning", "the limit is %f times as low: %.6f.", []any{5.0 * 5, 1 / (25 * xx)}},
		{"try-answers", "The best multiplier goes from %.3f to %.3f.", []any{best, pulled}},
		{"try-answers", "a belt that is off by %f cm", []any{770 - cm[0]}},
		{"try-answers", "the slope is %.1f, the mean of the inches with a minus. So every step is %.6f long, and 1000 of them lead from 0 to %.3f only.",
			[]any{-mean(n, func(i int) float64 { return inches[i] }), mean(n, func(i int) float64 { return inches[i] }) / 1e5, mean(n, func(i int) float64 { return inches[i] }) / 1e2}},
		{"try-answers", "the gradient is positive, %.1f, and the multiplier falls", []any{slope(5)}},
		{"try-answers", "After %d epochs the multiplier is right to three decimals; at 1/100,000 it took %d.", []any{walk(1e-4, arrived), walk(1e-5, arrived)}},
		{"try-answers", "0, %.2f, %.2f. The walk diverges. After about %d epochs", []any{swing(1), swing(2), (walk(1.0/1000, apart) + 5) / 10 * 10}},
		{"try-note", "goes from %.3f to %.3f only", []any{sizes, bestBySize(inches, outlier)}},
	}
}

// bestBySize is the multiplier with the smallest mean absolute error: it is the
// ratio of one of the belts.
func bestBySize(x, y []float64) (best float64) {
	least := math.Inf(1)
	for i := range x {
		m := y[i] / x[i]
		if loss := mean(len(x), func(j int) float64 { return math.Abs(m*x[j] - y[j]) }); loss < least {
			least, best = loss, m
		}
	}
	return best
}

// The walk with sizes in place of squares: what the answers of Your turn say of it.
func TestWalksBySize(t *testing.T) {
	inches, cm := columnOf(t, "belts", "belt_in"), columnOf(t, "belts", "belt_cm")
	walk := func(rate float64, epochs int) (m float64) {
		for range epochs {
			m -= rate * mean(len(inches), func(i int) float64 { return math.Copysign(inches[i], m*inches[i]-cm[i]) })
		}
		return m
	}
	best := bestBySize(inches, cm)
	if at := walk(1e-5, 1000); at > 0.4 {
		t.Errorf("1/100,000 leads to %v in 1000 epochs", at)
	}
	if at := walk(1e-4, 1000); math.Abs(at-best) > 0.005 {
		t.Errorf("1/10,000 doesn't arrive: %v, and best is %v", at, best)
	}
	if one, two := walk(1e-3, 1000), walk(1e-3, 1001); one == two || math.Abs(one-best) < 1e-3 && math.Abs(two-best) < 1e-3 {
		t.Errorf("1/1000 comes to rest: %v and %v, and best is %v", one, two, best)
	}
}

// What the notebook says of two multipliers in a row, where its walks end and which
// of them diverges.
func TestWalksThatAreNotOnABowl(t *testing.T) {
	inches, cm := columnOf(t, "belts", "belt_in"), columnOf(t, "belts", "belt_cm")
	n := len(inches)
	xx := mean(n, func(i int) float64 { return inches[i] * inches[i] })
	xy := mean(n, func(i int) float64 { return inches[i] * cm[i] })
	walk := func(a, b, rate float64) (float64, float64) {
		for range 1000 {
			slope := 2 * (a*b*xx - xy)
			a, b = a-rate*slope*b, b-rate*slope*a
		}
		return a, b
	}
	arrives := func(a, b float64) bool { return math.Abs(a*b-xy/xx) < 1e-6 }
	saddle := func(a, b float64) bool { return math.Hypot(a, b) < 1e-6 }
	for _, test := range []struct {
		a, b, rate float64
		ends       func(a, b float64) bool
	}{
		{0, 0, 1e-5, func(a, b float64) bool { return a == 0 && b == 0 }},
		{1, -1, 1e-5, saddle},
		{0.1, -0.1, 1e-5, saddle},
		{1, -1.1, 1e-5, arrives},
		{0.1, 0.1, 1e-5, func(a, b float64) bool { return arrives(a, b) && a > 0 }},
		{-1, -0.5, 1e-5, func(a, b float64) bool { return arrives(a, b) && a < 0 }},
		{5, 0.1, 1e-5, arrives},
		{5, 0.1, 1e-4, func(a, b float64) bool { return math.IsNaN(a*b) || math.IsInf(a*b, 0) }},
	} {
		if a, b := walk(test.a, test.b, test.rate); !test.ends(a, b) {
			t.Errorf("from (%v, %v) at %v it ends at (%v, %v)", test.a, test.b, test.rate, a, b)
		}
	}
}
