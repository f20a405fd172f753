package dispatcher

import (
	"errors"
	"strings"

	"github.com/janpfeifer/gonb/common"
	"github.com/janpfeifer/gonb/internal/goexec"
	"github.com/janpfeifer/gonb/internal/guard"
	"github.com/janpfeifer/gonb/internal/hints"
	"github.com/janpfeifer/gonb/internal/kernel"
	"github.com/janpfeifer/gonb/internal/specialcmd"
	"k8s.io/klog/v2"
)

// execute runs a cell and answers its request. It says whether all went well.
func (s *server) execute(msg kernel.Message) (ok bool) {
	code := strings.ReplaceAll(field(msg, "code", ""), "\r\n", "\n")
	silent := field(msg, "silent", false)
	if !silent && field(msg, "store_history", true) {
		s.kernel.ExecCounter++
		s.history.add(s.kernel.ExecCounter, code)
	}
	if !silent {
		if err := kernel.PublishExecuteInput(msg, code); err != nil {
			klog.Errorf("publish the cell: %v", err)
		}
	}
	s.goExec.Told()
	s.kernel.Interrupted.Store(guard.Begin(msg.ComposedMsg().Received))
	err := guard.Try(func() error { return s.run(msg, strings.Split(code, "\n")) })
	isTest := s.goExec.CellIsTest
	s.goExec.PostExecuteCell() // also where the cell never came to be run
	if s.kernel.Interrupted.Load() {
		err = guard.ErrStopped
	}
	content := map[string]any{"status": "ok", "execution_count": s.kernel.ExecCounter, "user_expressions": map[string]any{}, "payload": []any{}}
	if err != nil {
		name, value, traceback := described(err)
		details := s.goExec.Told()
		if details.Kind = hints.Short[name]; isTest && name == "ExitStatus" {
			details.Kind = "test"
		}
		// In the reply alone: the message goes into notebooks, which have no such field.
		content = map[string]any{"status": "error", "execution_count": s.kernel.ExecCounter, "ename": name, "evalue": value, "traceback": traceback, "littlesteps": details}
		if err := kernel.PublishExecutionError(msg, value, traceback, name); err != nil {
			klog.Errorf("publish the error: %v", err)
		}
	}
	if e := reply(msg, content); e != nil {
		klog.Errorf("reply: %v", e)
	}
	return err == nil
}

func (s *server) run(msg kernel.Message, lines []string) error {
	if s.kernel.Interrupted.Load() {
		return nil
	}
	if special, err := specialcmd.ExecuteSpecialCell(msg, s.goExec, lines); special {
		return err
	}
	if err := s.goExec.Refuse(msg, lines); err != nil {
		return err
	}
	commands := common.MakeSet[int]()
	if err := specialcmd.Parse(msg, s.goExec, true, lines, commands); err != nil {
		return commandError{err}
	}
	if s.kernel.Interrupted.Load() || goexec.IsEmptyLines(lines, commands) && !s.goExec.CellIsTest {
		return nil
	}
	return s.goExec.ExecuteCell(msg, s.kernel.ExecCounter, lines, commands)
}

// A commandError is what went wrong with a line that begins with % or !.
type commandError struct{ error }

func (e commandError) Error() string { return "executing special commands in cell: " + e.error.Error() }
func (e commandError) Unwrap() error { return e.error }

// described returns what the protocol wants to know of an error: its kind, its
// text, and what a learner is to read.
func described(err error) (name, value string, traceback []string) {
	_, value, traceback = goexec.JupyterErrorSplit(err)
	var command commandError
	switch kind := hints.Kind(value); {
	case errors.As(err, &command):
		name, traceback = "CommandError", []string{command.error.Error()}
	case kind != "":
		name = kind
	default:
		name = "Error"
	}
	if hints.Ending(value) != value {
		traceback = nil
	}
	return name, value, append(traceback, goexec.Ending(err)...)
}
