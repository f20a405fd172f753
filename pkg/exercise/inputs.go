package exercise

import (
	"hash/fnv"
	"math/rand/v2"
	"reflect"
)

// otherInputs is how many inputs are tried besides the one that is shown.
const otherInputs = 6

// seed decides which arguments functions are tried with. In notebooks it is always
// the same.
var seed uint64 = 8

// Reseed makes all checks of this program try other arguments. A judge does so with
// a number that nobody knows beforehand: who asks the checks in a notebook for the
// right values has learned nothing about the others then.
func Reseed(number uint64) { seed = number }

// inputs returns the arguments to try, the same for every run.
func (c *Complete) inputs() [][]any {
	name := fnv.New64a()
	name.Write([]byte(c.Name))
	random := rand.New(rand.NewPCG(name.Sum64(), seed))
	inputs := make([][]any, otherInputs)
	for i := range inputs {
		if c.Inputs != nil {
			inputs[i] = c.Inputs(random, i)
			continue
		}
		inputs[i] = arguments(reflect.TypeOf(c.Truth), i, random)
	}
	return inputs
}

// arguments draws one value for each parameter. All lists of one input have the
// same length, and other inputs other lengths.
func arguments(f reflect.Type, round int, random *rand.Rand) []any {
	rows := []int{3, 5, 8, 4, 6, 7}[round%6]
	args := make([]any, f.NumIn())
	for i := range args {
		switch f.In(i) {
		case reflect.TypeFor[int]():
			args[i] = 2 + random.IntN(8)
		case reflect.TypeFor[[]float64]():
			args[i] = Numbers(random, rows)
		case reflect.TypeFor[[][]float64]():
			table := make([][]float64, rows)
			for row := range table {
				table[row] = Numbers(random, 3)
			}
			args[i] = table
		default:
			args[i] = Numbers(random, 1)[0]
		}
	}
	return args
}

// Numbers draws n numbers between 0.5 and 3, of either sign: far from 0 and
// unlike one another, so that different mistakes give different values. They
// have two decimals, because learners may get to read them.
func Numbers(random *rand.Rand, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = float64(50+random.IntN(251)) / 100
		if random.IntN(2) == 0 {
			xs[i] = -xs[i]
		}
	}
	return xs
}
