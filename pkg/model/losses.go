package model

import (
	"errors"
	"fmt"
	"math"

	"github.com/gomlx/gomlx/core/graph"
)

// Predictor guesses, for each row of x, what y might be. The result has shape
// [rows], as y has.
type Predictor = func(params, x *graph.Node) *graph.Node

// Loss says with one number how wrong the guesses are. guess and actual have
// shape [rows].
type Loss = func(guess, actual *graph.Node) *graph.Node

// Of makes an objective of a predictor and a loss.
func Of(predict Predictor, loss Loss) Objective {
	return func(params, x, y *graph.Node) *graph.Node { return loss(predict(params, x), y) }
}

// Multiplier guesses y = multiplier · x. It has one parameter, and x is a slice.
func Multiplier(multiplier, x *graph.Node) *graph.Node {
	if x.Rank() != 1 || !multiplier.IsScalar() {
		panic(errors.New("Multiplier takes 1 parameter and x as a slice; for several columns take Linear or Dot"))
	}
	return graph.Mul(x, multiplier)
}

// Linear guesses y = intercept + slope · x. The first parameter is the intercept;
// then comes one slope for each column of x (one where x is a slice). x has no
// column of ones; where it has one, take [Dot].
func Linear(params, x *graph.Node) *graph.Node {
	columns := 1
	if x.Rank() == 2 {
		columns = x.Shape().Dimensions[1]
	}
	if params.Shape().Size() != 1+columns {
		panic(fmt.Errorf("Linear takes an intercept and one slope for each of %d columns, %d parameters in all, not %d",
			columns, 1+columns, params.Shape().Size()))
	}
	intercept := graph.Slice(params, graph.AxisElem(0))
	slopes := graph.Slice(params, graph.AxisRangeToEnd(1))
	if x.Rank() == 1 {
		return graph.Add(graph.Mul(x, slopes), intercept)
	}
	return graph.Add(graph.MatMul(x, slopes), intercept)
}

// Dot guesses y with the dot product of each row of x and the parameters, one
// for each column. With a column of ones as the first (data.WithOnes makes it)
// the first parameter is the intercept.
func Dot(params, x *graph.Node) *graph.Node {
	if x.Rank() != 2 || x.Shape().Dimensions[1] != params.Shape().Size() {
		panic(fmt.Errorf("Dot takes one parameter for each column of a matrix x, not %d parameters for an x of shape %s",
			params.Shape().Size(), dimensions(x)))
	}
	return graph.MatMul(x, params)
}

// MSE is the mean squared error: the mean of (guess − actual)². Large errors
// weigh most; where the guess is the same for all rows, the mean is best.
func MSE(guess, actual *graph.Node) *graph.Node {
	return graph.ReduceAllMean(graph.Square(graph.Sub(guess, actual)))
}

// MAE is the mean absolute error: the mean of |guess − actual|. Its slope doesn't
// get smaller near the minimum, so that a constant rate steps to and fro around
// it. Where the guess is the same for all rows, the median is best.
func MAE(guess, actual *graph.Node) *graph.Node {
	return graph.ReduceAllMean(graph.Abs(graph.Sub(guess, actual)))
}

// Huber is squared for small errors and absolute for large ones, so that single
// wild values weigh less: the mean of
//
//	error²/2                    where |error| ≤ delta
//	delta · (|error| − delta/2) elsewhere
//
// delta, in the unit of y, must be above 0 and finite.
//
// Reference: P. J. Huber, "Robust Estimation of a Location Parameter", Annals of
// Mathematical Statistics 35 (1964).
func Huber(delta float64) Loss {
	return func(guess, actual *graph.Node) *graph.Node {
		if !(delta > 0) || math.IsInf(delta, 1) {
			panic(fmt.Errorf("delta of Huber must be above 0 and finite, not %v", delta))
		}
		miss := graph.Abs(graph.Sub(guess, actual))
		near := graph.MinScalar(miss, delta)
		return graph.ReduceAllMean(graph.Sub(graph.Mul(near, miss), graph.MulScalar(graph.Square(near), 0.5)))
	}
}
