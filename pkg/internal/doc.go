// Package internal has no code of its own: below it lies what makes the
// environment in which the lesson runs. No cell can import it, so it may change
// without a notebook being touched. .github/CONTRIBUTING.md says what each package
// knows, and follows five flows through them.
package internal
