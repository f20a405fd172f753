package jupyter

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"littlesteps/pkg/internal/jupyter/client"
	"littlesteps/pkg/internal/notebook"
)

// outputs are what one cell shows: each thing, or all that it prints on one of
// its streams. They are gathered as Jupyter gathers them.
type outputs struct {
	list      []*output
	clearNext bool                 // the next one takes the place of all
	shown     int                  // characters so far
	displays  map[string][]*output // those that may be updated later, of all cells of the notebook
	shell     []string             // how shell lines ended, of those that failed
}

type output struct {
	kind    string          // as the file format has it
	name    string          // of a stream
	text    strings.Builder // of a stream
	content client.Content  // of anything else
}

// shellFailure is what the kernel writes on standard error when a shell line
// failed, on a busy machine in one piece with what the line has said. It answers
// "ok" all the same.
var shellFailure = regexp.MustCompile(`(?:^|\n)(exit status \d+|signal: .+)\n$`)

// add takes in a message.
func (o *outputs) add(m client.Message) {
	content := m.Content
	switch m.Type {
	case "stream":
		if match := shellFailure.FindStringSubmatch(content.Text); match != nil && content.Name == "stderr" {
			o.shell = append(o.shell, match[1])
		}
		room := max(outputLimit-o.shown, 0)
		o.shown += len(content.Text)
		o.stream(content.Name).WriteString(content.Text[:min(room, len(content.Text))])
	case "display_data", "execute_result":
		for _, data := range content.Data {
			o.shown += len(data)
		}
		if o.shown > outputLimit {
			return
		}
		shown := o.put(&output{kind: m.Type, content: content})
		if id := content.Transient.DisplayID; id != "" {
			o.displays[id] = append(o.displays[id], shown)
		}
	case "update_display_data":
		for _, shown := range o.displays[content.Transient.DisplayID] {
			shown.content.Data, shown.content.Metadata = content.Data, content.Metadata
		}
	case "error":
		o.put(&output{kind: m.Type, content: content})
	case "clear_output":
		if o.clearNext = content.Wait; !content.Wait {
			o.list = nil
		}
	}
}

func (o *outputs) put(shown *output) *output {
	if o.clearNext {
		o.list, o.clearNext = nil, false
	}
	o.list = append(o.list, shown)
	return shown
}

// stream returns the text of a stream: all that a cell prints stands together.
func (o *outputs) stream(name string) *strings.Builder {
	for _, one := range o.list {
		if one.kind == "stream" && one.name == name && !o.clearNext {
			return &one.text
		}
	}
	return &o.put(&output{kind: "stream", name: name}).text
}

// file returns the outputs in the form of the file format. The two streams come
// in no order, so standard output stands first where they are side by side.
func (o *outputs) file() []any {
	list := slices.Clone(o.list)
	for i := 1; i < len(list); i++ {
		if list[i].name == "stdout" && list[i-1].name == "stderr" {
			list[i-1], list[i] = list[i], list[i-1]
		}
	}
	all := make([]any, len(list))
	for i, one := range list {
		all[i] = one.file()
	}
	return all
}

func (o *output) file() map[string]any {
	switch o.kind {
	case "stream":
		return map[string]any{"output_type": o.kind, "name": o.name, "text": notebook.Lines(screen(o.text.String()))}
	case "error":
		return map[string]any{"output_type": o.kind, "ename": o.content.ErrorName, "evalue": o.content.ErrorValue, "traceback": notNil(o.content.Traceback)}
	}
	data := map[string]any{}
	for form, value := range o.content.Data {
		data[form] = value
		if text := ""; (strings.HasPrefix(form, "text/") || form == "image/svg+xml" || form == "application/javascript") && json.Unmarshal(value, &text) == nil {
			data[form] = notebook.Lines(text)
		}
	}
	file := map[string]any{"output_type": o.kind, "data": data, "metadata": o.content.Metadata}
	if o.content.Metadata == nil {
		file["metadata"] = struct{}{}
	}
	if o.kind == "execute_result" {
		file["execution_count"] = o.content.ExecutionCount
	}
	return file
}

func notNil(lines []string) []string { return append([]string{}, lines...) }

// text returns what a stream holds.
func (o *outputs) text(name string) string {
	for _, one := range o.list {
		if one.kind == "stream" && one.name == name {
			return screen(one.text.String())
		}
	}
	return ""
}

// screen returns what is left of a text on a screen: a carriage return starts its
// line anew, a backspace takes a character back.
func screen(text string) string {
	if !strings.ContainsAny(text, "\r\b") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		end := line[len(strings.TrimRight(line, "\r")):]
		line = strings.TrimSuffix(line, end)
		var kept []rune
		for _, r := range line[strings.LastIndexByte(line, '\r')+1:] {
			if r == '\b' && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			} else {
				kept = append(kept, r)
			}
		}
		lines[i] = string(kept) + end
	}
	return strings.Join(lines, "\n")
}
