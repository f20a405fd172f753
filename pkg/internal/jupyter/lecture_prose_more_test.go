package jupyter

import (
	"math"
	"slices"
	"testing"

	"littlesteps/pkg/data"
)

// scoresOf are z-scores of the rows that count, for all rows.
func scoresOf(x []float64, counts func(i int) bool) []float64 {
	rows := 0.0
	sum := func(f func(x float64) float64) (all float64) {
		rows = 0
		for i := range x {
			if counts(i) {
				all, rows = all+f(x[i]), rows+1
			}
		}
		return all
	}
	mean := sum(func(x float64) float64 { return x }) / rows
	deviation := math.Sqrt(sum(func(x float64) float64 { return (x - mean) * (x - mean) }) / rows)
	z := make([]float64, len(x))
	for i := range x {
		z[i] = (x[i] - mean) / deviation
	}
	return z
}

// fitted solves the normal equations of y by columns and a column of ones, on the
// rows that count, and returns the loss on a set of rows.
func fitted(y []float64, learns func(i int) bool, columns ...[]float64) (params []float64, loss func(of func(i int) bool) float64) {
	k := 1 + len(columns)
	at := func(i, column int) float64 {
		if column == 0 {
			return 1
		}
		return columns[column-1][i]
	}
	a := make([][]float64, k) // Gauss: the matrix and the right-hand side
	for row := range a {
		a[row] = make([]float64, k+1)
		for i := range y {
			if !learns(i) {
				continue
			}
			for column := range k {
				a[row][column] += at(i, row) * at(i, column)
			}
			a[row][k] += at(i, row) * y[i]
		}
	}
	for pivot := range k {
		for row := range k {
			if factor := a[row][pivot] / a[pivot][pivot]; row != pivot {
				for column := range k + 1 {
					a[row][column] -= factor * a[pivot][column]
				}
			}
		}
	}
	for row := range k {
		params = append(params, a[row][k]/a[row][row])
	}
	return params, func(of func(i int) bool) (sum float64) {
		rows := 0.0
		for i := range y {
			if of(i) {
				miss := -y[i]
				for column := range k {
					miss += params[column] * at(i, column)
				}
				sum, rows = sum+miss*miss, rows+1
			}
		}
		return sum / rows
	}
}

func everyRow(int) bool   { return true }
func heldOut(i int) bool  { return i%3 == 2 }
func learnsOf(i int) bool { return i%3 != 2 }

// ratioOf is how many times as steep as its flattest direction the bowl of a line's
// squared loss is in its steepest: the ratio of the eigenvalues of XᵀX.
func ratioOf(x []float64) float64 {
	m := mean(len(x), func(i int) float64 { return x[i] })
	square := mean(len(x), func(i int) float64 { return x[i] * x[i] })
	middle, spread := (1+square)/2, math.Sqrt((1-square)*(1-square)/4+m*m)
	steepest := middle + spread
	return steepest * steepest / (square - m*m) // the product of both is the determinant
}

func moreProse(t *testing.T) []sentence {
	bill, depth := columnOf(t, "penguins", "bill_length_mm"), columnOf(t, "penguins", "bill_depth_mm")
	flipper, mass := columnOf(t, "penguins", "flipper_length_mm"), columnOf(t, "penguins", "body_mass_g")
	years := columnOf(t, "penguins", "year")
	every := func(x []float64) []float64 { return scoresOf(x, everyRow) }
	lossOf := func(x []float64) float64 { _, loss := fitted(every(mass), everyRow, every(x)); return loss(everyRow) }
	unseenBy := func(of func(i int) float64) float64 {
		column := make([]float64, len(mass))
		for i := range column {
			column[i] = of(i)
		}
		_, loss := fitted(scoresOf(mass, learnsOf), learnsOf, scoresOf(column, learnsOf))
		return loss(heldOut)
	}
	power := func(exponent float64) float64 {
		return unseenBy(func(i int) float64 { return math.Pow(flipper[i], exponent) })
	}
	centred := make([]float64, len(bill))
	billMean := mean(len(bill), func(i int) float64 { return bill[i] })
	for i := range bill {
		centred[i] = bill[i] - billMean
	}
	three, _ := fitted(every(mass), everyRow, every(bill), every(depth), every(flipper))
	held := 0
	for i := range mass {
		if heldOut(i) {
			held++
		}
	}
	exam := func(learns func(i int) bool, columns ...[]float64) (learned, unseen float64) {
		var scaled [][]float64
		for _, column := range columns {
			scaled = append(scaled, scoresOf(column, learns))
		}
		_, loss := fitted(scoresOf(mass, learns), learns, scaled...)
		return loss(learns), loss(heldOut)
	}
	nine := func(i int) bool { return learnsOf(i) && (i-i/3)%25 == 0 }
	flipperLearned, flipperUnseen := exam(learnsOf, flipper)
	threeLearned, threeUnseen := exam(learnsOf, bill, depth, flipper)
	flipperNine, flipperNineUnseen := exam(nine, flipper)
	threeNine, threeNineUnseen := exam(nine, bill, depth, flipper)
	bySize, byEnd := bySizeOf(every(bill), every(mass), 0.01, 1000), bySizeOf(every(bill), every(mass), 0.001, 100_000)
	if best := bestPower(lossOf, flipper); best != 5 {
		t.Errorf("the best whole power of the flipper is %d, not 5", best)
	}
	return []sentence{
		{"penguins-intro", "Between %d and %d, researchers", []any{int(slices.Min(years)), int(slices.Max(years))}},
		{"regression-meaning", "(The lecture prints 4.4573799e-08 there", nil}, // the lecture's own, in float32
		{"line-drawing-solution", "Most people draw it too steep, as this one is", nil},
		{"valley-meaning", "bills are %f to %f mm long", []any{slices.Min(bill), slices.Max(bill)}},
		{"valley-meaning", "makes the ratio %f times smaller. What is left, a factor of %f, is the **unit**", []any{10 * math.Round(ratioOf(bill)/ratioOf(centred)/10), ratioOf(centred)}},
		{"bowl-or-valley", "a valley %f times as steep one way as the other", []any{ratioOf(centred)}},
		{"round-bowl-solution", "brings the ratio from %f down to %f", []any{10_000 * math.Round(ratioOf(bill)/10_000), ratioOf(centred)}},
		{"round-bowl-solution", "With the bills, %f and %.1f are near enough.", []any{billMean, math.Sqrt(mean(len(bill), func(i int) float64 { return centred[i] * centred[i] }))}},
		{"more-columns-meaning", "towards %.3f, %.3f and %.3f.", []any{three[1], three[2], three[3]}},
		{"unseen-intro", "%d for the exam, %d to learn from", []any{held, len(mass) - held}},
		{"unseen-meaning", "three columns are a little better than the flipper alone where they have learned, %.4f against %.4f. On the penguins held out they are not: %.4f against %.4f.",
			[]any{threeLearned, flipperLearned, threeUnseen, flipperUnseen}},
		{"unseen-meaning", "three columns are clearly better where they have learned, %.4f against %.4f, and much worse on the penguins held out, %.4f against %.4f.",
			[]any{threeNine, flipperNine, threeNineUnseen, flipperNineUnseen}},
		{"own-column-note", "chosen out of fifty by these %d penguins", []any{held}},
		{"own-column-solution", "the loss falls from %.4f to %.4f.", []any{power(1), power(3)}},
		{"own-column-solution", "a fifth power does better still (%.4f), and a seventh (%.4f) better than the third", []any{power(5), power(7)}},
		{"own-column-solution", "is far worse than the flipper alone (%.4f)", []any{unseenBy(func(i int) float64 { return bill[i] * depth[i] * flipper[i] })}},
		{"try-answers", "the slope goes from %.2f to %.2f in 1000 epochs, and would end at %.2f.", []any{slopeOf(every(bill), every(mass)), bySize[1], byEnd[1]}},
		{"try-answers", "of the 60 largest misses of the new line, %d are of Chinstraps", []any{chinstraps(every(bill), every(mass), byEnd, 60)}},
		{"try-answers", "a loss of %.4f, against %.4f for the bill and %.4f for its depth", []any{lossOf(flipper), lossOf(bill), lossOf(depth)}},
	}
}

func slopeOf(z, y []float64) float64 {
	params, _ := fitted(y, everyRow, z)
	return params[1]
}

// bySizeOf walks down the mean absolute error of a line, from (−2, 0).
func bySizeOf(z, y []float64, rate float64, epochs int) []float64 {
	a, b := -2.0, 0.0
	for range epochs {
		one, two := 0.0, 0.0
		for i := range z {
			sign := math.Copysign(1/float64(len(z)), a+b*z[i]-y[i])
			one, two = one+sign, two+sign*z[i]
		}
		a, b = a-rate*one, b-rate*two
	}
	return []float64{a, b}
}

// chinstraps counts them among the largest misses of a line.
func chinstraps(z, y, line []float64, largest int) (count int) {
	rows := make([]int, len(z))
	for i := range rows {
		rows[i] = i
	}
	miss := func(i int) float64 { return math.Abs(line[0] + line[1]*z[i] - y[i]) }
	slices.SortFunc(rows, func(i, j int) int {
		if miss(i) > miss(j) {
			return -1
		}
		return 1
	})
	species := data.Complete(data.Penguins()).Col("species").Records()
	for _, i := range rows[:largest] {
		if species[i] == "Chinstrap" {
			count++
		}
	}
	return count
}

// bestPower is the whole power of x whose line has the smallest loss.
func bestPower(lossOf func(x []float64) float64, x []float64) (best int) {
	least := math.Inf(1)
	for power := 1; power <= 9; power++ {
		column := make([]float64, len(x))
		for i := range x {
			column[i] = math.Pow(x[i], float64(power))
		}
		if loss := lossOf(column); loss < least {
			least, best = loss, power
		}
	}
	return best
}

// Depth goes with mass within each species, and against it over all: what the
// notebook calls Simpson's paradox, and what its figure writes.
func TestTheSlopeTurnsAround(t *testing.T) {
	depth, mass := columnOf(t, "penguins", "bill_depth_mm"), columnOf(t, "penguins", "body_mass_g")
	species := data.Complete(data.Penguins()).Col("species").Records()
	for name, want := range map[string]float64{"": -193, "Adelie": 218, "Chinstrap": 205, "Gentoo": 368} {
		params, _ := fitted(mass, func(i int) bool { return name == "" || species[i] == name }, depth)
		if math.Round(params[1]) != want {
			t.Errorf("%q: %v g for each mm, not %v", name, params[1], want)
		}
	}
}

// Momentum on the round bowl, as Your turn has it: it stays on a line, passes the
// lowest place, and is near it sooner than plain descent at the same rate.
func TestMomentumOnTheRoundBowl(t *testing.T) {
	bill, mass := columnOf(t, "penguins", "bill_length_mm"), columnOf(t, "penguins", "body_mass_g")
	best := slopeOf(scoresOf(bill, everyRow), scoresOf(mass, everyRow))
	walk := func(beta float64, look func(a, b float64)) (nearAfter int) {
		a, b, va, vb := -2.0, 0.0, 0.0, 0.0
		for epoch := range 1000 {
			if look(a, b); math.Hypot(a, b-best) > 0.001 {
				nearAfter = epoch + 1
			}
			va, vb = beta*va+2*a, beta*vb+2*(b-best)
			a, b = a-0.01*va, b-0.01*vb
		}
		return nearAfter
	}
	passed := 0
	momentum := walk(0.9, func(a, b float64) {
		if math.Abs(a*best-2*(b-best)) > 1e-9 {
			t.Fatalf("(%v, %v) lies beside the line from the start to the lowest place", a, b)
		}
		if a > 0 {
			passed++
		}
	})
	plain := walk(0, func(a, b float64) {})
	if passed == 0 || momentum >= plain {
		t.Errorf("past the lowest place %d times; near after %d epochs, plain descent after %d", passed, momentum, plain)
	}
}
