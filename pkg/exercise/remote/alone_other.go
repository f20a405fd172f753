//go:build !linux

package remote

// Alone does nothing: of these systems only Linux lets a process close itself to
// others of its user.
func Alone() {}

func limitProcesses() {}
