// Package suite runs the checks of this project and reports on them:
// formatting, vet, and the tests, with the reason for each that was skipped.
package suite

import (
	"bytes"
	"context"
	"encoding/json"
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
	Quick    bool     // without the tests that leave out themselves under -short
	Long     bool     // with those that wait for [LongVariable], and once more under the race detector
	Flags    []string // more flags for `go test`, such as -run=NAME
}

// LongVariable is set in the environment of tests where those that take long
// are wanted.
const LongVariable = "LITTLESTEPS_LONG"

// Run does all checks, also after one that failed, so that one run says
// everything. Its last line counts the tests. The error names what failed.
func Run(ctx context.Context, o Options) error {
	if len(o.Packages) == 0 {
		o.Packages = []string{"./..."}
	}
	type step struct {
		title string
		check func(context.Context, Options) error
	}
	steps := []step{{"formatting", formatting}, {"vet", vet}, {"tests", tests}}
	if o.Long {
		steps = append(steps, step{"races", races})
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

// tests runs the tests and reports on them as they end.
func tests(ctx context.Context, o Options) error {
	args := []string{"-timeout=30m"}
	if o.Long {
		args = []string{"-timeout=3h"}
	}
	if o.Quick {
		args = append(args, "-short")
	}
	var set []string
	if o.Long {
		set = []string{LongVariable + "=1"}
	}
	return runTests(ctx, o, args, set)
}

// races runs the short tests under the race detector, which needs cgo. GoMLX
// keeps numbers of all kinds in one pool of memory, which the checks of pointers
// that come with the detector take for a mistake: they are switched off.
func races(ctx context.Context, o Options) error {
	compiler, err := output(ctx, o, "go", "env", "CC")
	if err != nil {
		return err
	}
	if _, err := exec.LookPath(compiler); err != nil {
		fmt.Fprintf(o.Out, "skipped: the race detector needs a C compiler, such as %s\n", compiler)
		return nil
	}
	args := []string{"-race", "-short", "-timeout=1h", "-gcflags=all=-d=checkptr=0"}
	return runTests(ctx, o, args, []string{"CGO_ENABLED=1", "GOFLAGS="})
}

// runTests runs `go test` with the flags and variables, and reports on the tests
// as they end.
func runTests(ctx context.Context, o Options, flags, variables []string) error {
	args := append([]string{"test", "-json", "-count=1", "-vet=off"}, flags...)
	cmd, err := o.Go(ctx, "go", append(append(args, o.Flags...), o.Packages...)...)
	if err != nil {
		return err
	}
	cmd.Env = append(cmd.Env, variables...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	events, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	r := newReport(o.Out)
	decoder := json.NewDecoder(events)
	for {
		var e event
		err := decoder.Decode(&e)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			io.Copy(io.Discard, events)
			complaint.WriteString(err.Error())
			break
		}
		r.take(e)
	}
	err = cmd.Wait()
	fmt.Fprint(o.Out, complaint.String())
	if err == nil && r.passed == 0 {
		fmt.Fprintln(o.Out, "no test ran")
		err = errReported
	}
	r.close()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = errReported
	}
	return err
}
