// Package robustness holds the trials of what goes wrong on a learner's machine, or
// in front of a class: kernels that are killed, cells that print, allocate or
// run without end, a disk that is full. Each works on a JupyterLab of its own,
// over the same connection that a browser has, and says in its comment what it
// expects.
//
// Those that take a minute, or much of the machine, wait for `steps test --long`.
package robustness
