//go:build linux

package load

import (
	"math/rand/v2"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
)

// Two runs with one seed think alike, another seed thinks otherwise, and the
// mean is about what was asked for.
func TestThink(t *testing.T) {
	draw := func(seed uint64) (all []time.Duration, sum time.Duration) {
		random := rand.New(rand.NewPCG(seed, 0))
		for range 1000 {
			d := think(random, time.Second)
			all, sum = append(all, d), sum+d
		}
		return all, sum / 1000
	}
	first, mean := draw(1)
	again, _ := draw(1)
	other, _ := draw(2)
	if first[999] != again[999] || first[999] == other[999] {
		t.Error("the seed doesn't decide")
	}
	if mean < 900*time.Millisecond || mean > 1100*time.Millisecond {
		t.Errorf("the mean is %v, want about 1 s", mean)
	}
	for _, d := range first {
		if d < 0 || d > 5*time.Second {
			t.Errorf("someone thinks for %v", d)
		}
	}
}

func TestSources(t *testing.T) {
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	path := env.Path("notebooks", "01_little_steps.ipynb")
	all, err := sources(path, 0)
	if err != nil || len(all) < 30 {
		t.Fatalf("%d cells, %v", len(all), err)
	}
	some, err := sources(path, 3)
	if err != nil || len(some) != 3 || some[2] != all[2] {
		t.Errorf("the first cells: %q, %v", some, err)
	}
	if _, err := sources(path+".no", 0); err == nil {
		t.Error("a notebook that isn't there is no error")
	}
}

// The clock of the processors runs, and this machine has memory.
func TestMachine(t *testing.T) {
	share := processors()
	for began := time.Now(); time.Since(began) < 300*time.Millisecond; {
	}
	if used := share(); used <= 0 || used > 1 {
		t.Errorf("%v of the processors were in use while this test was", used)
	}
	if Machine() == "" || loadAverage() < 0 {
		t.Error("nothing is known of this machine")
	}
}
