package data

import (
	"errors"
	"fmt"
	"math"
)

// Scale is how a column was moved and stretched; it knows the way back.
type Scale struct {
	Mean      float64 // in the column's own unit
	Deviation float64 // in the column's own unit; 1 after [Center]
}

// Z turns a value of the column into how many deviations it lies above the mean.
func (s Scale) Z(x float64) float64 { return (x - s.Mean) / s.Deviation }

// Original turns a z-score back into the column's own unit.
func (s Scale) Original(z float64) float64 { return s.Mean + z*s.Deviation }

// Standardize returns the z-scores of xs, which have mean 0 and deviation 1, and
// the scale that leads back:
//
//	z = (x − mean) / deviation,   deviation² = Σ(x − mean)² / n
//
// This is the population's deviation (divided by n, not n−1), NumPy's default
// and the lecture's. It is an error if xs is empty, holds a value that isn't
// finite, or is constant: then there is no deviation to divide by.
func Standardize(xs []float64) (z []float64, s Scale, err error) {
	mean, err := meanOf(xs)
	if err != nil {
		return nil, Scale{}, err
	}
	sum := 0.0
	constant := true
	for _, x := range xs {
		sum += (x - mean) * (x - mean)
		constant = constant && x == xs[0]
	}
	s = Scale{Mean: mean, Deviation: math.Sqrt(sum / float64(len(xs)))}
	switch {
	case constant:
		return nil, Scale{}, fmt.Errorf("all %d values are %v: a constant column has no deviation to divide by; choose another column", len(xs), xs[0])
	case s.Deviation == 0:
		return nil, Scale{}, errors.New("the values differ too little to square; take a smaller unit")
	case math.IsInf(s.Deviation, 0):
		return nil, Scale{}, errors.New("the values are too large to square; take a larger unit")
	}
	return s.apply(xs), s, nil
}

// Center returns xs with the mean taken off, in their own unit, and the scale
// that leads back (its deviation is 1). It is an error if xs is empty or holds a
// value that isn't finite.
func Center(xs []float64) (centered []float64, s Scale, err error) {
	mean, err := meanOf(xs)
	if err != nil {
		return nil, Scale{}, err
	}
	s = Scale{Mean: mean, Deviation: 1}
	return s.apply(xs), s, nil
}

func (s Scale) apply(xs []float64) []float64 {
	z := make([]float64, len(xs))
	for i, x := range xs {
		z[i] = s.Z(x)
	}
	return z
}

func meanOf(xs []float64) (float64, error) {
	if len(xs) == 0 {
		return 0, errors.New("no values: the column is empty")
	}
	sum := 0.0
	for i, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return 0, fmt.Errorf("value %d is %v: expected finite numbers only", i+1, x)
		}
		sum += x
	}
	mean := sum / float64(len(xs))
	if math.IsInf(mean, 0) {
		return 0, errors.New("the values are too large to add up; take a larger unit")
	}
	return mean, nil
}
