package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// SetupOptions say how to set up.
type SetupOptions struct {
	Python string    // the interpreter to build on; "" finds one
	Out    io.Writer // progress: a bar on a terminal, plain lines elsewhere
	Part   Part      // how much of it
}

// A Part of the set-up is what somebody needs of it.
type Part int

const (
	Whole Part = iota // all but the cells of the lesson, built
	Cells             // what it takes to run a cell
	Pages             // what it takes to export a notebook
	Image             // all, and the cells of the lesson, built
)

// needs says whether a step belongs to the part.
func (p Part) needs(s step) bool {
	switch p {
	case Cells:
		return !s.later
	case Pages:
		return !s.later || s.name == explorersName
	case Whole:
		return s.name != lessonName
	}
	return true
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
	return e.carryOut(ctx, slices.DeleteFunc(steps, func(s step) bool { return !o.Part.needs(s) }), o.Out)
}

// Rest does what is missing beyond what cells need, with low priority, while cells
// already run. What fails or is interrupted is left to the next start.
func (e *Env) Rest(ctx context.Context, out io.Writer) {
	if e.Work != "" {
		return // an image has it all
	}
	ctx = withLowPriority(ctx)
	steps, err := e.steps(ctx, "")
	if err != nil {
		return
	}
	steps = slices.DeleteFunc(steps, func(s step) bool { return !s.later })
	missing, err := e.pending(steps)
	if err != nil || len(missing) == 0 {
		return
	}
	fmt.Fprintf(out, "In the background, while you begin: %s.\n", strings.Join(missing, ", "))
	err = e.carryOut(ctx, steps, io.Discard)
	left, unknown := e.pending(steps)
	switch err = errors.Join(err, unknown); {
	case ctx.Err() != nil:
	case err != nil:
		fmt.Fprintf(out, "In the background: %v. The next start tries again; cells run without it.\n", err)
	case len(left) > 0: // a step that may fail has
		fmt.Fprintf(out, "In the background: %s couldn't be made. Cells run without it, and the next start tries again; go tool steps setup says what is wrong.\n", strings.Join(left, ", "))
	default:
		fmt.Fprintln(out, "All is ready in the background, too.")
	}
}

// carryOut does those steps that are missing, each as soon as those are done that it
// builds on.
func (e *Env) carryOut(ctx context.Context, steps []step, out io.Writer) error {
	missing, err := e.pending(steps)
	if err != nil || len(missing) == 0 {
		return err
	}
	lock := "setup"
	if !slices.ContainsFunc(steps, func(s step) bool { return !s.later }) {
		lock = "rest" // who wants to run cells doesn't wait for it
	}
	unlock, err := e.lockSetup(ctx, lock, out)
	if err != nil {
		return err
	}
	defer unlock()
	// Another set-up may have done it all in the meantime.
	if missing, err = e.pending(steps); err != nil {
		return err
	}
	show := newProgress(out, len(missing))
	defer show.close()
	within, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	var once sync.Once
	var failed error
	ended := map[string]chan struct{}{} // whole before anybody reads it
	for _, s := range steps {
		ended[s.name] = make(chan struct{})
	}
	for i, s := range steps {
		before := s.before(steps[:i])
		group.Go(func() {
			defer close(ended[s.name])
			for _, name := range before {
				<-ended[name]
			}
			if within.Err() != nil {
				return
			}
			if err := e.one(within, s, show); err != nil {
				once.Do(func() { failed = err; stop() }) // so that those that wait for this step don't go on
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return failed
}

// one does a step if it is missing: those before it may have undone it.
func (e *Env) one(ctx context.Context, s step, show *progress) error {
	if done, err := e.done(s); err != nil {
		return fmt.Errorf("%s: %w", s.title, err)
	} else if done {
		return nil
	}
	at := show.begin(s)
	err := e.perform(ctx, s, at.report)
	if ctx.Err() != nil {
		show.end(at, ctx.Err())
		return ctx.Err()
	}
	show.end(at, err)
	switch {
	case err != nil && s.soft:
		show.say("%s: %v\n%s Everything else goes on.", s.title, err, s.hintFor(err))
	case err != nil:
		return fmt.Errorf("%s: %w\n%s\nThen start again: what is done stays done", s.title, err, s.hintFor(err))
	}
	return nil
}

// Ready says whether cells can run, and what to do when they can't.
func (e *Env) Ready(ctx context.Context) error {
	steps, err := e.steps(ctx, "")
	if err != nil {
		return err
	}
	missing, err := e.pending(slices.DeleteFunc(steps, func(s step) bool { return s.later }))
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
		e.modulesStep(g), e.kernelStep(g), e.settingsStep(g), e.cellsStep(g),
		e.goplsStep(g), e.explorersStep(g), e.testModulesStep(g), e.lessonStep(),
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
func (e *Env) lockSetup(ctx context.Context, name string, out io.Writer) (unlock func(), err error) {
	if err := os.MkdirAll(e.Venv("var"), 0o755); err != nil {
		return nil, fmt.Errorf("set-up writes into the checkout: %w", err)
	}
	f, err := os.OpenFile(e.Venv("var", name+".lock"), os.O_CREATE|os.O_RDWR, 0o644)
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
