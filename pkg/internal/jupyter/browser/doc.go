// Package browser holds tests only: they work through the notebooks in
// JupyterLab as a learner does, in a real browser. They start JupyterLab the
// way `go tool steps lab` does, on copies of the notebooks, and look at what
// Chromium shows.
//
// They need Chromium (on Debian: apt install chromium) and the environment that
// `go tool steps setup` makes. Where one is missing they are skipped, and say so.
package browser
