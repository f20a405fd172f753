package dispatcher

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/janpfeifer/gonb/internal/goexec"
	"github.com/janpfeifer/gonb/internal/guard"
	"github.com/janpfeifer/gonb/internal/kernel"
	"k8s.io/klog/v2"
)

// A server answers the requests of a kernel's clients: each of them, whatever it
// asks for. Cells run one after the other. What asks about code has a queue of its
// own, and all else is answered at once, so that a running cell holds up nothing.
type server struct {
	kernel  *kernel.Kernel
	goExec  *goexec.State
	ask     *goexec.State // a copy with a folder of its own, for questions about code
	cells   chan kernel.Message
	asking  chan struct{} // holds one who may ask gopls
	history history

	mutex   sync.Mutex
	running kernel.Message // the cell that runs, or nil
}

// Serve answers requests until the kernel stops.
func Serve(k *kernel.Kernel, goExec *goexec.State) { newServer(k, goExec).serve() }

func newServer(k *kernel.Kernel, goExec *goexec.State) *server {
	s := &server{kernel: k, goExec: goExec, cells: make(chan kernel.Message, MaxExecuteRequestQueue), asking: make(chan struct{}, 1)}
	var err error
	if s.ask, err = goExec.Beside(); err != nil {
		klog.Errorf("nothing will be completed: %v", err)
	}
	return s
}

func (s *server) serve() {
	k := s.kernel
	var listening sync.WaitGroup
	listen := func(from <-chan kernel.Message, do func(kernel.Message)) {
		listening.Add(1)
		go func() {
			defer listening.Done()
			for msg := range from {
				guard.Try(func() error { do(msg); return nil })
			}
		}()
	}
	listen(k.Shell(), s.dispatch)
	listen(k.Control(), s.dispatch)
	listen(k.Stdin(), func(msg kernel.Message) { go guard.Try(msg.DeliverInput) })
	go s.runCells()
	<-k.StoppedChan()
	listening.Wait()
}

// dispatch answers a request, or has it answered.
func (s *server) dispatch(msg kernel.Message) {
	switch kind := kindOf(msg); kind {
	case "execute_request":
		select {
		case s.cells <- msg:
		default:
			reply(msg, map[string]any{"status": "error", "ename": "Busy", "evalue": "too many cells wait", "traceback": []string{}})
		}
	case "complete_request":
		go s.around(msg, s.complete)
	case "inspect_request":
		go s.around(msg, s.inspect)
	case "kernel_info_request":
		s.around(msg, func(msg kernel.Message) error { return kernel.SendKernelInfo(msg, Version) })
	case "interrupt_request":
		s.around(msg, s.interrupt)
	case "shutdown_request":
		s.around(msg, s.shutdown)
	case "comm_open", "comm_msg", "comm_close":
		go s.around(msg, func(msg kernel.Message) error { return handleComms(msg, s.goExec) })
	default:
		answer, known := answers[kind]
		if !known && !strings.HasSuffix(kind, "_request") {
			klog.Infof("nobody waits for an answer to %q", kind)
			return
		}
		s.around(msg, func(msg kernel.Message) error {
			if !known {
				return reply(msg, refused("NotImplemented", "this kernel has no "+strings.TrimSuffix(kind, "_request")))
			}
			return reply(msg, answer(s, msg))
		})
	}
}

// around does what a request asks for between "busy" and "idle". Clients show the
// latest state, whoever it is about: so if a cell runs, it is busy again after it.
func (s *server) around(msg kernel.Message, do func(kernel.Message) error) {
	publish(msg, kernel.StatusBusy)
	if err := guard.Try(func() error { return do(msg) }); err != nil {
		klog.Errorf("%s: %+v", kindOf(msg), err)
		if strings.HasSuffix(kindOf(msg), "_request") {
			reply(msg, refused("KernelError", err.Error()))
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	publish(msg, kernel.StatusIdle)
	if s.running != nil {
		publish(s.running, kernel.StatusBusy)
	}
}

// runCells runs the cells that come, one after the other.
func (s *server) runCells() {
	for {
		select {
		case <-s.kernel.StoppedChan():
			return
		case msg := <-s.cells:
			s.mutex.Lock()
			s.running = msg
			publish(msg, kernel.StatusBusy)
			s.mutex.Unlock()
			if !s.execute(msg) && field(msg, "stop_on_error", true) {
				s.abortQueued()
			}
			s.mutex.Lock()
			s.running = nil
			publish(msg, kernel.StatusIdle)
			s.mutex.Unlock()
		}
	}
}

// abortQueued answers the cells that wait with "aborted".
func (s *server) abortQueued() {
	for {
		select {
		case waiting := <-s.cells:
			publish(waiting, kernel.StatusBusy)
			// Without a number: JupyterLab would put it beside a cell that didn't run.
			reply(waiting, map[string]any{"status": "aborted"})
			publish(waiting, kernel.StatusIdle)
		default:
			return
		}
	}
}

func (s *server) interrupt(msg kernel.Message) error {
	guard.Interrupted(msg.ComposedMsg().Header.Timestamp, func() {
		s.kernel.Interrupted.Store(true)
		s.kernel.CallInterruptSubscribers()
	})
	return reply(msg, map[string]any{"status": "ok"})
}

func (s *server) shutdown(msg kernel.Message) error {
	s.kernel.CallInterruptSubscribers()
	err := reply(msg, map[string]any{"status": "ok", "restart": field(msg, "restart", false)})
	closing := make(chan struct{})
	go func() {
		defer close(closing)
		guard.Try(func() error { return s.goExec.Comms.Close(msg) })
	}()
	select {
	case <-closing:
	case <-time.After(time.Second):
	}
	publish(msg, kernel.StatusIdle)
	s.kernel.Stop()
	return err
}

func kindOf(msg kernel.Message) string { return msg.ComposedMsg().Header.MsgType }

// field returns what a request's content has in a field, or what is meant if it
// isn't there, or is of another kind.
func field[T any](msg kernel.Message, name string, otherwise T) T {
	content, _ := msg.ComposedMsg().Content.(map[string]any)
	if value, ok := content[name].(T); ok {
		return value
	}
	return otherwise
}

// reply answers a request with what belongs to it: an x_request with an x_reply.
func reply(msg kernel.Message, content any) error {
	return msg.Reply(strings.TrimSuffix(kindOf(msg), "_request")+"_reply", content)
}

// refused is the content of a reply that refuses.
func refused(name, why string) map[string]any {
	return map[string]any{"status": "error", "ename": name, "evalue": why, "traceback": []string{fmt.Sprintf("%s: %s", name, why)}}
}

func publish(msg kernel.Message, state string) {
	if err := kernel.PublishKernelStatus(msg, state); err != nil {
		klog.Errorf("publish %q: %v", state, err)
	}
}
