package goexec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/janpfeifer/gonb/internal/guard"
	"github.com/janpfeifer/gonb/internal/hints"
	"github.com/janpfeifer/gonb/internal/kernel"
	"github.com/janpfeifer/gonb/internal/quickbuild"
	exec "github.com/janpfeifer/gonb/internal/tool"
	"k8s.io/klog/v2"
)

// compileAndRun compiles the program that a cell makes, with what there was, and
// runs it. What the cell declares is kept once it compiles, unless computing its
// variables panics: they are computed before each cell, so every later one would.
func (s *State) compileAndRun(msg kernel.Message, cellID int, updated *Declarations, mainDecl *Function, places []CellIdAndLine, lines []string) error {
	name, line := hides(updated, cellID)
	if name == "" {
		name, line = hints.Hiding(lines, func(name string) bool { return packageNamed(updated, name) != nil })
	}
	if name != "" {
		return s.complain(msg, lines, line, fmt.Sprintf("%s is the name of a package that is imported, and would no longer be found. Choose another name.", name))
	}
	_, places, err := s.GoImports(msg, updated, mainDecl, places)
	if err != nil {
		return err
	}
	// A cell that only declares is compiled, and that is all: to link it and to run it,
	// with no main function, would take most of its time and show nothing.
	if s.onlyDeclares(updated, mainDecl) && quickbuild.Check(s.TempDir) {
		s.doubt(msg, cellID, places)
		s.Definitions = updated
		s.Publish()
		return nil
	}
	if err := s.Compile(msg, places); err != nil {
		return err
	}
	before := s.Definitions
	s.Definitions = updated
	s.Publish()
	if msg.Kernel().Interrupted.Load() {
		return guard.ErrStopped
	}
	if guard.ReadsInput(lines) && !s.asksForInput() {
		_ = kernel.PublishWriteStream(msg, kernel.StreamStderr, guard.NoInput)
	}
	s.doubt(msg, cellID, places)
	err = s.Execute(msg, places)
	s.misprinted(msg, cellID, places)
	var ended *guard.Ended
	if errors.As(err, &ended) {
		s.told.Trace = trace(ended.Complaint, places)
		if ended.Early {
			s.Definitions = before
		}
	}
	return err
}

// doubt shows what Go accepts in a cell that compiles, and that most likely means
// something else than its writer thinks.
func (s *State) doubt(msg kernel.Message, cellID int, places []CellIdAndLine) {
	code, owner := s.program(places)
	for _, d := range hints.Doubts(code, cellID, owner) {
		show(msg, cellID, places, d)
	}
}

// misprinted explains what package fmt prints of a value that doesn't fit its place.
func (s *State) misprinted(msg kernel.Message, cellID int, places []CellIdAndLine) {
	if s.unfit != "" {
		code, owner := s.program(places)
		show(msg, cellID, places, hints.Misprinted(s.unfit, code, cellID, owner))
	}
}

// program returns the program that a cell has made, in lines, and what says of each line,
// from 1, which cell it belongs to, 0 for none.
func (s *State) program(places []CellIdAndLine) (lines []string, owner func(line int) int) {
	code, err := s.readMainGo()
	if err != nil {
		return nil, nil
	}
	return strings.Split(code, "\n"), func(line int) int {
		if line > len(places) || places[line-1].Line < 0 {
			return 0
		}
		return places[line-1].Id
	}
}

// show shows a doubt about a line of the program.
func show(msg kernel.Message, cellID int, places []CellIdAndLine, d hints.Doubt) {
	line := 0
	if d.Line > 0 {
		line = places[d.Line-1].Line + 1
	}
	if err := kernel.PublishHtml(msg, doubtful(cellID, line, d.Text)); err != nil {
		klog.Errorf("show a doubt: %v", err)
	}
}

// read looks into what a program prints on its way to w.
func (s *State) read(w io.Writer) io.Writer {
	s.unfit = ""
	return reader{s, w}
}

type reader struct {
	s *State
	w io.Writer
}

func (r reader) Write(p []byte) (int, error) {
	if r.s.unfit == "" && bytes.Contains(p, []byte("%!")) {
		r.s.unfit = hints.Unfit(string(p))
	}
	return r.w.Write(p)
}

// doubtful is the HTML of a doubt: beside a yellow bar, with a word, so that nobody has
// to tell colours apart.
func doubtful(cell, line int, text string) string {
	place := ""
	if line > 0 {
		place = fmt.Sprintf("Cell[%d]: Line %d: ", cell, line)
	}
	return "<div class=\"ls-doubt\" style=\"border-left: 4px solid #b8860b; padding: 0.2em 0.6em;\"><strong>Is this meant?</strong> " + place + errorLine{Message: text}.Marked() + "</div>"
}

// hides returns a name that the cell declares and that stands for an imported package
// already, and the line.
func hides(d *Declarations, cellID int) (name string, line int) {
	for _, one := range d.Imports {
		name := packageName(one)
		for _, lines := range []*CellLines{linesOf(d.Variables, name), linesOf(d.Functions, name), linesOf(d.Types, name), linesOf(d.Constants, name)} {
			if lines != nil && lines.Id == cellID && len(lines.Lines) > 0 && lines.Lines[0] >= 0 {
				return name, lines.Lines[0]
			}
		}
	}
	return "", 0
}

// packageNamed returns the import by which cells know a package under this name, or nil.
func packageNamed(d *Declarations, name string) *Import {
	for _, one := range d.Imports {
		if packageName(one) == name {
			return one
		}
	}
	return nil
}

var majorVersion = regexp.MustCompile(`^v\d+$`)

// packageName is the name that an import gives to its package: rand for math/rand/v2.
func packageName(one *Import) string {
	if one.Alias != "" {
		return one.Alias
	}
	if majorVersion.MatchString(path.Base(one.Path)) {
		return path.Base(path.Dir(one.Path))
	}
	return path.Base(one.Path)
}

// linesOf returns where something was declared, or nil.
func linesOf[T interface{ place() *CellLines }](all map[string]T, name string) *CellLines {
	if one, found := all[name]; found {
		return one.place()
	}
	return nil
}

func (c *CellLines) place() *CellLines { return c }

// onlyDeclares says whether a cell has added functions, types, constants or imports
// to what there was, and nothing else. A variable has a value to be computed, and
// what was there and is another now may change the value of one.
func (s *State) onlyDeclares(updated *Declarations, mainDecl *Function) bool {
	if mainDecl.Definition != "func main() { flag.Parse() }" || s.CellIsTest || s.CellIsWasm || len(s.GoBuildFlags) > 0 {
		return false
	}
	for name, now := range updated.Variables {
		if s.Definitions.Variables[name] != now {
			return false
		}
	}
	for name, now := range updated.Functions {
		if then := s.Definitions.Functions[name]; then == nil && strings.HasPrefix(name, InitFunctionPrefix) || then != nil && then.Definition != now.Definition {
			return false
		}
	}
	for name, now := range updated.Types {
		if then := s.Definitions.Types[name]; then != nil && then.TypeDefinition != now.TypeDefinition {
			return false
		}
	}
	for name, now := range updated.Constants {
		if then := s.Definitions.Constants[name]; then != nil && (then.TypeDefinition != now.TypeDefinition || then.ValueDefinition != now.ValueDefinition) {
			return false
		}
	}
	return true
}

// build compiles the program of a cell that is of the plain kind. It returns false if
// go build has to do it.
func (s *State) build() bool {
	_ = os.Remove(s.BinaryPath())
	return !s.CellIsTest && !s.CellIsWasm && len(s.GoBuildFlags) == 0 && quickbuild.Build(s.TempDir, s.BinaryPath())
}

// tidyImports runs goimports, unless there is nothing for it to do.
func (s *State) tidyImports(msg kernel.Message, cmd *exec.Cmd) ([]byte, error) {
	if quickbuild.TidyImports(s.CodePath()) {
		return nil, nil
	}
	return combinedOutput(msg, cmd)
}

// combinedOutput runs a program that readies a cell. It ends when the cell is
// stopped. For completion and inspection there is no message, and no cell.
func combinedOutput(msg kernel.Message, cmd *exec.Cmd) ([]byte, error) {
	if msg == nil {
		return cmd.CombinedOutput()
	}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	id := msg.Kernel().SubscribeInterrupt(func(kernel.SubscriptionId) {
		_ = cmd.Process.Interrupt()
		select {
		case <-ended:
		case <-time.After(2 * time.Second):
			_ = cmd.Process.Kill()
		}
	})
	if msg.Kernel().Interrupted.Load() {
		_ = cmd.Process.Interrupt()
	}
	err := cmd.Wait()
	close(ended)
	msg.Kernel().UnsubscribeInterrupt(id)
	if msg.Kernel().Interrupted.Load() {
		err = guard.ErrStopped
	}
	return output.Bytes(), guard.Explain(err, output.Bytes())
}

// asksForInput says whether the program may ask the notebook for input.
func (s *State) asksForInput() bool {
	code, err := os.ReadFile(s.CodePath())
	return err == nil && bytes.Contains(code, []byte("gonb/gonbui\""))
}
