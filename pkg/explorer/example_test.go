package explorer_test

import (
	"fmt"

	"littlesteps/pkg/explorer"
)

// In a notebook an explorer is one line, display.Show(explorer.Belts()). Printed,
// it says what its first picture shows.
func ExampleBelts() {
	fmt.Println(explorer.Belts())
	// Output:
	// Explorer: One multiplier. Learning rate 0.0001, 20 epochs, first multiplier 0. Each step covers 32 % of the way that is left, always from the same side. After 20 epochs the multiplier is 2.5403, the loss 0.07447 cm²; the smallest possible is 0.07225.
}

func ExampleRace() {
	fmt.Println(explorer.Race())
	fmt.Println(explorer.Race().At("bowl=z&rule2=adam&rule3=none"))
	// Output:
	// Explorer: The race of the rules. Bowl: narrow (z-scores + 3); 60 gradient evaluations each, from intercept 0.5, slope 0.6; plain at rate 0.075; momentum at rate 0.024; Adam at rate 0.75. Momentum and Adam are level in front, with 0.017 % of the loss left to lose; plain has 3 %.
	// Explorer: The race of the rules. Bowl: round (z-scores); 60 gradient evaluations each, from intercept −2, slope 0; plain at rate 0.5; Adam at rate 0.1. Plain is in front, with less than 10⁻¹² % of the loss left to lose; Adam has 0.039 %.
}

// At takes the explorer to where a copied link left it.
func ExampleExplorer_At() {
	fmt.Println(explorer.Belts().At("rate=0.0007"))
	fmt.Println(explorer.Penguins().At("scale=centred&rate=0.1"))
	// Output:
	// Explorer: One multiplier. Learning rate 0.0007, 20 epochs, first multiplier 0. Each step overshoots so far that it lands on the other side 1.23 times as far away as it was. The walk diverges, because the rate is above the limit, 0.0006276. After 20 epochs the multiplier is −158.55, the loss 41,345,202 cm². The curve shows the first 14 steps; what follows leads out of the picture.
	// Explorer: A line through the penguins. Bill length, in mm and g, centred; plain, rate 0.1, 50 epochs; from intercept −1,000, slope 400. The rate is above the limit of this bowl, 0.03354: each step overshoots so far that it lands farther away than it was, and the walk diverges. Only the steep direction, along the slope, forbids this rate; the flat one could bear 1. After 50 epochs: loss 1.105×10⁷⁶, more than at the start.
}

func ExamplePenguins() {
	fmt.Println(explorer.Penguins())
	// Output:
	// Explorer: A line through the penguins. Bill length, z-scores; plain, rate 0.1, 50 epochs; from intercept −2, slope 0. The bowl is round: it curves alike in every direction, so one rate suits both parameters, and the walk goes straight to the minimum. After 50 epochs: loss 0.6525; the smallest possible is 0.6525. The line says: 86.79 g for each mm.
}
