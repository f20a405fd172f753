package chart_test

import (
	"math"

	"littlesteps/pkg/chart"
)

var nan, inf = math.NaN(), math.Inf(1)

func noise(n int) (xs, ys []float64) {
	state := uint64(3)
	for i := range n {
		state = state*6364136223846793005 + 1442695040888963407
		xs, ys = append(xs, float64(i)), append(ys, float64(state>>40)/(1<<24))
	}
	return xs, ys
}

const hostile = `"><script>alert('x')</script> & <b>bold</b> 🐧 $x^2$ ∇L`

// odd figures are made from what a learner may well pass in by accident.
var odd = []exhibit{
	{"nothing", func() *chart.Figure { return chart.New() }},
	{"empty-line", func() *chart.Figure { return chart.Line(nil, nil).X("x").Y("y") }},
	{"empty-log", func() *chart.Figure { return chart.Line(nil, nil).LogY().LogX() }},
	{"one-point", func() *chart.Figure { return chart.Line([]float64{3}, []float64{5}).X("epoch").Y("loss") }},
	{"one-scatter", func() *chart.Figure { return chart.Scatter([]float64{3}, []float64{5}) }},
	{"constant", func() *chart.Figure { return chart.Line([]float64{0, 1, 2}, []float64{7, 7, 7}) }},
	{"constant-zero", func() *chart.Figure { return chart.Line([]float64{0, 1, 2}, []float64{0, 0, 0}) }},
	{"constant-x", func() *chart.Figure { return chart.Scatter([]float64{2, 2, 2}, []float64{1, 2, 3}) }},
	{"gaps", func() *chart.Figure {
		return chart.Line([]float64{0, 1, 2, 3, 4, 5, 6}, []float64{1, 2, nan, 3, nan, 5, 4}).Name("broken")
	}},
	{"infinite", func() *chart.Figure {
		return chart.Line([]float64{0, 1, 2, 3}, []float64{1, inf, -inf, 2}).Line("all", []float64{nan, inf}, []float64{1, 2})
	}},
	{"unequal", func() *chart.Figure { return chart.Scatter([]float64{1, 2, 3, 4}, []float64{1, 4, 9}) }},
	{"huge", func() *chart.Figure {
		return chart.Line([]float64{0, 1, 2}, []float64{-1.7e308, 0, 1.7e308}).X("x").Y("y")
	}},
	{"tiny", func() *chart.Figure { return chart.Line([]float64{0, 1, 2}, []float64{1e-300, 3e-300, 2e-300}) }},
	{"close", func() *chart.Figure { return chart.Line([]float64{0, 1, 2}, []float64{1e9, 1e9 + 1, 1e9 + 3}) }},
	{"log-zeros", func() *chart.Figure {
		return chart.Line([]float64{0, 1, 2, 3, 4}, []float64{100, 0, 10, -5, 1}).LogY().X("epoch").Y("loss")
	}},
	{"log-all-negative", func() *chart.Figure { return chart.Line([]float64{0, 1}, []float64{-1, -2}).LogY() }},
	{"log-constant", func() *chart.Figure { return chart.Line([]float64{1, 10, 100}, []float64{5, 5, 5}).LogX().LogY() }},
	{"peaks", func() *chart.Figure {
		xs, ys := noise(100_000)
		ys[31_415], ys[62_831] = 12, -9
		return chart.Line(xs, ys).X("step").Y("value")
	}},
	{"long-path", func() *chart.Figure {
		_, ys := noise(100_000)
		_, xs := noise(100_000)
		for i := range xs {
			xs[i] = ys[(i*7+1)%len(ys)]
		}
		return chart.New().Path("wandering", xs, ys)
	}},
	{"diverging", func() *chart.Figure {
		var xs, ys []float64
		x := 1.0
		for range 60 {
			xs, ys = append(xs, x), append(ys, x*x)
			x *= -1.6
		}
		return chart.New().Path("descent", xs, ys).X("multiplier").Y("loss")
	}},
	{"hostile", func() *chart.Figure {
		return chart.Line([]float64{0, 1}, []float64{0, 1}).Name(hostile).Points(hostile, []float64{0, 0.2, 0.5, 1}, []float64{1, 0.3, 0, 1}).
			Mark(hostile, 0.5, 0.5).Note(0.7, 0.3, hostile).Title(hostile).Caption(hostile).X(hostile).Y(hostile)
	}},
	{"long-words", func() *chart.Figure {
		long := "a very long name of an axis that goes on and on and on, far beyond what any figure has room for, and then some more"
		return chart.Line([]float64{0, 1}, []float64{0, 1}).Name(long).Mark(long, 0.5, 0.5).Note(0.2, 0.8, long).X(long).Y(long).Title(long)
	}},
	{"flat-field", func() *chart.Figure {
		as := chart.Span(0, 1, 5)
		return chart.Beside(chart.Surface(as, as, chart.Sample(func(a, b float64) float64 { return 3 }, as, as)),
			chart.Contours(as, as, chart.Sample(func(a, b float64) float64 { return 3 }, as, as)))
	}},
	{"empty-field", func() *chart.Figure { return chart.Beside(chart.Surface(nil, nil, nil), chart.Contours(nil, nil, nil)) }},
	{"ragged-field", func() *chart.Figure {
		return chart.Contours([]float64{0, 1, 2}, []float64{0, 1, 2}, [][]float64{{1, 2, 3}, {2, 3}, {4, 5, 6}})
	}},
	{"strange-field", func() *chart.Figure {
		as := chart.Span(-2, 2, 21)
		hole := func(a, b float64) float64 { return 1/(a*a+b*b) + math.Log(a) }
		return chart.Beside(chart.Surface(as, as, chart.Sample(hole, as, as)), chart.Contours(as, as, chart.Sample(hole, as, as)))
	}},
	{"path-off-the-map", func() *chart.Figure {
		as := chart.Span(-1, 1, 11)
		grid := chart.Sample(bowl, as, as)
		return chart.Beside(chart.Surface(as, as, grid), chart.Contours(as, as, grid)).
			Path("lost", []float64{-5, -0.5, 0, 5, nan, 0.5}, []float64{0, 0, 0.5, 0.5, 0, 0})
	}},
	{"path-diverging", func() *chart.Figure {
		_, ms, losses, _ := beltDescent(0.001, 40)
		return chart.Function(beltLoss, 0, 5).Path("descent", ms, losses).X("multiplier").Y("loss (cm²)")
	}},
	{"slopes-level", func() *chart.Figure { return chart.Slopes([]float64{1, 2}, []float64{3, 3}, []float64{0, 0}) }},
	{"slopes-strange", func() *chart.Figure {
		return chart.Slopes([]float64{1, 2, 3}, []float64{3, nan, 4}, []float64{1e200, 2, inf})
	}},
	{"function-strange", func() *chart.Figure {
		return chart.Function(func(x float64) float64 { return math.Log(x) }, -1, 1)
	}},
	{"function-point", func() *chart.Figure { return chart.Function(math.Sqrt, 1, 1) }},
	{"function-nowhere", func() *chart.Figure { return chart.Function(math.Sqrt, nan, inf) }},
	{"animate-nothing", func() *chart.Figure { return chart.Animate(nil, nil, nil, nil) }},
	{"animate-diverging", func() *chart.Figure {
		bill, mass := penguins()
		params, losses := bowlDescent(1.2, 1000)
		as := chart.Span(-3, 3, 21)
		return chart.Animate(chart.Scatter(bill, mass), chart.Contours(as, as, chart.Sample(bowl, as, as)), params, losses)
	}},
	{"animate-one", func() *chart.Figure {
		return chart.Animate(chart.Scatter(beltsIn, beltsCm), nil, [][]float64{{2.5}}, []float64{1})
	}},
	{"animate-multiplier", func() *chart.Figure {
		_, ms, losses, _ := beltDescent(1e-5, 300)
		var params [][]float64
		for _, m := range ms {
			params = append(params, []float64{m})
		}
		return chart.Animate(chart.Scatter(beltsIn, beltsCm).X("belt (in)").Y("belt (cm)"), nil, params, losses)
	}},
	{"many-lines", func() *chart.Figure {
		f := chart.New().X("epoch").Y("loss")
		for k := range 14 {
			f.Line("run "+string(rune('A'+k)), []float64{0, 1, 2}, []float64{5, float64(k) / 4, float64(k) / 7})
		}
		return f
	}},
	{"boxes-of-nothing", func() *chart.Figure { return chart.Boxes(nil, nil) }},
	{"boxes-crowded", func() *chart.Figure {
		var by []string
		var values []float64
		for i := range 20_000 {
			by, values = append(by, []string{"few", "many"}[min(1, i%50)]), append(values, math.Tan(float64(i)))
		}
		return chart.Boxes(by, values)
	}},
	{"boxes-strange", func() *chart.Figure {
		return chart.Boxes([]string{"a", "a", "b", hostile, "c", "c", "c", "", "unpaired"}, []float64{1, 1, 5, 3, nan, inf, nan, -2}).X(hostile).Y("y")
	}},
	{"bars-of-nothing", func() *chart.Figure { return chart.Counts(nil) }},
	{"bars-strange", func() *chart.Figure {
		return chart.Bars([]string{"a", hostile, "c", "d", "a name that is longer than there is any room for", "f"}, []float64{3, -2, nan, inf, 1e9, 0, 7})
	}},
	{"bars-many", func() *chart.Figure {
		var names []string
		for i := range 60 {
			names = append(names, "category "+string(rune('A'+i%26))+string(rune('a'+i/26)))
		}
		return chart.Bars(names, chart.Span(-5, 12, 60))
	}},
	{"bars-log", func() *chart.Figure { return chart.Bars([]string{"a", "b", "c"}, []float64{1, 1000, 0}).LogY() }},
	{"errors-strange", func() *chart.Figure {
		return chart.ErrorBars([]float64{1, 2, 3, 4}, []float64{1, nan, 3, 4}, []float64{0.5, 1, inf, 5, 6}).LogY()
	}},
	{"multiples-of-nothing", func() *chart.Figure { return chart.Scatter(nil, nil).SplitBy(nil) }},
	{"multiples-of-one", func() *chart.Figure {
		return chart.Scatter([]float64{1, 2}, []float64{nan, 4}).SplitBy([]string{hostile, hostile})
	}},
	{"multiples-unequal", func() *chart.Figure {
		return chart.Scatter([]float64{1, 2, 3}, []float64{3, 4, 5}).Line("a line", []float64{1, 2}, []float64{3, 4}).Curve("a curve", math.Sqrt).X("x").Y("y").
			SplitBy([]string{"a", "b", "a", "c", "d", "e", "f", "g"})
	}},
	{"groups-of-nothing", func() *chart.Figure { return chart.ScatterBy(nil, nil, nil).Regions(nearestSpecies) }},
	{"groups-many", func() *chart.Figure {
		bill, mass := penguins()
		var by []string
		for i := range bill {
			by = append(by, "a group called "+string(rune('A'+i%11)))
		}
		return chart.ScatterBy(bill, append(mass, nan), by)
	}},
	{"groups-crowd", func() *chart.Figure {
		bill, mass := penguins()
		var xs, ys []float64
		var by []string
		for i := range 3000 {
			xs, ys = append(xs, bill[i%333]+mass[(i*5)%331]/2+float64(i%2)), append(ys, mass[(i*7)%333])
			by = append(by, []string{"even", "odd"}[i%2])
		}
		return chart.ScatterBy(xs, ys, by)
	}},
	{"regions-alone", func() *chart.Figure {
		return chart.New().XRange(0, 1).YRange(0, 1).Regions(func(x, y float64) string {
			return map[bool]string{true: "inside", false: "outside"}[math.Hypot(x-0.5, y-0.5) < 0.3]
		})
	}},
	{"regions-one", func() *chart.Figure {
		return chart.Scatter([]float64{1, 2, 3, 4}, []float64{1, 2, 3, 5}).Regions(func(x, y float64) string { return hostile })
	}},
	{"points-in-groups", func() *chart.Figure {
		bill, mass := penguins()
		return chart.New().Points("Adelie", bill[:100], mass[:100]).Points("Gentoo", mass[100:200], bill[100:200]).As(chart.Guess).X("bill").Y("mass")
	}},
}
