package guard

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"
	"unicode/utf8"
)

// What of a cell's output is shown: its beginning, and its end. A page that is to show
// more answers nobody while it does.
const (
	firstLines = 1_500
	firstBytes = 200_000
	lastLines  = 500
	lastBytes  = 50_000
)

// How often something is passed on: at once as long as little comes, later together
// what has come in pause.
const (
	burst = 20
	pause = 50 * time.Millisecond
	most  = 64 << 10 // bytes that are held back
)

// A screen is what is shown of a program's streams. What several print stays in its
// order.
type screen struct {
	mutex   sync.Mutex
	held    []piece
	size    int       // of what is held
	free    float64   // how many may be passed on at once
	since   time.Time // when that was counted
	waiting bool      // a timer runs
	lines   int       // of the beginning, shown
	bytes   int
	full    bool
	streams []*stream
}

// A piece is what one stream has printed.
type piece struct {
	to   *stream
	text []byte
}

// A stream is one of a program's streams, and the end of what it has printed.
type stream struct {
	screen *screen
	w      io.Writer
	rest   []byte // the beginning of a character
	end    []byte
	left   int // lines that were left out, those of end too
	size   int // bytes
}

func newScreen() *screen { return &screen{free: burst, since: time.Now()} }

func (s *screen) stream(w io.Writer) *stream {
	st := &stream{screen: s, w: w}
	s.streams = append(s.streams, st)
	return st
}

func (st *stream) Write(p []byte) (int, error) {
	s := st.screen
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if n := len(s.held); n > 0 && s.held[n-1].to == st {
		s.held[n-1].text = append(s.held[n-1].text, p...)
	} else {
		s.held = append(s.held, piece{st, bytes.Clone(p)})
	}
	s.size += len(p)
	now := time.Now()
	s.free, s.since = min(burst, s.free+float64(now.Sub(s.since))/float64(pause)), now
	switch {
	case s.size > most:
		s.pass()
	case s.free >= 1 && !s.waiting:
		s.free--
		s.pass()
	case !s.waiting:
		s.waiting = true
		time.AfterFunc(pause, func() {
			s.mutex.Lock()
			defer s.mutex.Unlock()
			s.waiting = false
			s.pass()
		})
	}
	return len(p), nil
}

func (s *screen) flush() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.pass()
}

// pass passes on what is held.
func (s *screen) pass() {
	for _, p := range s.held {
		text := overwritten(append(p.to.rest, p.text...))
		text, p.to.rest = whole(text)
		s.show(p.to, text)
	}
	s.held, s.size = nil, 0
}

// show shows as much of a text as belongs to the beginning, and keeps the rest.
func (s *screen) show(to *stream, text []byte) {
	if !s.full {
		n := 0
		for n < len(text) && s.lines < firstLines && s.bytes < firstBytes {
			end := bytes.IndexByte(text[n:], '\n') + 1
			if end == 0 {
				end = len(text) - n
			} else {
				s.lines++
			}
			end = min(end, firstBytes-s.bytes)
			n, s.bytes = n+end, s.bytes+end
		}
		for n > 0 && n < len(text) && !utf8.RuneStart(text[n]) {
			n--
		}
		write(to.w, text[:n])
		if text = text[n:]; len(text) == 0 {
			return
		}
		s.full = true
		write(to.w, []byte("\n… This is more than anybody reads: what follows is left out, until the cell ends. ■ stops it.\n"))
	}
	to.left += bytes.Count(text, []byte("\n"))
	to.size += len(text)
	if to.end = append(to.end, text...); len(to.end) > 4*lastBytes {
		to.end = bytes.Clone(tail(to.end))
	}
}

// close passes on the end of each stream.
func (s *screen) close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.pass()
	for _, st := range s.streams {
		s.show(st, st.rest)
		st.rest = nil
		if st.size == 0 {
			continue
		}
		end := tail(st.end)
		lines, size := st.left-bytes.Count(end, []byte("\n")), st.size-len(end)
		switch {
		case lines > 0:
			write(st.w, fmt.Appendf(nil, "… %s left out. The end:\n", count(lines, "line")))
		case size > 0:
			write(st.w, fmt.Appendf(nil, "… %s left out. The end:\n", count(size, "character")))
		}
		write(st.w, end)
		st.end, st.left, st.size = nil, 0, 0
	}
}

func write(w io.Writer, text []byte) {
	if len(text) > 0 {
		_, _ = w.Write(text)
	}
}

// tail returns the last lines of a text.
func tail(text []byte) []byte {
	at := max(0, len(text)-lastBytes)
	lines := 0
	for i := len(text) - 2; i >= at; i-- {
		if text[i] == '\n' {
			if lines++; lines == lastLines {
				return text[i+1:]
			}
		}
	}
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return text[at:]
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}

// overwritten leaves out what a later part of its line covers, as a progress line does
// with \r: a page would do so too, but takes the longer, the more there is.
func overwritten(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	lines := bytes.SplitAfter(text, []byte("\n"))
	var out []byte
	for _, line := range lines {
		last := bytes.LastIndexByte(line, '\r')
		if last < 0 {
			out = append(out, line...)
			continue
		}
		if last == len(line)-1 { // what it ends with is still to be seen
			out = append(out, line[max(0, bytes.LastIndexByte(line[:last], '\r')):]...)
			continue
		}
		before := line[:last]
		if shown := before[bytes.LastIndexByte(before, '\r')+1:]; len(shown) > len(bytes.TrimRight(line[last+1:], "\n")) {
			out = append(append(out, '\r'), shown...) // it stands out at the end
		}
		out = append(out, line[last:]...)
	}
	return out
}

// whole parts a text from the character that it breaks off in.
func whole(text []byte) (all, rest []byte) {
	for n := 1; n <= min(utf8.UTFMax-1, len(text)); n++ {
		if at := len(text) - n; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				return text[:at], bytes.Clone(text[at:])
			}
			break
		}
	}
	return text, nil
}
