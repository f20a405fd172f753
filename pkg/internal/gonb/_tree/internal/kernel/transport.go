package kernel

import (
	"container/list"
	"errors"
	"os"
	"time"

	"github.com/janpfeifer/gonb/common"
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"k8s.io/klog/v2"
)

// A Channel is one of those on which Jupyter's clients and a kernel talk.
type Channel string

const (
	ShellChannel   Channel = "shell"
	ControlChannel Channel = "control"
	StdinChannel   Channel = "stdin"
	IOPubChannel   Channel = "iopub"
)

// A Transport carries messages between a kernel and its clients: ZeroMQ's sockets on
// the desktop, a message port in a browser. Its methods may be called at the same
// time from several goroutines.
type Transport interface {
	// Receive waits for the next message on a channel. An error that wraps
	// ErrBadMessage is about that message alone; another one is the end.
	Receive(from Channel) (ComposedMsg, [][]byte, error)
	// Send sends a message. The identities are those that Receive returned with the
	// request that it answers.
	Send(on Channel, identities [][]byte, msg *ComposedMsg) error
	Close() error
}

// ErrBadMessage is the error of a message that can't be read, or isn't signed as
// it should be. The kernel goes on without it.
var ErrBadMessage = errors.New("a message that can't be read")

// connect listens where a connection file says.
var connect = func(string) (Transport, error) {
	return nil, errors.New("connection files mean nothing here: start the kernel with NewOn")
}

// NewOn starts a kernel on a transport.
func NewOn(wire Transport) *Kernel {
	k := &Kernel{
		stop:    make(chan struct{}),
		wire:    wire,
		shell:   make(chan Message, 1),
		stdin:   make(chan Message, 1),
		control: make(chan Message, 1),

		interruptSubscriptions: list.New(),
		KnownBlockIds:          make(common.Set[string]),
	}
	k.listen(ShellChannel, k.shell)
	k.listen(StdinChannel, k.stdin)
	k.listen(ControlChannel, k.control)
	return k
}

// named notes by what id Jupyter knows the kernel.
func (k *Kernel) named(connectionFile string) *Kernel {
	if match := reExtractJupyterSessionId.FindStringSubmatch(connectionFile); len(match) == 2 {
		k.JupyterKernelId = match[1]
		_ = os.Setenv(protocol.GONB_JUPYTER_KERNEL_ID_ENV, k.JupyterKernelId)
	}
	return k
}

// listen passes on the messages of a channel, until the kernel stops.
func (k *Kernel) listen(channel Channel, to chan<- Message) {
	k.pollingWait.Add(1)
	go func() {
		defer k.pollingWait.Done()
		defer close(to)
		for {
			composed, identities, err := k.wire.Receive(channel)
			switch {
			case k.IsStopped():
				return
			case errors.Is(err, ErrBadMessage):
				klog.Errorf("%s: %v", channel, err)
				continue
			case err != nil:
				klog.Errorf("%s: %v: stopping", channel, err)
				k.Stop()
				return
			}
			composed.Received = time.Now()
			msg := &MessageImpl{kernel: k, Composed: composed, Identities: identities, channel: channel}
			select {
			case to <- msg:
			case <-k.stop:
				return
			}
		}
	}()
}

// hangUp stops the kernel, once.
func (k *Kernel) hangUp() {
	k.stopOnce.Do(func() {
		k.Interrupted.Store(true)
		close(k.stop)
		if err := k.wire.Close(); err != nil {
			klog.Errorf("close the transport: %v", err)
		}
	})
}

// send sends a message as an answer to m, on the channel that is asked for.
func (m *MessageImpl) send(on Channel, msg *ComposedMsg) error {
	return m.kernel.wire.Send(on, m.Identities, msg)
}

// asked returns the field of a request's content, or what it is if it isn't there.
func asked[T any](m *MessageImpl, field string, otherwise T) T {
	content, _ := m.Composed.Content.(map[string]any)
	if value, ok := content[field].(T); ok {
		return value
	}
	return otherwise
}

// errNoInput is the error of a cell that asks where nobody may be asked.
var errNoInput = errors.New("this client doesn't let a cell ask for input")
