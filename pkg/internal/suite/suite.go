// Package suite runs the checks of this project: gofmt, go vet, staticcheck,
// and the tests through gotestsum, which names what failed and what was skipped,
// and why.
package suite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Program prepares a program of the Go installation with its arguments.
type Program func(ctx context.Context, name string, args ...string) (*exec.Cmd, error)

// Options say what is checked, and how.
type Options struct {
	Go       Program
	Out      io.Writer
	Packages []string // patterns; none means all of the module
	First    []string // where none is named: patterns of those whose tests begin first, since they take longest
	Quick    bool     // only the tests that run under -short, and of these what has changed since
	Long     bool     // also those that wait for [LongVariable]
	Race     bool     // the tests that run under -short, under the race detector, and nothing else
	Flags    []string // more flags for `go test`, such as -run=NAME
	Record   string   // the file that gets what each test said and took; "" for none
}

// LongVariable is set in the environment of tests where those that take long
// are wanted.
const LongVariable = "LITTLESTEPS_LONG"

// Run does all checks, also after one that failed, so that one run says
// everything. The last line of its output counts the tests. The error names what
// failed.
func Run(ctx context.Context, o Options) error {
	if len(o.Packages) == 0 {
		o.Packages = []string{"./..."}
	} else {
		o.First = nil
	}
	type step struct {
		title string
		check func(context.Context, Options) error
	}
	steps := []step{{"formatting", formatting}, {"vet", vet}, {"staticcheck", staticcheck}, {"tests", tests}}
	if o.Race {
		steps = []step{{"races", races}}
	}
	var failed []string
	for _, c := range steps {
		fmt.Fprintf(o.Out, "--- %s\n", c.title)
		err := c.check(ctx, o)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if !errors.Is(err, errReported) {
				fmt.Fprintf(o.Out, "%v\n", err)
			}
			failed = append(failed, c.title)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return nil
}

// errReported is the error of checks that have said already what is wrong.
var errReported = errors.New("reported")

// formatting looks for files that gofmt would write otherwise.
func formatting(ctx context.Context, o Options) error {
	list, err := output(ctx, o, "go", append([]string{"list", "-f", "{{.Dir}}"}, o.Packages...)...)
	if err != nil {
		return err
	}
	var files []string // not folders: gofmt would go down into them, twice over
	for dir := range strings.Lines(list) {
		inside, err := filepath.Glob(filepath.Join(strings.TrimSpace(dir), "*.go"))
		if err != nil {
			return err
		}
		files = append(files, inside...)
	}
	unformatted, err := output(ctx, o, "gofmt", append([]string{"-l"}, files...)...)
	if err != nil {
		return err
	}
	if unformatted != "" {
		return fmt.Errorf("gofmt would change these files; gofmt -w does it:\n%s", unformatted)
	}
	return nil
}

func vet(ctx context.Context, o Options) error {
	_, err := output(ctx, o, "go", append([]string{"vet"}, o.Packages...)...)
	return err
}

func staticcheck(ctx context.Context, o Options) error {
	_, err := output(ctx, o, "go", append([]string{"tool", "staticcheck"}, o.Packages...)...)
	return err
}

// output runs a command and returns what it prints; the error of one that
// fails holds all of it.
func output(ctx context.Context, o Options, program string, args ...string) (string, error) {
	cmd, err := o.Go(ctx, program, args...)
	if err != nil {
		return "", err
	}
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s%s", program, err, out, complaint.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}
