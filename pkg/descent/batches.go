package descent

import (
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
)

// Batches says how [RunBatches] deals out the examples.
type Batches struct {
	Rows int    // how many examples there are
	Size int    // how many in a batch, from 1 to Rows; the last of an epoch may be smaller
	Seed uint64 // decides the shuffles: the same seed, the same batches, on every machine
}

// Epoch returns the batches of an epoch (from 0): all row numbers, shuffled, in
// slices of the batch size.
func (b Batches) Epoch(epoch int) ([][]int, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	rows := inOrder(b.Rows)
	b.shuffle(rows, epoch)
	batches := make([][]int, 0, b.PerEpoch())
	for len(rows) > 0 {
		size := min(b.Size, len(rows))
		batches = append(batches, rows[:size:size])
		rows = rows[size:]
	}
	return batches, nil
}

// shuffle is Fisher and Yates's. It is written out, on a generator that is
// specified to the bit, because a library's may change, and with it the lesson's
// numbers.
func (b Batches) shuffle(rows []int, epoch int) {
	random := rand.NewPCG(b.Seed, uint64(epoch))
	for i := len(rows) - 1; i > 0; i-- {
		j, _ := bits.Mul64(random.Uint64(), uint64(i+1)) // from 0 to i
		rows[i], rows[j] = rows[j], rows[i]
	}
}

func inOrder(rows int) []int {
	order := make([]int, rows)
	for i := range order {
		order[i] = i
	}
	return order
}

// PerEpoch returns how many batches, and so steps, make an epoch.
func (b Batches) PerEpoch() int {
	if b.check() != nil {
		return 0
	}
	return (b.Rows + b.Size - 1) / b.Size
}

func (b Batches) check() error {
	switch {
	case b.Rows < 1:
		return fmt.Errorf("batches need at least 1 row, not %d", b.Rows)
	case b.Size < 1:
		return fmt.Errorf("the batch size must be at least 1, not %d", b.Size)
	case b.Size > b.Rows:
		return fmt.Errorf("the batch size %d is larger than the data, %d rows; take at most that many", b.Size, b.Rows)
	}
	return nil
}

// RunBatches descends from start with stochastic gradient descent: each epoch
// shuffles the rows, deals them out in batches, and takes one step of the rule
// for each batch, with the gradient of that batch alone. Everything else is as
// with [Run].
//
// The records, one at the start and one after each epoch, hold the loss and the
// gradient of all rows, so that they compare with those of Run; evaluating them
// is not counted in Examples. [EachStep] records every step instead.
func RunBatches(f BatchFunc, b Batches, start []float64, rule Rule, epochs int, options ...Option) (*History, error) {
	if f == nil {
		return nil, errors.New("no function to descend")
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	w, err := newWalk(start, rule, epochs, options)
	if err != nil {
		return nil, err
	}
	all := inOrder(b.Rows)
	for {
		if !w.eachStep || w.now.Epoch == epochs {
			loss, gradient, err := f(w.now.Params, all)
			if goOn, err := w.observe(loss, gradient, err); !goOn {
				return w.end(err)
			}
		}
		batches, err := b.Epoch(w.now.Epoch)
		if err != nil {
			return nil, err
		}
		for _, rows := range batches {
			if goOn, err := w.batch(f, rows); !goOn {
				return w.end(err)
			}
		}
		w.now.Epoch++
		w.begun = false
	}
}

// batch takes one step with the gradient of the given rows. It returns false
// where the run ends here.
func (w *walk) batch(f BatchFunc, rows []int) (goOn bool, _ error) {
	loss, gradient, err := f(w.now.Params, rows)
	note := w.validate
	if w.eachStep {
		note = w.observe
	}
	if goOn, err := note(loss, gradient, err); !goOn {
		return false, err
	}
	if goOn, err := w.step(); !goOn {
		return false, err
	}
	w.now.Examples += len(rows)
	w.begun = true
	return true, nil
}
