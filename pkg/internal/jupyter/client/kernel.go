// Package client starts a Jupyter kernel and talks to it over its sockets, as
// JupyterLab's server does.
//
// A [Kernel] sends requests and hands over every message that comes back; what
// they mean to a notebook is its user's business.
package client

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/go-zeromq/zmq4"
	"golang.org/x/sync/errgroup"

	"littlesteps/pkg/internal/processes"
)

// A Spec says how a kernel is started.
type Spec struct {
	Argv    []string  // its command; "{connection_file}" stands for that file's path
	Env     []string  // all of its environment
	Dir     string    // where it works
	Sockets string    // a private folder for the connection file and the sockets
	TCP     bool      // it listens on localhost; otherwise on Unix sockets in that folder
	Log     io.Writer // what the process itself writes; nil is nowhere
}

// A Kernel is a kernel that runs, and the connection to it.
type Kernel struct {
	Messages <-chan Message  // all that it sends but for answers to Start itself, until it has ended
	Ended    <-chan struct{} // closed when its process is gone
	Language map[string]any  // its "language_info", as notebooks keep it

	cmd     *exec.Cmd
	file    string // the connection file
	session string
	signer  signer
	shell   zmq4.Socket
	control zmq4.Socket
	close   context.CancelFunc
	reading sync.WaitGroup
}

// channels are a kernel's sockets, in the order of their ports.
var channels = []string{"shell", "iopub", "stdin", "control", "hb"}

// Start starts a kernel and waits until it answers and its outputs arrive. The
// end of ctx ends the waiting, and not the kernel once it has started.
func Start(ctx context.Context, spec Spec) (*Kernel, error) {
	k := &Kernel{session: rand.Text()}
	k.file = filepath.Join(spec.Sockets, "kernel-"+strings.ToLower(k.session)+".json")
	k.signer = signer(rand.Text())
	addresses, err := k.writeConnection(spec.TCP)
	if err != nil {
		return nil, err
	}
	argv := slices.Clone(spec.Argv)
	for i := range argv {
		argv[i] = strings.ReplaceAll(argv[i], "{connection_file}", k.file)
	}
	k.cmd = exec.Command(argv[0], argv[1:]...)
	k.cmd.Dir, k.cmd.Env = spec.Dir, append(slices.Clone(spec.Env), fmt.Sprint("JPY_PARENT_PID=", os.Getpid()))
	k.cmd.Stdout, k.cmd.Stderr = spec.Log, spec.Log
	k.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // its own session: what it starts can be found
	k.cmd.WaitDelay = time.Second
	processes.EndWithParent(k.cmd)
	if err := k.cmd.Start(); err != nil {
		return nil, fmt.Errorf("the kernel doesn't start: %w", err)
	}
	ended := make(chan struct{})
	k.Ended = ended
	life, stop := context.WithCancel(context.Background())
	k.close = stop
	go func() {
		k.cmd.Wait()
		close(ended)
		stop()
	}()
	messages := make(chan Message, 1024)
	k.Messages = messages
	if err := k.connect(ctx, life, addresses, messages); err != nil {
		k.Kill()
		return nil, err
	}
	return k, nil
}

// writeConnection writes the file that tells the kernel where to listen, and
// returns the addresses.
func (k *Kernel) writeConnection(tcp bool) (addresses map[string]string, err error) {
	base := strings.TrimSuffix(k.file, ".json") + "-ipc"
	file := map[string]any{"transport": "ipc", "ip": base, "key": string(k.signer), "signature_scheme": "hmac-sha256", "kernel_name": ""}
	if tcp {
		file["transport"], file["ip"] = "tcp", "127.0.0.1"
	}
	addresses = map[string]string{}
	for i, channel := range channels {
		port := i + 1
		addresses[channel] = fmt.Sprintf("ipc://%s-%d", base, port)
		if tcp {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return nil, err
			}
			defer listener.Close() // after the last: all differ
			port = listener.Addr().(*net.TCPAddr).Port
			addresses[channel] = fmt.Sprintf("tcp://127.0.0.1:%d", port)
		}
		file[channel+"_port"] = port
	}
	content, err := json.Marshal(file)
	if err != nil {
		return nil, err
	}
	return addresses, os.WriteFile(k.file, content, 0o600)
}

// connect opens the sockets, and waits until the kernel answers on them.
func (k *Kernel) connect(ctx, life context.Context, addresses map[string]string, messages chan Message) error {
	options := []zmq4.Option{
		zmq4.WithID(zmq4.SocketIdentity(k.session)), zmq4.WithLogger(log.New(io.Discard, "", 0)),
		zmq4.WithDialerRetry(5 * time.Millisecond), zmq4.WithDialerMaxRetries(-1), // until the kernel listens, or is gone
	}
	iopub := zmq4.NewSub(life, options...)
	if err := iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		return err
	}
	sockets := map[string]zmq4.Socket{
		"shell": zmq4.NewDealer(life, options...), "control": zmq4.NewDealer(life, options...),
		"stdin": zmq4.NewDealer(life, options...), "iopub": iopub,
	}
	k.shell, k.control = sockets["shell"], sockets["control"]
	dialed := make(chan error, 1)
	go func() {
		var all errgroup.Group
		for channel, socket := range sockets {
			all.Go(func() error { return socket.Dial(addresses[channel]) })
		}
		dialed <- all.Wait()
	}()
	select {
	case err := <-dialed:
		if err != nil {
			return fmt.Errorf("can't reach the kernel: %w", err)
		}
	case <-k.Ended:
		return errors.New("the kernel ended as soon as it was started")
	case <-ctx.Done():
		return ctx.Err()
	}
	for channel, socket := range sockets {
		k.reading.Go(func() { k.read(life, channel, socket, messages) })
	}
	go func() {
		<-life.Done()
		for _, socket := range sockets {
			socket.Close()
		}
		k.reading.Wait()
		close(messages)
	}()
	return k.greet(ctx)
}

// read hands over what comes on one socket.
func (k *Kernel) read(life context.Context, channel string, socket zmq4.Socket, messages chan<- Message) {
	for {
		frames, err := socket.Recv()
		if err != nil {
			return
		}
		m, err := k.signer.parse(channel, frames.Frames)
		if err != nil {
			continue // nothing that this kernel has sent
		}
		select {
		case messages <- m:
		case <-life.Done():
			return
		}
	}
}

// greet asks the kernel who it is until its status arrives as well: what it sent
// before the subscription reached it is lost.
func (k *Kernel) greet(ctx context.Context) error {
	for {
		if _, err := k.Request("kernel_info_request", struct{}{}); err != nil {
			return err
		}
		replied, heard := false, false
		again := time.After(200 * time.Millisecond)
		for waiting := true; waiting; {
			select {
			case m, ok := <-k.Messages:
				if !ok {
					return errors.New("the kernel ended as soon as it was started")
				}
				if m.Type == "kernel_info_reply" {
					var info struct {
						Language map[string]any `json:"language_info"`
					}
					replied = json.Unmarshal(m.Content.Raw, &info) == nil
					k.Language = info.Language
				}
				heard = heard || m.Channel == "iopub"
				if replied && heard {
					return nil
				}
			case <-again:
				waiting = !replied // it may be slow to start, then one question is enough
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

// Request sends a request on the shell channel, and returns its id.
func (k *Kernel) Request(kind string, content any) (id string, err error) {
	return k.send(k.shell, kind, content)
}

// Control sends a request on the control channel, which overtakes others.
func (k *Kernel) Control(kind string, content any) (id string, err error) {
	return k.send(k.control, kind, content)
}

func (k *Kernel) send(socket zmq4.Socket, kind string, content any) (string, error) {
	id, frames, err := k.signer.request(k.session, kind, content)
	if err == nil {
		err = socket.SendMulti(frames)
	}
	return id, err
}

// Execute asks the kernel to run a cell, and returns the request's id.
func (k *Kernel) Execute(code string) (id string, err error) {
	return k.Request("execute_request", map[string]any{
		"code": code, "silent": false, "store_history": true, "user_expressions": struct{}{}, "allow_stdin": false, "stop_on_error": true,
	})
}

// Pid is the kernel's process. It leads a session of its own.
func (k *Kernel) Pid() int { return k.cmd.Process.Pid }

// Shutdown asks the kernel to end, gives it patience to do so, and kills what is
// left of it.
func (k *Kernel) Shutdown(patience time.Duration) {
	k.Control("shutdown_request", map[string]bool{"restart": false})
	select {
	case <-k.Ended:
	case <-time.After(patience):
	}
	k.Kill()
}

// Kill ends the kernel, and what it started, at once.
func (k *Kernel) Kill() {
	syscall.Kill(k.Pid(), syscall.SIGKILL)
	processes.KillSession(k.Pid())
	<-k.Ended
	k.close()
	left, _ := filepath.Glob(strings.TrimSuffix(k.file, ".json") + "*")
	for _, path := range left {
		os.Remove(path)
	}
}
