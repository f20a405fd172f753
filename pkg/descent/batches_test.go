package descent_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"littlesteps/pkg/descent"
)

func TestBatchesDealOutAllRows(t *testing.T) {
	for _, b := range []descent.Batches{{1, 1, 0}, {10, 1, 1}, {10, 3, 1}, {10, 10, 1}, {333, 32, 7}} {
		shuffles := map[string]bool{}
		for epoch := range 5 {
			batches, err := b.Epoch(epoch)
			if err != nil {
				t.Fatal(err)
			}
			if len(batches) != b.PerEpoch() || len(batches) != int(math.Ceil(float64(b.Rows)/float64(b.Size))) {
				t.Errorf("%+v: %d batches, PerEpoch says %d", b, len(batches), b.PerEpoch())
			}
			rows := []int{}
			for i, batch := range batches {
				if len(batch) != b.Size && i < len(batches)-1 {
					t.Errorf("%+v: batch %d has %d rows", b, i, len(batch))
				}
				rows = append(rows, batch...)
			}
			shuffles[fmt.Sprint(rows)] = true
			slices.Sort(rows)
			for i, row := range rows {
				if i != row {
					t.Fatalf("%+v, epoch %d: the rows are %v", b, epoch, rows)
				}
			}
		}
		if b.Rows > 5 && len(shuffles) != 5 {
			t.Errorf("%+v: 5 epochs have %d different shuffles", b, len(shuffles))
		}
	}
}

// No order of the rows is likelier than another: chi squared with 23 degrees of freedom
// is above 49.7 once in a thousand times, and seeds are fixed.
func TestBatchesFavourNoOrder(t *testing.T) {
	const epochs, orders = 24_000, 24
	seen := map[string]int{}
	for epoch := range epochs {
		batches, err := descent.Batches{Rows: 4, Size: 4, Seed: 1}.Epoch(epoch)
		if err != nil {
			t.Fatal(err)
		}
		seen[fmt.Sprint(batches)]++
	}
	chi := 0.0
	for _, n := range seen {
		miss := float64(n) - epochs/orders
		chi += miss * miss / (epochs / orders)
	}
	if len(seen) != orders || chi > 49.7 {
		t.Errorf("%d orders of %d, chi squared %.1f", len(seen), orders, chi)
	}
}

// The shuffles are part of the lesson's numbers: they never change.
func TestBatchesAreTheSameEverywhere(t *testing.T) {
	for _, test := range []struct {
		batches descent.Batches
		epoch   int
		want    string
	}{
		{descent.Batches{Rows: 7, Size: 3, Seed: 1}, 0, "[[6 1 2] [5 3 0] [4]]"},
		{descent.Batches{Rows: 7, Size: 3, Seed: 1}, 1, "[[2 1 5] [3 4 0] [6]]"},
		{descent.Batches{Rows: 7, Size: 3, Seed: 2}, 0, "[[2 3 0] [6 1 5] [4]]"},
	} {
		got, err := test.batches.Epoch(test.epoch)
		if err != nil || fmt.Sprint(got) != test.want {
			t.Errorf("%+v, epoch %d: %v, %v, want %s", test.batches, test.epoch, got, err, test.want)
		}
	}
}

// points is the mean of (x − point)² over the points of a batch, and what it
// looked at.
type points struct {
	values []float64
	seen   [][]int
}

func (p *points) loss(params []float64, rows []int) (float64, []float64, error) {
	p.seen = append(p.seen, slices.Clone(rows))
	loss, slope := 0.0, 0.0
	for _, row := range rows {
		miss := params[0] - p.values[row]
		loss += miss * miss / float64(len(rows))
		slope += 2 * miss / float64(len(rows))
	}
	return loss, []float64{slope}, nil
}

var ten = []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}

func TestRunBatchesWithAllRowsIsRun(t *testing.T) {
	p := &points{values: ten}
	all := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	whole, err := descent.Run(func(params []float64) (float64, []float64, error) { return p.loss(params, all) },
		[]float64{0}, descent.Momentum(0.1, 0.5), 20)
	if err != nil {
		t.Fatal(err)
	}
	batches, err := descent.RunBatches(p.loss, descent.Batches{Rows: 10, Size: 10, Seed: 3}, []float64{0}, descent.Momentum(0.1, 0.5), 20)
	if err != nil {
		t.Fatal(err)
	}
	for i, record := range batches.Records {
		want := whole.Records[i]
		if record.Epoch != want.Epoch || record.Examples != 10*want.Examples || math.Abs(record.Params[0]-want.Params[0]) > 1e-12 {
			t.Errorf("record %d is %+v, with Run %+v", i, record, want)
		}
	}
}

func TestRunBatchesRecords(t *testing.T) {
	p := &points{values: ten}
	b := descent.Batches{Rows: 10, Size: 4, Seed: 1}
	history, err := descent.RunBatches(p.loss, b, []float64{0}, descent.GradientDescent(0.1), 3)
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 10, 20, 30}; !slices.Equal(history.Examples(), want) {
		t.Errorf("the examples are %v, want %v", history.Examples(), want)
	}
	// What the function was asked for: all rows, three batches, all rows, and so on.
	sizes := []int{}
	for _, rows := range p.seen {
		sizes = append(sizes, len(rows))
	}
	if want := []int{10, 4, 4, 2, 10, 4, 4, 2, 10, 4, 4, 2, 10}; !slices.Equal(sizes, want) {
		t.Errorf("batches of %v rows, want %v", sizes, want)
	}
	// The steps, repeated by hand.
	x := 0.0
	for epoch := range 3 {
		if got := history.Records[epoch].Params[0]; math.Abs(got-x) > 1e-12 {
			t.Errorf("epoch %d starts at %g, want %g", epoch, got, x)
		}
		batches, err := b.Epoch(epoch)
		if err != nil {
			t.Fatal(err)
		}
		for _, rows := range batches {
			_, gradient, _ := p.loss([]float64{x}, rows)
			x -= 0.1 * gradient[0]
		}
	}
	if got := history.Last().Params[0]; math.Abs(got-x) > 1e-12 {
		t.Errorf("the run ends at %g, want %g", got, x)
	}
}

func TestEachStep(t *testing.T) {
	p := &points{values: ten}
	b := descent.Batches{Rows: 10, Size: 4, Seed: 1}
	steps, err := descent.RunBatches(p.loss, b, []float64{0}, descent.GradientDescent(0.1), 3, descent.EachStep())
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 4, 8, 10, 14, 18, 20, 24, 28, 30}; !slices.Equal(steps.Examples(), want) {
		t.Errorf("the examples are %v, want %v", steps.Examples(), want)
	}
	if want := []float64{0, 0, 0, 1, 1, 1, 2, 2, 2, 3}; !slices.Equal(steps.Epochs(), want) {
		t.Errorf("the epochs are %v, want %v", steps.Epochs(), want)
	}
	batches, err := b.Epoch(0)
	if err != nil {
		t.Fatal(err)
	}
	if loss, _, _ := p.loss([]float64{0}, batches[0]); steps.Records[0].Loss != loss {
		t.Errorf("the first loss is %g, the first batch's is %g", steps.Records[0].Loss, loss)
	}
	epochs, err := descent.RunBatches(p.loss, b, []float64{0}, descent.GradientDescent(0.1), 3)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(steps.Last()) != fmt.Sprint(epochs.Last()) {
		t.Errorf("the last record is %v, without EachStep %v", steps.Last(), epochs.Last())
	}
	// Run takes EachStep as well, where it changes nothing.
	if history := runRule(t, parabola, descent.GradientDescent(0.1), 5, descent.EachStep()); len(history.Records) != 6 {
		t.Errorf("Run with EachStep made %d records, want 6", len(history.Records))
	}
}

// A rate that falls lets noisy steps come to rest; a constant one doesn't
// (Robbins and Monro 1951).
func TestFallingRateSettles(t *testing.T) {
	p := &points{values: ten}
	b := descent.Batches{Rows: 10, Size: 1, Seed: 5}
	distance := func(rule descent.Rule) float64 {
		history, err := descent.RunBatches(p.loss, b, []float64{0}, rule, 300)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, record := range history.Records[250:] {
			sum += math.Abs(record.Params[0]-5.5) / 51
		}
		return sum
	}
	constant := distance(descent.GradientDescent(0.2))
	falling := distance(descent.Scheduled(descent.GradientDescent(0.2), descent.InverseSqrt(1)))
	if falling > constant/5 {
		t.Errorf("the mean distance at the end is %g with a falling rate, %g with a constant one", falling, constant)
	}
}

func TestRunBatchesDivergence(t *testing.T) {
	p := &points{values: ten}
	b := descent.Batches{Rows: 10, Size: 5, Seed: 1}
	for _, options := range [][]descent.Option{nil, {descent.EachStep()}} {
		history, err := descent.RunBatches(p.loss, b, []float64{0}, descent.GradientDescent(100), 1000, options...)
		if err != nil {
			t.Fatal(err)
		}
		// Each step multiplies the distance by about −199, so that its square is
		// infinite after 67 steps, in epoch 34.
		want := "Diverged in epoch 34 (gradient descent, rate 100): the loss stopped being finite; try a smaller rate"
		if !history.Diverged() || history.Outcome() != want {
			t.Errorf("%s, want %s", history, want)
		}
		if last := history.Last(); math.IsInf(last.Loss, 0) || last.Epoch != 33 {
			t.Errorf("the last record is %+v", last)
		}
	}
}

func TestRunBatchesWrongArguments(t *testing.T) {
	p := &points{values: ten}
	start, rate := []float64{0}, descent.GradientDescent(0.1)
	run := func(b descent.Batches) error {
		_, err := descent.RunBatches(p.loss, b, start, rate, 5)
		return err
	}
	checkError(t, run(descent.Batches{Rows: 0, Size: 1}), "batches need at least 1 row, not 0")
	checkError(t, run(descent.Batches{Rows: 10, Size: 0}), "the batch size must be at least 1, not 0")
	checkError(t, run(descent.Batches{Rows: 10, Size: 11}), "the batch size 11 is larger than the data, 10 rows")
	_, err := descent.RunBatches(nil, descent.Batches{Rows: 1, Size: 1}, start, rate, 5)
	checkError(t, err, "no function to descend")
	_, err = descent.RunBatches(p.loss, descent.Batches{Rows: 10, Size: 1}, start, descent.GradientDescent(-1), 5)
	checkError(t, err, "climbs")
	_, err = descent.Batches{Rows: 3, Size: 4}.Epoch(0)
	checkError(t, err, "larger than the data")
	if n := (descent.Batches{Rows: 3, Size: 4}).PerEpoch(); n != 0 {
		t.Errorf("impossible batches make %d an epoch, want 0", n)
	}
	failing := func(params []float64, rows []int) (float64, []float64, error) {
		if len(rows) < 10 {
			return 0, nil, errors.New("a small batch")
		}
		return p.loss(params, rows)
	}
	_, err = descent.RunBatches(failing, descent.Batches{Rows: 10, Size: 3}, start, rate, 5)
	checkError(t, err, "epoch 0: a small batch")
	wrong := descent.Custom("wrong", func(int) descent.Step { return func([]float64) []float64 { return nil } })
	_, err = descent.RunBatches(p.loss, descent.Batches{Rows: 10, Size: 3}, start, wrong, 5)
	checkError(t, err, `the rule "wrong" returned 0 values`)
}
