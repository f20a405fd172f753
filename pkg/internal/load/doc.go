// Package load measures how many learners a machine carries. It starts a
// JupyterHub on this machine ([littlesteps/pkg/internal/hub]), lets learners log in all
// at once and work through a notebook, cell by cell, with time to think in
// between, and looks at how long cells take and what the servers use up. From
// that, [Plan] says what a class needs.
//
// Learners are alike from run to run: how long each of them thinks is drawn from
// a seed.
package load
