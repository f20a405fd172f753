package model

import "github.com/gomlx/gomlx/core/graph"

// kind is how a node of a graph depends on the rows of the data.
type kind int

const (
	mixed   kind = iota // in a way that isn't known
	rowFree             // not at all: made from parameters and constants
	rowWise             // one value (or one line of values) for each row, made from that row alone
	mean                // a·m + b, where m is a mean or sum over rows, and a and b are rowFree
)

// isMean says whether a loss is a mean over the rows, as far as the structure of
// its graph shows: each row's part is computed from that row alone, and the parts
// are only added up and scaled. Then the loss of all rows is the mean of the
// losses of parts of them.
func isMean(loss *graph.Node, rows int) bool {
	kinds := kindFinder{rows, map[*graph.Node]kind{}}
	return kinds.of(loss) == mean
}

type kindFinder struct {
	rows  int
	known map[*graph.Node]kind
}

func (f kindFinder) of(n *graph.Node) kind {
	k, ok := f.known[n]
	if !ok {
		k = f.find(n)
		f.known[n] = k
	}
	return k
}

func (f kindFinder) find(n *graph.Node) kind {
	if n.Type() == graph.NodeTypeParameter {
		if n.GetParameterName() == "params" {
			return rowFree
		}
		return rowWise
	}
	if !knownTypes[n.Type()] {
		return mixed
	}
	inputs := n.Inputs()
	counts := map[kind]int{}
	for _, input := range inputs {
		counts[f.of(input)]++
	}
	switch {
	case counts[mixed] > 0:
		return mixed
	case counts[rowFree] == len(inputs):
		return rowFree
	case counts[mean] == 0 && f.keepsRows(n):
		if n.Type() == graph.NodeTypeDotGeneral && counts[rowWise] > 1 {
			return mixed
		}
		return rowWise
	case counts[mean] == 0 && n.Type() == graph.NodeTypeReduceSum && n.IsScalar():
		return mean
	case counts[rowWise] == 0 && f.staysMean(n, counts[mean]):
		return mean
	}
	return mixed
}

// keepsRows says whether the first axis of n still counts the rows.
func (f kindFinder) keepsRows(n *graph.Node) bool {
	return n.Rank() > 0 && n.Shape().Dimensions[0] == f.rows
}

// staysMean says whether n, made from so many means, scales or shifts them.
func (f kindFinder) staysMean(n *graph.Node, means int) bool {
	switch n.Type() {
	case graph.NodeTypeAdd, graph.NodeTypeSub, graph.NodeTypeNeg, graph.NodeTypeIdentity:
		return true
	case graph.NodeTypeMul:
		return means == 1
	case graph.NodeTypeDiv:
		return means == 1 && f.of(n.Inputs()[0]) == mean
	}
	return false
}

// knownTypes are the operations that work on each row by itself as long as the
// first axis counts the rows.
var knownTypes = func() map[graph.NodeType]bool {
	known := map[graph.NodeType]bool{}
	for _, t := range []graph.NodeType{
		graph.NodeTypeAbs, graph.NodeTypeAdd, graph.NodeTypeBroadcastInDim, graph.NodeTypeClamp,
		graph.NodeTypeConstant, graph.NodeTypeCos, graph.NodeTypeDiv, graph.NodeTypeDotGeneral,
		graph.NodeTypeEqual, graph.NodeTypeErf, graph.NodeTypeExp, graph.NodeTypeExpm1,
		graph.NodeTypeGreaterOrEqual, graph.NodeTypeGreaterThan, graph.NodeTypeIdentity,
		graph.NodeTypeLessOrEqual, graph.NodeTypeLessThan, graph.NodeTypeLog, graph.NodeTypeLog1p,
		graph.NodeTypeLogicalAnd, graph.NodeTypeLogicalNot, graph.NodeTypeLogicalOr,
		graph.NodeTypeLogistic, graph.NodeTypeMax, graph.NodeTypeMin, graph.NodeTypeMul,
		graph.NodeTypeNeg, graph.NodeTypeNotEqual, graph.NodeTypePow, graph.NodeTypeReduceMax,
		graph.NodeTypeReduceMin, graph.NodeTypeReduceSum, graph.NodeTypeReshape, graph.NodeTypeRsqrt,
		graph.NodeTypeSign, graph.NodeTypeSin, graph.NodeTypeSlice, graph.NodeTypeSqrt,
		graph.NodeTypeSub, graph.NodeTypeTanh, graph.NodeTypeWhere,
	} {
		known[t] = true
	}
	return known
}()
