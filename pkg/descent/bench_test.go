package descent_test

import (
	"testing"

	"littlesteps/pkg/descent"
)

// What a rule and the history cost, without the function: an operation is one
// epoch of a run of 1000, on a bowl with 2 parameters.
func BenchmarkRules(b *testing.B) {
	for _, rule := range allRules(0.01) {
		b.Run(rule.String(), func(b *testing.B) {
			b.ReportAllocs()
			for left := b.N; left > 0; left -= 1000 {
				if _, err := descent.Run(bowl.f, bowl.start, rule, min(left, 1000)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
