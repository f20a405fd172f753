package notebook

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A splice replaces data[start:end] of a notebook's file.
type splice struct {
	start, end int
	with       string
}

// apply changes the file and reads it again.
func (n *Notebook) apply(splices []splice) error {
	slices.SortFunc(splices, func(a, b splice) int { return a.start - b.start })
	var data bytes.Buffer
	at := 0
	for _, s := range splices {
		data.Write(n.data[at:s.start])
		data.WriteString(s.with)
		at = s.end
	}
	data.Write(n.data[at:])
	changed, err := Parse(n.Path, data.Bytes())
	if err != nil {
		return err
	}
	*n = *changed
	return nil
}

// without removes members of an object together with their commas.
func (n *node) without(remove func(key string) bool) []splice {
	var splices []splice
	kept := false // a member before this one stays
	for i, m := range n.members {
		if !remove(m.key) {
			kept = true
			continue
		}
		switch {
		case kept: // take the comma in front
			splices = append(splices, splice{n.members[i-1].value.end, m.value.end, ""})
		case i+1 < len(n.members): // nothing in front: take the comma behind
			splices = append(splices, splice{m.start, n.members[i+1].start, ""})
		default: // the last one that was left
			return []splice{{n.start, n.end, "{}"}}
		}
	}
	return splices
}

// SetSource replaces the source of the cell with that id. The outputs stay:
// they are those of the old source.
func (n *Notebook) SetSource(id, source string) error {
	cell, err := n.Cell(id)
	if err != nil {
		return err
	}
	old := n.root.get("cells").items[cell.Index].get("source")
	return n.apply([]splice{{old.start, old.end, n.lines(old, source)}})
}

// lines writes source as a list of lines, indented as the old source was.
func (n *Notebook) lines(old *node, source string) string {
	if source == "" {
		return "[]"
	}
	lineStart := bytes.LastIndexByte(n.data[:old.start], '\n') + 1
	line := string(n.data[lineStart:old.start])
	indent := "\n" + line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	inner := indent + " "
	if len(old.items) > 0 {
		inner = string(n.data[old.start+1 : old.items[0].start])
	}
	var text []string
	for line := range strings.SplitAfterSeq(source, "\n") {
		if line != "" {
			text = append(text, inner+quote(line))
		}
	}
	return "[" + strings.Join(text, ",") + indent + "]"
}

// quote writes a JSON string as Jupyter does.
func quote(text string) string {
	quoted, err := marshal(text, "")
	if err != nil {
		panic(fmt.Sprintf("notebook: a string that JSON can't hold: %v", err)) // there is none
	}
	return strings.TrimSuffix(string(quoted), "\n")
}
