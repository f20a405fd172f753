// Package bench measures what a learner feels: how long a cell takes, how long
// training takes, how long the set-up takes. Each figure is a ratio of two
// things measured in one run on one machine, beside each other; times alone say
// little about another machine.
package bench
