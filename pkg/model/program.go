package model

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
)

// program is an objective compiled for one shape of data. It may run in several
// goroutines at once.
type program struct {
	backend    compute.Backend
	executable compute.Executable
	shape      shape
	params     shapes.Shape
	x, y       shapes.Shape
	gradient   bool // whether it returns the gradient as well
	mean       bool // whether the loss is a mean over the rows; see isMean
}

// inputs are data on the backend, put there once.
type inputs struct{ x, y compute.Buffer }

// compile builds the graph of the objective, and of its gradient if asked for, on
// the backend for its size.
func compile(loss Objective, s shape, gradient bool) (*program, error) {
	if loss == nil {
		return nil, errors.New("the loss function is nil")
	}
	backend, err := backendFor(s.rows)
	if err != nil {
		return nil, err
	}
	return compileOn(backend, loss, s, gradient)
}

func compileOn(backend compute.Backend, loss Objective, s shape, gradient bool) (*program, error) {
	p := &program{backend: backend, shape: s, gradient: gradient}
	p.params = shapes.Make(dtypes.Float64, s.params)
	p.x = shapes.Make(dtypes.Float64, s.rows)
	p.y = p.x
	if s.columns > 0 {
		p.x = shapes.Make(dtypes.Float64, s.rows, s.columns)
	} else if s.params == 1 {
		p.params = shapes.Make(dtypes.Float64)
	}
	g := graph.NewGraph(backend, "loss")
	params := graph.Parameter(g, "params", p.params)
	x, y := graph.Parameter(g, "x", p.x), graph.Parameter(g, "y", p.y)
	output, err := p.build(loss, params, x, y)
	if err != nil {
		return nil, err
	}
	p.mean = isMean(output, s.rows)
	outputs := []*graph.Node{output}
	if gradient {
		if !depends(output, params) {
			return nil, errUnused
		}
		node, err := p.differentiate(output, params)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, node)
	}
	if err := catch(func() error { return g.Compile(outputs...) }); err != nil {
		return nil, fmt.Errorf("the loss function doesn't compile: %w", err)
	}
	p.executable = g.Executable()
	return p, nil
}

// differentiate adds the gradient to the graph.
func (p *program) differentiate(output, params *graph.Node) (gradient *graph.Node, err error) {
	err = catch(func() error {
		gradient = graph.Gradient(output, params)[0]
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the loss function has no gradient: %w", err)
	}
	return gradient, nil
}

// depends says whether the value of node can depend on source.
func depends(node, source *graph.Node) bool {
	seen := map[*graph.Node]bool{}
	var reach func(*graph.Node) bool
	reach = func(n *graph.Node) bool {
		if n == source {
			return true
		}
		if seen[n] {
			return false
		}
		seen[n] = true
		for _, input := range n.Inputs() {
			if reach(input) {
				return true
			}
		}
		return false
	}
	return reach(node)
}

// load puts data on the backend.
func (p *program) load(x, y []float64) (in inputs, err error) {
	if in.x, err = p.backend.BufferFromFlatData(0, x, p.x); err != nil {
		return inputs{}, err
	}
	in.y, err = p.backend.BufferFromFlatData(0, y, p.y)
	return in, err
}

// run returns the loss at params and, if the program was compiled for it, the
// gradient.
func (p *program) run(params []float64, in inputs) (loss float64, gradient []float64, err error) {
	if len(params) != p.shape.params {
		return 0, nil, fmt.Errorf("the model has %d parameters, but %d were given", p.shape.params, len(params))
	}
	buffer, err := p.backend.BufferFromFlatData(0, params, p.params)
	if err != nil {
		return 0, nil, err
	}
	outputs, err := p.executable.Execute([]compute.Buffer{buffer, in.x, in.y}, nil, 0)
	if err != nil {
		return 0, nil, err
	}
	// Loss first, then the gradient, in one slice: one allocation less.
	values := make([]float64, 1+len(params))
	if err := outputs[0].ToFlatData(values[:1]); err != nil {
		return 0, nil, err
	}
	if !p.gradient {
		return values[0], nil, nil
	}
	if err := outputs[1].ToFlatData(values[1:]); err != nil {
		return 0, nil, err
	}
	return values[0], values[1:], nil
}
