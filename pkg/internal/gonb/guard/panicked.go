package guard

import (
	"errors"
	"regexp"
	"strings"
)

// A Panicked is the error of a program that ended in a panic, or that the Go runtime
// ended.
type Panicked struct {
	Said  string // "panic: …" or "fatal error: …", in a line
	Early bool   // while the variables at the top level were computed
	Err   error  // as it ended
}

func (p *Panicked) Error() string { return p.Said }
func (p *Panicked) Unwrap() error { return p.Err }

// Tell says whether it is worth a line to say how a program ended: it isn't where the
// panic stands there already.
func Tell(err error) bool {
	var p *Panicked
	return err != nil && !errors.As(err, &p)
}

// mostComplaints is how much of a panic is kept: its message, and the trace of the
// goroutine that panicked.
const mostComplaints = 8000

type complaints struct{ *Budget }

func (c complaints) Write(p []byte) (int, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.last += string(p)
	if at := said.FindStringIndex(c.last); at != nil {
		c.last = c.last[at[0]:min(len(c.last), at[0]+mostComplaints)]
	} else { // it may be in the middle of the word
		c.last = c.last[max(0, len(c.last)-len("\nfatal error: ")):]
	}
	return len(p), nil
}

var (
	said    = regexp.MustCompile(`(?m)^(?:panic|fatal error): `)
	more    = regexp.MustCompile(` \[recovered[^\]]*\]`)
	atStart = regexp.MustCompile(`(?m)^main\.init(\.\d+)?\(|^main\.init\b`)
	atMain  = regexp.MustCompile(`(?m)^main\.main\(`)
)

// panicked returns the error of a program that complained so before it ended.
func panicked(err error, complaint string) error {
	at := said.FindStringIndex(complaint)
	if at == nil || at[0] != 0 {
		return err
	}
	message, trace, _ := strings.Cut(complaint, "\ngoroutine ")
	first, _, _ := strings.Cut(message, "\n")
	trace, _, _ = strings.Cut(trace, "\n\n")
	early := atStart.MatchString(trace) && !atMain.MatchString(trace)
	return &Panicked{Said: more.ReplaceAllString(first, ""), Early: early, Err: err}
}
