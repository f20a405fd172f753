package descent

import (
	"errors"
	"fmt"
)

// Option changes how a run goes; none is needed.
type Option func(*settings) error

type settings struct {
	every    int
	eachStep bool
	patience int
	least    float64
	watch    func(Record) bool
}

func settle(options []Option) (settings, error) {
	s := settings{every: 1}
	for _, option := range options {
		if option == nil {
			return s, errors.New("an option is nil")
		}
		if err := option(&s); err != nil {
			return s, err
		}
	}
	if s.eachStep && s.patience > 0 {
		return s, errors.New("Patience and EachStep don't go together: the loss of single batches goes up and down by itself")
	}
	return s, nil
}

// Every keeps only each n-th record (with EachStep each n-th step), the first and
// the last: for runs of a million epochs.
func Every(n int) Option {
	return func(s *settings) error {
		if n < 1 {
			return fmt.Errorf("Every must be at least 1, not %d", n)
		}
		s.every = n
		return nil
	}
}

// EachStep makes [RunBatches] write a record for each step rather than for each
// epoch. Its loss and gradient are then those of the batch that the step is
// about to use: this is the noisy path. The last record holds the loss and the
// gradient of all rows. With [Run] an epoch is one step, and nothing changes.
func EachStep() Option {
	return func(s *settings) error {
		s.eachStep = true
		return nil
	}
}

// Patience stops a run when, for that many epochs, the loss has not fallen by
// more than least (0 or more) below the best before. The history's outcome says
// so.
func Patience(epochs int, least float64) Option {
	return func(s *settings) error {
		if epochs < 1 {
			return fmt.Errorf("Patience needs at least 1 epoch, not %d", epochs)
		}
		if !(least >= 0) || !isFinite(least) {
			return fmt.Errorf("the least improvement must be 0 or more and finite, not %v", least)
		}
		s.patience, s.least = epochs, least
		return nil
	}
}

// Watch calls look with each moment of the run as it happens, before its step,
// and stops the run when look returns false. The record's slices are used again
// afterwards: look must copy what it keeps.
func Watch(look func(Record) (goOn bool)) Option {
	return func(s *settings) error {
		if look == nil {
			return errors.New("Watch needs a function")
		}
		s.watch = look
		return nil
	}
}
