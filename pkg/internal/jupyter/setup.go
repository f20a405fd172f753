package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"
)

// SetupOptions say how to set up.
type SetupOptions struct {
	Python string    // the interpreter to build on; "" finds one
	Out    io.Writer // progress: bars on a terminal, plain lines elsewhere
}

// ErrInterrupted is the error of a set-up that was told to end.
var ErrInterrupted = errors.New("interrupted; the next set-up goes on from here")

// Setup does what is missing of the set-up, and nothing where nothing is.
// It waits while another set-up is at work in the same checkout.
func (e *Env) Setup(ctx context.Context, o SetupOptions) error {
	steps, err := e.steps(ctx, o.Python)
	if err != nil {
		return err
	}
	return e.carryOut(ctx, steps, o.Out)
}

func (e *Env) carryOut(ctx context.Context, steps []step, out io.Writer) error {
	missing, err := e.pending(steps)
	if err != nil || len(missing) == 0 {
		return err
	}
	unlock, err := e.lockSetup(ctx, out)
	if err != nil {
		return err
	}
	defer unlock()
	// Another set-up may have done it all in the meantime.
	if missing, err = e.pending(steps); err != nil {
		return err
	}
	show := newProgress(out, len(missing))
	for _, s := range steps {
		// A step may have undone later ones, so each is asked in its turn.
		if done, err := e.done(s); err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		} else if done {
			continue
		}
		show.begin(s.title)
		err := e.perform(ctx, s, show.report)
		if ctx.Err() != nil {
			show.end(ctx.Err())
			return ErrInterrupted
		}
		show.end(err)
		switch {
		case err != nil && s.soft:
			fmt.Fprintf(out, "%s: %v\n%s Everything else goes on.\n", s.title, err, s.hintFor(err))
		case err != nil:
			return fmt.Errorf("%s: %w\n%s\nThen start again: what is done stays done", s.title, err, s.hintFor(err))
		}
	}
	return nil
}

// Ready says whether everything is set up, and what to do when it isn't.
func (e *Env) Ready(ctx context.Context) error {
	steps, err := e.steps(ctx, "")
	if err != nil {
		return err
	}
	missing, err := e.pending(steps)
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("not set up yet (missing: %s): run `go tool steps setup`", strings.Join(missing, ", "))
	}
	return err
}

// steps returns all steps in their order.
func (e *Env) steps(ctx context.Context, python string) ([]step, error) {
	g, err := e.findGo(ctx)
	if err != nil {
		return nil, err
	}
	return []step{
		e.venvStep(python), e.movedStep(), e.packagesStep(), e.exporterStep(),
		e.modulesStep(g), e.kernelStep(g), e.goplsStep(g), e.settingsStep(g), e.cellsStep(g),
		e.explorersStep(g),
	}, nil
}

// pending returns the titles of the steps that are to be done.
func (e *Env) pending(steps []step) ([]string, error) {
	var missing []string
	for _, s := range steps {
		done, err := e.done(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.title, err)
		}
		if !done {
			missing = append(missing, s.title)
		}
	}
	return missing, nil
}

// lockSetup keeps other set-ups of this checkout waiting until unlock. The
// system lets go of the lock when the process ends, however it ends.
func (e *Env) lockSetup(ctx context.Context, out io.Writer) (unlock func(), err error) {
	if err := os.MkdirAll(e.Venv("var"), 0o755); err != nil {
		return nil, fmt.Errorf("set-up writes into the checkout: %w", err)
	}
	f, err := os.OpenFile(e.Venv("var", "setup.lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("set-up writes into the checkout: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		fmt.Fprintln(out, "Another set-up is at work in this checkout: waiting for it.")
		err = waitLock(ctx, f)
	}
	if err != nil && !errors.Is(err, syscall.ENOTSUP) && !errors.Is(err, syscall.ENOLCK) {
		f.Close()
		return nil, fmt.Errorf("lock the set-up: %w", err)
	}
	return func() { f.Close() }, nil
}

// waitLock waits for a lock in a way that can be interrupted.
func waitLock(ctx context.Context, f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
