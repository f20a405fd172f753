// Start is the first program of a container: it makes the learner's folder
// ready, and then becomes the program that its arguments name.
//
//	littlesteps-start jupyterhub-singleuser
//
// The home folder may be an empty volume, the root filesystem read-only, and
// the user any that belongs to group 0. So nothing of what is needed lies in
// the home folder or is written beside it:
//
//   - the lesson's notebooks are copied to the learner's folder where they are
//     missing, and never written over;
//   - Go's build cache and gopls's become folders of links into those of the image,
//     so that the first cell finds everything compiled, and the first completion read.
//
// With the argument "health" it asks the server in the same container whether
// it answers, wherever its base URL is.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"littlesteps/pkg/internal/jupyter"
)

// compiled names the build cache of the image.
const compiled = "LITTLESTEPS_COMPILED"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "littlesteps-start:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "health" {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return healthy(ctx, runtimeFolders())
	}
	if err := furnish(); err != nil {
		return err
	}
	if len(args) == 0 {
		return nil
	}
	program, err := exec.LookPath(args[0])
	if err != nil {
		return err
	}
	return fmt.Errorf("start %s: %w", program, syscall.Exec(program, args, os.Environ()))
}

// furnish makes ready what a fresh volume and a fresh container lack.
func furnish() error {
	env, err := jupyter.Find(".")
	if err != nil {
		return err
	}
	// What a learner writes belongs to the group as well: the next time the
	// same volume may be that of another user of this group.
	syscall.Umask(0o002)
	err = env.Furnish()
	if from, to := os.Getenv(compiled), os.Getenv("GOCACHE"); from != "" && to != "" {
		err = errors.Join(err, jupyter.LinkCache(to, from))
	}
	if to := os.Getenv("GOPLSCACHE"); to != "" {
		err = errors.Join(err, jupyter.LinkCache(to, env.GoplsCache()))
	}
	return err
}
