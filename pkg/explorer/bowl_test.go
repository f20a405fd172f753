package explorer

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"littlesteps/pkg/chart"
	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
)

// The bowl is made of sums; GoMLX computes the same loss and gradient from the
// data, operation by operation.
func TestBowlIsTheLossOfGoMLX(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, column := range columns {
		for _, scale := range []string{"z", "centred", "shifted"} {
			p := mustLineProblem(column.value, scale)
			area := areaOf(p)
			for range 20 {
				params := []float64{
					area.a.from + random.Float64()*(area.a.to-area.a.from),
					area.b.from + random.Float64()*(area.b.to-area.b.from),
				}
				loss, slopes, err := p.loss(params)
				if err != nil {
					t.Fatal(err)
				}
				mine, mySlopes, _ := p.parabola(params)
				near(t, column.value+" "+scale+" loss", mine, loss, 1e-12*math.Abs(loss))
				near(t, column.value+" "+scale+" left", p.left(params)+p.bowl.lowest(), loss, 1e-11*math.Abs(loss))
				for i := range slopes {
					near(t, column.value+" "+scale+" slope", mySlopes[i], slopes[i], 1e-11*(math.Abs(slopes[0])+math.Abs(slopes[1])))
				}
			}
		}
	}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// The facts of the lecture's data, to the last digits.
func TestFacts(t *testing.T) {
	belts := beltBowl()
	near(t, "best multiplier", belts.best[0], 2.5414718343009572, 1e-14)
	near(t, "its loss", belts.lowest(), 0.0722485485642552, 1e-10) // the sums cancel
	near(t, "limit", belts.limit(), 0.00062764788953, 1e-14)

	z := mustLineProblem("bill_length_mm", "z").bowl
	near(t, "correlation", z.best[1], 0.5894511101769492, 1e-14)
	near(t, "limit, z", z.limit(), 1, 1e-12)
	centred := mustLineProblem("bill_length_mm", "centred")
	near(t, "grams for each mm", centred.bowl.best[1], 86.79175964755551, 1e-10)

	// Uncentred, the valley is 130,000 times steeper one way than the other.
	complete := data.Complete(data.Penguins())
	bill, _ := data.Floats(complete, "bill_length_mm")
	mass, _ := data.Floats(complete, "body_mass_g")
	flattest, steepest := lineBowl(bill, mass).curvatures()
	near(t, "flattest", flattest, 0.0303, 0.00005)
	near(t, "steepest", steepest, 3932, 0.5)
}

// A little below the limit that an explorer names a walk comes nearer, a little
// above it flies apart, on every bowl.
func TestLimits(t *testing.T) {
	for _, scale := range []string{"z", "centred", "shifted"} {
		p := mustLineProblem(raceColumn, scale)
		area := areaOf(p)
		start := []float64{area.a.usual, area.b.usual}
		limit := p.bowl.limit()
		far := func(rate float64) float64 {
			h, err := descent.Run(p.loss, start, descent.GradientDescent(rate), 4000)
			if err != nil {
				t.Fatal(err)
			}
			if h.Diverged() {
				return math.Inf(1)
			}
			return p.left(h.Last().Params) / p.left(start)
		}
		if below := far(0.98 * limit); below > 0.01 {
			t.Errorf("on %s below its limit %v: %v of the loss is left", scale, limit, below)
		}
		if above := far(1.02 * limit); above < 100 {
			t.Errorf("on %s above its limit %v: only %v of the loss", scale, limit, above)
		}
		for _, share := range []float64{0.98, 1.02} {
			said := penguins{}.sayCourse(values{"rate": exact(share * limit)}, p)
			if strings.Contains(said, "above the limit of this bowl, "+chart.Number(limit)) != (share > 1) {
				t.Errorf("on %s at %v of the limit it says %q", scale, share, said)
			}
		}
	}
}
