package model

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// manyRows is the number of rows from which the parallel backend is faster than
// the sequential one, on two cores; see BenchmarkBackends. What it splits up are
// the operations row by row, so columns don't count.
const manyRows = 150_000

// backendFor chooses the backend for data of that many rows. A choice made through
// GOMLX_BACKEND is respected.
func backendFor(rows int) (compute.Backend, error) {
	switch {
	case os.Getenv(compute.ConfigEnvVar) != "":
		return chosen()
	case rows >= manyRows && runtime.GOMAXPROCS(0) > 1:
		return parallel()
	}
	return sequential()
}

// Each backend is made at its first use and kept: it owns a pool of buffers.
var (
	sequential = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("ops_sequential") })
	parallel   = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("") })
	chosen     = sync.OnceValues(chosenBackend)
)

func chosenBackend() (backend compute.Backend, err error) {
	err = catch(func() error {
		backend, err = compute.New()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s is %q: %w; unset it, or set it to %q",
			compute.ConfigEnvVar, os.Getenv(compute.ConfigEnvVar), err, "go")
	}
	return backend, nil
}
