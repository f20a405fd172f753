package jupyter

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"littlesteps/pkg/internal/notebook"
)

// A board shows how runs of several notebooks go on, a line for each finished
// cell. On a terminal its last line says which cells run now.
type board struct {
	mutex   sync.Mutex
	out     io.Writer
	live    bool
	width   int               // of the longest notebook's name
	order   []string          // the notebooks
	running map[string]string // the cell that each runs now
	gap     bool              // the last line that stays is empty
}

func newBoard(out io.Writer, paths []string) *board {
	b := &board{out: out, live: isTerminal(out), running: map[string]string{}}
	for _, path := range paths {
		b.order = append(b.order, label(path))
		b.width = max(b.width, len(label(path)))
	}
	return b
}

// line writes a line above the live one.
func (b *board) line(format string, args ...any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.write(fmt.Sprintf(format, args...) + "\n")
}

func (b *board) write(text string) {
	if text != "" {
		b.gap = strings.HasSuffix(text, "\n\n")
	}
	if b.live {
		text = "\r\x1b[K" + text + b.now()
	}
	io.WriteString(b.out, text)
}

// now is the live line.
func (b *board) now() string {
	var cells []string
	for _, name := range b.order {
		if cell := b.running[name]; cell != "" {
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
func (b *board) name(n *notebook.Notebook, cell notebook.Cell) string {
	name := cell.ID
	if name == "" {
		name = "-"
	}
	return fmt.Sprintf("%-*s  [%2d/%d] %s", b.width, label(n.Path), cell.Number, len(n.Codes()), name)
}

func (b *board) start(n *notebook.Notebook, cell notebook.Cell) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.running[label(n.Path)] = b.name(n, cell)
	if b.live {
		b.write("")
	}
}

func (b *board) done(n *notebook.Notebook, cell notebook.Cell, seconds float64) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	delete(b.running, label(n.Path))
	b.write(fmt.Sprintf("%-*s %6.2f s\n", b.width+32, b.name(n, cell), seconds))
}

// failed shows what is wrong with a cell, or with the notebook as a whole.
func (b *board) failed(n *notebook.Notebook, f *failed, err error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	text := ""
	if !b.gap {
		text = "\n"
	}
	if f != nil {
		delete(b.running, label(n.Path))
		text += f.String() + "\n"
	} else {
		text += err.Error() + "\n\n"
	}
	b.write(text)
}

// end removes the live line.
func (b *board) end() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	clear(b.running)
	if b.live {
		b.write("")
	}
}
