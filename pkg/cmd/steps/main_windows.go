package main

import (
	"fmt"
	"os"
)

// The kernel needs named pipes as Unix has them.
func main() {
	fmt.Fprintln(os.Stderr, "steps: on Windows, Little Steps runs inside WSL, the Windows Subsystem for Linux: see environment.md")
	os.Exit(1)
}
