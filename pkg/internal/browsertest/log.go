package browsertest

import (
	"maps"
	"net/url"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// A Log holds what a page has asked for and complained about.
type Log struct {
	mutex  sync.Mutex
	asked  map[network.RequestID]string
	thrown []*runtime.ExceptionDetails
	hear   func(event any)
}

// Listen lets a function hear the browser's events from now on, one at a time.
func (l *Log) Listen(hear func(event any)) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.hear = hear
}

func (l *Log) take(event any) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.hear != nil {
		l.hear(event)
	}
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		l.asked[e.RequestID] = e.Request.URL
	case *network.EventWebSocketCreated:
		l.asked[e.RequestID] = e.URL
	case *network.EventLoadingFailed:
		if e.BlockedReason == network.BlockedReasonCsp {
			delete(l.asked, e.RequestID) // the page itself forbade it
		}
	case *runtime.EventExceptionThrown:
		l.thrown = append(l.thrown, e.ExceptionDetails)
	}
}

// Asked returns the addresses that were asked for, sorted.
func (l *Log) Asked() []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return slices.Sorted(maps.Values(l.asked))
}

// AskedOutside returns those of [Log.Asked] that lie neither in the page itself
// (data:, blob:, about:) nor at a file.
func (l *Log) AskedOutside() []string {
	return slices.DeleteFunc(l.Asked(), func(address string) bool {
		u, err := url.Parse(address)
		return err == nil && slices.Contains([]string{"data", "blob", "about", "file"}, u.Scheme)
	})
}

// Thrown returns the exceptions that nothing caught.
func (l *Log) Thrown() []*runtime.ExceptionDetails {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return slices.Clone(l.thrown)
}

// CheckThrown fails the test for each exception that nothing caught.
func (p *Page) CheckThrown() {
	p.Helper()
	for _, e := range p.Log.Thrown() {
		text := e.Text
		if e.Exception != nil {
			text += " " + e.Exception.Description
		}
		p.Errorf("an exception in the page: %s", text)
	}
}
