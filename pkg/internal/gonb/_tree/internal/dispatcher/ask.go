package dispatcher

import (
	"regexp"
	"time"

	"github.com/janpfeifer/gonb/common"
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/janpfeifer/gonb/internal/cell"
	"github.com/janpfeifer/gonb/internal/goexec/goplsclient"
	"github.com/janpfeifer/gonb/internal/guard"
	"github.com/janpfeifer/gonb/internal/kernel"
	"github.com/janpfeifer/gonb/internal/specialcmd"
	"k8s.io/klog/v2"
)

// patience is how long somebody waits for what gopls knows. After it they learn
// that nothing was found.
var patience = 10 * time.Second

// A place is where the cursor stands in a cell.
type place struct {
	lines     []string
	commands  common.Set[int] // lines that are no Go
	line, col int             // the column in bytes
	special   bool            // the whole cell is no Go, or the line
}

// placeOf reads a question about code. Nothing in it is run.
func (s *server) placeOf(msg kernel.Message) place {
	var p place
	p.lines, p.line, p.col = cell.At(field(msg, "code", ""), int(field(msg, "cursor_pos", 0.0)))
	p.commands = common.MakeSet[int]()
	p.special = !specialcmd.IsGoCell(p.lines[0])
	if !p.special {
		if err := specialcmd.Parse(msg, s.goExec, false, p.lines, p.commands); err != nil {
			klog.Infof("%s: %v", kindOf(msg), err)
		}
		p.special = p.commands.Has(p.line)
	}
	return p
}

// soon has find ask gopls, and returns what it finds, or nothing if that takes too
// long. One asks at a time.
func soon[T any](s *server, nothing T, find func() (T, error)) T {
	late := time.After(patience)
	if s.ask == nil {
		return nothing
	}
	select {
	case s.asking <- struct{}{}:
	case <-late:
		return nothing
	}
	found := make(chan T, 1)
	go func() {
		defer func() { <-s.asking }()
		answer := nothing
		err := guard.Try(func() (err error) {
			if err := s.ask.Catch(s.goExec); err != nil {
				return err
			}
			answer, err = find()
			return err
		})
		if err != nil {
			klog.Infof("nothing found: %v", err)
			answer = nothing
		}
		found <- answer
	}()
	select {
	case answer := <-found:
		return answer
	case <-late:
		return nothing
	}
}

// inspect says what stands under the cursor. That there is nothing, or that gopls
// can't say, is no help to anybody: then nothing is found.
func (s *server) inspect(msg kernel.Message) error {
	p := s.placeOf(msg)
	data := kernel.MIMEMap{}
	switch {
	case p.special:
		data = kernel.MIMEMap{string(protocol.MIMETextPlain): specialcmd.HelpMessage}
	case goplsclient.Possible && !goplsclient.Installed():
		data = kernel.MIMEMap{string(protocol.MIMETextPlain): "Help and completion are on their way: they are made in the background, for a minute or two after the very first start. Cells run in the meantime."}
	default:
		data = soon(s, data, func() (kernel.MIMEMap, error) {
			found, err := s.ask.InspectIdentifierInCell(p.lines, p.commands, p.line, p.col)
			return unlinked(found), err
		})
	}
	if len(data) > 0 && data[string(protocol.MIMETextPlain)] == nil {
		data[string(protocol.MIMETextPlain)] = data[string(protocol.MIMETextMarkdown)]
	}
	return reply(msg, &kernel.InspectReply{Status: "ok", Found: len(data) > 0, Data: data, Metadata: kernel.MIMEMap{}})
}

// fileLink is a link to a place in a file of this machine. No browser opens it.
var fileLink = regexp.MustCompile(`\[([^\]\n]*)\]\(file://[^)\s]*\)`)

// unlinked leaves of such links their words.
func unlinked(data kernel.MIMEMap) kernel.MIMEMap {
	for kind, content := range data {
		if text, ok := content.(string); ok {
			data[kind] = fileLink.ReplaceAllString(text, "$1")
		}
	}
	return data
}

// complete says what may stand before the cursor.
func (s *server) complete(msg kernel.Message) error {
	at := int(field(msg, "cursor_pos", 0.0))
	p := s.placeOf(msg)
	nothing := kernel.CompleteReply{Status: "ok", Matches: []string{}, CursorStart: at, CursorEnd: at, Metadata: kernel.MIMEMap{}}
	if p.special {
		return reply(msg, nothing)
	}
	return reply(msg, soon(s, nothing, func() (kernel.CompleteReply, error) {
		found := nothing
		err := s.ask.AutoCompleteOptionsInCell(p.lines, p.commands, p.line, p.col, &found)
		return found, err
	}))
}
