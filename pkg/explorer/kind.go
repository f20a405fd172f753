package explorer

import "littlesteps/pkg/chart"

// A kind is what one explorer knows that the others don't.
type kind interface {
	title() string
	lead() string // what to do with it, in a sentence or two

	// controls returns what can be set. Some of it depends on what is set.
	controls(raw values) []control

	// runs returns the walks that the values ask for.
	runs(v values) ([]*run, error)

	// view shows the walks as far as they got; one that hasn't begun is nil.
	view(v values, trajectories []*trajectory) view

	// code returns a Go cell that does the same.
	code(v values) string

	// settings says in a sentence what is set, for paper.
	settings(v values) string

	// It can ask what will happen before it shows it: veiled is what is known before, and
	// options what can be guessed; none: nothing is asked.
	veiled(v values) view
	options(v values) []option
	verdict(v values, trajectories []*trajectory, guess string) string

	// dragged returns the values after a handle was dragged. drawn are the axes of its
	// pictures, as the page has them.
	dragged(raw values, drag Drag, drawn []chart.Axes) values
}

// An acting kind has buttons that change several values at once.
type acting interface {
	actions() []option
	act(v values, action string) values
}

var kinds = map[string]kind{
	"belts":    belts{},
	"penguins": penguins{},
	"race":     race{},
}
