package jupyter

import (
	_ "embed"
	"strings"
)

// A row is one line of the lecture's map: what a cell of a notebook must show.
// Rows that stand for a fact beyond the lecture have the number 0.
type row struct {
	number int
	cell   string
	claims []claim
}

//go:embed testdata/lecture/all-penguins.txt
var allPenguins string

// lectureRows are the rows for each notebook. The numbers are the lecture's,
// in float64 where it printed float32.
var lectureRows = map[string][]row{
	"01_little_steps": {
		{1, "belt-table", []claim{values{exact, zero, [][]float64{
			{28, 30.5, 77}, {30, 32.5, 83}, {32, 34.5, 88}, {34, 36.5, 93}, {36, 38.5, 98},
			{38, 40.5, 103}, {40, 42.5, 108}, {42, 44.5, 113}, {44, 46.5, 118}, {46, 48.5, 123},
		}}}},
		{2, "guess-1-5", []claim{numbers(-31.25, -34.25, -36.25, -38.25, -40.25, -42.25, -44.25, -46.25, -48.25, -50.25)}},
		{3, "mse", []claim{declares{name: "mse"}}},
		{3, "mse-1-5", []claim{numbers(1728.2125)}},
		{4, "guess-1-7", []claim{numbers(1128.2125)}},
		{5, "grid", []claim{numbers(50, 0.2175135360266544)}},
		{6, "grid-figure", []claim{figure{pictures: 1, about: []string{"loss", "multiplier"}}}},
		{7, "grid-best", []claim{numbers(2.5510204081632653)}},
		{8, "combinations", []claim{says("312500000"), says("88817841970012523233890533447265625")}},
		{9, "curve", []claim{figure{pictures: 1, about: []string{"loss", "multiplier"}}}},
		{10, "arrows", []claim{figure{pictures: 1, about: []string{"slope", "downhill is to the right", "downhill is to the left"}}}},
		{11, "graph-loss", []claim{declares{name: "loss", words: []string{"*graph.Node"}}}},
		{12, "graph-gradient", []claim{declares{words: []string{"model.New(loss"}}}},
		{13, "slope-1-7", []claim{numbers(1.7, 1128.2125, -2681.35)}},
		{14, "descent", []claim{says("The final guess was 2.541"), numbers(2.541471834301)}},
		{15, "descent-figures", []claim{figure{pictures: 1, about: []string{"multiplier", "loss", "gradient", "epoch"}}}},
		{15, "path", []claim{figure{pictures: 1, about: []string{"loss", "multiplier"}}}},
		{0, "one-belt-backwards", []claim{numbers(1.7, 68.85, -34.15, 1166.2225), numbers(-2766.15, -68.3, -68.3, 1)}},
		{0, "belt-slopes", []claim{numbers(-2681.35)}},
		{0, "rate-scan", []claim{figure{pictures: 1, about: []string{"learning rate", "loss"}}}},
		{0, "loss-left", []claim{figure{pictures: 1, about: []string{"epoch", "above the minimum"}}}},
		{0, "deep-map", []claim{figure{pictures: 1, about: []string{"typical miss"}}}},
		{0, "best-multiplier", []claim{numbers(2.5414718343009572, 0.0722485485642552)}},
		{0, "limit", []claim{numbers(0.00062764788953), numbers(0.00031382394477)}},
	},
	"02_more_parameters": {
		{1, "penguins", []claim{numbers(344, 333)}},
		{2, "columns", []claim{declares{words: []string{`"bill_length_mm"`, `"body_mass_g"`}}}},
		{3, "z-scores", []claim{numbers(43.9927927928, 5.460450955), numbers(4207.0570570571, 804.00586016)}},
		{4, "design-matrix", []claim{digits{want: strings.Fields(`
			1 -0.89604189 1 -0.82278787 1 -0.67627982 1 -1.33556603 1 -0.85941488
			1 -0.9326689 1 -0.87772838 1 -0.52977177 1 -0.98760942 1 -1.72014965`)}}},
		{5, "one-penguin", []claim{digits{want: []string{"2", "-3.29115147"}}}},
		{6, "summed", []claim{numbers(-1.2911514669828215)}},
		{7, "dot-product", []claim{numbers(-1.2911514669828215)}},
		{8, "all-penguins", []claim{digits{want: strings.Fields(allPenguins), whole: true}}},
		{9, "first-guess", []claim{says("5.0")}},
		{10, "surface", []claim{figure{pictures: 2, about: []string{"landscape", "contours", "intercept", "slope"}}}},
		{11, "regression-model", []claim{declares{words: []string{"func ", "*graph.Node"}}}},
		{11, "fit", []claim{declares{words: []string{"model.New("}}}},
		{12, "regression", []claim{numbers(-3.36593424663e-09, 0.589451109185)}},
		{13, "regression-path", []claim{figure{pictures: 1, about: []string{"intercept", "slope"}}}},
		{13, "regression-loss", []claim{figure{pictures: 1, about: []string{"loss falls", "epoch"}}}},
		{14, "animation", []claim{figure{pictures: 1, about: []string{"body mass"}, moves: true}}},
		{0, "correlation", []claim{numbers(0.5894511101769492), numbers(0.6525473887111625)}},
		{0, "grams", []claim{numbers(86.79175964755551)}},
		{0, "simpson", []claim{figure{pictures: 1, about: []string{"bill depth", "gentoo"}}}},
		{0, "unseen", []claim{ // computed with NumPy
			values{0, 5e-5, [][]float64{{222}, {0.6262, 0.5935}, {0.2315, 0.2110}, {0.2290, 0.2111}, {9}, {0.2380, 0.6663}, {0.1984, 0.2207}, {0.1471, 0.4133}}},
		}},
		{0, "valley-compare", []claim{values{relative: 1e-4, groups: [][]float64{{59.633, 29.8165}}}, values{relative: 2e-3, groups: [][]float64{{0.0303, 3932}}}, values{relative: 5e-3, groups: [][]float64{{130_000}}}}},
	},
	"03_advanced_options": {
		{1, "same-so-far", []claim{shows{}}},
		{2, "batches", []claim{shows{}, declares{words: []string{"seed"}}}},
		{2, "sgd", []claim{shows{}}},
		{2, "sgd-path", []claim{figure{pictures: 2, about: []string{"intercept", "slope"}}}},
		{2, "sgd-examples", []claim{figure{pictures: 1, about: []string{"examples looked at"}}}},
		{2, "sgd-race", []claim{numbers(8, 96, 88), numbers(64, 256, 128), numbers(333, 33300)}},
		{3, "schedule", []claim{
			declares{name: "shrinking"},
			// Means of ten shuffles after 30 epochs: the constant rate, the shrinking one, the cosine.
			figure{pictures: 1, about: []string{"to 0.00212 at epoch 30", "to 7.691×10⁻⁵ at epoch 30", "to 2.29×10⁻⁶ at epoch 30"}},
		}},
		{3, "momentum", []claim{declares{words: []string{"func "}}}},
		{3, "momentum-agrees", []claim{agrees{}}},
		{3, "adam", []claim{declares{words: []string{"func ", "math.Sqrt"}}}},
		{3, "adam-agrees", []claim{agrees{}}},
		{4, "race-round", []claim{race(1, 0.5), race(47, 0.00232267), race(50, 0.0525560)}},
		{4, "race-round-figure", []claim{figure{pictures: 1, about: []string{"intercept", "slope", "plain goes"}}}},
		// NumPy's and optax's numbers: see pkg/race.
		{4, "race-valley", []claim{race(321, 0.00506578), race(55, 0.00212990), race(51, 26.9087), race(214, 5.18736)}},
		{4, "race-valley-figure", []claim{figure{pictures: 4, about: []string{"g for each mm", "321 steps", "55 steps", "51 steps", "214 steps"}}}},
		{4, "finely", []claim{numbers(1, 58, 62), numbers(2, 58, 56), numbers(4, 58, 51), numbers(8, 55, 51), numbers(16, 55, 51)}},
		{4, "race-turned", []claim{numbers(321, 321), numbers(55, 55), numbers(51, 84), says("over 400")}},
		{4, "race-turned-figure", []claim{figure{pictures: 1, about: []string{"55 steps", "84 steps"}}}},
		// What the prose makes of it: the best and the worst of momentum, and the best of plain descent.
		{4, "race-seeds", []claim{numbers(6.712, 32.439), numbers(0.064, 8.555), numbers(0.016, 2.704), numbers(11.737, 12.599)}},
	},
	// Beyond the lecture's map. The numbers are those of JAX 0.10.2 with the same
	// starts and parts, and for the line of scikit-learn 1.9.1.
	"04_after_the_lecture": {
		{0, "columns", []claim{figure{pictures: 1, about: []string{"333 points in 3 groups", "chinstrap: 68 points"}}}},
		{0, "probability", []claim{figure{pictures: 1, about: []string{"0.9975 at score 6"}}}},
		{0, "learn", []claim{fourDigits(0.6931, 0.2894), fourDigits(-2.2614, 1.9104, 1.5781)}},
		{0, "line-boundary", []claim{figure{pictures: 1, about: []string{"293 of 333 points lie on the ground of their own group"}}}},
		{0, "line-wrong", []claim{numbers(40, 333)}},
		{0, "network", []claim{declares{name: "network", words: []string{"graph.Tanh"}}}},
		{0, "bent", []claim{fourDigits(0.6775, 0.0667), numbers(10, 333)}},
		{0, "boundary-moves", []claim{figure{pictures: 1, about: []string{"323 of 333 right"}, moves: true}}},
		{0, "overfitting", []claim{figure{pictures: 1, about: []string{"held out falls from 0.721 at epoch 0 to 0.09698 at epoch 70, then rises to 0.1917 at epoch 500"}}}},
		{0, "exam-table", []claim{fourDigits(0.3311, 0.2818), fourDigits(0.0038, 0.1728), fourDigits(0.0025, 0.1917), fourDigits(0.0970, 70)}},
	},
}

// lectureTables are how many rows the lecture's map has for each notebook.
var lectureTables = map[string]int{"01_little_steps": 15, "02_more_parameters": 14, "03_advanced_options": 4, "04_after_the_lecture": 0}

// race claims a row of a race: the evaluations to the finish, and the best rate.
func race(finish int, rate float64) claim {
	return values{2e-4, zero, [][]float64{{float64(finish), rate}}}
}

// fourDigits claims values that are printed with four decimals.
func fourDigits(want ...float64) claim { return values{1e-9, 1e-9, [][]float64{want}} }
