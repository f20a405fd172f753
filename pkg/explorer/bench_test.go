package explorer_test

import (
	"fmt"
	"testing"

	"littlesteps/pkg/explorer"
)

// BenchmarkMove is one move of a slider with 1000 evaluations of the gradient, as
// the program in the page answers it.
func BenchmarkMove(b *testing.B) {
	for _, c := range []struct{ explorer, state, control string }{
		{"belts", "epochs=1000", "rate"},
		{"penguins", "epochs=1000", "rate"},
		{"race", "budget=333", "rate2"},
	} {
		b.Run(c.explorer+" "+c.state, func(b *testing.B) {
			d := explorer.NewDispatcher()
			for i := 0; b.Loop(); i++ {
				d.Answer(explorer.Request{Explorer: c.explorer, ID: "x", Still: true, State: fmt.Sprintf("%s&%s=%v", c.state, c.control, 1e-4+1e-9*float64(i))},
					func() bool { return true }, func(r explorer.Reply) {
						if r.Problem != "" {
							b.Fatal(r.Problem)
						}
					})
			}
		})
	}
}
