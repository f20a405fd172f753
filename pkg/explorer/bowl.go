package explorer

import "math"

// A bowl is the mean squared error of a straight guess as a function of its one
// or two parameters. It is a parabola in every direction, so a few sums over the
// data say all about it: where its minimum is, how it curves, and at which
// learning rates descent flies apart.
//
// The walks don't use it: their losses and gradients come from GoMLX. It draws
// the landscape and knows the limits.
type bowl struct {
	curve [2][2]float64 // the second derivatives: 2/n · Σ rowᵢ rowⱼ
	pull  [2]float64    // 2/n · Σ row · y
	level float64       // the loss where all parameters are 0: 1/n · Σ y²
	best  []float64     // the parameters with the smallest loss
}

// multiplierBowl is the loss of y = multiplier · x.
func multiplierBowl(x, y []float64) *bowl {
	b := &bowl{}
	n := float64(len(x))
	for i := range x {
		b.curve[0][0] += 2 * x[i] * x[i] / n
		b.pull[0] += 2 * x[i] * y[i] / n
		b.level += y[i] * y[i] / n
	}
	b.best = []float64{b.pull[0] / b.curve[0][0]}
	return b
}

// lineBowl is the loss of y = intercept + slope · x.
func lineBowl(x, y []float64) *bowl {
	b := &bowl{}
	n := float64(len(x))
	for i := range x {
		b.curve[0][0] += 2 / n
		b.curve[0][1] += 2 * x[i] / n
		b.curve[1][1] += 2 * x[i] * x[i] / n
		b.pull[0] += 2 * y[i] / n
		b.pull[1] += 2 * x[i] * y[i] / n
		b.level += y[i] * y[i] / n
	}
	b.curve[1][0] = b.curve[0][1]
	det := b.curve[0][0]*b.curve[1][1] - b.curve[0][1]*b.curve[1][0]
	b.best = []float64{
		(b.pull[0]*b.curve[1][1] - b.pull[1]*b.curve[0][1]) / det,
		(b.pull[1]*b.curve[0][0] - b.pull[0]*b.curve[1][0]) / det,
	}
	return b
}

// loss returns the mean squared error at some parameters.
func (b *bowl) loss(params ...float64) float64 {
	sum := b.level
	for i, p := range params {
		sum -= b.pull[i] * p
		for j, q := range params {
			sum += b.curve[i][j] * p * q / 2
		}
	}
	return sum
}

// lowest is the smallest loss.
func (b *bowl) lowest() float64 { return b.loss(b.best...) }

// curvatures returns the second derivative in the flattest and in the steepest
// direction.
func (b *bowl) curvatures() (flattest, steepest float64) {
	if len(b.best) == 1 {
		return b.curve[0][0], b.curve[0][0]
	}
	middle := (b.curve[0][0] + b.curve[1][1]) / 2
	spread := math.Hypot((b.curve[0][0]-b.curve[1][1])/2, b.curve[0][1])
	steepest = middle + spread
	det := b.curve[0][0]*b.curve[1][1] - b.curve[0][1]*b.curve[1][0]
	return det / steepest, steepest
}

// limit is the learning rate above which plain gradient descent flies apart.
func (b *bowl) limit() float64 {
	_, steepest := b.curvatures()
	return 2 / steepest
}
