package check

import (
	"math"
	"math/rand/v2"

	"littlesteps/pkg/exercise"
)

// Surprise checks func(score, truth float64) float64: the logistic loss of one
// example, log(1 + e^(−score·truth)), where truth is +1 or −1.
func Surprise(mine any) exercise.Answer { return surprise.Check(mine) }

var surprise = register(&exercise.Complete{
	Name:  "the surprise at one penguin",
	Args:  "score, truth",
	Truth: func(score, truth float64) float64 { return math.Log1p(math.Exp(-score * truth)) },
	Inputs: func(random *rand.Rand, round int) []any {
		score := []float64{1, -1}[round/2%2] * (0.5 + 2*random.Float64())
		return []any{score, []float64{1, -1}[round%2]}
	},
	Mistakes: []exercise.Mistake{
		{
			Message: "You left out the truth: this is the surprise if every penguin were a Chinstrap.",
			Hints:   []string{"A score of −3 is no surprise if the penguin is another.", "Multiply the score by the truth."},
			Wrong:   func(score, _ float64) float64 { return math.Log1p(math.Exp(-score)) },
		},
		{
			Message: "The truth works the wrong way round: the surprise is large where the score has the right sign.",
			Hints:   []string{"The probability of what is true has e to the power of minus score times truth."},
			Wrong:   func(score, truth float64) float64 { return math.Log1p(math.Exp(score * truth)) },
		},
		{
			Message: "That is the probability itself. The surprise is minus its logarithm.",
			Hints:   []string{"`math.Log`"},
			Wrong:   func(score, truth float64) float64 { return 1 / (1 + math.Exp(-score*truth)) },
		},
		{
			Message: "That is the probability of what is false. The surprise is minus the logarithm of the probability of what is true.",
			Hints:   []string{"`-math.Log(p)`, where p has e to the power of minus score times truth."},
			Wrong:   func(score, truth float64) float64 { return 1 / (1 + math.Exp(score*truth)) },
		},
		{
			Message: "You took the logarithm of e to the power of −score·truth alone, and that is −score·truth again. The 1 is missing.",
			Hints:   []string{"The fraction upside down is 1 + e to the power of −score·truth."},
			Wrong:   func(score, truth float64) float64 { return -score * truth },
		},
		{
			Message: "That is the squared miss, the loss of a line that guesses grams. Here a score of 5 isn't worse than a score of 1 if the sign is right.",
			Hints:   []string{"Start from the probability that was given to what is true."},
			Wrong:   func(score, truth float64) float64 { return square(score - truth) },
		},
		{
			Message: "That is the logarithm to base 10. The natural one is `math.Log`.",
			Hints:   []string{"`math.Log10` counts digits; `math.Log` belongs to e."},
			Wrong:   func(score, truth float64) float64 { return math.Log10(1 + math.Exp(-score*truth)) },
		},
	},
})
