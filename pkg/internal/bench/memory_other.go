//go:build !linux

package bench

import "context"

// memory is known on Linux only.
func memory(context.Context, Options) ([]Table, error) {
	return []Table{{Title: "Memory of a kernel", Notes: []string{"it is measured on Linux"}}}, nil
}
