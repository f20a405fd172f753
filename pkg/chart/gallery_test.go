package chart_test

import (
	"math"

	"littlesteps/pkg/chart"
)

// The gallery is every kind of figure that the notebooks use, made from the
// lecture's numbers or ones like them. The golden files, the browser tests and
// the benchmarks all draw it.
type exhibit struct {
	name   string
	figure func() *chart.Figure
}

var (
	beltsIn = []float64{30.5, 32.5, 34.5, 36.5, 38.5, 40.5, 42.5, 44.5, 46.5, 48.5}
	beltsCm = []float64{77, 83, 88, 93, 98, 103, 108, 113, 118, 123}
)

// beltLoss is the mean squared error of a multiplier, beltSlope its derivative.
func beltLoss(m float64) float64 {
	sum := 0.0
	for i, in := range beltsIn {
		sum += (in*m - beltsCm[i]) * (in*m - beltsCm[i])
	}
	return sum / float64(len(beltsIn))
}

func beltSlope(m float64) float64 {
	sum := 0.0
	for i, in := range beltsIn {
		sum += 2 * in * (in*m - beltsCm[i])
	}
	return sum / float64(len(beltsIn))
}

// beltDescent returns epoch, multiplier, loss and gradient of a descent.
func beltDescent(rate float64, epochs int) (e, ms, losses, gradients []float64) {
	m := 0.0
	for k := range epochs + 1 {
		e, ms = append(e, float64(k)), append(ms, m)
		losses, gradients = append(losses, beltLoss(m)), append(gradients, beltSlope(m))
		m -= rate * beltSlope(m)
	}
	return e, ms, losses, gradients
}

// penguins returns 333 made-up penguins, as z-scores with the lecture's
// correlation of about 0.59; the same ones at each call.
func penguins() (bill, mass []float64) {
	state := uint64(7)
	random := func() float64 { // a sum of twelve uniform numbers is nearly normal
		sum := -6.0
		for range 12 {
			state = state*6364136223846793005 + 1442695040888963407
			sum += float64(state>>11) / (1 << 53)
		}
		return sum
	}
	for range 333 {
		b := random()
		bill = append(bill, b)
		mass = append(mass, 0.59*b+math.Sqrt(1-0.59*0.59)*random())
	}
	return bill, mass
}

// bowl is the loss of intercept and slope on z-scored penguins.
func bowl(a, b float64) float64 { return 0.6525 + a*a + (b-0.5895)*(b-0.5895) }

// bowlDescent returns the parameters and losses of plain descent on the bowl.
func bowlDescent(rate float64, epochs int) (params [][]float64, losses []float64) {
	a, b := -2.0, 0.0
	for range epochs + 1 {
		params, losses = append(params, []float64{a, b}), append(losses, bowl(a, b))
		a, b = a-rate*2*a, b-rate*2*(b-0.5895)
	}
	return params, losses
}

// column returns one parameter of a history.
func column(params [][]float64, i int) (values []float64) {
	for _, p := range params {
		values = append(values, p[i])
	}
	return values
}

func inMillimetres(z []float64) (mm []float64) {
	for _, v := range z {
		mm = append(mm, 43.99+5.46*v)
	}
	return mm
}

func inGrams(z []float64) (g []float64) {
	for _, v := range z {
		g = append(g, 4207+804*v)
	}
	return g
}

// race returns four rules on a narrow valley: name, path and losses.
type racer struct {
	name         string
	as, bs, loss []float64
}

func valley(a, b float64) float64 { return a*a + 12*b*b + 0.01 }

func race() []racer {
	rules := []struct {
		name string
		step func() func(ga, gb float64) (float64, float64)
	}{
		{"plain", func() func(ga, gb float64) (float64, float64) {
			return func(ga, gb float64) (float64, float64) { return 0.03 * ga, 0.03 * gb }
		}},
		{"momentum", func() func(ga, gb float64) (float64, float64) {
			var va, vb float64
			return func(ga, gb float64) (float64, float64) {
				va, vb = 0.8*va+0.02*ga, 0.8*vb+0.02*gb
				return va, vb
			}
		}},
		{"Adam", func() func(ga, gb float64) (float64, float64) {
			var ma, mb, sa, sb, t float64
			return func(ga, gb float64) (float64, float64) {
				t++
				ma, mb = 0.9*ma+0.1*ga, 0.9*mb+0.1*gb
				sa, sb = 0.999*sa+0.001*ga*ga, 0.999*sb+0.001*gb*gb
				f := func(m, s float64) float64 {
					return 0.15 * m / (1 - math.Pow(0.9, t)) / (math.Sqrt(s/(1-math.Pow(0.999, t))) + 1e-8)
				}
				return f(ma, sa), f(mb, sb)
			}
		}},
	}
	var racers []racer
	for _, rule := range rules {
		r, step := racer{name: rule.name}, rule.step()
		a, b := -2.0, 0.9
		for range 61 {
			r.as, r.bs, r.loss = append(r.as, a), append(r.bs, b), append(r.loss, valley(a, b))
			da, db := step(2*a, 24*b)
			a, b = a-da, b-db
		}
		racers = append(racers, r)
	}
	return racers
}

// threeSpecies returns made-up penguins of three species: two measurements and a
// name of each; the same ones at each call.
func threeSpecies() (bill, flipper []float64, species []string) {
	a, b := penguins()
	for i := range 150 {
		kind := i % 3
		bill = append(bill, []float64{38.8, 48.8, 47.5}[kind]+2.8*a[i])
		flipper = append(flipper, []float64{190, 196, 217}[kind]+6*b[i])
		species = append(species, []string{"Adelie", "Chinstrap", "Gentoo"}[kind])
	}
	return bill, flipper, species
}

// nearestSpecies guesses the species whose middle is nearest.
func nearestSpecies(bill, flipper float64) string {
	best, name := math.Inf(1), ""
	for i, middle := range [][2]float64{{38.8, 190}, {48.8, 196}, {47.5, 217}} {
		d := math.Hypot((bill-middle[0])/2.8, (flipper-middle[1])/6)
		if d < best {
			best, name = d, []string{"Adelie", "Chinstrap", "Gentoo"}[i]
		}
	}
	return name
}

var gallery = []exhibit{
	{"grid", func() *chart.Figure {
		ms := chart.Span(0, 5, 50)
		var losses []float64
		for _, m := range ms {
			losses = append(losses, beltLoss(m))
		}
		return chart.Scatter(ms, losses).As(chart.Loss).Mark("best of the grid", ms[25], losses[25]).
			X("multiplier").Y("loss (cm²)").Caption("The loss of 50 multipliers from 0 to 5.")
	}},
	{"curve", func() *chart.Figure {
		return chart.Function(beltLoss, 0, 5).X("multiplier").Y("loss (cm²)").
			Note(0.8, beltLoss(0.8), "farther from the best, the loss is larger").
			Note(3.4, beltLoss(3.4), "each side only rises: no bumps").
			Note(4.8, beltLoss(4.8), "the farther out, the steeper").
			Mark("minimum", 2.5415, beltLoss(2.5415))
	}},
	{"slopes", func() *chart.Figure {
		ms := []float64{1.2, 3.2}
		return chart.Slopes(ms, []float64{beltLoss(1.2), beltLoss(3.2)}, []float64{beltSlope(1.2), beltSlope(3.2)}).
			X("multiplier").Y("loss (cm²)").Caption("All that descent sees: two places, and which way is down.")
	}},
	{"slopes-curve", func() *chart.Figure {
		return chart.Function(beltLoss, 0, 5).As(chart.Faint).
			Slopes([]float64{1.2, 3.2}, []float64{beltLoss(1.2), beltLoss(3.2)}, []float64{beltSlope(1.2), beltSlope(3.2)}).
			X("multiplier").Y("loss (cm²)")
	}},
	{"history", func() *chart.Figure {
		e, ms, losses, gradients := beltDescent(1e-5, 1000)
		return chart.Stack(chart.Line(e, ms).Y("multiplier").As(chart.Path), chart.Line(e, losses).Y("loss (cm²)").As(chart.Loss),
			chart.Line(e, gradients).Y("gradient (cm²)").As(chart.Gradient)).X("epoch")
	}},
	{"history-log", func() *chart.Figure {
		e, _, losses, _ := beltDescent(1e-5, 1000)
		return chart.Line(e, losses).X("epoch").Y("loss (cm²)").LogY()
	}},
	{"path", func() *chart.Figure {
		_, ms, losses, _ := beltDescent(1e-5, 1000)
		return chart.Function(beltLoss, 0, 5).Path("descent", ms, losses).X("multiplier").Y("loss (cm²)")
	}},
	{"scatter", func() *chart.Figure {
		bill, mass := penguins()
		return chart.Scatter(inMillimetres(bill), inGrams(mass)).X("bill length (mm)").Y("body mass (g)")
	}},
	{"fit", func() *chart.Figure {
		bill, mass := penguins()
		return chart.Scatter(bill, mass).Curve("first guess", func(x float64) float64 { return -2 }).As(chart.Path).
			Curve("fitted", func(x float64) float64 { return 0.5895 * x }).X("bill length (z)").Y("body mass (z)")
	}},
	{"contours", func() *chart.Figure {
		as, bs := chart.Span(-3, 3, 41), chart.Span(-2, 3, 41)
		params, _ := bowlDescent(0.01, 1000)
		return chart.Contours(as, bs, chart.Sample(bowl, as, bs)).Path("descent", column(params, 0), column(params, 1)).
			Mark("minimum", 0, 0.5895).X("intercept").Y("slope")
	}},
	{"surface", func() *chart.Figure {
		as, bs := chart.Span(-3, 3, 41), chart.Span(-2, 3, 41)
		params, _ := bowlDescent(0.01, 1000)
		grid := chart.Sample(bowl, as, bs)
		return chart.Beside(chart.Surface(as, bs, grid), chart.Contours(as, bs, grid)).
			Path("descent", column(params, 0), column(params, 1)).X("intercept").Y("slope").Z("loss")
	}},
	{"surface-alone", func() *chart.Figure {
		as, bs := chart.Span(-3, 3, 41), chart.Span(-2, 3, 41)
		return chart.Surface(as, bs, chart.Sample(bowl, as, bs)).X("intercept").Y("slope").Mark("minimum", 0, 0.5895)
	}},
	{"race", func() *chart.Figure {
		figure := chart.New().X("gradient evaluations").Y("loss").LogY()
		for _, r := range race() {
			figure.Line(r.name, chart.Span(0, 60, 61), r.loss)
		}
		return figure
	}},
	{"race-map", func() *chart.Figure {
		as, bs := chart.Span(-2.5, 1.5, 61), chart.Span(-1.2, 1.2, 61)
		figure := chart.Contours(as, bs, chart.Sample(valley, as, bs)).X("intercept").Y("slope")
		for _, r := range race() {
			figure.Path(r.name, r.as, r.bs)
		}
		return figure.Mark("minimum", 0, 0)
	}},
	{"strip", func() *chart.Figure {
		as, bs := chart.Span(-2.2, 0.6, 121), chart.Span(-0.25, 0.25, 41)
		narrow := func(a, b float64) float64 { return a*a + 30*b*b }
		xs, ys := []float64{-2}, []float64{0.18}
		for k := range 40 {
			xs, ys = append(xs, xs[k]*(1-2*0.03)), append(ys, ys[k]*(1-60*0.03))
		}
		return chart.Contours(as, bs, chart.Sample(narrow, as, bs)).EqualUnits().
			Path("plain", xs, ys).Mark("minimum", 0, 0).X("slope").Y("intercept")
	}},
	{"noise", func() *chart.Figure {
		e, smooth, noisy := chart.Span(0, 400, 401), []float64{}, []float64{}
		bill, _ := penguins()
		for i := range e {
			v := 0.65 + 4.35*math.Exp(-float64(i)/40)
			smooth, noisy = append(smooth, v), append(noisy, v*math.Exp(0.15*bill[i%333]))
		}
		return chart.Line(e, noisy).Name("batches of 16").Line("all rows", e, smooth).X("batches seen").Y("loss").LogY()
	}},
	{"groups", func() *chart.Figure {
		bill, flipper, species := threeSpecies()
		return chart.ScatterBy(bill, flipper, species).Name("species").X("bill length (mm)").Y("flipper length (mm)")
	}},
	{"multiples", func() *chart.Figure {
		bill, flipper, species := threeSpecies()
		return chart.ScatterBy(bill, flipper, species).Name("species").X("bill length (mm)").Y("flipper length (mm)").SplitBy(species)
	}},
	{"multiples-of-boxes", func() *chart.Figure {
		_, flipper, species := threeSpecies()
		islands := make([]string, len(species))
		for i := range islands {
			islands[i] = []string{"Biscoe", "Dream", "Torgersen", "Anvers"}[i*i%7%4]
		}
		return chart.Boxes(species, flipper).X("species").Y("flipper length (mm)").SplitBy(islands)
	}},
	{"boxes", func() *chart.Figure {
		_, flipper, species := threeSpecies()
		return chart.Boxes(species, flipper).X("species").Y("flipper length (mm)")
	}},
	{"bars", func() *chart.Figure {
		_, _, species := threeSpecies()
		return chart.Counts(append(species, "Adelie", "Adelie", "Gentoo")).X("species").Y("penguins")
	}},
	{"bars-and-errors", func() *chart.Figure {
		return chart.Bars([]string{"Biscoe", "Dream", "Torgersen"}, []float64{4719, 3719, 3709}).
			ErrorBars([]float64{0, 1, 2}, []float64{4719, 3719, 3709}, []float64{61, 37, 66}).X("island").Y("mean body mass (g)").
			Caption("The whiskers are one standard error of the mean.")
	}},
	{"error-bars", func() *chart.Figure {
		return chart.ErrorBars([]float64{1, 2, 4, 8, 16}, []float64{0.91, 0.72, 0.66, 0.65, 0.652}, []float64{0.2, 0.11, 0.05, 0.02, 0.01}).
			LogX().X("batch size").Y("loss")
	}},
	{"regions", func() *chart.Figure {
		bill, flipper, species := threeSpecies()
		return chart.ScatterBy(bill, flipper, species).Name("species").Regions(nearestSpecies).X("bill length (mm)").Y("flipper length (mm)")
	}},
	{"regions-moving", func() *chart.Figure {
		bill, flipper, species := threeSpecies()
		params, losses := [][]float64{{0}}, []float64{1}
		for k := 1; k <= 200; k++ {
			params, losses = append(params, []float64{1 - math.Exp(-float64(k)/40)}), append(losses, math.Exp(-float64(k)/40))
		}
		guess := func(params []float64, bill, flipper float64) string { // the line turns from level to what parts the species
			if params[0]*(bill-44)/4+(1-params[0])*(flipper-205)/12+0.3*math.Sin(flipper/6) > 0 {
				return "Chinstrap"
			}
			return "Adelie"
		}
		return chart.AnimateRegions(chart.ScatterBy(bill, flipper, species).X("bill length (mm)").Y("flipper length (mm)"), guess, params, losses)
	}},
	{"crowd", func() *chart.Figure {
		var xs, ys []float64
		bill, mass := penguins()
		for i := range 100_000 {
			xs = append(xs, bill[i%333]+0.3*mass[(i/333)%333])
			ys = append(ys, mass[(i*7)%333]+0.5*xs[i])
		}
		return chart.Scatter(xs, ys).X("x").Y("y")
	}},
	{"animation", func() *chart.Figure {
		bill, mass := penguins()
		as, bs := chart.Span(-3, 3, 41), chart.Span(-2, 3, 41)
		params, losses := bowlDescent(0.01, 1000)
		return chart.Animate(chart.Scatter(bill, mass).X("bill length (z)").Y("body mass (z)"),
			chart.Contours(as, bs, chart.Sample(bowl, as, bs)).X("intercept").Y("slope"), params, losses)
	}},
}
