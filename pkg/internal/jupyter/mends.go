package jupyter

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// A mend changes a text in a file of gonb's source. It speaks of the version
// in go.mod: with another one that has the text elsewhere it fails, and it is
// time to see whether it is still needed.
type mend struct {
	file     string
	old, new string
	times    int // how often old stands in the file
}

var mends = []mend{
	// gonb looks for gopls every 12 s, so the first completion in a kernel
	// waits that long for a gopls that is ready after a tenth of a second.
	{
		file:  "internal/goexec/goplsclient/exec.go",
		old:   "<-time.After(ConnectTimeout)",
		new:   "<-time.After(100 * time.Millisecond)",
		times: 2,
	},
	// gopls looks at all packages while the first cells are built, and would take
	// half of the machine from them. Who waits is the learner: cells come first.
	{
		file:  "internal/goexec/goplsclient/exec.go",
		old:   "	c.goplsExec = exec.Command(goplsPath, \"-listen\", addr)\n",
		new:   "	c.goplsExec = exec.Command(goplsPath, \"-listen\", addr)\n	if nice, err := exec.LookPath(\"nice\"); err == nil {\n		c.goplsExec = exec.Command(nice, \"-n\", \"10\", goplsPath, \"-listen\", addr)\n	}\n",
		times: 1,
	},
	// gopls takes most of the memory of a learner. It does with three fifths of
	// that, and in the same time, when it clears up earlier than Go's default.
	{
		file:  "internal/goexec/goplsclient/exec.go",
		old:   "	c.goplsExec.Dir = c.dir\n",
		new:   "	c.goplsExec.Dir = c.dir\n	c.goplsExec.Env = append(os.Environ(), \"GOGC=40\")\n",
		times: 1,
	},
	// Inspection ends in a link to pkg.go.dev, where this module isn't.
	{
		file:  "internal/goexec/goplsclient/conn.go",
		old:   "		ProcessID: 0,\n",
		new:   "		ProcessID: 0,\n		InitializationOptions: map[string]any{\"linksInHover\": false},\n",
		times: 1,
	},
	// gonb's main function calls flag.Parse, but leaves importing flag to
	// goimports. With an import missing and others unused, as in nearly every
	// cell, goimports asks the go command for all packages: 0.25 s a cell.
	{
		file:  "internal/goexec/goexec.go",
		old:   "Imports:   make(map[string]*Import),",
		new:   `Imports:   map[string]*Import{"flag": NewImport("flag", "")},`,
		times: 1,
	},
	{
		file:  "internal/goexec/parser.go",
		old:   "	decls = NewDeclarations()\n",
		new:   "	decls = NewDeclarations()\n	delete(decls.Imports, \"flag\") // unless the code has it: a learner's own main may not\n",
		times: 1,
	},
	// After a cell that fails, Jupyter expects a kernel to answer the cells that
	// wait in its queue with "aborted". gonb runs them all: one slip in a learner's
	// notebook became a page of errors, with the one that matters far above.
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "		// Publish an execution_error message.\n",
		new:   "		defer abortQueued(content)\n\n		// Publish an execution_error message.\n",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "// HandleInspectRequest presents",
		new:   abortQueued + "\n// HandleInspectRequest presents",
		times: 1,
	},
	// JupyterLab writes the kernel's description of its language into each notebook
	// that it opens. Where the two differ, the notebook counts as changed before
	// anyone touched it. So the description is the same on all machines: the
	// version of the language, not of the compiler, and the name of the lexer.
	{
		file:  "internal/kernel/messages.go",
		old:   "runtime.Version(),",
		new:   `"1.26", PygmentsLexer: "go",`,
		times: 1,
	},
	{
		file:  "internal/kernel/messages.go",
		old:   "	\"runtime\"\n",
		new:   "",
		times: 1,
	},
	// go build takes half of a cell's time to find out that nothing but the cell has
	// changed: package quickbuild.
	{
		file:  "internal/goexec/execcode.go",
		old:   "	args = append(args, s.GoBuildFlags...)\n",
		new:   "	if !s.CellIsTest && !s.CellIsWasm && len(s.GoBuildFlags) == 0 && quickbuild.Build(s.TempDir, s.BinaryPath()) {\n		return nil\n	}\n	args = append(args, s.GoBuildFlags...)\n",
		times: 1,
	},
	// A cell that only declares is compiled, and that is all: to link it and to run
	// it, with no main function, would take most of its time and show nothing.
	{
		file:  "internal/goexec/execcode.go",
		old:   "	// And then compile it.\n",
		new:   "	if s.onlyDeclares(updatedDecls, mainDecl) && quickbuild.Check(s.TempDir) {\n		s.Definitions = updatedDecls\n		return nil\n	}\n\n	// And then compile it.\n",
		times: 1,
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   "// PostExecuteCell reset state",
		new:   onlyDeclares + "\n// PostExecuteCell reset state",
		times: 1,
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   "	output, err = cmd.CombinedOutput()\n	if err != nil {\n		err = s.DisplayErrorWithContext(msg, fileToCellIdAndLine, string(output)+",
		new:   "	if !quickbuild.TidyImports(s.CodePath()) {\n		output, err = combinedOutput(msg, cmd)\n	}\n	if err != nil {\n		err = s.DisplayErrorWithContext(msg, fileToCellIdAndLine, string(output)+",
		times: 1,
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   `	"github.com/janpfeifer/gonb/internal/kernel"` + "\n",
		new:   `	"github.com/janpfeifer/gonb/internal/kernel"` + "\n" + `	"github.com/janpfeifer/gonb/internal/quickbuild"` + "\n",
		times: 1,
	},
	// A second %% in a cell made the kernel panic, and all declarations were lost.
	{
		file:  "internal/goexec/composer.go",
		old:   "			// Write preamble of func main() and associate to the \"%%\" line:\n",
		new:   "			if needsClosingMain {\n				err = errors.Errorf(\"line %d is a second %%%% in this cell: a cell has one; split it in two\", ii+1)\n				return\n			}\n",
		times: 1,
	},
	// What the compiler says is shown without the names of temporary files, each
	// thing once, with the cell's line easy to see, and with what to try: package
	// words.
	{
		file:  "internal/goexec/gonberror.go",
		old:   `strings.Split(errorMsg, "\n")`,
		new:   "words.Lines(errorMsg)",
		times: 1,
	},
	{
		file:  "internal/goexec/gonberror.go",
		old:   `	"github.com/fatih/color"` + "\n",
		new:   `	"github.com/fatih/color"` + "\n" + importWords,
		times: 1,
	},
	{
		file:  "internal/goexec/gonberror.go",
		old:   "		l.Message = matches[4]\n",
		new:   "",
		times: 1,
	},
	{
		file:  "internal/goexec/errorpublish.go",
		old:   ".gonb-err-location {\n	background: var(--jp-err-color2);",
		new:   ".gonb-err-location {\n	display: none;",
		times: 1,
	},
	{
		file:  "internal/goexec/errorpublish.go",
		old:   "	color: #999;",
		new:   "	color: var(--jp-ui-font-color1, inherit);\n	font-weight: bold;",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "goexec.JupyterErrorSplit(executionErr)\n",
		new:   "goexec.JupyterErrorSplit(executionErr)\n		if ending := words.Ending(value); ending != value {\n			traceback = []string{ending}\n		}\n",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   `	"k8s.io/klog/v2"` + "\n",
		new:   `	"k8s.io/klog/v2"` + "\n" + importWords,
		times: 1,
	},
}

// added are the packages that the mended gonb imports, in its folder internal.
//
//go:embed words/words.go quickbuild/quickbuild.go quickbuild/imports.go guard/guard.go guard/budget.go guard/limit_linux.go guard/limit_other.go
var added embed.FS

const (
	importWords = `	"github.com/janpfeifer/gonb/internal/words"` + "\n"
	importGuard = `	"github.com/janpfeifer/gonb/internal/guard"` + "\n"
)

// abortQueued is Go for gonb's dispatcher.
const abortQueued = `// abortQueued answers the execution requests that wait in the queue with
// "aborted", unless the one that failed asked not to stop on an error.
func abortQueued(failed map[string]any) {
	if stop, ok := failed["stop_on_error"].(bool); ok && !stop {
		return
	}
	for range len(busyMessagesChan) {
		waiting := <-busyMessagesChan
		if waiting.msg.ComposedMsg().Header.MsgType != "execute_request" {
			busyMessagesChan <- waiting
			continue
		}
		_ = kernel.PublishKernelStatus(waiting.msg, kernel.StatusBusy)
		_ = waiting.msg.Reply("execute_reply", map[string]any{"status": "aborted"})
		_ = kernel.PublishKernelStatus(waiting.msg, kernel.StatusIdle)
	}
}
`

// onlyDeclares is Go for gonb's goexec.
const onlyDeclares = `// onlyDeclares says whether a cell has added functions, types, constants or imports
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
`

// allMends returns the mends in the order in which they are made.
func allMends() []mend { return slices.Concat(mends, cellMends) }

// mendsKey names all that is done to gonb.
func mendsKey() (string, error) {
	contents := [][]byte{fmt.Append(nil, allMends())}
	err := eachAdded(func(path string, content []byte) error {
		contents = append(contents, []byte(path), content)
		return nil
	})
	return digest(contents...), err
}

// mendGonb makes all mends in a copy of gonb's module.
func mendGonb(module string) error {
	err := eachAdded(func(path string, content []byte) error {
		return writeFile(filepath.Join(module, "internal", filepath.FromSlash(path)), content)
	})
	if err != nil {
		return err
	}
	for _, m := range allMends() {
		if err := m.apply(module); err != nil {
			return err
		}
	}
	return nil
}

func eachAdded(do func(path string, content []byte) error) error {
	return fs.WalkDir(added, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := added.ReadFile(path)
		if err != nil {
			return err
		}
		return do(path, content)
	})
}

func (m mend) apply(module string) error {
	path := filepath.Join(module, filepath.FromSlash(m.file))
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := bytes.Count(source, []byte(m.old)); n != m.times {
		return fmt.Errorf("gonb's %s has %q %d times, not %d: see mends.go", m.file, m.old, n, m.times)
	}
	return writeFile(path, bytes.ReplaceAll(source, []byte(m.old), []byte(m.new)))
}
