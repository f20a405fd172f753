package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a set-up is: on a terminal as one bar over all of it, with
// what is being done, elsewhere as one line when a step begins and one when it ends.
type progress struct {
	out   io.Writer
	began time.Time
	stop  chan struct{}

	mutex  sync.Mutex
	steps  int
	at     int
	ended  float64     // the seconds that steps which have ended usually take
	active []*activity // what is being done
	bar    *progressbar.ProgressBar
}

// An activity is a step that is being done.
type activity struct {
	show        *progress
	label       string // "[1/5] Go kernel"
	title       string
	since       time.Time
	usual       float64 // seconds
	done, total int
	what        string
}

// usually is how many seconds all steps take together on a machine with two cores.
const usually = 130

func newProgress(out io.Writer, steps int) *progress {
	p := &progress{out: out, steps: steps, began: time.Now(), stop: make(chan struct{})}
	if !isTerminal(out) {
		return p
	}
	p.bar = progressbar.NewOptions(1000,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetWidth(16),
		progressbar.OptionSetPredictTime(false), // we know more of it
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionThrottle(80*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	go p.draw()
	return p
}

// isTerminal says whether out is a terminal that understands a bar.
func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

func (p *progress) begin(s step) *activity {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.at++
	p.steps = max(p.steps, p.at)
	a := &activity{show: p, title: s.title, label: fmt.Sprintf("[%d/%d] %s", p.at, p.steps, s.title), since: time.Now(), usual: max(1, s.seconds)}
	p.active = append(p.active, a)
	if p.bar == nil {
		fmt.Fprintf(p.out, "%s ...\n", a.label)
	}
	return a
}

// report is the step's reporter.
func (a *activity) report(done, total int, what string) {
	a.show.mutex.Lock()
	defer a.show.mutex.Unlock()
	a.done, a.total, a.what = done, total, what
}

// fraction is how much of the step is done: as it counts, or, where it can't, by the
// time that it has taken.
func (a *activity) fraction() float64 {
	byTime := 1 - math.Exp(-time.Since(a.since).Seconds()/a.usual)
	if a.total > 0 {
		return max(float64(a.done)/float64(a.total), min(byTime, 0.1))
	}
	return byTime
}

func (p *progress) end(a *activity, err error) {
	said := fmt.Sprintf("done in %.0f s", time.Since(a.since).Seconds())
	switch {
	case errors.Is(err, context.Canceled):
		said = "interrupted"
	case err != nil:
		said = "failed"
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.ended += a.usual
	for i, one := range p.active {
		if one == a {
			p.active = append(p.active[:i], p.active[i+1:]...)
			break
		}
	}
	p.line("%s: %s", a.label, said)
}

// say writes a line.
func (p *progress) say(format string, args ...any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.line(format, args...)
}

func (p *progress) line(format string, args ...any) {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
	fmt.Fprintf(p.out, format+"\n", args...)
}

// draw draws the bar until the end.
func (p *progress) draw() {
	for {
		select {
		case <-p.stop:
			return
		case <-time.After(200 * time.Millisecond):
		}
		p.mutex.Lock()
		text, share := p.state()
		p.bar.Describe(text)
		_ = p.bar.Set(int(1000 * share))
		p.mutex.Unlock()
	}
}

// state says in some words what is being done, and how much of all is.
func (p *progress) state() (text string, share float64) {
	all, done := p.ended, p.ended
	var doing []string
	for _, a := range p.active {
		all += a.usual
		done += a.usual * a.fraction()
		what := a.title
		if a.total > 0 {
			what = fmt.Sprintf("%s %d/%d", what, a.done, a.total)
		}
		if a.what != "" {
			what += " " + a.what
		}
		doing = append(doing, what)
	}
	// Steps that have not begun: what isn't known of them is their part of the usual time.
	if waiting := p.steps - p.at; waiting > 0 {
		all = max(all, min(usually, all+float64(waiting)*15))
	}
	share = min(0.99, done/max(all, 1))
	text = strings.Join(doing, ", ")
	if len(text) > 30 {
		text = text[:29] + "…"
	}
	if took := time.Since(p.began).Seconds(); took > 8 && share > 0.1 {
		text = fmt.Sprintf("%-30s about %.0f s left", text, math.Ceil(took*(1-share)/share/5)*5)
	}
	return text, share
}

func (p *progress) close() {
	close(p.stop)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
