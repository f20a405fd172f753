// Package descent walks downhill: it evaluates a loss and its gradient, takes a
// step against the gradient, and writes down everything on the way.
//
//	history, err := descent.Run(lossAndSlope, []float64{0}, descent.GradientDescent(1e-5), 1000)
//
// One step of plain gradient descent is
//
//	parameters ← parameters − rate · gradient
//
// and that is all that [GradientDescent] does. The other rules ([Momentum], [Nesterov],
// [AdaGrad], [RMSProp], [Adam], or a learner's own through [Custom]) differ only in
// what they subtract. A rule remembers nothing between runs: every run starts afresh.
//
// [Run] looks at all examples in each epoch. [RunBatches] shuffles them and takes
// a step after each batch: stochastic gradient descent.
//
// Rules of one name differ from book to book. Here momentum adds gradients up and
// takes no mean of them, RMSProp keeps 0.9 of what it knew, and epsilon is added to
// the root, not under it: PyTorch's formulas, and optax's with eps_in_sqrt=False.
//
// A run that flies apart is a result, not an error. It stops where loss or
// parameters are no longer finite, and [History.Outcome] says where. Errors are
// for what cannot be meant: a rate of 0, no epochs, a start of the wrong length.
//
// The package knows nothing of GoMLX or Jupyter: a [Func] can be any function,
// also one with a gradient worked out by hand.
package descent

// Func gives the loss at some parameters, and the gradient there: the loss's
// slope in the direction of each parameter, in the same order. It must not keep
// or change params.
type Func func(params []float64) (loss float64, gradient []float64, err error)

// BatchFunc is a Func that looks only at some of the examples: those whose row
// numbers are given, counted from 0. It must not keep or change params and rows.
type BatchFunc func(params []float64, rows []int) (loss float64, gradient []float64, err error)

// Step turns a gradient into what is subtracted from the parameters, one value
// for each parameter. It may remember earlier gradients, as copies: a run uses the
// slice again. The rules of this package return a new slice each time and leave
// the gradient as it is.
type Step func(gradient []float64) []float64

// Rule is a way to choose steps.
type Rule interface {
	// Start returns the step function of a new run with that many parameters. It
	// remembers nothing of other runs. A rule with wrong settings is an error.
	Start(params int) (Step, error)

	// String names the rule and its settings, as in "Adam, rate 0.1".
	String() string
}
