//go:build linux

// Command load measures how many learners this machine carries on one
// JupyterHub. docker/load.sh installs the hub and runs it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/load"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	learners := flags.String("learners", "1,2,4,8", "classes of these `SIZES`, one after the other")
	think := flags.Duration("think", 10*time.Second, "between a learner's cells, on average")
	cells := flags.Int("cells", 0, "only the notebook's first `N` cells")
	seed := flags.Uint64("seed", 1, "what the times to think are drawn from")
	name := flags.String("notebook", "01_little_steps", "what the learners work through")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sizes, err := parseSizes(*learners)
	if err != nil {
		return err
	}
	env, err := jupyter.Find(".")
	if err != nil {
		return err
	}
	paths, err := env.Resolve(*name)
	if err != nil {
		return err
	}
	fmt.Println(load.Machine())
	o := load.Options{
		Env: env, Programs: env.Path("build", "hub"), Notebook: paths[0],
		Cells: *cells, Think: *think, Seed: *seed, Out: os.Stderr,
	}
	var results []load.Result
	for _, n := range sizes {
		r, err := load.Measure(ctx, o, n)
		if err != nil {
			return errors.Join(fmt.Errorf("%d learners: %w", n, err), report(env, results))
		}
		results = append(results, r)
	}
	return report(env, results)
}

func parseSizes(list string) (sizes []int, err error) {
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("--learners is %q, and must be numbers such as 1,2,4", list)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

// report prints the results and what they mean for a class, and keeps them in
// build/load.
func report(env *jupyter.Env, results []load.Result) error {
	if len(results) == 0 {
		return nil
	}
	folder := env.Path("build", "load")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	text, err := os.Create(filepath.Join(folder, "load.txt"))
	if err != nil {
		return err
	}
	out := io.MultiWriter(os.Stdout, text)
	content, encoded := json.MarshalIndent(results, "", "  ")
	return errors.Join(encoded,
		load.Write(out, results),
		load.WritePlan(out, results[len(results)-1]),
		text.Close(),
		os.WriteFile(filepath.Join(folder, "load.json"), content, 0o644))
}
