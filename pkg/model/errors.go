package model

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

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
		case own && strings.HasSuffix(frame.Function, ".call"):
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
