package chart

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// told returns what a figure says about itself.
func told(f *Figure) string {
	f.drawings()
	_, all := f.words()
	return strings.Join(all, " ")
}

func TestLinesAreDescribedAsTheyAre(t *testing.T) {
	xs := []float64{0, 1, 2, 3, 4, 5}
	for _, c := range []struct {
		ys   []float64
		want string
	}{
		{[]float64{16, 8, 4, 2, 1, 0.5}, "Loss falls from 16 cm² at epoch 0 to 0.5 cm² at epoch 5; half of the way by epoch 1."},
		{[]float64{0, 1, 2, 3, 4, 5}, "Loss rises from 0 cm² at epoch 0 to 5 cm² at epoch 5."},
		{[]float64{5, 2, 1, 2, 4, 8}, "Loss falls from 5 cm² at epoch 0 to 1 cm² at epoch 2, then rises to 8 cm² at epoch 5."},
		{[]float64{1, 2, 9, 3, 2, 0}, "Loss rises from 1 cm² at epoch 0 to 9 cm² at epoch 2, then falls to 0 cm² at epoch 5."},
		{[]float64{5, 1, 3, 1.5, 2, 6}, "Loss begins with 5 cm² at epoch 0, is lowest, 1 cm² at epoch 1, and ends with 6 cm² at epoch 5."},
		{[]float64{5, 9, 1, 4, 3, 5}, "Loss begins with 5 cm² at epoch 0 and ends with 5 cm² at epoch 5; the lowest is 1 cm² at epoch 2, the highest 9 cm² at epoch 1."},
		{[]float64{10, 8, 8.1, 4, 2, 1}, "Loss falls on the whole from 10 cm² at epoch 0 to 1 cm² at epoch 5."},
		{[]float64{7, 7, 7, 7, 7, 7}, "Loss stays at 7 cm² from epoch 0 to 5."},
		{[]float64{math.NaN(), 7, math.Inf(1), 7, 7, 3}, "Loss falls from 7 cm² at epoch 1 to 3 cm² at epoch 5."},
		{[]float64{3}, "Loss is a single point: 3 cm² at epoch 0."},
		{nil, "Loss has no values."},
	} {
		if got := told(Line(xs[:min(len(xs), len(c.ys))], c.ys).X("epoch").Y("loss (cm²)")); got != c.want {
			t.Errorf("%v:\n got %s\nwant %s", c.ys, got, c.want)
		}
	}
}

// For any numbers: what is said to fall falls, and the ends are the ends.
func TestDescriptionsOfAnyLine(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		n := 2 + r.IntN(8)
		var xs, ys []float64
		for i := range n {
			xs, ys = append(xs, float64(i)), append(ys, float64(r.IntN(7)))
		}
		got := told(Line(xs, ys).X("x").Y("y"))
		falls, rises := true, true
		for i := 1; i < n; i++ {
			falls, rises = falls && ys[i] <= ys[i-1], rises && ys[i] >= ys[i-1]
		}
		if !strings.Contains(got, "then") {
			if strings.Contains(got, "falls from") && !falls || strings.Contains(got, "rises from") && !rises {
				t.Fatalf("%v: %s", ys, got)
			}
		}
		for _, value := range []float64{ys[0], ys[n-1], ys[lowest(ys)], ys[highest(ys)]} {
			if !strings.Contains(got, Number(value)) {
				t.Fatalf("%v: %v is not mentioned: %s", ys, value, got)
			}
		}
	}
}

// The lecture's figures: half of the loss that goes is gone in the first 18
// epochs of the penguins' descent, which multiplies the error by 0.98 each.
func TestHalfwayOfTheLecture(t *testing.T) {
	var losses []float64
	for k := range 1001 {
		losses = append(losses, 0.6525+4.3475*math.Pow(0.98, 2*float64(k)))
	}
	half := halfway(losses)
	want := int(math.Ceil(math.Log(0.5) / math.Log(0.98*0.98)))
	if half != want || half != 18 {
		t.Errorf("halfway at %d, by the formula at %d", half, want)
	}
}

func TestPointsAreDescribedAsTheyAre(t *testing.T) {
	up := []float64{3, 1, 2, 5, 4}
	for _, c := range []struct {
		name string
		ys   []float64
		want string
	}{
		{"together", []float64{6, 2, 4, 10, 8}, "5 points. Bill from 1 to 5 mm; mass from 2 to 10 g. The two rise together (correlation 1)."},
		{"against", []float64{-6, -2, -4, -10, -8}, "5 points. Bill from 1 to 5 mm; mass from −10 to −2 g. One falls as the other rises (correlation −1)."},
		{"bent", []float64{0, 4, 1, 4, 1}, "5 points. Bill from 1 to 5 mm; mass from 0 to 4 g. There is no straight trend (correlation 0)."},
		{"level", []float64{7, 7, 7, 7, 7}, "5 points. Bill from 1 to 5 mm; mass is always 7 g."},
	} {
		if got := told(Scatter(up, c.ys).X("bill (mm)").Y("mass (g)")); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// A curve's lowest place is found exactly, not only among its samples.
func TestCurveIsDescribedByItsTrueMinimum(t *testing.T) {
	f := Function(func(x float64) float64 { return (x-2.5414718)*(x-2.5414718)*1614 + 0.0722485 }, 0, 5).X("multiplier").Y("loss")
	if got := told(f); !strings.Contains(got, "to 0.07225 at multiplier 2.541, then rises") {
		t.Error(got)
	}
}

func TestPathAndMapAreDescribedAsTheyAre(t *testing.T) {
	bowl := func(a, b float64) float64 { return a*a + 4*b*b }
	as := Span(-3, 3, 13)
	got := told(Contours(as, as, Sample(bowl, as, as)).X("intercept").Y("slope").Path("descent", []float64{-2, -1, 0.25}, []float64{1, 0.5, 0}))
	want := "Contours of loss over intercept from −3 to 3 and slope from −3 to 3. " +
		"The lowest of the grid is 0, at intercept 0, slope 0; the highest is 45. " +
		"Descent goes from intercept −2, slope 1 (loss about 8) to intercept 0.25, slope 0 (loss about 0.0625) in 2 steps."
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Two panels that show the same marks tell it once.
func TestNothingIsToldTwice(t *testing.T) {
	as := Span(-1, 1, 5)
	grid := Sample(func(a, b float64) float64 { return a + b }, as, as)
	got := told(Beside(Surface(as, as, grid), Contours(as, as, grid)).Path("descent", as, as))
	if n := strings.Count(got, "Descent goes"); n != 1 {
		t.Errorf("the path is told %d times: %s", n, got)
	}
}

// What is told is in the words and in the data, and is not written in the picture.
func TestTold(t *testing.T) {
	html := Contours([]float64{0, 1}, []float64{0, 1}, [][]float64{{1, 2}, {3, 4}}).
		Path("", []float64{0, 1}, []float64{0, 1}).Told("the quiet walk").Mark("", 1, 1).Told("the quiet place").HTML()
	for _, want := range []string{"The quiet walk goes from", "The quiet place: "} {
		if !strings.Contains(html, want) {
			t.Errorf("the figure doesn't say %q", want)
		}
	}
	if strings.Contains(html, "quiet walk</text>") || strings.Contains(html, "quiet place</text>") {
		t.Error("it is written in the picture")
	}
}
