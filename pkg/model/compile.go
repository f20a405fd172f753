package model

import (
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
)

// The third step of [New]: the graph is compiled, and the data are put beside it.

// program is a graph compiled for data of one shape. It may run in several
// goroutines at once.
type program struct {
	backend    compute.Backend
	executable compute.Executable
	params     shapes.Shape
	gradient   bool // whether it returns the gradient as well
}

// function is a program with its data, which are on the backend already.
type function struct {
	*program
	x, y compute.Buffer
}

func newFunction(loss Objective, d data, gradient bool) (function, error) {
	p, err := compile(loss, d, gradient)
	if err != nil {
		return function{}, err
	}
	return p.with(d)
}

func compile(loss Objective, d data, gradient bool) (*program, error) {
	backend, err := backendFor(d.y.rows)
	if err != nil {
		return nil, err
	}
	return compileOn(backend, loss, d, gradient)
}

func compileOn(backend compute.Backend, loss Objective, d data, gradient bool) (*program, error) {
	g, outputs, err := buildGraph(backend, loss, d, gradient)
	if err != nil {
		return nil, err
	}
	if err := catch(func() error { return g.Compile(outputs...) }); err != nil {
		return nil, fmt.Errorf("the loss function doesn't compile: %w", err)
	}
	return &program{backend, g.Executable(), d.paramsShape(), gradient}, nil
}

// with puts data of the program's shape on the backend.
func (p *program) with(d data) (f function, err error) {
	f.program = p
	if f.x, err = p.backend.BufferFromFlatData(0, d.x.flat, d.x.shape()); err != nil {
		return f, err
	}
	f.y, err = p.backend.BufferFromFlatData(0, d.y.flat, d.y.shape())
	return f, err
}

// run returns the loss at params and, if the program was compiled for it, the
// gradient.
func (f function) run(params []float64) (loss float64, gradient []float64, err error) {
	if len(params) != f.params.Size() {
		return 0, nil, fmt.Errorf("the model has %s, but %d were given", count(f.params.Size(), "parameter"), len(params))
	}
	buffer, err := f.backend.BufferFromFlatData(0, params, f.params)
	if err != nil {
		return 0, nil, err
	}
	outputs, err := f.executable.Execute([]compute.Buffer{buffer, f.x, f.y}, nil, 0)
	if err != nil {
		return 0, nil, err
	}
	// Loss first, then the gradient, in one slice: one allocation less.
	values := make([]float64, 1+len(params))
	if err := outputs[0].ToFlatData(values[:1]); err != nil {
		return 0, nil, err
	}
	if !f.gradient {
		return values[0], nil, nil
	}
	if err := outputs[1].ToFlatData(values[1:]); err != nil {
		return 0, nil, err
	}
	return values[0], values[1:], nil
}
