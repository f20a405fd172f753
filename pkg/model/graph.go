package model

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
)

// The second step of [New]: the loss becomes a graph, and GoMLX adds the gradient.

// buildGraph calls the loss once, with three nodes that stand for the parameters
// and the data. They hold no numbers: what the loss does with them is only written
// down, operation by operation. That is the graph. To differentiate is then to go
// through it backwards, by the chain rule, and [graph.Gradient] does so.
//
// The results are the loss and, if asked for, the gradient.
func buildGraph(backend compute.Backend, loss Objective, d data, gradient bool) (*graph.Graph, []*graph.Node, error) {
	g := graph.NewGraph(backend, "loss")
	params := graph.Parameter(g, "params", d.paramsShape())
	x := graph.Parameter(g, "x", d.x.shape())
	y := graph.Parameter(g, "y", d.y.shape())
	value, err := call(loss, params, x, y)
	if err != nil || !gradient {
		return g, []*graph.Node{value}, err
	}
	if !depends(value, params) {
		return nil, nil, errors.New("the loss doesn't use the parameters, so its gradient would be zero everywhere")
	}
	var slopes *graph.Node
	err = catch(func() error {
		slopes = graph.Gradient(value, params)[0]
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("the loss function has no gradient: %w", err)
	}
	return g, []*graph.Node{value, slopes}, nil
}

// call calls the learner's function and checks what it returns. A panic inside it,
// GoMLX's or the learner's own, becomes an error with its reason, the shapes that
// the function worked with, and the place.
func call(loss Objective, params, x, y *graph.Node) (value *graph.Node, err error) {
	if loss == nil {
		return nil, errors.New("the loss function is nil")
	}
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("in the loss function: %v; params has shape %s, x %s, y %s%s",
				reason, dimensions(params), dimensions(x), dimensions(y), place())
		}
	}()
	value = loss(params, x, y)
	switch {
	case value == nil:
		return nil, errors.New("the loss function returned nil: it should return a node")
	case value.DType() != dtypes.Float64:
		return nil, fmt.Errorf("the loss function returned %s numbers: the loss should be a Float64", value.DType())
	case !value.IsScalar():
		return nil, fmt.Errorf("the loss function returned shape %s: the loss should be one number; graph.ReduceAllMean makes it so",
			dimensions(value))
	}
	return value, nil
}

// depends says whether node was made from source.
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
		return slices.ContainsFunc(n.Inputs(), reach)
	}
	return reach(node)
}

// dimensions writes a node's shape: [333 2], or "one number".
func dimensions(n *graph.Node) string {
	if n.IsScalar() {
		return "one number"
	}
	return fmt.Sprint(n.Shape().Dimensions)
}
