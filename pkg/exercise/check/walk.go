package check

import (
	"math"
	"math/rand/v2"

	"littlesteps/pkg/exercise"
)

// Walk checks func(start, rate float64, epochs int) []float64: every multiplier
// of a walk over the lesson's belts, the start first. The oracle is the closed form
// of the walk.
func Walk(mine any) exercise.Answer { return walk.Check(mine) }

// On the lesson's belts the loss is a parabola: where it is lowest, and how fast
// it curves, 2 · mean of inches².
const (
	beltsBest      = 2.5414718343009572
	beltsCurvature = 2 * 1593.25
)

// walkTo is the closed form of the walk: each step multiplies the distance from
// the best multiplier by 1 − rate · curvature.
func walkTo(start, rate float64, epoch int) float64 {
	return beltsBest + (start-beltsBest)*power(1-rate*beltsCurvature, epoch)
}

// places makes a walk's list of multipliers, from epoch 0 on.
func places(epochs int, at func(epoch int) float64) []float64 {
	all := make([]float64, epochs+1)
	for epoch := range all {
		all[epoch] = at(epoch)
	}
	return all
}

var walk = register(&exercise.Complete{
	Name:  "a whole walk",
	Args:  "start, rate, epochs",
	Share: 1e-5, // a slope that is felt with tiny steps is never quite exact
	Truth: func(start, rate float64, epochs int) []float64 {
		return places(epochs, func(epoch int) float64 { return walkTo(start, rate, epoch) })
	},
	Inputs: func(random *rand.Rand, _ int) []any {
		return []any{exercise.Numbers(random, 1)[0], math.Round(1e6*(0.05+0.4*random.Float64())/beltsCurvature) / 1e6, 3 + random.IntN(8)}
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "Your walk climbs: somewhere the step is added in place of subtracted.",
			Hints:   []string{"Does the step you subtract have a minus of its own already?", "`multiplier -= …` takes the step away."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				return places(epochs, func(epoch int) float64 { return walkTo(start, -rate, epoch) })
			},
		},
		{
			Message: "Your walk takes one step and then stays: each epoch begins at the start again.",
			Hints:   []string{"Each step should begin where the last one ended: at `multiplier`, not at `start`."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				return places(epochs, func(epoch int) float64 { return walkTo(start, rate, min(epoch, 1)) })
			},
		},
		{
			Message: "In every step you use the slope at the start. The slope changes on the way: feel it again where you stand.",
			Hints:   []string{"Give `feelSlope` the multiplier of this moment."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				first := walkTo(start, rate, 1) - start
				return places(epochs, func(epoch int) float64 { return start + float64(epoch)*first })
			},
		},
		{
			Message: "Your walk feels the slope at the learning rate, not at the multiplier.",
			Hints:   []string{"`feelSlope` wants to know where you stand."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				step := rate * beltsCurvature * (rate - beltsBest)
				return places(epochs, func(epoch int) float64 { return start - float64(epoch)*step })
			},
		},
		{
			Message: "Your list holds the steps, not the places that they lead to.",
			Hints:   []string{"A place is the multiplier of before, less the step."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				at := start
				return places(epochs, func(epoch int) float64 {
					if epoch > 0 {
						at = rate * beltsCurvature * (at - beltsBest)
					}
					return at
				})
			},
		},
		{
			Message: "Your list ends one step too early: n steps lead from the start to n further places, so it should hold n + 1.",
			Hints:   []string{"Collect the start before the loop, and a place at the end of each round."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				return places(epochs-1, func(epoch int) float64 { return walkTo(start, rate, epoch) })
			},
		},
		{
			Message: "Your list lacks the start. Epoch 0 is before the first step.",
			Hints:   []string{"Begin with `[]float64{start}`."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				return places(epochs-1, func(epoch int) float64 { return walkTo(start, rate, epoch+1) })
			},
		},
		{
			Message: "Your walk takes one step too many.",
			Hints:   []string{"`for range epochs` runs as many times as there are epochs."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				return places(epochs+1, func(epoch int) float64 { return walkTo(start, rate, epoch) })
			},
		},
		{
			Message: "Your list holds only where the walk ends. Collect every place on the way, the start first.",
			Hints:   []string{"`append` belongs inside the loop."},
			Wrong: func(start, rate float64, epochs int) []float64 {
				return []float64{walkTo(start, rate, epochs)}
			},
		},
	},
})
