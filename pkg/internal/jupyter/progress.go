package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a set-up is: on a terminal as a bar for each step,
// elsewhere as one line when a step begins and one when it has ended.
type progress struct {
	out   io.Writer
	steps int
	at    int
	title string
	since time.Time
	bar   *progressbar.ProgressBar // nil where there is no terminal
}

func newProgress(out io.Writer, steps int) *progress {
	return &progress{out: out, steps: steps}
}

// isTerminal says whether out is a terminal that understands a bar.
func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

func (p *progress) label() string {
	p.steps = max(p.steps, p.at)
	return fmt.Sprintf("[%d/%d] %s", p.at, p.steps, p.title)
}

func (p *progress) begin(title string) {
	p.at++
	p.title, p.since = title, time.Now()
	if !isTerminal(p.out) {
		fmt.Fprintf(p.out, "%s ...\n", p.label())
		return
	}
	p.bar = progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(p.out),
		progressbar.OptionSetDescription(fmt.Sprintf("%-32s", p.label())),
		progressbar.OptionSetWidth(30),
		progressbar.OptionSpinnerType(14),
		progressbar.OptionSetPredictTime(false), // the last package may take the longest
		progressbar.OptionThrottle(80*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	p.bar.RenderBlank()
}

func (p *progress) report(done, total int) {
	if p.bar == nil {
		return
	}
	if total > 0 && p.bar.GetMax() != total {
		p.bar.ChangeMax(total)
	}
	p.bar.Set(done)
}

func (p *progress) end(err error) {
	if p.bar != nil {
		p.bar.Finish()
		p.bar = nil
	}
	said := fmt.Sprintf("done in %.0f s", time.Since(p.since).Seconds())
	switch {
	case errors.Is(err, context.Canceled):
		said = "interrupted"
	case err != nil:
		said = "failed"
	}
	fmt.Fprintf(p.out, "%s: %s\n", p.label(), said)
}
