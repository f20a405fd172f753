// Package race compares rules fairly: the same start, the same budget of
// gradients, and each rule at the rate that suits it best.
//
//	problem := race.Problem{Func: loss, Start: []float64{-1000, 100}, Floor: 154_000, Budget: 400}
//	results, err := race.Run(problem, race.Rates(0.001, 1000, 8), contenders...)
//
// Who is first depends on all of these, and on how finely the rates are tried:
// a race says something about a problem, not about rules in general.
package race

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"littlesteps/pkg/descent"
)

// A Problem is what all contenders descend.
type Problem struct {
	Func   descent.Func
	Start  []float64
	Floor  float64 // the smallest loss there is
	Budget int     // evaluations of the gradient that each run may use
}

// A Contender is a rule whose rate is still to be chosen.
type Contender struct {
	Name string
	With func(rate float64) descent.Rule
}

// Goal is the share of the loss to lose, that at the start above the floor, which
// may be left at the finish.
const Goal = 1.0 / 1000

// A Result is a contender's best run.
type Result struct {
	Name    string
	Rate    float64 // the rate it was at its best with; NaN if every rate climbed
	Rule    descent.Rule
	History *descent.History
	Left    []float64 // the loss above the floor after each evaluation, as [Above] gives it

	// Finish is the number of evaluations after which the run stays within the
	// [Goal]; it is larger than the budget if the run never does.
	Finish int

	budget int
}

// Arrived says whether the run reached the finish.
func (r Result) Arrived() bool { return r.Finish <= r.budget }

// Evaluations says how many the finish took: "51", or "over 400".
func (r Result) Evaluations() string {
	if r.Arrived() {
		return fmt.Sprint(r.Finish)
	}
	return fmt.Sprint("over ", r.budget)
}

// Param returns parameter i of each record, up to the finish: the way there.
func (r Result) Param(i int) []float64 {
	way := r.History.Param(i)
	return way[:min(r.Finish+1, len(way))]
}

// String is a line of a list: the evaluations to the finish, the name, the rate.
func (r Result) String() string {
	return fmt.Sprintf("%9s  %s, rate %.4g", r.Evaluations(), r.Name, r.Rate)
}

// Run tunes every contender: it tries all rates, from the last to the first, and keeps
// the one with the earliest finish or, where several are as early or none arrives, with the
// smallest loss at the end. A rate with which the loss ever climbs above that at
// the start is out. Where sixteen rates in a row, each below the one before, are too small
// (the loss falls with every step, and is late), those below them aren't tried.
//
// The results come in the order of the contenders. It is an error if a run
// cannot be made; a rate that makes a run diverge is none.
func Run(p Problem, rates []float64, contenders ...Contender) ([]Result, error) {
	if len(rates) == 0 {
		return nil, errors.New("a race needs rates to try, race.Rates(0.001, 1000, 8) for example")
	}
	results := make([]Result, 0, len(contenders))
	for _, c := range contenders {
		if c.With == nil {
			return nil, fmt.Errorf("the contender %q has no rule", c.Name)
		}
		best, err := p.tune(c, rates)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
		results = append(results, best)
	}
	return results, nil
}

func (p Problem) tune(c Contender, rates []float64) (Result, error) {
	best := Result{Name: c.Name, Rate: math.NaN(), Finish: p.Budget + 1, budget: p.Budget}
	// From the last, as a rule the largest: those that climb end at once, and then come the
	// good ones, with which the others are soon seen to be late. Of two that are as good the
	// earlier in the list counts.
	small, last := 0, math.Inf(1)
	for _, rate := range slices.Backward(rates) {
		if small = small + 1; !(rate < last) {
			small = 0
		} else if small > enough {
			continue
		}
		last = rate
		rule := c.With(rate)
		run, lost, err := p.try(rule, best.Finish)
		if err != nil {
			return best, err
		}
		if !falls(run) {
			small = 0
		}
		if lost || run.Diverged() {
			continue
		}
		left := Above(p.Floor, run.Losses())
		finish := finishOf(left)
		if best.History == nil || finish < best.Finish || finish == best.Finish && run.Last().Loss <= best.History.Last().Loss {
			best.Rate, best.Rule, best.History, best.Left, best.Finish, small = rate, rule, run, left, finish, 0
		}
	}
	if best.History == nil {
		return best, errors.New("every rate climbs above the start: try smaller ones, and see whether the rule climbs (descent subtracts what a rule returns)")
	}
	return best, nil
}

// enough rates in a row that are too small make it sure that those below are, too.
const enough = 16

// falls says whether the loss falls with every step, as it does with small rates: the
// smaller, the later then.
func falls(run *descent.History) bool {
	for i, now := range run.Records[1:] {
		if !(now.Loss < run.Records[i].Loss) {
			return false
		}
	}
	return true
}

// try makes a run, and gives it up as soon as it is lost: it has climbed above
// the start, or can no longer finish as early as the best so far.
func (p Problem) try(rule descent.Rule, bestFinish int) (run *descent.History, lost bool, err error) {
	first := 0.0
	run, err = descent.Run(p.Func, p.Start, rule, p.Budget, descent.Watch(func(now descent.Record) bool {
		if now.Epoch == 0 {
			first = now.Loss
		}
		late := now.Epoch >= bestFinish && now.Loss-p.Floor > Goal*(first-p.Floor)
		lost = now.Loss > first || late
		return !lost
	}))
	return run, lost, err
}

// finishOf returns from which evaluation on all that is left is within the goal;
// len(left), one more than the budget, if the last one isn't.
func finishOf(left []float64) int {
	for i := len(left) - 1; i >= 0; i-- {
		if left[i] > Goal*left[0] {
			return i + 1
		}
	}
	return 0
}

// Nobody wins where none arrives.
const Nobody = "nobody"

// Winner returns the name of the contender with the earliest finish, of several
// the one with the smallest loss at the end, or [Nobody].
func Winner(results []Result) string {
	winner, best := Nobody, Result{}
	for _, r := range results {
		if !r.Arrived() {
			continue
		}
		if winner == Nobody || r.Finish < best.Finish ||
			r.Finish == best.Finish && r.History.Last().Loss < best.History.Last().Loss {
			winner, best = r.Name, r
		}
	}
	return winner
}

// Above returns the losses above the floor. Differences that the last digits of
// a loss can't tell from nothing are raised to what they can, so that all have a
// place on a logarithmic axis.
func Above(floor float64, losses []float64) []float64 {
	left := make([]float64, len(losses))
	for i, loss := range losses {
		left[i] = max(loss-floor, 1e-15*math.Abs(floor))
	}
	return left
}

// Rates returns the rates from one to another, perDoubling of them in each
// doubling: 1 gives 1, 2, 4, and 2 gives 1, √2, 2, 2√2, 4. It returns none if
// from isn't above 0, to is below from, or perDoubling is below 1.
func Rates(from, to float64, perDoubling int) []float64 {
	var rates []float64
	if !(from > 0) || math.IsInf(to, 1) || perDoubling < 1 {
		return nil
	}
	for k := 0; ; k++ {
		rate := from * math.Exp2(float64(k)/float64(perDoubling))
		if !(rate <= to*(1+1e-12)) {
			return rates
		}
		rates = append(rates, rate)
	}
}
