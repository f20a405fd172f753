package model

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/gomlx/compute"
)

// BenchmarkBackends shows from which size on the parallel backend is the faster
// one; manyRows is taken from it.
func BenchmarkBackends(b *testing.B) {
	backends := map[string]func() (compute.Backend, error){"sequential": sequential, "parallel": parallel}
	for _, columns := range []int{2, 32} {
		for rows := 1000; rows*columns <= 4_000_000; rows *= 4 {
			for _, name := range []string{"sequential", "parallel"} {
				b.Run(fmt.Sprintf("%dx%d/%s", rows, columns, name), func(b *testing.B) {
					backend, err := backends[name]()
					if err != nil {
						b.Fatal(err)
					}
					d := data{
						params: columns,
						x:      table{rows, columns, make([]float64, rows*columns)},
						y:      table{rows, 0, make([]float64, rows)},
					}.random(rand.New(rand.NewPCG(1, 1)))
					p, err := compileOn(backend, Of(Dot, MSE), d, true)
					if err != nil {
						b.Fatal(err)
					}
					f, err := p.with(d)
					if err != nil {
						b.Fatal(err)
					}
					params := make([]float64, columns)
					for b.Loop() {
						if _, _, err := f.run(params); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// Large data have the parallel backend, and a choice that is none is named.
func TestBackends(t *testing.T) {
	small, err := backendFor(100)
	if err != nil {
		t.Fatal(err)
	}
	if large, err := backendFor(manyRows); err != nil || (large == small) != (runtime.GOMAXPROCS(0) == 1) {
		t.Errorf("for %d rows: %v, %v; for 100: %v", manyRows, large, err, small)
	}
	t.Setenv(compute.ConfigEnvVar, "go")
	if _, err := chosenBackend(); err != nil {
		t.Error(err)
	}
	t.Setenv(compute.ConfigEnvVar, "abacus")
	if _, err := chosenBackend(); err == nil || !strings.Contains(err.Error(), `GOMLX_BACKEND is "abacus": `) {
		t.Errorf("an abacus: %v", err)
	}
}
