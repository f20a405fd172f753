// Package display sends figures and tables from a cell to the notebook.
//
// It is the only package of the project that talks to the kernel. A cell says
//
//	display.Show(chart.Line(epochs, losses))
//
// and the figure stands below the cell. [Show] takes anything that can write
// itself as HTML: the figures of package chart, the tables of package data, and
// whatever a learner gives an HTML method.
//
// Why not gonbui, which the kernel ships? Importing it adds about 90 ms to
// every cell (it links klog and uuid). This package speaks the same protocol
// with gob alone, and it always waits until the kernel has everything: what a
// program sends just before it ends is otherwise sometimes lost.
package display

import (
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// Shower is anything that can write itself as HTML: one element, complete in
// itself, that loads nothing from elsewhere.
type Shower interface {
	HTML() string
}

// Show displays the things below the cell, in the order given, and returns once
// the kernel has them all. A thing that is also a [fmt.Stringer] sends its text
// beside the HTML, for readers without a browser.
//
// Outside a notebook, in a test for example, Show does nothing. If the kernel
// can't be reached, Show says so on standard error and the cell goes on.
func Show(things ...Shower) {
	if os.Getenv(protocol.GONB_PIPE_ENV) == "" {
		return
	}
	mutex.Lock()
	defer mutex.Unlock()
	if err := showAll(things); err != nil {
		fmt.Fprintf(os.Stderr, "display: can't reach the notebook: %v; restart the kernel and run the cell again\n", err)
	}
}

// mutex guards kernel: a cell may show figures from several goroutines.
var mutex sync.Mutex

// kernel is opened by the first Show of a program and stays open until its end,
// because gob describes each type only once in a stream.
var kernel *connection

func showAll(things []Shower) error {
	if kernel == nil {
		opened, err := open(os.Getenv(protocol.GONB_PIPE_ENV), os.Getenv(protocol.GONB_PIPE_BACK_ENV))
		if err != nil {
			return err
		}
		kernel = opened
	}
	for _, thing := range things {
		if err := kernel.send(thing); err != nil {
			return err
		}
	}
	return kernel.flush()
}

// connection is the pair of pipes between a cell's program and the kernel.
type connection struct {
	encoder *gob.Encoder
	decoder *gob.Decoder
	flushes int
}

// open waits until the kernel has opened the other ends. The kernel opens them
// in this order too; the other order would leave both waiting.
func open(writePath, readPath string) (*connection, error) {
	writer, err := os.OpenFile(writePath, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	reader, err := os.OpenFile(readPath, os.O_RDONLY, 0)
	if err != nil {
		writer.Close()
		return nil, err
	}
	return connect(writer, reader), nil
}

func connect(writer io.Writer, reader io.Reader) *connection {
	return &connection{encoder: gob.NewEncoder(writer), decoder: gob.NewDecoder(reader)}
}

func (c *connection) send(thing Shower) error {
	content := map[protocol.MIMEType]any{protocol.MIMETextHTML: thing.HTML()}
	if text, ok := thing.(fmt.Stringer); ok {
		content[protocol.MIMETextPlain] = text.String()
	}
	return c.encoder.Encode(&protocol.DisplayData{Data: content})
}

// flush asks the kernel for a sign and waits for it. The kernel works off the
// pipe in order, so the sign says that everything sent before has arrived.
func (c *connection) flush() error {
	c.flushes++
	request := &protocol.CommValue{Address: protocol.GonbuiSyncAddress, Value: c.flushes}
	content := map[protocol.MIMEType]any{protocol.MIMECommValue: request}
	if err := c.encoder.Encode(&protocol.DisplayData{Data: content}); err != nil {
		return err
	}
	for {
		var answer protocol.CommValue
		if err := c.decoder.Decode(&answer); err != nil {
			return err
		}
		if answer.Address == protocol.GonbuiSyncAckAddress && answer.Value == c.flushes {
			return nil
		}
	}
}
