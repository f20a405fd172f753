// Package model turns a loss, written as a GoMLX graph function, and data into a
// plain function that gives loss and gradient: what package descent walks down.
//
//	func loss(multiplier, inches, cm *graph.Node) *graph.Node {
//		guess := graph.Mul(inches, multiplier)
//		return graph.ReduceAllMean(graph.Square(graph.Sub(guess, cm)))
//	}
//
//	lossAndSlope, err := model.New(loss, 1, inches, cm)
//
// The graph function says how the loss comes about, operation by operation. GoMLX
// works out the gradient by going backwards through these operations (automatic
// differentiation), and [New] compiles both into one program. The graph function
// is called only for that; calling the program costs a few microseconds.
//
// A loss is often made of two parts: a predictor, which guesses from parameters
// and x, and a measure of how wrong the guesses are. [Of] puts them together:
//
//	objective := model.Of(model.Linear, model.MSE)
//
// All numbers are float64. Everything that can be checked is checked when the
// function is made, not at its first call: shapes, numbers that aren't finite, a
// parameter that the loss doesn't use. Errors hold GoMLX's reason and the line
// where the learner's function went wrong.
//
// The steps of [New] are read in this order: shapes.go checks the data, graph.go
// calls the loss and differentiates it, compile.go makes the program, probe.go tries
// it.
//
// The programs run on GoMLX's Go backend, unless the environment variable
// GOMLX_BACKEND names another. It is the sequential one for small data, which starts
// at once, and the one that uses all cores for large data.
//
// # Losses to copy
//
// x has a row of numbers for each row of the table, with a 1 in front if there is to be
// an intercept. Logistic regression, where y is 1 or 0 and x·params the logarithm of
// the odds that it is 1:
//
//	logistic := func(params, x, y *graph.Node) *graph.Node {
//		odds := graph.MatMul(x, params)
//		return graph.ReduceAllMean(graph.Sub(graph.Softplus(odds), graph.Mul(y, odds)))
//	}
//
// Softmax with cross-entropy, where y has a column for each class, with a 1 where a row
// belongs; params are as many as x has columns, times the classes:
//
//	softmax := func(params, x, y *graph.Node) *graph.Node {
//		weights := graph.Reshape(params, x.Shape().Dim(1), y.Shape().Dim(1))
//		chance := graph.LogSoftmax(graph.MatMul(x, weights))
//		return graph.Neg(graph.ReduceAllMean(graph.ReduceSum(graph.Mul(y, chance), -1)))
//	}
//
// Huber's loss, squared for misses up to 1 and absolute beyond:
//
//	huber := func(params, x, y *graph.Node) *graph.Node {
//		miss := graph.Abs(graph.Sub(graph.MatMul(x, params), y))
//		near := graph.MinScalar(miss, 1)
//		return graph.ReduceAllMean(graph.Sub(graph.Mul(near, miss), graph.MulScalar(graph.Square(near), 0.5)))
//	}
//
// Poisson regression, where y counts something and x·params is the logarithm of the
// count to expect:
//
//	poisson := func(params, x, y *graph.Node) *graph.Node {
//		log := graph.MatMul(x, params)
//		return graph.ReduceAllMean(graph.Sub(graph.Exp(log), graph.Mul(y, log)))
//	}
//
// Weights for rows, where y has two columns, the value and what it weighs:
//
//	weighted := func(params, x, y *graph.Node) *graph.Node {
//		value := graph.Slice(y, graph.AxisRange(), graph.AxisElem(0))
//		weight := graph.Slice(y, graph.AxisRange(), graph.AxisElem(1))
//		miss := graph.Sub(graph.MatMul(x, graph.ExpandAxes(params, -1)), value)
//		return graph.Div(graph.ReduceAllSum(graph.Mul(weight, graph.Square(miss))), graph.ReduceAllSum(weight))
//	}
//
// Several outputs, with one column of y, and of params, for each:
//
//	both := func(params, x, y *graph.Node) *graph.Node {
//		weights := graph.Reshape(params, x.Shape().Dim(1), y.Shape().Dim(1))
//		return graph.ReduceAllMean(graph.Square(graph.Sub(graph.MatMul(x, weights), y)))
//	}
package model
