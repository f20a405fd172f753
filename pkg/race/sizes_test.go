package race

import (
	"math"
	"strings"
	"testing"

	"littlesteps/pkg/data"
)

// sizes is the race of batch sizes on the z-scored penguins, on a table that many
// times as long.
func sizes(t *testing.T, times int, share float64) Sizes {
	t.Helper()
	complete := data.Complete(data.Penguins())
	x, err := data.Floats(complete, "flipper_length_mm")
	if err != nil {
		t.Fatal(err)
	}
	y, err := data.Floats(complete, "body_mass_g")
	if err != nil {
		t.Fatal(err)
	}
	x, _, _ = data.Standardize(x)
	y, _, _ = data.Standardize(y)
	r := 0.0
	for i := range x {
		r += x[i] * y[i] / float64(len(x))
	}
	return Sizes{
		Func: func(p []float64, rows []int) (loss float64, gradient []float64, err error) {
			gradient = make([]float64, 2)
			for _, row := range rows {
				row %= len(x)
				miss := p[0] + p[1]*x[row] - y[row]
				loss += miss * miss / float64(len(rows))
				gradient[0] += 2 * miss / float64(len(rows))
				gradient[1] += 2 * miss * x[row] / float64(len(rows))
			}
			return loss, gradient, nil
		},
		Rows: times * len(x), Start: []float64{-2, 0}, Share: share,
		Left: func(p []float64) float64 { return p[0]*p[0] + (p[1]-r)*(p[1]-r) },
	}
}

// What the third notebook says of batches. NumPy's runs, with shuffles of their
// own, need about 96 examples in batches of 8 and 128 to 256 in batches of 64 for
// a hundredth, and about 660 and 860 for a thousandth.
func TestTheBatchesOfTheLesson(t *testing.T) {
	rates := Rates(1.0/64, 0.5, 2)
	for _, test := range []struct {
		size, times int
		share       float64
		least, most int
	}{
		{333, 1, 1.0 / 100, 333, 333}, // one step at rate 0.5
		{33300, 100, 1.0 / 100, 33300, 33300},
		{8, 1, 1.0 / 100, 70, 130},
		{8, 100, 1.0 / 100, 70, 130},
		{64, 1, 1.0 / 100, 100, 300},
		{64, 100, 1.0 / 100, 100, 300},
		{8, 1, 1.0 / 1000, 637, 637}, // the notebook says so

		{64, 1, 1.0 / 1000, 999, 999},
		{8, 100, 1.0 / 1000, 500, 999},
		{64, 100, 1.0 / 1000, 500, 999},
		{333, 1, 1.0 / 1000, 333, 333},
	} {
		got, err := sizes(t, test.times, test.share).Examples(test.size, rates)
		if err != nil || got < test.least || got > test.most {
			t.Errorf("batches of %d, table × %d, share %.3f: %d examples, %v; want %d to %d", test.size, test.times, test.share, got, err, test.least, test.most)
		}
		t.Log(test.size, test.times, test.share, got)
	}
}

func TestSizesThatCannotBeAsked(t *testing.T) {
	good := sizes(t, 1, 0.01)
	for _, test := range []struct {
		change func(*Sizes)
		size   int
		rates  []float64
		want   string
	}{
		{func(s *Sizes) { s.Left = nil }, 8, []float64{0.1}, "needs Left"},
		{func(s *Sizes) {}, 0, []float64{0.1}, "the batch size must be at least 1"},
		{func(s *Sizes) {}, 8, []float64{3}, "no rate gets there"},
		{func(s *Sizes) {}, 8, nil, "no rate gets there"},
		{func(s *Sizes) {
			s.Func = func([]float64, []int) (float64, []float64, error) { return math.NaN(), nil, nil }
		}, 8, []float64{1}, "gradient has 0"},
	} {
		s := good
		test.change(&s)
		if _, err := s.Examples(test.size, test.rates); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("want %q, got %v", test.want, err)
		}
	}
}
