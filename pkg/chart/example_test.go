package chart_test

import (
	"fmt"
	"strings"

	"littlesteps/pkg/chart"
)

// described returns the sentences that a figure says about itself.
func described(f *chart.Figure) string {
	_, rest, _ := strings.Cut(f.HTML(), "</summary><p>")
	text, _, _ := strings.Cut(rest, "</p>")
	return strings.ReplaceAll(text, ". ", ".\n")
}

// In a cell: display.Show(chart.Line(epochs, losses).X("epoch").Y("loss"))
func ExampleLine() {
	epochs := []float64{0, 1, 2, 3, 4, 5}
	losses := []float64{16, 8, 4, 2, 1, 0.5}
	figure := chart.Line(epochs, losses).X("epoch").Y("loss").LogY()
	fmt.Println(described(figure))
	// Output:
	// Loss falls from 16 at epoch 0 to 0.5 at epoch 5; half of the way by epoch 1.
}

func ExampleScatter() {
	bill := []float64{39.1, 39.5, 40.3, 36.7, 39.3, 46.1, 50.0}
	mass := []float64{3750, 3800, 3250, 3450, 3650, 4500, 5700}
	fmt.Println(described(chart.Scatter(bill, mass).X("bill length (mm)").Y("body mass (g)")))
	// Output:
	// 7 points.
	// Bill length from 36.7 to 50 mm; body mass from 3,250 to 5,700 g.
	// The two rise together (correlation 0.93).
}

func ExampleBoxes() {
	species := []string{"Adelie", "Gentoo", "Adelie", "Gentoo", "Adelie", "Gentoo"}
	mass := []float64{3750, 5000, 3800, 5700, 3250, 5400}
	fmt.Println(described(chart.Boxes(species, mass).X("species").Y("body mass (g)")))
	// Output:
	// Body mass, 2 boxes: Adelie: 3 values from 3,250 to 3,800 g, the median 3,750, the middle half from 3,500 to 3,775.
	// Gentoo: 3 values from 5,000 to 5,700 g, the median 5,400, the middle half from 5,200 to 5,550.
}

func ExampleCounts() {
	fmt.Println(described(chart.Counts([]string{"Adelie", "Gentoo", "Adelie"}).X("species")))
	// Output:
	// 2 bars.
	// Adelie: 2.
	// Gentoo: 1.
}

// Means with their standard errors.
func ExampleBars() {
	islands, means, errors := []string{"Biscoe", "Dream"}, []float64{4719, 3719}, []float64{61, 37}
	figure := chart.Bars(islands, means).ErrorBars([]float64{0, 1}, means, errors).X("island").Y("body mass (g)")
	fmt.Println(described(figure))
	// Output:
	// 2 bars.
	// Biscoe: 4,719 g.
	// Dream: 3,719 g.
	// 2 points with error bars.
	// Biscoe, body mass 4,719 g ± 61.
	// Dream, body mass 3,719 g ± 37.
}

func ExampleErrorBars() {
	figure := chart.ErrorBars([]float64{1, 16}, []float64{0.91, 0.65}, []float64{0.2, 0.01}).LogX().X("batch size").Y("loss")
	fmt.Println(described(figure))
	// Output:
	// 2 points with error bars.
	// Batch size 1, loss 0.91 ± 0.2.
	// Batch size 16, loss 0.65 ± 0.01.
}

// Small multiples: one panel an island, on the same axes.
func ExampleFigure_SplitBy() {
	bill, mass := []float64{39, 38, 47, 50}, []float64{3750, 3250, 5000, 5700}
	figure := chart.Scatter(bill, mass).X("bill (mm)").Y("mass (g)").SplitBy([]string{"Dream", "Dream", "Biscoe", "Biscoe"})
	fmt.Println(described(figure))
	// Output:
	// Biscoe.
	// 2 points: bill 47 mm, mass 5,000 g; bill 50 mm, mass 5,700 g.
	// Dream.
	// 2 points: bill 39 mm, mass 3,750 g; bill 38 mm, mass 3,250 g.
}

// One colour for each species, and what a model guesses all over the plane.
func ExampleFigure_Regions() {
	bill, flipper := []float64{39, 38, 41, 47, 50, 46}, []float64{181, 186, 195, 211, 220, 197}
	species := []string{"Adelie", "Adelie", "Adelie", "Gentoo", "Gentoo", "Gentoo"}
	guess := func(bill, flipper float64) string {
		if flipper > 200 {
			return "Gentoo"
		}
		return "Adelie"
	}
	figure := chart.ScatterBy(bill, flipper, species).Regions(guess).X("bill (mm)").Y("flipper (mm)")
	fmt.Println(described(figure))
	// Output:
	// The ground shows the guess: Adelie on 48 % of it, Gentoo on 52 % of it.
	// 5 of 6 points lie on the ground of their own group.
	// 6 points in 2 groups.
	// Adelie: 3 points: bill 39 mm, flipper 181 mm; bill 38 mm, flipper 186 mm; bill 41 mm, flipper 195 mm.
	// Gentoo: 3 points: bill 47 mm, flipper 211 mm; bill 50 mm, flipper 220 mm; bill 46 mm, flipper 197 mm.
}

func ExampleFunction() {
	loss := func(m float64) float64 { return (m-2.54)*(m-2.54) + 0.07 }
	figure := chart.Function(loss, 0, 5).Mark("a guess", 1.5, loss(1.5)).X("multiplier").Y("loss (cm²)")
	fmt.Println(described(figure))
	// Output:
	// Loss falls from 6.522 cm² at multiplier 0 to 0.07 cm² at multiplier 2.54, then rises to 6.122 cm² at multiplier 5.
	// A guess: multiplier 1.5, loss 1.152 cm².
}

// The arrow figure: two guesses, and which way is down from them.
func ExampleSlopes() {
	figure := chart.Slopes([]float64{1, 4}, []float64{9, 36}, []float64{-6, 12}).X("multiplier").Y("loss")
	fmt.Println(described(figure))
	// Output:
	// At multiplier 1, loss 9, the slope is −6; downhill is to the right.
	// At multiplier 4, loss 36, the slope is 12; downhill is to the left.
}

func ExampleContours() {
	bowl := func(a, b float64) float64 { return a*a + 2*b*b }
	as, bs := chart.Span(-2, 2, 21), chart.Span(-1, 1, 21)
	figure := chart.Contours(as, bs, chart.Sample(bowl, as, bs)).X("intercept").Y("slope").
		Path("descent", []float64{-2, -1, -0.5}, []float64{1, 0.2, 0.04})
	fmt.Println(described(figure))
	// Output:
	// Contours of loss over intercept from −2 to 2 and slope from −1 to 1.
	// The lowest of the grid is 0, at intercept 0, slope 0; the highest is 6.
	// Descent goes from intercept −2, slope 1 (loss about 6) to intercept −0.5, slope 0.04 (loss about 0.2532) in 2 steps.
}

// A surface beside its contours, one path laid on both.
func ExampleBeside() {
	bowl := func(a, b float64) float64 { return a*a + b*b }
	as := chart.Span(-1, 1, 11)
	grid := chart.Sample(bowl, as, as)
	figure := chart.Beside(chart.Surface(as, as, grid), chart.Contours(as, as, grid)).
		Path("descent", []float64{-1, 0}, []float64{1, 0}).X("a").Y("b")
	fmt.Println(strings.Count(figure.HTML(), `<svg role="img"`), "pictures")
	// Output:
	// 2 pictures
}

// Three panels over one axis of epochs.
func ExampleStack() {
	epochs := []float64{0, 1, 2}
	figure := chart.Stack(
		chart.Line(epochs, []float64{0, 1.5, 2.25}).Y("multiplier"),
		chart.Line(epochs, []float64{9, 2.25, 0.5625}).Y("loss"),
	).X("epoch")
	fmt.Println(described(figure))
	// Output:
	// Multiplier rises from 0 at epoch 0 to 2.25 at epoch 2.
	// Loss falls from 9 at epoch 0 to 0.5625 at epoch 2.
}

// The race: lines are added in a loop and named at their ends.
func ExampleNew() {
	race := chart.New().X("epoch").Y("loss").LogY()
	for rate, factor := range map[string]float64{"plain": 0.5} {
		race.Line(rate, []float64{0, 1, 2}, []float64{4, 4 * factor, 4 * factor * factor})
	}
	fmt.Println(described(race))
	// Output:
	// Plain falls from 4 at epoch 0 to 1 at epoch 2.
}

// The fitted line over epochs, with play, pause, step and scrub.
func ExampleAnimate() {
	xs, ys := []float64{-1, 0, 1}, []float64{-0.6, 0, 0.6}
	params := [][]float64{{-2, 0}, {-1, 0.3}, {-0.5, 0.45}, {0, 0.6}}
	losses := []float64{4.24, 1.06, 0.265, 0}
	figure := chart.Animate(chart.Scatter(xs, ys).X("x").Y("y"), nil, params, losses)
	fmt.Println(described(figure))
	// Output:
	// 3 points: x −1, y −0.6; x 0, y 0; x 1, y 0.6.
	// The line moves over 3 epochs, from epoch 0: loss 4.24, intercept −2.00, slope 0.000, to epoch 3: loss 0, intercept 0.00, slope 0.600.
	// Half of the loss that goes is gone by epoch 1.
}

// What cannot be drawn is said, not hidden.
func ExampleFigure_LogY() {
	html := chart.Line([]float64{0, 1, 2}, []float64{100, 0, 1}).LogY().HTML()
	_, rest, _ := strings.Cut(html, `<p class="ls-n">`)
	note, _, _ := strings.Cut(rest, "</p>")
	fmt.Println(note)
	// Output:
	// 1 value not drawn: zero or below has no place on a logarithmic axis.
}

func ExampleScale() {
	pixels := chart.Scale{From: 0, To: 5, Start: 40, End: 640}
	fmt.Println(pixels.At(2.5), pixels.Value(340), pixels.Ticks(5))
	// Output:
	// 340 2.5 [0 1 2 3 4 5]
}
