//go:build unix

// Steps is the command line of Little Steps: it sets up the environment of a
// checkout, starts it, examines it, and pushes notebooks through it.
//
//	go tool steps lab
//
// Everything that it does lies in the packages that it calls; here are only
// the commands' names, flags and help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"littlesteps/pkg/internal/jupyter"
)

// The exit statuses.
const (
	failed      = 1
	usage       = 2
	interrupted = 130 // as shells have it for Ctrl-C
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// A call is one use of a command.
type call struct {
	env      *jupyter.Env
	args     []string // those that are no flags
	out, err io.Writer
}

// A command is one of the words that may follow `go tool steps`.
type command struct {
	name    string
	args    string // how its arguments are written; "" where it takes none
	summary string // one line
	about   string // the rest of its help

	// prepare declares the command's flags and returns what it does.
	prepare func(*flag.FlagSet) func(context.Context, call) error
}

// errUsage is for calls that make no sense.
var errUsage = errors.New("usage")

func usagef(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errUsage}, args...)...)
}

// run carries out one call and returns its exit status.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	if len(args) == 0 {
		overview(errOut)
		return usage
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		return help(args, out, errOut)
	}
	c, err := find(name)
	if err != nil {
		fmt.Fprintln(errOut, "steps:", err)
		return usage
	}
	err = c.run(ctx, args, out, errOut)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintf(errOut, "steps %s: %s\nHow it is used: go tool steps help %s\n", c.name, strings.TrimPrefix(err.Error(), "usage: "), c.name)
		return usage
	case ctx.Err() != nil:
		if !errors.Is(err, jupyter.ErrInterrupted) {
			err = errors.New("interrupted")
		}
		fmt.Fprintln(errOut, "steps:", err)
		return interrupted
	}
	fmt.Fprintln(errOut, "steps:", err)
	return failed
}

// run parses the command's flags, which may stand before and after its
// arguments, and does what it is for.
func (c command) run(ctx context.Context, args []string, out, errOut io.Writer) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := c.prepare(flags)
	var rest []string
	for {
		err := flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			c.help(out)
			return err
		}
		if err != nil {
			return usagef("%v", err)
		}
		left := flags.Args()
		dashes := len(args) > len(left) && args[len(args)-len(left)-1] == "--"
		if len(left) == 0 || dashes {
			rest = append(rest, left...)
			break
		}
		rest, args = append(rest, left[0]), left[1:]
	}
	if c.args == "" && len(rest) > 0 {
		return usagef("it takes no arguments, and got %q", rest)
	}
	env, err := jupyter.Find(".")
	if err != nil {
		return err
	}
	return do(ctx, call{env: env, args: rest, out: out, err: errOut})
}
