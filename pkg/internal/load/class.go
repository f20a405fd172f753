//go:build linux

package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"littlesteps/pkg/internal/hub"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// Options say what is measured.
type Options struct {
	Env      *jupyter.Env
	Programs string        // the folder that docker/hub/install.sh has filled
	Notebook string        // its path
	Cells    int           // how many of its cells are run; 0 means all
	Think    time.Duration // between a learner's cells, on average
	Seed     uint64
	Out      io.Writer // progress
}

// completions: before one cell in so many, a learner presses Tab.
const completions = 5

// Measure has a class of n learners work, on a hub of its own.
func Measure(ctx context.Context, o Options, n int) (r Result, err error) {
	cells, err := sources(o.Notebook, o.Cells)
	if err != nil {
		return r, err
	}
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("learner-%03d", i+1)
	}
	h, err := hub.Start(ctx, hub.Options{Env: o.Env, Programs: o.Programs, Users: names})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	c := class{options: o, hub: h, cells: cells, members: make([]member, n)}
	r = Result{Learners: n, Think: o.Think.Seconds(), Cells: len(cells), LoadBefore: loadAverage()}

	fmt.Fprintf(o.Out, "%d learners: servers start\n", n)
	err = c.each(func(i int, m *member) (err error) {
		began := time.Now()
		if m.learner, err = h.Learner(ctx, names[i]); err == nil {
			err = m.learner.Start(ctx)
		}
		m.ready = time.Since(began).Seconds()
		if err == nil {
			m.process, err = m.learner.Process(ctx)
		}
		return err
	})
	if err != nil {
		return r, err
	}
	watch := c.watch()
	fmt.Fprintf(o.Out, "%d learners: %d cells each, %v to think\n", n, len(cells), o.Think)
	err = c.each(func(i int, m *member) error { return c.work(ctx, i, m) })
	watch.stop()
	if err != nil {
		return r, err
	}
	r.fill(c.members, watch)
	return r, c.each(func(_ int, m *member) error { return m.kernel.Close(ctx) })
}

// sources returns the code of a notebook's first cells.
func sources(path string, most int) (cells []string, err error) {
	n, err := notebook.Read(path)
	if err != nil {
		return nil, err
	}
	for _, cell := range n.Codes() {
		if most == 0 || len(cells) < most {
			cells = append(cells, cell.Source)
		}
	}
	return cells, nil
}

// A class is a hub and those who work on it.
type class struct {
	options Options
	hub     *hub.Hub
	cells   []string
	members []member
}

// A member is one learner at work.
type member struct {
	learner *hub.Learner
	kernel  *hub.Kernel
	process int       // of the server
	ready   float64   // seconds, from the login to the server's first answer
	took    []float64 // seconds for each cell
}

// each does something for all learners at once.
func (c *class) each(do func(i int, m *member) error) error {
	failed := make([]error, len(c.members))
	var all sync.WaitGroup
	for i := range c.members {
		all.Go(func() { failed[i] = do(i, &c.members[i]) })
	}
	all.Wait()
	return errors.Join(failed...)
}

// work is one learner's way through the notebook.
func (c *class) work(ctx context.Context, i int, m *member) (err error) {
	if m.kernel, err = m.learner.Kernel(ctx); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(c.options.Seed, uint64(i)))
	for number, source := range c.cells {
		if err := hub.Pause(ctx, think(random, c.options.Think)); err != nil {
			return err
		}
		if random.IntN(completions) == 0 {
			if err := m.kernel.Complete(ctx, "func example() {\n\tfmt.Pri"); err != nil {
				return fmt.Errorf("%s completes before cell %d: %w", m.learner.Name, number+1, err)
			}
		}
		began := time.Now()
		if err := m.kernel.Run(ctx, source); err != nil {
			return fmt.Errorf("%s runs cell %d: %w", m.learner.Name, number+1, err)
		}
		m.took = append(m.took, time.Since(began).Seconds())
	}
	return nil
}

// think draws how long a learner thinks: mostly shorter than the mean, now and
// then much longer, at most five times as long.
func think(random *rand.Rand, mean time.Duration) time.Duration {
	return time.Duration(min(random.ExpFloat64(), 5) * float64(mean))
}
