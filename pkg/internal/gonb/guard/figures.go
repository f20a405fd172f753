package guard

import (
	"fmt"
	"sync"
	"time"
)

// What a cell may display: that many things, and that many bytes, of one and of all.
// JupyterLab shows 50 outputs of a cell.
const (
	firstShown = 40
	lastShown  = 5
	oneShown   = 16 << 20
	allShown   = 40 << 20
)

// Shown is what a program displays: the first things at once, the next ones one after
// the other, so that a page has time to answer, and the last ones at its end.
// What is shown in the place of something else comes at most twenty times a second, the
// last of it always.
type Shown struct {
	mutex  sync.Mutex
	number int
	bytes  int
	end    []func()
	left   int
	latest map[string]func() // by what it replaces
	late   bool
}

// Take calls show, now, at the end, or never. of is what it replaces, "" for nothing.
// It returns a sentence for the learner, or "".
func (s *Shown) Take(size int, of string, show func()) string {
	if s.number >= burst/2 && s.number < firstShown && of == "" {
		time.Sleep(pause)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if size > oneShown {
		return fmt.Sprintf("This would show %d MB in one piece, and %d is the most that a page can take: it is left out.\n", size>>20, oneShown>>20)
	}
	if of != "" {
		s.replace(of, show)
		return ""
	}
	if s.number < firstShown && s.bytes+size <= allShown {
		s.number++
		s.bytes += size
		show()
		return ""
	}
	s.left++
	if s.end = append(s.end, show); len(s.end) > lastShown {
		s.end = s.end[1:]
	}
	if s.left > 1 {
		return ""
	}
	return fmt.Sprintf("… This is more than a page can take: after %d things displayed, what follows is left out, except for the last ones. ■ stops the cell.\n", s.number)
}

func (s *Shown) replace(of string, show func()) {
	if s.late {
		s.latest[of] = show
		return
	}
	show()
	s.late, s.latest = true, map[string]func(){}
	time.AfterFunc(pause, func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.late = false
		for of, show := range s.latest {
			delete(s.latest, of)
			s.replace(of, show)
		}
	})
}

// Close shows what was left for the end, after a sentence with say.
func (s *Shown) Close(say func(string)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for of, show := range s.latest {
		delete(s.latest, of)
		show()
	}
	if out := s.left - len(s.end); out > 0 {
		say(fmt.Sprintf("… %d displayed things are left out. The last:\n", out))
	}
	for _, show := range s.end {
		show()
	}
	s.end, s.left = nil, 0
}
