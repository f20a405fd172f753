// Package check holds the checks of the lesson's exercises, one function for
// each:
//
//	display.Show(check.OneStep(myStep))
//
// A check knows an oracle for its exercise and the mistakes that people make in
// it, each as code that makes it; package exercise does the comparing and the
// answering. The oracles are measured slopes, closed forms, and the rules of
// package descent. None of them needs GoMLX, so that a cell with a check links
// nothing heavy.
//
// Learners' functions are taken as any, so that one with the wrong parameters or
// results gets a sentence rather than a compiler's message.
//
// An answer brings the hints for the mistake that it names. The hints of an
// exercise itself stand in the notebook, in cells tagged "hint", where a teacher
// can change them.
//
// The files follow the notebooks: little.go and walk.go, more.go and line.go,
// advanced.go. What a learner makes up is judged in column.go and own.go.
package check

import (
	"math"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/exercise"
)

// all are the exercises with a gap to fill. Each registers itself, and tests go
// through them.
var all []*exercise.Complete

func register(c *exercise.Complete) *exercise.Complete {
	all = append(all, c)
	return c
}

// meanOf returns the mean of n values.
func meanOf(n int, value func(i int) float64) float64 { return sumOf(n, value) / float64(n) }

func sumOf(n int, value func(i int) float64) float64 {
	sum := 0.0
	for i := range n {
		sum += value(i)
	}
	return sum
}

func square(x float64) float64 { return x * x }

func power(base float64, exponent int) float64 { return math.Pow(base, float64(exponent)) }

// bestMultiplier is where the squared loss of one multiplier is smallest.
func bestMultiplier(x, y []float64) float64 {
	return sumOf(len(x), func(i int) float64 { return x[i] * y[i] }) / sumOf(len(x), func(i int) float64 { return x[i] * x[i] })
}

// bowlOf is the loss (flattest·a² + steepest·b²) / 2: a bowl that curves that
// much in its two directions.
func bowlOf(flattest, steepest float64) descent.Func {
	return func(params []float64) (float64, []float64, error) {
		a, b := params[0], params[1]
		return (flattest*a*a + steepest*b*b) / 2, []float64{flattest * a, steepest * b}, nil
	}
}

const mostSteps = 1_000_000

// walkDown walks from (1, 1) until it is a thousand times nearer to the minimum
// at (0, 0). Its last record's epoch is how many steps that took.
func walkDown(bowl descent.Func, rule descent.Rule) (*descent.History, error) {
	away := func(r descent.Record) bool { return math.Hypot(r.Params[0], r.Params[1]) > math.Sqrt2/1000 }
	return descent.Run(bowl, []float64{1, 1}, rule, mostSteps, descent.Watch(away), descent.Every(mostSteps))
}

// stepsOf says how many steps a walk took.
func stepsOf(h *descent.History) string {
	switch steps := h.Last().Epoch; {
	case h.Diverged() || steps == mostSteps:
		return "more than a million steps"
	case steps == 1:
		return "1 step"
	default:
		return exercise.Format(float64(steps)) + " steps"
	}
}
