// Package pkg has no code of its own: below it lie the two halves of the project.
//
// What a cell imports is part of the lesson: data, model, descent, chart, display,
// must, exercise, explorer, race. A learner reads it, so it is small and plain, and
// its documentation gives shapes, units, errors, and the source of an equation.
//
// What makes the environment lies in internal, where Go keeps cells out: the kernel,
// set-up, running, exporting, grading. It uses the first half, never the other way
// round.
package pkg
