package model_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/gomlx/core/graph"

	"littlesteps/pkg/data"
	"littlesteps/pkg/descent"
	"littlesteps/pkg/model"
)

// An operation of these benchmarks is one epoch: loss, gradient, step and record.

func BenchmarkBelt(b *testing.B) {
	inches, cm := belts(b)
	benchmarkEpochs(b, compiled(b, beltLoss, 1, inches, cm), []float64{0}, 1e-5)
}

func BenchmarkPenguins(b *testing.B) {
	bill, mass := penguins(b)
	x, err := data.WithOnes(bill)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkEpochs(b, compiled(b, model.Of(model.Dot, model.MSE), 2, x, mass), []float64{-2, 0}, 0.01)
}

// BenchmarkRows shows how an epoch grows with the rows; testdata/peers.py times
// the same problems with NumPy and JAX.
func BenchmarkRows(b *testing.B) {
	for _, columns := range []int{2, 32} {
		for rows := 100; rows <= 1_000_000 && rows*columns <= 32_000_000; rows *= 10 {
			b.Run(fmt.Sprintf("%dx%d", rows, columns), func(b *testing.B) {
				x, y := regression(rows, columns)
				f := compiled(b, model.Of(model.Dot, model.MSE), columns, x, y)
				benchmarkEpochs(b, f, make([]float64, columns), 0.01)
			})
		}
	}
}

func benchmarkEpochs(b *testing.B, f descent.Func, start []float64, rate float64) {
	b.ReportAllocs()
	b.ResetTimer()
	// Runs of 1000 epochs, as in the lesson; b.N epochs in all.
	for left := b.N; left > 0; left -= 1000 {
		if _, err := descent.Run(f, start, descent.GradientDescent(rate), min(left, 1000)); err != nil {
			b.Fatal(err)
		}
	}
}

// regression makes a design matrix with ones in front, and a noisy y.
func regression(rows, columns int) (x [][]float64, y []float64) {
	random := rand.New(rand.NewPCG(1, 1))
	x, y = make([][]float64, rows), make([]float64, rows)
	for i := range x {
		x[i] = make([]float64, columns)
		x[i][0] = 1
		for j := 1; j < columns; j++ {
			x[i][j] = random.NormFloat64()
			y[i] += x[i][j] * float64(j) / float64(columns)
		}
		y[i] += random.NormFloat64()
	}
	return x, y
}

func belts(t testing.TB) (inches, cm []float64) {
	t.Helper()
	return column(t, "belt_in", false), column(t, "belt_cm", false)
}

// penguins returns the z-scores of bill length and body mass.
func penguins(t testing.TB) (bill, mass []float64) {
	t.Helper()
	return zScores(t, column(t, "bill_length_mm", true)), zScores(t, column(t, "body_mass_g", true))
}

func column(t testing.TB, name string, penguin bool) []float64 {
	t.Helper()
	df := data.Belts()
	if penguin {
		df = data.Complete(data.Penguins())
	}
	values, err := data.Floats(df, name)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func zScores(t testing.TB, xs []float64) []float64 {
	t.Helper()
	z, _, err := data.Standardize(xs)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func compiled[X, Y model.Values](t testing.TB, loss model.Objective, params int, x X, y Y) descent.Func {
	t.Helper()
	f, err := model.New(loss, params, x, y)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// beltLoss is the loss as the first notebook writes it.
func beltLoss(multiplier, inches, cm *graph.Node) *graph.Node {
	guess := graph.Mul(inches, multiplier)
	return graph.ReduceAllMean(graph.Square(graph.Sub(guess, cm)))
}
