package suite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
)

// tests runs the tests. Go's cache of results is used for the quick ones alone:
// it sees the files that a test reads, but not what a Python, a browser or a
// kernel that a test starts reads.
func tests(ctx context.Context, o Options) error {
	switch {
	case o.Quick:
		return gotestsum(ctx, o, nil, "-short", "-timeout=10m")
	case o.Long:
		return gotestsum(ctx, o, []string{LongVariable + "=1"}, "-count=1", "-timeout=3h")
	}
	// Most tests wait for a browser or a kernel, much of their time.
	return gotestsum(ctx, o, nil, "-count=1", "-timeout=30m", fmt.Sprint("-p=", runtime.NumCPU()+1))
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
		return fmt.Errorf("the race detector needs a C compiler, such as %s", compiler)
	}
	return gotestsum(ctx, o, []string{"CGO_ENABLED=1"}, "-race", "-short", "-timeout=1h", "-gcflags=all=-d=checkptr=0")
}

// count is what gotestsum runs at the end: the closing line, and a failure where
// nothing ran. A package that doesn't compile counts as failed, and has no tests.
const count = `sh -c 'passed=$((TESTS_TOTAL-TESTS_FAILED-TESTS_SKIPPED)); test $passed -ge 0 || passed=0
echo "$passed passed, $TESTS_FAILED failed, $TESTS_SKIPPED skipped"; test $((TESTS_TOTAL+TESTS_FAILED)) -gt 0'`

// gotestsum runs `go test` with the flags and variables, and reports on the tests
// as their packages end.
func gotestsum(ctx context.Context, o Options, variables []string, flags ...string) error {
	hide := "failed" // it has been shown
	if o.Quick || o.Race {
		hide = "failed,skipped" // that is what they are for
	}
	args := []string{"tool", "gotestsum", "--format=pkgname-and-test-fails", "--format-hide-empty-pkg", "--hide-summary=" + hide,
		"--post-run-command=" + count, "--", "-vet=off"}
	if o.Record != "" {
		args = slices.Insert(args, 2, "--jsonfile="+o.Record)
	}
	args = slices.Concat(args, flags, o.Flags, o.First, o.Packages) // go test takes each package once, in this order
	cmd, err := o.Go(ctx, "go", args...)
	if err != nil {
		return err
	}
	shared, err := os.MkdirTemp("", "steps-test-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(shared)
	cmd.Env = append(append(cmd.Env, variables...), FolderVariable+"="+shared)
	cmd.Stdout, cmd.Stderr = o.Out, o.Out
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = errReported
	}
	return err
}
