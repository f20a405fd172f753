package jupyter

import (
	"math"
	"testing"
)

// What the third notebook says of races that no cell of it holds is computed by the
// tests of pkg/race (TestTheRacesOfTheLesson, TestTheBatchesOfTheLesson), whose rows
// NumPy confirmed. Here stands which sentences those are.
func advancedProse(t *testing.T) []sentence {
	z := func(name string) []float64 {
		return scoresOf(columnOf(t, "penguins", name), func(int) bool { return true })
	}
	flipper, mass := z("flipper_length_mm"), z("body_mass_g")
	if r := mean(len(mass), func(i int) float64 { return flipper[i] * mass[i] }); math.Abs(r-0.872978899) > 1e-9 {
		t.Errorf("the flipper's correlation is %v", r)
	}
	const steep, flat = 391.70352334, 2 // NumPy's eigenvalues of the valley's second derivatives
	if ratio := steep / flat; math.Abs(ratio-200) > 10 {
		t.Errorf("the valley is %v times as steep as flat, not two hundred", ratio)
	}
	return []sentence{
		{"sgd-note", "batches of 8 need 637 examples and batches of 64 need 999", nil},
		{"conventions", "keeps %.1f of what it knew (others keep 0.99)", []any{0.9}},
		{"valley-meaning", "needs 321 evaluations", nil},
		{"finely-meaning", "with $\\beta = 0.8$ in place of 0.9, momentum needs 51", nil},
		{"turn-note", "RMSProp needs 429 or 431 evaluations here", nil}, // optax and NumPy differ
		{"try-answers", "7 evaluations) and slow in the valley (157). At 0.99 it swings and swings: 353 and 397. In between lies what suits this valley: 0.8 needs 51 there, and 21", nil},
		{"try-answers", "needs 124 evaluations", nil},
		{"try-answers", "54 evaluations, hardly more than momentum's 47 and Adam's 49", nil},
		{"try-answers", "2 evaluations on the round bowl, and 43 in the valley", nil},
	}
}

// afterProse are the sentences of the fourth notebook. JAX has their numbers.
func afterProse(*testing.T) []sentence {
	surprise := func(p float64) float64 { return -math.Log(p) }
	return []sentence{
		{"loss-intro", "With 50 %%: %.2f. With 1 %%: %.1f.", []any{surprise(0.5), surprise(0.01)}},
		{"unseen-meaning", "at about epoch 70 here", nil},
		{"try-answers", "The losses end between 0.066 and 0.074, with 10 to 12 wrong", nil},
		{"unseen-intro", "111 to learn from, 222 for the exam", nil},
	}
}
