// Package must keeps cells short: [Of] unwraps a result, and where there is an
// error it ends the cell with a message that a learner can act on.
//
// The message is the error's own text and the lines of the cells that led to
// it. There is no goroutine trace. The kernel turns the places, which look like
// "main.go:12" in the program, into the cell's number and line.
package must

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Of returns value if err is nil. Otherwise it prints err and where in the
// notebook it happened, and ends the program with status 1.
func Of[T any](value T, err error) T {
	if err != nil {
		fail(err)
	}
	return value
}

// Of2 is Of for a function that returns two values and an error, such as a
// descent.Func, which returns loss and gradient.
func Of2[A, B any](first A, second B, err error) (A, B) {
	if err != nil {
		fail(err)
	}
	return first, second
}

// Do is Of for a function that returns nothing but an error, such as data.WriteFile.
func Do(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprint(os.Stderr, report(err, callers()))
	os.Exit(1)
}

func report(err error, places []string) string {
	message := strings.TrimSpace(err.Error()) + "\n"
	for i, place := range places {
		word := "at"
		if i > 0 {
			word = "called at"
		}
		message += "  " + word + " " + place + "\n"
	}
	return message
}

// callers lists the places in the cells' code, innermost first. All cells
// together are one program, so theirs are the functions of package main.
func callers() []string {
	programCounters := make([]uintptr, 64)
	frames := runtime.CallersFrames(programCounters[:runtime.Callers(1, programCounters)])
	var places []string
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "main.") {
			places = append(places, fmt.Sprintf("%s:%d", frame.File, frame.Line))
		}
		if !more {
			return places
		}
	}
}
