package model

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// manyNumbers is the size of x from which the parallel backend is faster than
// the sequential one; see BenchmarkBackends.
const manyNumbers = 1 << 14

// backendFor chooses the backend for an x of that many numbers. A choice made
// through GOMLX_BACKEND is respected.
func backendFor(numbers int) (compute.Backend, error) {
	switch {
	case os.Getenv(compute.ConfigEnvVar) != "":
		return chosen()
	case numbers >= manyNumbers && runtime.GOMAXPROCS(0) > 1:
		return parallel()
	}
	return sequential()
}

// Each backend is made at its first use and kept: it owns a pool of buffers.
var (
	sequential = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("ops_sequential") })
	parallel   = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("") })
	chosen     = sync.OnceValues(func() (compute.Backend, error) {
		backend, err := compute.New()
		if err != nil {
			return nil, fmt.Errorf("%s is %q: %w; unset it, or set it to %q",
				compute.ConfigEnvVar, os.Getenv(compute.ConfigEnvVar), err, "go")
		}
		return backend, nil
	})
)
