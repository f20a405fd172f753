package main

import (
	"cmd/compile/internal/ask"
	"cmd/compile/internal/link/ld"
	"cmd/compile/internal/link/wasm"
	"flag"
	"os"
)

// The linker, and what answers questions about code, are the same program, so that a tab
// loads what they have in common once.
func init() {
	switch os.Args[0] {
	case "link":
		ld.Main(wasm.Init())
		os.Exit(0)
	case "ask":
		ask.Main()
		os.Exit(0)
	}
	flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError) // without the linker's
}
