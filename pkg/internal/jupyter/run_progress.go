package jupyter

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"littlesteps/pkg/internal/notebook"
)

// A runProgress shows how runs of several notebooks go on, a line for each finished
// cell. On a terminal its last line says which cells run now.
type runProgress struct {
	mutex   sync.Mutex
	out     io.Writer
	live    bool
	width   int               // of the longest notebook's name
	order   []string          // the notebooks
	running map[string]string // the cell that each runs now
	gap     bool              // the last line that stays is empty
}

func newRunProgress(out io.Writer, paths []string) *runProgress {
	p := &runProgress{out: out, live: isTerminal(out), running: map[string]string{}}
	for _, path := range paths {
		p.order = append(p.order, label(path))
		p.width = max(p.width, len(label(path)))
	}
	return p
}

// line writes a line above the live one.
func (p *runProgress) line(format string, args ...any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.write(fmt.Sprintf(format, args...) + "\n")
}

func (p *runProgress) write(text string) {
	if text != "" {
		p.gap = strings.HasSuffix(text, "\n\n")
	}
	if p.live {
		text = "\r\x1b[K" + text + p.now()
	}
	io.WriteString(p.out, text)
}

// now is the live line.
func (p *runProgress) now() string {
	var cells []string
	for _, name := range p.order {
		if cell := p.running[name]; cell != "" {
			cells = append(cells, cell)
		}
	}
	const room = 78 // a longer line would be left behind when it wraps
	line := []rune(strings.Join(cells, "   "))
	if len(line) > room {
		line = append(line[:room-1], '…')
	}
	return string(line)
}

// name says which cell of how many, such as "01_little_steps  [ 3/24] guess-1.5".
func (p *runProgress) name(n *notebook.Notebook, cell notebook.Cell) string {
	name := cell.ID
	if name == "" {
		name = "-"
	}
	return fmt.Sprintf("%-*s  [%2d/%d] %s", p.width, label(n.Path), cell.Number, len(n.Codes()), name)
}

func (p *runProgress) start(n *notebook.Notebook, cell notebook.Cell) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.running[label(n.Path)] = p.name(n, cell)
	if p.live {
		p.write("")
	}
}

func (p *runProgress) done(n *notebook.Notebook, cell notebook.Cell, seconds float64) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.running, label(n.Path))
	p.write(fmt.Sprintf("%-*s %6.2f s\n", p.width+32, p.name(n, cell), seconds))
}

// failed shows what is wrong with a cell, or with the notebook as a whole.
func (p *runProgress) failed(n *notebook.Notebook, f *cellFailure, err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	text := ""
	if !p.gap {
		text = "\n"
	}
	if f != nil {
		delete(p.running, label(n.Path))
		text += f.String() + "\n"
	} else {
		text += err.Error() + "\n\n"
	}
	p.write(text)
}

// end removes the live line.
func (p *runProgress) end() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	clear(p.running)
	if p.live {
		p.write("")
	}
}
