package guard

import (
	"regexp"
	"strings"
)

// An Ended is the error of a program that ended by itself, and not well.
type Ended struct {
	Panic     string // "panic: …" or "fatal error: …", in a line; "" where it only exited
	Early     bool   // it panicked while the variables at the top level were computed
	Complaint string // what it last wrote to standard error; of a panic, that and the traces
	Err       error  // as it ended
}

func (e *Ended) Error() string {
	if e.Panic != "" {
		return e.Panic
	}
	return e.Err.Error()
}

func (e *Ended) Unwrap() error { return e.Err }

// What is kept of a program's complaints: of a panic its beginning, with the traces;
// of anything else the end.
const (
	mostPanic = 64_000
	mostElse  = 8_000
)

type complaints struct{ *Budget }

func (c complaints) Write(p []byte) (int, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.last += string(p)
	if at := said.FindStringIndex(c.last); at != nil {
		c.last = c.last[at[0]:min(len(c.last), at[0]+mostPanic)]
	} else {
		c.last = c.last[max(0, len(c.last)-mostElse):]
	}
	return len(p), nil
}

var (
	said    = regexp.MustCompile(`(?m)^(?:panic|fatal error): `)
	more    = regexp.MustCompile(` \[recovered[^\]]*\]`)
	atStart = regexp.MustCompile(`(?m)^main\.init(\.\d+)?\(|^main\.init\b`)
	atMain  = regexp.MustCompile(`(?m)^main\.main\(`)
)

// ended returns the error of a program that complained so before it ended.
func ended(err error, complaint string) error {
	e := &Ended{Complaint: complaint, Err: err}
	if at := said.FindStringIndex(complaint); at == nil || at[0] != 0 {
		return e
	}
	message, trace, _ := strings.Cut(complaint, "\ngoroutine ")
	first, _, _ := strings.Cut(message, "\n")
	trace, _, _ = strings.Cut(trace, "\n\n")
	e.Panic = more.ReplaceAllString(first, "")
	e.Early = atStart.MatchString(trace) && !atMain.MatchString(trace)
	return e
}
