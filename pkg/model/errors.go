package model

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
)

// build calls the learner's function and checks what it returns. A panic inside
// it, GoMLX's or the learner's own, becomes an error with its reason, the shapes
// that the function worked with, and the place.
func (p *program) build(loss Objective, params, x, y *graph.Node) (output *graph.Node, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("in the loss function: %v; params has shape %s, x %s, y %s%s",
				reason, dimensions(p.params), dimensions(p.x), dimensions(p.y), place())
		}
	}()
	output = loss(params, x, y)
	switch {
	case output == nil:
		return nil, errors.New("the loss function returned nil: it should return a node")
	case output.DType() != dtypes.Float64:
		return nil, fmt.Errorf("the loss function returned %s numbers: the loss should be a Float64", output.DType())
	case !output.IsScalar():
		return nil, fmt.Errorf("the loss function returned shape %s: the loss should be one number; graph.ReduceAllMean makes it so",
			dimensions(output.Shape()))
	}
	return output, nil
}

// place finds where in the learner's function the present panic began: the
// innermost line that belongs neither to Go, nor to GoMLX, nor to this package.
func place() string {
	counters := make([]uintptr, 100)
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters)])
	panicked := false
	for {
		frame, more := frames.Next()
		// Files tell better than functions whose code it is: a closure may bear the
		// name of the function that it was inlined into.
		own := filepath.Dir(frame.File) == folder && !strings.HasSuffix(frame.File, "_test.go")
		switch {
		case frame.Function == "runtime.gopanic":
			panicked = true
		case !panicked || strings.HasPrefix(frame.Function, "runtime.") || strings.Contains(frame.File, "github.com/gomlx/"):
		case own && strings.HasSuffix(frame.Function, ".build"):
			return ""
		case !own:
			return fmt.Sprintf("\n  at %s:%d", frame.File, frame.Line)
		}
		if !more {
			return ""
		}
	}
}

// folder is where the files of this package were compiled.
var folder = func() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}()

// catch turns GoMLX's panics into errors.
func catch(f func() error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	return f()
}

// dimensions writes a shape as its dimensions: [333 2], or "one number".
func dimensions(s shapes.Shape) string {
	if s.IsScalar() {
		return "one number"
	}
	return fmt.Sprint(s.Dimensions)
}
