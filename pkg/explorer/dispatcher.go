package explorer

import (
	"fmt"
	"sync"
	"time"

	"littlesteps/pkg/chart"
)

// A Dispatcher answers requests. It remembers the latest walks, so that looking at
// another moment of one costs no more than a drawing. Several goroutines may use
// it, and take turns.
type Dispatcher struct {
	turn   sync.Mutex
	walked map[string]*trajectory
	order  []string                // keys of walked, the latest last
	drawn  map[string][]chart.Axes // by explorer: of the first panel of each picture
	speed  float64                 // gradient evaluations a second, as seen so far
}

// NewDispatcher returns a dispatcher that remembers nothing yet.
func NewDispatcher() *Dispatcher {
	return &Dispatcher{walked: map[string]*trajectory{}, drawn: map[string][]chart.Axes{}, speed: 25_000}
}

const (
	remembered   = 10
	askFrom      = 200_000               // evaluations that nobody should start by a slip
	showBy       = 40 * time.Millisecond // a walk that takes longer is shown as far as it got
	showAgain    = 250 * time.Millisecond
	restEach     = 25 * time.Millisecond
	momentsLooks = 8 // the clock is read every so many moments
)

// Answer answers a request with one or more replies. Long walks let others have
// their turn in rest now and then; where rest returns false, a newer request has
// come, and this one ends once it has shown something.
func (d *Dispatcher) Answer(r Request, rest func() bool, send func(Reply)) {
	d.turn.Lock()
	defer d.turn.Unlock()
	a := &answer{dispatcher: d, request: r, rest: rest, begun: time.Now()}
	a.reply.ID, a.reply.Number = r.ID, r.Number
	a.send = func(reply Reply, final bool) {
		reply.Final = final
		send(reply)
	}
	defer func() {
		if reason := recover(); reason != nil {
			a.fail(fmt.Sprintf("The explorer made a mistake (%v). Try other values.", reason), "")
		}
	}()
	a.answer()
}

func (d *Dispatcher) remember(key string, t *trajectory) {
	if len(d.order) == remembered {
		delete(d.walked, d.order[0])
		d.order = d.order[1:]
	}
	d.walked[key] = t
	d.order = append(d.order, key)
}
