package descent_test

import (
	"fmt"
	"math"
	"testing"

	"littlesteps/pkg/descent"
)

// problem is a function with a known minimum.
type problem struct {
	name    string
	f       descent.Func
	start   []float64
	minimum []float64
}

// quadratic is Σ curvature/2 · (x − minimum)².
func quadratic(name string, curvature, minimum, start []float64) problem {
	f := func(params []float64) (float64, []float64, error) {
		loss, gradient := 0.0, make([]float64, len(params))
		for i, c := range curvature {
			gradient[i] = c * (params[i] - minimum[i])
			loss += gradient[i] * (params[i] - minimum[i]) / 2
		}
		return loss, gradient, nil
	}
	return problem{name, f, start, minimum}
}

var (
	parabola = quadratic("a parabola", []float64{2}, []float64{3}, []float64{-4})
	bowl     = quadratic("a round bowl", []float64{2, 2}, []float64{0, 0.6}, []float64{-2, 0})
	valley   = quadratic("a narrow valley", []float64{1, 100}, []float64{1, -1}, []float64{0, 0})
	banana   = problem{"Rosenbrock's banana", rosenbrock, []float64{-1.2, 1}, []float64{1, 1}}
	quartic  = problem{"a flat bottom", flat, []float64{1.5}, []float64{0}}
)

// rosenbrock is (1−a)² + 100·(b−a²)².
func rosenbrock(p []float64) (float64, []float64, error) {
	a, b := p[0], p[1]
	u, v := 1-a, b-a*a
	return u*u + 100*v*v, []float64{-2*u - 400*a*v, 200 * v}, nil
}

// flat is x⁴.
func flat(p []float64) (float64, []float64, error) {
	x := p[0]
	return x * x * x * x, []float64{4 * x * x * x}, nil
}

// allRules are the package's own rules at one rate, for what holds for each.
func allRules(rate float64) []descent.Rule {
	return []descent.Rule{
		descent.GradientDescent(rate), descent.Momentum(rate, 0.9), descent.Nesterov(rate, 0.9),
		descent.AdaGrad(rate), descent.RMSProp(rate), descent.Adam(rate),
	}
}

// Every rule reaches every minimum, with a rate that suits both.
func TestRulesReachMinima(t *testing.T) {
	settle := func(rule descent.Rule, epochs int) descent.Rule {
		return descent.Scheduled(rule, descent.Cosine(epochs))
	}
	const short, long = 2000, 40_000
	for _, test := range []struct {
		problem   problem
		epochs    int
		tolerance float64
		rules     []descent.Rule
	}{
		{parabola, short, 1e-6, []descent.Rule{
			descent.GradientDescent(0.1), descent.Momentum(0.1, 0.9), descent.Nesterov(0.1, 0.9), halving(0.1),
			descent.AdaGrad(1), settle(descent.RMSProp(0.05), short), settle(descent.Adam(0.1), short)}},
		{bowl, short, 1e-6, []descent.Rule{
			descent.GradientDescent(0.1), descent.Momentum(0.1, 0.9), descent.Nesterov(0.1, 0.9), halving(0.1),
			descent.AdaGrad(1), settle(descent.RMSProp(0.05), short), settle(descent.Adam(0.1), short)}},
		{valley, short, 1e-6, []descent.Rule{
			descent.GradientDescent(0.015), descent.Momentum(0.015, 0.8), descent.Nesterov(0.012, 0.8), halving(0.015),
			descent.AdaGrad(0.5), settle(descent.RMSProp(0.02), short), settle(descent.Adam(0.05), short)}},
		{banana, long, 1e-3, []descent.Rule{
			descent.GradientDescent(0.001), descent.Momentum(0.0005, 0.9), descent.Nesterov(0.0005, 0.9), halving(0.001),
			descent.AdaGrad(0.5), settle(descent.RMSProp(0.002), long), settle(descent.Adam(0.01), long)}},
		{quartic, short, 0.06, []descent.Rule{
			descent.GradientDescent(0.05), descent.Momentum(0.02, 0.9), descent.Nesterov(0.02, 0.9), halving(0.05),
			descent.AdaGrad(0.5), settle(descent.RMSProp(0.02), short), settle(descent.Adam(0.05), short)}},
	} {
		for _, rule := range test.rules {
			t.Run(test.problem.name+"/"+rule.String(), func(t *testing.T) {
				history, err := descent.Run(test.problem.f, test.problem.start, rule, test.epochs, descent.Every(test.epochs))
				if err != nil {
					t.Fatal(err)
				}
				last := history.Last()
				for i, want := range test.problem.minimum {
					if math.Abs(last.Params[i]-want) > test.tolerance {
						t.Errorf("ended at %v, the minimum is %v: %s", last.Params, test.problem.minimum, history)
						break
					}
				}
			})
		}
	}
}

// halving is plain gradient descent, written as a learner's rule that uses the
// gradient's own slice.
func halving(rate float64) descent.Rule {
	return descent.Custom("my own", func(int) descent.Step {
		return func(gradient []float64) []float64 {
			for i := range gradient {
				gradient[i] *= rate
			}
			return gradient
		}
	})
}

// On a parabola with second derivative c, the distance from the minimum follows
// a recurrence for each rule; for the plain one it is (1 − rate·c)ᵏ.
func TestRulesOnParabola(t *testing.T) {
	const c, rate, beta, minimum, start, epochs = 2.0, 0.07, 0.85, 3.0, -4.0, 60
	plain := func(k int, before, now float64) float64 { return (1 - rate*c) * now }
	polyak := func(k int, before, now float64) float64 { return now - rate*c*now + beta*(now-before) }
	for _, test := range []struct {
		rule descent.Rule
		next func(k int, before, now float64) float64
	}{
		{descent.GradientDescent(rate), plain},
		{descent.Momentum(rate, 0), plain},
		{descent.Nesterov(rate, 0), plain},
		{descent.Scheduled(descent.GradientDescent(rate), descent.Constant()), plain},
		{descent.Momentum(rate, beta), polyak},
		{descent.Scheduled(descent.GradientDescent(rate), descent.Exponential(0.9)), func(k int, _, now float64) float64 {
			return (1 - rate*math.Pow(0.9, float64(k))*c) * now
		}},
	} {
		before, now := start-minimum, start-minimum
		for k, record := range runRule(t, parabola, test.rule, epochs).Records {
			if math.Abs(record.Params[0]-minimum-now) > 1e-12 {
				t.Fatalf("%s, epoch %d: %g from the minimum, want %g", test.rule, k, record.Params[0]-minimum, now)
			}
			before, now = now, test.next(k, before, now)
		}
	}
}

func runRule(t *testing.T, p problem, rule descent.Rule, epochs int, options ...descent.Option) *descent.History {
	t.Helper()
	history, err := descent.Run(p.f, p.start, rule, epochs, options...)
	if err != nil {
		t.Fatal(err)
	}
	return history
}

// Nesterov wrote his method with two sequences: x is the point reached, y the
// point ahead where the slope is taken, which is what the records hold.
func TestNesterovTwoSequences(t *testing.T) {
	const rate, beta = 0.0005, 0.9
	x, y := append([]float64(nil), banana.start...), append([]float64(nil), banana.start...)
	for epoch, record := range runRule(t, banana, descent.Nesterov(rate, beta), 300).Records {
		for i := range y {
			if math.Abs(record.Params[i]-y[i]) > 1e-12 {
				t.Fatalf("epoch %d: parameter %d is %.15g, want %.15g", epoch, i, record.Params[i], y[i])
			}
		}
		_, gradient, _ := rosenbrock(y)
		for i := range x {
			next := y[i] - rate*gradient[i]
			y[i] = next + beta*(next-x[i])
			x[i] = next
		}
	}
}

// RMSProp's steps for slopes of 4, 4 and −8, by hand: the square is 1.6, then
// 3.04, then 9.136.
func TestRMSPropByHand(t *testing.T) {
	step, err := descent.RMSProp(0.1).Start(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ slope, square float64 }{{4, 1.6}, {4, 3.04}, {-8, 9.136}} {
		got, want := step([]float64{test.slope})[0], 0.1*test.slope/(math.Sqrt(test.square)+1e-8)
		if math.Abs(got-want) > 1e-15 {
			t.Errorf("the step for %g is %.17g, want %.17g", test.slope, got, want)
		}
	}
}

// Adam without a mean, and with a memory so long that nothing fades, divides by the
// root of the mean of all squares; a rate that falls as 1/√k makes AdaGrad of it
// (Kingma and Ba 2015, section 5).
func TestAdaGradIsALimitOfAdam(t *testing.T) {
	got := runRule(t, banana, descent.AdaGrad(0.3), 200).Last().Params
	limit := descent.Scheduled(descent.AdamWith(0.3, 0, 1-1e-9, 1e-10), descent.InverseSqrt(1))
	for i, want := range runRule(t, banana, limit, 200).Last().Params {
		if math.Abs(got[i]-want) > 1e-5 {
			t.Errorf("ended at %v, the limit of Adam has %v for parameter %d", got, want, i)
		}
	}
}

// AdaGrad's steps for slopes of 3, 4 and −12, by hand: the root of the sum of
// squares is 3, then 5, then 13.
func TestAdaGradByHand(t *testing.T) {
	step, err := descent.AdaGrad(0.1).Start(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ slope, root float64 }{{3, 3}, {4, 5}, {-12, 13}} {
		got, want := step([]float64{test.slope})[0], 0.1*test.slope/(test.root+1e-8)
		if math.Abs(got-want) > 1e-15 {
			t.Errorf("the step for %g is %.17g, want %.17g", test.slope, got, want)
		}
	}
}

// RMSProp, AdaGrad and Adam don't care how steep a function is as a whole: with a tiny
// epsilon, 1000 times the loss makes the same steps.
func TestAdaptiveRulesIgnoreScale(t *testing.T) {
	steep := func(p []float64) (float64, []float64, error) {
		loss, gradient, err := rosenbrock(p)
		return 1000 * loss, []float64{1000 * gradient[0], 1000 * gradient[1]}, err
	}
	for _, rule := range []descent.Rule{descent.RMSPropWith(0.01, 0.9, 1e-300), descent.AdaGrad(0.01), descent.AdamWith(0.01, 0.9, 0.999, 1e-300)} {
		once := runRule(t, banana, rule, 100).Last().Params
		times := runRule(t, problem{"steep", steep, banana.start, nil}, rule, 100).Last().Params
		for i := range once {
			if math.Abs(once[i]-times[i]) > 1e-9 {
				t.Errorf("%s: ended at %v, 1000 times as steep at %v", rule, once, times)
			}
		}
	}
}

// What the notebook says of the race: in a round bowl plain descent lands in one
// step and nothing beats it; in a narrow valley momentum and Adam do.
func TestRace(t *testing.T) {
	if last := runRule(t, bowl, descent.GradientDescent(0.5), 1).Last(); last.Loss > 1e-30 {
		t.Errorf("one step at rate 0.5 in the round bowl leaves the loss %g", last.Loss)
	}
	plain := runRule(t, valley, descent.GradientDescent(0.0198), 100).Last().Loss // as fast as it goes: 2/(1+100)
	for _, rule := range []descent.Rule{descent.Momentum(0.03, 0.67), descent.Nesterov(0.0095, 0.82), descent.Adam(0.1)} {
		if loss := runRule(t, valley, rule, 100).Last().Loss; loss > plain/10 {
			t.Errorf("%s: loss %g after 100 epochs in the valley, plain descent has %g", rule, loss, plain)
		}
	}
}

// A rule remembers nothing between runs, and leaves the gradient as it is.
func TestRulesStartAfresh(t *testing.T) {
	for _, rule := range append(allRules(0.01), descent.Scheduled(descent.Momentum(0.01, 0.9), descent.InverseSqrt(10))) {
		first, second := runRule(t, valley, rule, 50), runRule(t, valley, rule, 50)
		if fmt.Sprint(first.Records) != fmt.Sprint(second.Records) {
			t.Errorf("%s: the second run differs from the first", rule)
		}
		step, err := rule.Start(2)
		if err != nil {
			t.Fatal(err)
		}
		gradient := []float64{1, -3}
		one := step(gradient)
		copied := fmt.Sprint(one)
		step(gradient)
		if gradient[0] != 1 || gradient[1] != -3 {
			t.Errorf("%s changed the gradient to %v", rule, gradient)
		}
		if fmt.Sprint(one) != copied {
			t.Errorf("%s changed an earlier step from %v to %v", rule, copied, one)
		}
	}
}

func TestSchedules(t *testing.T) {
	for _, test := range []struct {
		name     string
		schedule descent.Schedule
		want     map[int]float64
	}{
		{"Constant", descent.Constant(), map[int]float64{0: 1, 1: 1, 1000: 1}},
		{"InverseSqrt(1)", descent.InverseSqrt(1), map[int]float64{0: 1, 1: 1 / math.Sqrt2, 3: 0.5, 99: 0.1}},
		{"InverseSqrt(10)", descent.InverseSqrt(10), map[int]float64{0: 1, 10: 1 / math.Sqrt2, 30: 0.5}},
		{"Exponential(0.5)", descent.Exponential(0.5), map[int]float64{0: 1, 1: 0.5, 10: 1.0 / 1024}},
		{"Exponential(0.99)", descent.Exponential(0.99), map[int]float64{69: 0.49984}},
		{"Exponential(1)", descent.Exponential(1), map[int]float64{0: 1, 7: 1}},
		{"Cosine(100)", descent.Cosine(100), map[int]float64{0: 1, 25: 0.85355, 50: 0.5, 75: 0.14645, 100: 0, 150: 0, 500: 0}},
		{"Cosine(1)", descent.Cosine(1), map[int]float64{0: 1, 1: 0}},
	} {
		for step, want := range test.want {
			if got := test.schedule(step); math.Abs(got-want) > 1e-5 {
				t.Errorf("%s at step %d is %g, want %g", test.name, step, got, want)
			}
		}
	}
}
