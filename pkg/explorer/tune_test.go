package explorer

import (
	"testing"

	"littlesteps/pkg/descent"
)

// Rules are those of the menus, for tests from outside.
func Rules() map[string]func(rate float64) descent.Rule {
	all := map[string]func(rate float64) descent.Rule{}
	for _, r := range rules {
		all[r.value] = r.with
	}
	return all
}

// The rates that the racers are given at first are what a search finds.
func TestUsualRatesAreTuned(t *testing.T) {
	for _, bowl := range raceBowls {
		p := mustLineProblem(raceColumn, bowl.value)
		area := areaOf(p)
		for _, rule := range rules {
			want := tuned(p, rule, []float64{area.a.usual, area.b.usual}, 60)
			if got := usualRates[bowl.value][rule.value]; got != want {
				t.Errorf("%s on %s: %v, but tuning finds %v", rule.value, bowl.value, got, want)
			}
		}
	}
}
