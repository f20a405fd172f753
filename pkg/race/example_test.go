package race_test

import (
	"fmt"

	"littlesteps/pkg/descent"
	"littlesteps/pkg/race"
)

// On a round bowl plain descent lands with its first step, and nobody can beat that.
func ExampleRun() {
	bowl := func(p []float64) (float64, []float64, error) {
		return p[0]*p[0] + p[1]*p[1], []float64{2 * p[0], 2 * p[1]}, nil
	}
	problem := race.Problem{Func: bowl, Start: []float64{3, 1}, Floor: 0, Budget: 100}
	results, err := race.Run(problem, race.Rates(1.0/1024, 1, 4),
		race.Contender{Name: "plain", With: descent.GradientDescent},
		race.Contender{Name: "Adam", With: descent.Adam})
	fmt.Println(race.Winner(results), err)
	fmt.Println(results[0])
	// Output:
	// plain <nil>
	//         1  plain, rate 0.5
}

func ExampleRates() {
	fmt.Printf("%.3f", race.Rates(0.25, 1, 2))
	// Output: [0.250 0.354 0.500 0.707 1.000]
}
