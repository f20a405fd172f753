//go:build js && wasm

// Command wasm is the program behind the explorers. It runs in a worker of the
// page: requests come in as messages, replies go out as messages.
package main

import (
	"runtime/debug"
	"sync"
	"syscall/js"

	"littlesteps/pkg/explorer"
)

func main() {
	// Walks make much garbage that dies young. Collecting it less often is faster,
	// and the limit keeps the program from growing.
	debug.SetGCPercent(300)
	debug.SetMemoryLimit(96 << 20)

	o := &office{dispatcher: explorer.NewDispatcher(), newest: map[string]*explorer.Request{}, wake: make(chan struct{}, 1)}
	js.Global().Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		o.accept(request(args[0].Get("data")))
		return nil
	}))
	js.Global().Call("postMessage", js.ValueOf(map[string]any{"ready": true}))
	o.work()
}

// An office hands requests to the dispatcher: of each explorer the newest only, because
// what came before it isn't wanted any more.
type office struct {
	dispatcher *explorer.Dispatcher
	mutex      sync.Mutex
	newest     map[string]*explorer.Request // not begun yet, by explorer
	wake       chan struct{}
}

func (o *office) accept(r *explorer.Request) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if waiting := o.newest[r.ID]; waiting != nil {
		r.Form = r.Form || waiting.Form
	}
	o.newest[r.ID] = r
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

func (o *office) work() {
	for range o.wake {
		yield() // messages that wait at the door come in first
		for _, r := range o.take() {
			go o.dispatcher.Answer(*r, func() bool { return o.rest(r.ID) }, send)
		}
	}
}

// take returns the requests that are to be worked on.
func (o *office) take() []*explorer.Request {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	var all []*explorer.Request
	for id, r := range o.newest {
		all = append(all, r)
		delete(o.newest, id)
	}
	return all
}

// rest lets messages come in. It returns false if there is a newer request of the
// same explorer.
func (o *office) rest(id string) bool {
	yield()
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.newest[id] == nil
}
