package race

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"littlesteps/pkg/descent"
)

// Sizes asks what a size of batches costs: how many examples plain descent looks
// at until it stays within a share of the loss to lose.
type Sizes struct {
	Func  descent.BatchFunc
	Rows  int
	Start []float64
	Left  func(params []float64) float64 // the loss above the smallest, over all rows
	Share float64                        // of what is left at the start, such as 1.0/100
}

const (
	seeds = 7    // shuffles for each size and rate; odd, so that one is in the middle
	most  = 3330 // examples after which a run in batches has stayed long enough
)

// Examples returns the answer for batches of that size, each at the rate that
// suits it best of those given: the median over seven shuffles. A run in batches
// has to stay within the share until 3,330 examples are looked at, or ten steps
// if these are more. It is an error if no rate will do.
func (s Sizes) Examples(size int, rates []float64) (int, error) {
	best, shuffles := math.MaxInt, uint64(seeds)
	if size == s.Rows {
		shuffles = 1 // each batch has all rows, in whatever order
	}
	for _, rate := range slices.Backward(rates) { // as in a race, the good ones come soon
		var all []int
		for seed := range shuffles {
			examples, err := s.run(size, rate, seed, best)
			if err != nil {
				return 0, err
			}
			all = append(all, examples)
		}
		slices.Sort(all)
		best = min(best, all[len(all)/2])
	}
	if best == math.MaxInt {
		return 0, errors.New("no rate gets there and stays: try smaller ones")
	}
	return best, nil
}

// run returns the examples of one run. It gives the run up as soon as it can no longer do
// with as few as the best so far, and then returns more than any run needs.
func (s Sizes) run(size int, rate float64, seed uint64, best int) (int, error) {
	if s.Left == nil {
		return 0, fmt.Errorf("Sizes needs Left, the loss above the smallest")
	}
	limit, goal, late := max(most, 10*size), s.Share*s.Left(s.Start), false
	run, err := descent.RunBatches(s.Func, descent.Batches{Rows: s.Rows, Size: size, Seed: seed}, s.Start,
		descent.GradientDescent(rate), 1+limit/s.Rows, descent.EachStep(),
		descent.Watch(func(now descent.Record) bool {
			late = now.Examples >= best && s.Left(now.Params) > goal
			return !late && now.Examples < limit
		}))
	if err != nil || late {
		return math.MaxInt, err
	}
	needed := math.MaxInt
	for i := len(run.Records) - 1; i >= 0 && s.Left(run.Records[i].Params) <= goal; i-- {
		needed = run.Records[i].Examples
	}
	return needed, nil
}
