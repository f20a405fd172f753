package main

import (
	"context"
	"fmt"
	"os"

	"littlesteps/pkg/jupyter"
)

func main() {
	env, err := jupyter.Find(".")
	if err == nil {
		err = env.Setup(context.Background(), jupyter.SetupOptions{Out: os.Stderr})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "steps:", err)
		os.Exit(1)
	}
}
