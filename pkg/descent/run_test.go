package descent_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"littlesteps/pkg/descent"
)

func TestRunRecords(t *testing.T) {
	start := []float64{-4}
	history, err := descent.Run(parabola.f, start, descent.GradientDescent(0.1), 5)
	if err != nil {
		t.Fatal(err)
	}
	if start[0] != -4 {
		t.Errorf("the start was changed to %v", start)
	}
	if len(history.Records) != 6 {
		t.Fatalf("5 epochs made %d records, want 6", len(history.Records))
	}
	for i, record := range history.Records {
		loss, gradient, _ := parabola.f(record.Params)
		if record.Epoch != i || record.Examples != i || record.Loss != loss || record.Gradient[0] != gradient[0] {
			t.Errorf("record %d is %+v, want epoch %d, %d examples, loss %g, gradient %v", i, record, i, i, loss, gradient)
		}
		for name, column := range map[string][]float64{
			"Losses": history.Losses(), "Param": history.Param(0), "Gradient": history.Gradient(0),
			"Epochs": history.Epochs(), "Examples": history.Examples(),
		} {
			want := map[string]float64{"Losses": record.Loss, "Param": record.Params[0], "Gradient": record.Gradient[0],
				"Epochs": float64(record.Epoch), "Examples": float64(record.Examples)}[name]
			if column[i] != want {
				t.Errorf("%s()[%d] is %g, want %g", name, i, column[i], want)
			}
		}
		if history.Params()[i][0] != record.Params[0] {
			t.Errorf("Params()[%d] is %v, want %v", i, history.Params()[i], record.Params)
		}
	}
	if history.Diverged() || history.String() != "Ran 5 epochs (gradient descent, rate 0.1): the loss went from 49 to 5.26133" {
		t.Errorf("diverged: %v, outcome: %s", history.Diverged(), history)
	}
}

// A rule may spoil the gradient that it gets; the function's own slice and the
// records stay as they are.
func TestRuleMaySpoilTheGradient(t *testing.T) {
	gradient := []float64{1}
	slope := func(p []float64) (float64, []float64, error) { return p[0], gradient, nil }
	history, err := descent.Run(slope, []float64{0}, halving(0.5), 3)
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, -0.5, -1, -1.5}; !slices.Equal(history.Param(0), want) || gradient[0] != 1 {
		t.Errorf("the path is %v, want %v; the gradient is %v", history.Param(0), want, gradient)
	}
	if want := []float64{1, 1, 1, 1}; !slices.Equal(history.Gradient(0), want) {
		t.Errorf("the gradients are %v, want %v", history.Gradient(0), want)
	}
}

// A rate reads as one writes it, and stays the same number.
func TestRuleSaysItsRate(t *testing.T) {
	for rate, want := range map[float64]string{
		1.0 / 100_000: "0.00001", 0.00031382394477: "0.00031382394477", 0.5: "0.5", 12: "12", 1e-12: "1e-12", 1e15: "1e+15",
	} {
		if got := fmt.Sprint(descent.GradientDescent(rate)); got != "gradient descent, rate "+want {
			t.Errorf("%q, want the rate as %s", got, want)
		}
	}
}

// The end of a run that flies apart, by hand: rate 10 on (x−3)² multiplies the
// distance by −19 each epoch, and a loss of 49·19²ᵏ is infinite from epoch 121 on.
func TestDivergence(t *testing.T) {
	history := runRule(t, parabola, descent.GradientDescent(10), 1000)
	if !history.Diverged() {
		t.Fatal("rate 10 didn't diverge")
	}
	want := int(math.Ceil((math.Log(math.MaxFloat64) - math.Log(49)) / (2 * math.Log(19))))
	if last := history.Last(); last.Epoch != want-1 || len(history.Records) != want {
		t.Errorf("the last of %d records is epoch %d, want %d", len(history.Records), last.Epoch, want-1)
	}
	sentence := fmt.Sprintf("Diverged in epoch %d (gradient descent, rate 10): the loss stopped being finite; try a smaller rate", want)
	if history.Outcome() != sentence {
		t.Errorf("the outcome is %q, want %q", history, sentence)
	}
	for _, record := range history.Records {
		if math.IsInf(record.Loss, 0) || math.IsNaN(record.Params[0]) || math.IsInf(record.Gradient[0], 0) {
			t.Errorf("a record isn't finite: %+v", record)
		}
	}
}

func TestDivergenceOfParameters(t *testing.T) {
	linear := func(p []float64) (float64, []float64, error) { return -p[0] / 1e300, []float64{-1}, nil }
	history, err := descent.Run(linear, []float64{0}, descent.GradientDescent(1e308), 10)
	if err != nil {
		t.Fatal(err)
	}
	if !history.Diverged() || history.Last().Epoch != 1 || !strings.HasPrefix(history.Outcome(), "Diverged in epoch 2 (") ||
		!strings.Contains(history.Outcome(), "the parameters stopped being finite") {
		t.Errorf("after epoch %d: %s", history.Last().Epoch, history)
	}
}

func TestDivergenceOfTheGradient(t *testing.T) {
	root := func(p []float64) (float64, []float64, error) {
		return math.Sqrt(math.Abs(p[0])), []float64{0.5 / math.Sqrt(p[0])}, nil
	}
	history, err := descent.Run(root, []float64{1}, descent.GradientDescent(2), 10) // 1 - 2·0.5 = 0, where the slope is infinite
	if err != nil {
		t.Fatal(err)
	}
	if !history.Diverged() || len(history.Records) != 1 || !strings.Contains(history.Outcome(), "epoch 1") ||
		!strings.Contains(history.Outcome(), "the gradient stopped") {
		t.Errorf("%d records: %s", len(history.Records), history)
	}
}

func TestWrongArguments(t *testing.T) {
	one, rate := []float64{1}, descent.GradientDescent(0.1)
	run := func(start []float64, rule descent.Rule, epochs int, options ...descent.Option) func() error {
		return func() error { _, err := descent.Run(parabola.f, start, rule, epochs, options...); return err }
	}
	function := func(f descent.Func) func() error {
		return func() error { _, err := descent.Run(f, one, rate, 5); return err }
	}
	custom := func(step descent.Step) descent.Rule {
		return descent.Custom("mine", func(int) descent.Step { return step })
	}
	calls := 0
	for _, test := range []struct {
		want string
		call func() error
	}{
		{"gradient descent, rate 0: the learning rate must be above 0 and finite, not 0; with 0 the parameters never move", run(one, descent.GradientDescent(0), 5)},
		{"must be above 0 and finite, not -1; a negative rate climbs", run(one, descent.GradientDescent(-1), 5)},
		{"beta must be at least 0 and below 1, not 1", run(one, descent.Momentum(0.1, 1), 5)},
		{"beta must be at least 0 and below 1, not -0.1", run(one, descent.Nesterov(0.1, -0.1), 5)},
		{"beta1 must be at least 0 and below 1, not NaN", run(one, descent.AdamWith(0.1, math.NaN(), 0.9, 1), 5)},
		{"beta2 must be at least 0 and below 1, not 1", run(one, descent.AdamWith(0.1, 0.9, 1, 1), 5)},
		{"epsilon must be above 0 and finite, not 0", run(one, descent.AdamWith(0.1, 0.9, 0.9, 0), 5)},
		{"decay must be at least 0 and below 1, not 1", run(one, descent.RMSPropWith(0.1, 1, 1), 5)},
		{"epsilon must be above 0 and finite, not -1", run(one, descent.RMSPropWith(0.1, 0.9, -1), 5)},
		{"the number of epochs must be at least 1, not 0", run(one, rate, 0)},
		{"at least 1, not -3", run(one, rate, -3)},
		{"the start has no values", run(nil, rate, 5)},
		{"the start of parameter 1 is NaN", run([]float64{1, math.NaN()}, rate, 5)},
		{"the start of parameter 0 is +Inf", run([]float64{math.Inf(1)}, rate, 5)},
		{"epoch 0: the start has 2 values, but the gradient has 1", func() error { _, err := descent.Run(flat, []float64{1, 2}, rate, 5); return err }},
		{"no rule", run(one, nil, 5)},
		{"no function", function(nil)},
		{"an option is nil", run(one, rate, 5, nil)},
		{"Every must be at least 1, not 0", run(one, rate, 5, descent.Every(0))},
		{"Patience needs at least 1 epoch, not 0", run(one, rate, 5, descent.Patience(0, 0))},
		{"the least improvement must be 0 or more and finite, not -1", run(one, rate, 5, descent.Patience(1, -1))},
		{"Watch needs a function", run(one, rate, 5, descent.Watch(nil))},
		{"Patience and EachStep don't go together", run(one, rate, 5, descent.Patience(1, 0), descent.EachStep())},
		{`the schedule of "gradient descent, rate 0.1" is nil`, run(one, descent.Scheduled(rate, nil), 5)},
		{"a schedule needs a rule", run(one, descent.Scheduled(nil, descent.Constant()), 5)},
		{"factor at step 0 is NaN, not 1", run(one, descent.Scheduled(rate, descent.Exponential(1.5)), 5)},
		{"factor at step 0 is NaN, not 1", run(one, descent.Scheduled(rate, descent.Cosine(0)), 5)},
		{"factor at step 0 is NaN, not 1", run(one, descent.Scheduled(rate, descent.InverseSqrt(0)), 5)},
		{"factor at step 0 is +Inf, not 1", run(one, descent.Scheduled(rate, func(step int) float64 { return 1 / float64(step) }), 5)},
		{"not 0; with 0", run(one, descent.Scheduled(descent.GradientDescent(0), descent.Constant()), 5)},
		{`epoch 0: the rule "mine" returned 3 values for 1 parameter;`, run(one, custom(func([]float64) []float64 { return make([]float64, 3) }), 5)},
		{`epoch 0: the rule "mine" returned 0 values for 1 parameter;`, run(one, custom(func([]float64) []float64 { return nil }), 5)},
		{`the rule "mine" returned no step function`, run(one, custom(nil), 5)},
		{`the rule "empty" has no start function`, run(one, descent.Custom("empty", nil), 5)},
		{"the loss at the start [1] isn't finite", function(func([]float64) (float64, []float64, error) { return math.NaN(), one, nil })},
		{"the gradient at the start [1] isn't finite", function(func([]float64) (float64, []float64, error) {
			return 1, []float64{math.Inf(-1)}, nil
		})},
		{"epoch 2: no more", function(func([]float64) (float64, []float64, error) {
			if calls++; calls > 2 {
				return 0, nil, errors.New("no more")
			}
			return 1, one, nil
		})},
	} {
		checkError(t, test.call(), test.want)
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %q, want one with %q", err, want)
	}
}

// No rule runs at a rate that isn't one.
func TestWrongRates(t *testing.T) {
	for wrong, said := range map[float64]string{0: "not 0", -0.5: "not -0.5", math.NaN(): "not NaN", math.Inf(1): "not +Inf"} {
		for _, rule := range allRules(wrong) {
			_, err := descent.Run(parabola.f, []float64{1}, rule, 5)
			checkError(t, err, "the learning rate must be above 0 and finite, "+said)
		}
	}
}

// The rules refuse to start without parameters.
func TestRulesNeedParameters(t *testing.T) {
	for _, rule := range append(allRules(1), descent.Scheduled(descent.GradientDescent(1), descent.Constant())) {
		_, err := rule.Start(0)
		checkError(t, err, "at least 1 parameter")
	}
}

func TestPatience(t *testing.T) {
	// Rate 0.1 on (x−3)² makes the loss 49 · 0.64ᵏ. At epoch 21 that is 0.0042, the
	// first that can't fall by 0.005 any more; 0.0102 at epoch 19 could.
	history := runRule(t, parabola, descent.GradientDescent(0.1), 1000, descent.Patience(3, 0.005))
	last := history.Last().Epoch
	if last != 24 {
		t.Errorf("Stopped after %d epochs, want 3 after epoch 21", last)
	}
	want := fmt.Sprintf("Stopped after %d epochs (gradient descent, rate 0.1): for 3 of them the loss did not fall by more than 0.005", last)
	if history.Outcome() != want || history.Diverged() {
		t.Errorf("the outcome is %q, want %q", history, want)
	}
	// A loss that only rises is given up as well.
	history = runRule(t, parabola, descent.GradientDescent(1.01), 1000, descent.Patience(5, 0))
	if history.Last().Epoch != 5 {
		t.Errorf("a rising loss was followed for %d epochs, want 5", history.Last().Epoch)
	}
	// One that goes on falling is not.
	if history = runRule(t, parabola, descent.GradientDescent(0.1), 10, descent.Patience(2, 0)); len(history.Records) != 11 {
		t.Errorf("a falling loss was given up: %s", history)
	}
}

// A gradient that is exactly zero all the way is said as what it is; one that is
// only zero at the end, or in one direction, is not that.
func TestNoGradient(t *testing.T) {
	slope := func(of func(x float64) float64) descent.Func {
		return func(p []float64) (float64, []float64, error) { return 2.5, []float64{of(p[0]), 0}, nil }
	}
	run := func(f descent.Func, start float64, options ...descent.Option) string {
		history, err := descent.Run(f, []float64{start, 7}, descent.Momentum(0.5, 0.9), 20, options...)
		if err != nil {
			t.Fatal(err)
		}
		return history.Outcome()
	}
	want := "Ran 20 epochs (momentum 0.9, rate 0.5) without a step: the gradient is exactly zero at the start [3 7]."
	constant := slope(func(float64) float64 { return 0 })
	for _, options := range [][]descent.Option{nil, {descent.Every(7)}} {
		if got := run(constant, 3, options...); !strings.HasPrefix(got, want) {
			t.Errorf("a flat loss: %s, want %s", got, want)
		}
	}
	if got := run(slope(func(x float64) float64 { return x - 3 }), 3); !strings.HasPrefix(got, want) {
		t.Errorf("a start at the minimum: %s, want %s", got, want)
	}
	for name, f := range map[string]descent.Func{
		"a slope":                slope(func(x float64) float64 { return x }),
		"a slope until it is 0":  slope(func(x float64) float64 { return max(x-2, 0) }),
		"a negative zero's kind": slope(func(x float64) float64 { return 5e-324 }),
	} {
		if got := run(f, 3); !strings.HasPrefix(got, "Ran 20 epochs (momentum 0.9, rate 0.5): the loss went") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEvery(t *testing.T) {
	whole := runRule(t, valley, descent.GradientDescent(0.015), 25)
	for every, want := range map[int][]float64{
		1: whole.Epochs(), 10: {0, 10, 20, 25}, 5: {0, 5, 10, 15, 20, 25}, 25: {0, 25}, 1000: {0, 25},
	} {
		thin := runRule(t, valley, descent.GradientDescent(0.015), 25, descent.Every(every))
		if !slices.Equal(thin.Epochs(), want) {
			t.Errorf("Every(%d) keeps epochs %v, want %v", every, thin.Epochs(), want)
		}
		for _, record := range thin.Records {
			if fmt.Sprint(record) != fmt.Sprint(whole.Records[record.Epoch]) {
				t.Errorf("Every(%d) keeps %v, want %v", every, record, whole.Records[record.Epoch])
			}
		}
	}
	history := runRule(t, parabola, descent.GradientDescent(10), 1000, descent.Every(50))
	if last := history.Last().Epoch; !history.Diverged() || last != runRule(t, parabola, descent.GradientDescent(10), 1000).Last().Epoch {
		t.Errorf("with Every(50) the last finite epoch is %d", last)
	}
}

func TestWatch(t *testing.T) {
	seen := []int{}
	history := runRule(t, parabola, descent.GradientDescent(0.1), 1000, descent.Every(100), descent.Watch(func(r descent.Record) bool {
		seen = append(seen, r.Epoch)
		return r.Loss > 1
	}))
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; !slices.Equal(seen, want) {
		t.Errorf("the watcher saw epochs %v, want %v", seen, want)
	}
	if history.Last().Epoch != 9 || history.Outcome() != "Stopped by the watcher in epoch 9 (gradient descent, rate 0.1)" {
		t.Errorf("the last epoch is %d: %s", history.Last().Epoch, history)
	}
}

// What stays near is shown whole: also a walk that was far away and came back, and one
// that begins at a loss of zero or below.
func TestInSight(t *testing.T) {
	at := func(losses ...float64) *descent.History {
		h := &descent.History{}
		for i, loss := range losses {
			h.Records = append(h.Records, descent.Record{Epoch: i, Loss: loss})
		}
		return h
	}
	for _, c := range []struct {
		name string
		h    *descent.History
		want int
	}{
		{"falls", at(9, 4, 1), 3},
		{"comes back", at(1, 2000, 1), 3},
		{"climbs a little", at(1, 500, 1000), 3},
		{"is gone only at its end", at(1, 500, 1001), 3},
		{"is gone", at(1, 500, 1001, 2e9, 2e300), 3},
		{"begins at zero", at(0, 1, 2), 3},
		{"begins below", at(-1, 5, 7), 3},
		{"doesn't begin", at(1), 1},
	} {
		seen := c.h.InSight()
		if len(seen.Records) != c.want || (seen == c.h) != (c.name != "is gone") {
			t.Errorf("a run that %s: %d records are shown, want %d", c.name, len(seen.Records), c.want)
		}
	}
}
