package display_test

import "littlesteps/pkg/display"

// A learner's own type is shown as soon as it has an HTML method.
type greeting struct{ name string }

func (g greeting) HTML() string { return "<p>Hello, <b>" + g.name + "</b>!</p>" }

func Example() {
	// In a notebook the greeting stands below the cell; here, outside of one,
	// Show does nothing.
	display.Show(greeting{name: "gradient"})
	// Output:
}
