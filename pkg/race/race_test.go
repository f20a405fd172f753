package race

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
)

func momentum(beta float64) func(rate float64) descent.Rule {
	return func(rate float64) descent.Rule { return descent.Momentum(rate, beta) }
}

var rules = []Contender{
	{"plain", descent.GradientDescent},
	{"momentum", momentum(0.9)},
	{"RMSProp", descent.RMSProp},
	{"Adam", descent.Adam},
}

// more are the rules that the notebook's last questions ask for.
var more = append(slices.Clone(rules), Contender{"momentum 0.5", momentum(0.5)}, Contender{"momentum 0.8", momentum(0.8)},
	Contender{"momentum 0.99", momentum(0.99)}, Contender{"Nesterov", func(rate float64) descent.Rule { return descent.Nesterov(rate, 0.9) }})

const flipper = "flipper_length_mm"

// line is the squared loss of a line through penguins, its gradient worked out
// by hand. turned takes, in place of intercept and slope, numbers that they are
// made of: intercept = (u − v)/√2, slope = (u + v)/√2.
func line(t *testing.T, column string, change func([]float64) ([]float64, data.Scale, error), turned bool) (f descent.Func, floor float64) {
	t.Helper()
	complete := data.Complete(data.Penguins())
	var columns [2][]float64
	for i, name := range [2]string{column, "body_mass_g"} {
		values, err := data.Floats(complete, name)
		if err != nil {
			t.Fatal(err)
		}
		if columns[i], _, err = change(values); err != nil {
			t.Fatal(err)
		}
	}
	xs, ys := columns[0], columns[1]
	var xx, xy, yy float64
	for i := range xs {
		xx, xy, yy = xx+xs[i]*xs[i], xy+xs[i]*ys[i], yy+ys[i]*ys[i]
	}
	return func(p []float64) (loss float64, gradient []float64, err error) {
		a, b := p[0], p[1]
		if turned {
			a, b = (p[0]-p[1])/math.Sqrt2, (p[0]+p[1])/math.Sqrt2
		}
		var da, db float64
		for i, x := range xs {
			miss := a + b*x - ys[i]
			loss, da, db = loss+miss*miss, da+2*miss, db+2*miss*x
		}
		n := float64(len(xs))
		da, db = da/n, db/n
		if turned {
			da, db = (da+db)/math.Sqrt2, (db-da)/math.Sqrt2
		}
		return loss / n, []float64{da, db}, nil
	}, (yy - xy*xy/xx) / float64(len(xs))
}

// What the third notebook says of its races. The numbers are those of NumPy's
// rules and of optax 0.2.8's on JAX, with the same rates. In the turned valley
// RMSProp needs 429 or 431 evaluations, as rounding will have it: the lesson's
// budget ends before, so that no cell prints which.
func TestTheRacesOfTheLesson(t *testing.T) {
	type row struct {
		finish int
		rate   float64
	}
	const halves = 1 / math.Sqrt2
	for _, test := range []struct {
		name   string
		column string
		change func([]float64) ([]float64, data.Scale, error)
		turned bool
		start  []float64
		finer  int
		want   map[string]row
	}{
		{"round bowl", flipper, data.Standardize, false, []float64{-2, 0}, 8, map[string]row{
			"plain": {1, 0.5}, "momentum": {47, 0.00232267}, "Adam": {50, 0.0525560},
			"momentum 0.5": {7, 0.0743254}, "momentum 0.8": {21, 0.0101316}, "momentum 0.99": {353, 3.05176e-5}, "Nesterov": {2, 0.5},
		}},
		{"valley", flipper, data.Center, false, []float64{-1000, 100}, 8, map[string]row{
			"plain": {321, 0.00506578}, "momentum": {55, 0.00212990}, "RMSProp": {214, 5.18736}, "Adam": {51, 26.9087},
			"momentum 0.5": {157, 0.00506578}, "momentum 0.8": {51, 0.00506578}, "momentum 0.99": {397, 9.41291e-5}, "Nesterov": {43, 0.00253289},
		}},
		{"valley, from the floor", flipper, data.Center, false, []float64{-1000, 52}, 8, map[string]row{
			"plain": {340, 0.00506578}, "momentum": {47, 0.00232267}, "Adam": {124, 13.4543},
		}},
		{"turned valley, from the floor", flipper, data.Center, true, []float64{-948 * halves, 1052 * halves}, 8, map[string]row{
			"plain": {340, 0.00506578}, "momentum": {47, 0.00232267}, "Adam": {49, 19.0273},
		}},
		{"valley of the bill", "bill_length_mm", data.Center, false, []float64{-1000, 100}, 8, map[string]row{
			"plain": {54, 0.03125}, "momentum": {47, 0.00232267}, "Adam": {49, 26.9087},
		}},
		{"turned valley", flipper, data.Center, true, []float64{-900 * halves, 1100 * halves}, 8, map[string]row{
			"plain": {321, 0.00506578}, "momentum": {55, 0.00212990}, "RMSProp": {401, 0}, "Nesterov": {43, 0.00253289}, "Adam": {84, 69.7925},
		}},
		{"valley, each rate twice the last", flipper, data.Center, false, []float64{-1000, 100}, 1, map[string]row{
			"momentum": {58, 0.00195312}, "Adam": {62, 64},
		}},
		{"valley, each rate √2 times the last", flipper, data.Center, false, []float64{-1000, 100}, 2, map[string]row{
			"momentum": {58, 0.00195312}, "Adam": {56, 45.2548},
		}},
		{"valley, 4 rates in each doubling", flipper, data.Center, false, []float64{-1000, 100}, 4, map[string]row{
			"momentum": {58, 0.00195312}, "Adam": {51, 26.9087},
		}},
		{"valley, 16 rates in each doubling", flipper, data.Center, false, []float64{-1000, 100}, 16, map[string]row{
			"momentum": {55, 0.00212990}, "Adam": {51, 26.9087},
		}},
	} {
		f, floor := line(t, test.column, test.change, test.turned)
		problem := Problem{Func: f, Start: test.start, Floor: floor, Budget: 400}
		chosen := slices.DeleteFunc(slices.Clone(more), func(c Contender) bool { _, in := test.want[c.Name]; return !in })
		results, err := Run(problem, Rates(1.0/65536, 1024, test.finer), chosen...)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			want := test.want[r.Name]
			if r.Finish != want.finish || r.Arrived() && math.Abs(r.Rate/want.rate-1) > 1e-5 {
				t.Errorf("%s, %s: finish %d at rate %g, want %d at %g", test.name, r.Name, r.Finish, r.Rate, want.finish, want.rate)
			}
		}
	}
}

// Giving up runs that are lost, and rates that are too small, saves time, and changes
// nothing: on bowls and valleys of all kinds, also on such as wave.
func TestGivingUpChangesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	all := append(slices.Clone(more), Contender{"AdaGrad", descent.AdaGrad})
	rates := Rates(1.0/16384, 64, 4)
	looks, most := 0, 0
	for number := range 12 {
		steepness := []float64{math.Exp(random.NormFloat64()), math.Exp(random.NormFloat64() + 3)}
		sin, cos := math.Sincos(random.Float64() * math.Pi)
		p := Problem{Start: []float64{3 * random.NormFloat64(), 3 * random.NormFloat64()}, Budget: 150}
		p.Func = func(at []float64) (loss float64, gradient []float64, err error) {
			looks++
			u, v := cos*at[0]+sin*at[1], cos*at[1]-sin*at[0]
			du, dv := steepness[0]*u, steepness[1]*v
			loss = (du*u + dv*v) / 2
			if number%3 == 0 {
				loss, du, dv = loss+u*u*u*u/40+1-math.Cos(2*v), du+u*u*u/10, dv+2*math.Sin(2*v)
			}
			return loss, []float64{cos*du - sin*dv, sin*du + cos*dv}, nil
		}
		for _, c := range all {
			results, err := Run(p, rates, c)
			if err != nil {
				t.Fatal(err)
			}
			spent := looks
			want := exhaustive(t, p, rates, c)
			looks, most = spent, most+looks-spent
			if got := results[0]; got.Finish != want.Finish || got.Rate != want.Rate || len(got.Left) != p.Budget+1 {
				t.Errorf("problem %d, %s: %d at %g, without giving up %d at %g", number, c.Name, got.Finish, got.Rate, want.Finish, want.Rate)
			}
		}
	}
	if looks > most/3 {
		t.Errorf("%d gradients, without giving up %d", looks, most)
	}
}

// exhaustive finds a contender's best rate without giving up any.
func exhaustive(t *testing.T, p Problem, rates []float64, c Contender) (best Result) {
	best.Finish = math.MaxInt
	end := 0.0
	for _, rate := range rates {
		run, err := descent.Run(p.Func, p.Start, c.With(rate), p.Budget)
		if err != nil {
			t.Fatal(err)
		}
		losses := run.Losses()
		if run.Diverged() || slices.Max(losses) > losses[0] {
			continue
		}
		within := len(losses)
		for within > 0 && losses[within-1]-p.Floor <= (losses[0]-p.Floor)/1000 {
			within--
		}
		if within < best.Finish || within == best.Finish && run.Last().Loss < end {
			best.Finish, best.Rate, end = within, rate, run.Last().Loss
		}
	}
	return best
}

// Of rates that do as well, the first in the list is the one.
func TestTheFirstOfEquals(t *testing.T) {
	bowl := func(p []float64) (float64, []float64, error) { return p[0] * p[0], []float64{2 * p[0]}, nil }
	same := Contender{"same", func(float64) descent.Rule { return descent.GradientDescent(0.4) }}
	for _, budget := range []int{2, 20} { // it arrives after 5
		results, err := Run(Problem{Func: bowl, Start: []float64{1}, Budget: budget}, []float64{3, 1, 2}, same)
		if err != nil || results[0].Rate != 3 {
			t.Errorf("with a budget of %d the rate is %v, %v", budget, results[0].Rate, err)
		}
	}
}

func TestNobodyArrives(t *testing.T) {
	f, floor := line(t, flipper, data.Center, false)
	p := Problem{Func: f, Start: []float64{-1000, 100}, Floor: floor, Budget: 120}
	results, err := Run(p, Rates(1.0/1024, 128, 2), rules...)
	if err != nil {
		t.Fatal(err)
	}
	if got := Winner(results); got != "Adam" {
		t.Errorf("%s wins", got)
	}
	p.Budget = 20
	if results, err = Run(p, Rates(1.0/1024, 128, 2), rules...); err != nil {
		t.Fatal(err)
	}
	if got := Winner(results); got != Nobody {
		t.Errorf("%s wins with a budget of 20", got)
	}
	if got := results[0].String(); !strings.Contains(got, "over 20  plain, rate 0.00") {
		t.Error(got)
	}
}

func TestWhatCannotRace(t *testing.T) {
	bowl := func(p []float64) (float64, []float64, error) { return p[0] * p[0], []float64{2 * p[0]}, nil }
	p := Problem{Func: bowl, Start: []float64{1}, Budget: 10}
	climbs := Contender{"climber", func(rate float64) descent.Rule {
		return descent.Custom("climber", func(int) descent.Step {
			return func(g []float64) []float64 { return []float64{-rate * g[0]} }
		})
	}}
	for _, test := range []struct {
		problem   Problem
		rates     []float64
		contender Contender
		want      string
	}{
		{p, nil, rules[0], "needs rates to try"},
		{p, Rates(1, 2, 1), Contender{Name: "me"}, `"me" has no rule`},
		{p, Rates(1, 2, 1), climbs, "climber: every rate climbs above the start"},
		{p, []float64{-1}, rules[0], "plain: gradient descent, rate -1: the learning rate must be above 0"},
		{Problem{Func: bowl, Start: []float64{1}}, Rates(1, 2, 1), rules[0], "plain: the number of epochs must be at least 1"},
	} {
		_, err := Run(test.problem, test.rates, test.contender)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("want %q, got %v", test.want, err)
		}
	}
}

func TestRates(t *testing.T) {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-12*b }
	if got, want := Rates(0.25, 1, 2), []float64{0.25, 0.25 * math.Sqrt2, 0.5, 0.5 * math.Sqrt2, 1}; !slices.EqualFunc(got, want, near) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, none := range [][]float64{Rates(0, 1, 1), Rates(-1, 1, 1), Rates(2, 1, 1), Rates(1, 2, 0), Rates(math.NaN(), 1, 1), Rates(1, math.Inf(1), 1), Rates(1, math.NaN(), 1)} {
		if none != nil {
			t.Errorf("got %v", none)
		}
	}
}
