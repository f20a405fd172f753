package display

import (
	"encoding/gob"
	"errors"
	"io"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

type page string

func (p page) HTML() string { return string(p) }

type described struct{ page }

func (described) String() string { return "in words" }

// fakeKernel answers like gonb's: it works off the pipe in order and
// acknowledges a sync request. It first sends an unrelated message, as widgets do.
func fakeKernel(t *testing.T, fromCell io.Reader, toCell io.Writer, received chan<- map[protocol.MIMEType]any) {
	decoder, encoder := gob.NewDecoder(fromCell), gob.NewEncoder(toCell)
	for {
		var message protocol.DisplayData
		if err := decoder.Decode(&message); errors.Is(err, io.EOF) {
			close(received)
			return
		} else if err != nil {
			t.Errorf("the kernel can't read what display sends: %v", err)
			close(received)
			return
		}
		sync, isSync := message.Data[protocol.MIMECommValue].(protocol.CommValue)
		if !isSync {
			received <- message.Data
			continue
		}
		for _, answer := range []protocol.CommValue{
			{Address: "/slider", Value: 3},
			{Address: protocol.GonbuiSyncAckAddress, Value: sync.Value},
		} {
			if err := encoder.Encode(&answer); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestFlushReturnsOnlyWhenTheKernelHasEverything(t *testing.T) {
	cellReads, kernelWrites := io.Pipe()
	kernelReads, cellWrites := io.Pipe()
	received := make(chan map[protocol.MIMEType]any, 10)
	go fakeKernel(t, kernelReads, kernelWrites, received)

	c := connect(cellWrites, cellReads)
	for range 2 { // a cell may show twice
		for _, thing := range []Shower{page("<p>one</p>"), described{page("<p>two</p>")}} {
			if err := c.send(thing); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.flush(); err != nil {
			t.Fatal(err)
		}
		if len(received) != 2 {
			t.Fatalf("flush returned with %d of 2 outputs at the kernel", len(received))
		}
		first, second := <-received, <-received
		if first[protocol.MIMETextHTML] != "<p>one</p>" || second[protocol.MIMETextHTML] != "<p>two</p>" {
			t.Errorf("got %v and %v", first, second)
		}
		if second[protocol.MIMETextPlain] != "in words" {
			t.Errorf("the text of a Stringer is missing: %v", second)
		}
	}
	cellWrites.Close()
}

func TestFlushSaysWhenTheKernelIsGone(t *testing.T) {
	cellReads, kernelWrites := io.Pipe()
	kernelReads, cellWrites := io.Pipe()
	kernelReads.Close()
	kernelWrites.Close()
	if err := connect(cellWrites, cellReads).flush(); err == nil {
		t.Error("flush must report that nobody listens")
	}
}
