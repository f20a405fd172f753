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
	Messages <-chan Message  // all that it sends but for the answer to the first question, until the end
	Ended    <-chan struct{} // closed when its process, or the connection, is gone
	Language map[string]any  // its "language_info", as notebooks keep it

	cmd     *exec.Cmd // nil where somebody else has started it
	file    string    // the connection file
	session string
	signer  signer
	shell   zmq4.Socket
	control zmq4.Socket
	life    context.Context
	close   context.CancelFunc
	reading sync.WaitGroup
}

// Start starts a kernel and waits until it answers and its outputs arrive. The
// end of ctx ends the waiting, and not the kernel once it has started.
func Start(ctx context.Context, spec Spec) (*Kernel, error) {
	file := filepath.Join(spec.Sockets, "kernel-"+strings.ToLower(rand.Text())+".json")
	if err := writeConnection(file, spec.TCP); err != nil {
		return nil, err
	}
	argv := slices.Clone(spec.Argv)
	for i := range argv {
		argv[i] = strings.ReplaceAll(argv[i], "{connection_file}", file)
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir, cmd.Env = spec.Dir, append(slices.Clone(spec.Env), fmt.Sprint("JPY_PARENT_PID=", os.Getpid()))
	cmd.Stdout, cmd.Stderr = spec.Log, spec.Log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // its own session: what it starts can be found
	cmd.WaitDelay = time.Second
	processes.EndWithParent(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("the kernel doesn't start: %w", err)
	}
	k := newKernel(file)
	k.cmd = cmd
	go func() {
		cmd.Wait()
		k.close()
	}()
	if err := k.connect(ctx); err != nil {
		k.Kill()
		return nil, err
	}
	return k, nil
}

// Attach connects to a kernel that somebody else has started, such as JupyterLab.
func Attach(ctx context.Context, file string) (*Kernel, error) {
	k := newKernel(file)
	if err := k.connect(ctx); err != nil {
		k.close()
		return nil, err
	}
	return k, nil
}

func newKernel(file string) *Kernel {
	k := &Kernel{file: file, session: rand.Text()}
	k.life, k.close = context.WithCancel(context.Background())
	k.Ended = k.life.Done()
	return k
}

// A connection is what a connection file says: where the kernel listens.
type connection struct {
	Transport string `json:"transport"` // "ipc" or "tcp"
	IP        string `json:"ip"`        // with ipc, how the sockets' paths begin
	Key       string `json:"key"`       // messages are signed with it
	Scheme    string `json:"signature_scheme"`
	Shell     int    `json:"shell_port"`
	IOPub     int    `json:"iopub_port"`
	Stdin     int    `json:"stdin_port"`
	Control   int    `json:"control_port"`
	Heartbeat int    `json:"hb_port"`
}

func writeConnection(file string, tcp bool) error {
	c := connection{
		Transport: "ipc", IP: strings.TrimSuffix(file, ".json") + "-ipc", Key: rand.Text(), Scheme: "hmac-sha256",
		Shell: 1, IOPub: 2, Stdin: 3, Control: 4, Heartbeat: 5,
	}
	if tcp {
		c.Transport, c.IP = "tcp", "127.0.0.1"
		for _, port := range []*int{&c.Shell, &c.IOPub, &c.Stdin, &c.Control, &c.Heartbeat} {
			listener, err := net.Listen("tcp", c.IP+":0")
			if err != nil {
				return err
			}
			defer listener.Close() // after the last: all differ
			*port = listener.Addr().(*net.TCPAddr).Port
		}
	}
	content, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o600)
}

func (c connection) address(port int) string {
	if c.Transport == "tcp" {
		return fmt.Sprintf("tcp://%s:%d", c.IP, port)
	}
	return fmt.Sprintf("%s://%s-%d", c.Transport, c.IP, port)
}

// connect opens the sockets, and waits until the kernel answers on them.
func (k *Kernel) connect(ctx context.Context) error {
	content, err := os.ReadFile(k.file)
	if err != nil {
		return err
	}
	var c connection
	if err := json.Unmarshal(content, &c); err != nil {
		return fmt.Errorf("%s: %w", k.file, err)
	}
	k.signer = signer(c.Key)
	options := []zmq4.Option{
		zmq4.WithID(zmq4.SocketIdentity(k.session)), zmq4.WithLogger(log.New(io.Discard, "", 0)),
		zmq4.WithDialerRetry(5 * time.Millisecond), zmq4.WithDialerMaxRetries(-1), // until the kernel listens, or is gone
	}
	k.shell, k.control = zmq4.NewDealer(k.life, options...), zmq4.NewDealer(k.life, options...)
	iopub := zmq4.NewSub(k.life, options...)
	if err := iopub.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		return err
	}
	var dialing errgroup.Group
	dialing.Go(func() error { return k.shell.Dial(c.address(c.Shell)) })
	dialing.Go(func() error { return k.control.Dial(c.address(c.Control)) })
	dialing.Go(func() error { return iopub.Dial(c.address(c.IOPub)) })
	dialed := make(chan error, 1)
	go func() { dialed <- dialing.Wait() }()
	select {
	case err = <-dialed:
	case <-k.Ended:
		err = errEnded
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("can't reach the kernel: %w", err)
	}
	messages := make(chan Message, 1024)
	k.Messages = messages
	for channel, socket := range map[string]zmq4.Socket{"shell": k.shell, "control": k.control, "iopub": iopub} {
		k.reading.Go(func() { k.read(channel, socket, messages) })
	}
	go func() {
		<-k.Ended
		k.shell.Close()
		k.control.Close()
		iopub.Close()
		k.reading.Wait()
		close(messages)
	}()
	return k.greet(ctx)
}

var errEnded = errors.New("the kernel ended as soon as it was started")

// read hands over what comes on one socket.
func (k *Kernel) read(channel string, socket zmq4.Socket, messages chan<- Message) {
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
		case <-k.Ended:
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
					return errEnded
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

// Pid is the process of a kernel that was started here. It leads a session of its
// own.
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
	left, _ := filepath.Glob(strings.TrimSuffix(k.file, ".json") + "*")
	for _, path := range left {
		os.Remove(path)
	}
}

// Detach closes the connection, and leaves the kernel alone.
func (k *Kernel) Detach() { k.close() }
