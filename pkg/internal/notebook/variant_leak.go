package notebook

import (
	"fmt"
	"slices"
	"strings"
)

// revealing is the length from which on a line by itself gives something away. A
// closing bracket doesn't.
const revealing = 8

// secrets are the lines of a text, from a given length on, that the exercise
// doesn't show anyway.
func (s solution) secrets(text string, length int) []string {
	shown := map[string]bool{}
	for line := range strings.SplitSeq(s.exercise.Source, "\n") {
		shown[strings.TrimSpace(line)] = true
	}
	var secrets []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if len(line) >= length && !shown[line] && !isFold(line) && !strings.HasPrefix(line, fence) {
			secrets = append(secrets, line)
		}
	}
	return secrets
}

// isNotIn looks through what cells say. They may have a line in common with the
// solution, because a lesson says things more than once, but not all of its code
// or all of its words.
func (s solution) isNotIn(cells []Cell) error {
	for _, part := range []string{s.code, wordsOf(s.cell.Source)} {
		lines := s.secrets(part, 1)
		for _, cell := range cells {
			missing := func(line string) bool { return !strings.Contains(cell.Source, line) }
			if len(lines) > 0 && !slices.ContainsFunc(lines, missing) {
				return fmt.Errorf("what %s says stands in %s as well: change one of them", s.cell, cell)
			}
		}
	}
	return nil
}

// hidesNothingOf looks through every other string of the file: outputs,
// attachments and metadata, of the cells and of the notebook. There a single
// line of the solution is too much.
func (n *Notebook) hidesNothingOf(s solution) error {
	var problem error
	n.root.each("", func(where, text string) {
		if problem != nil || where == ".cells.source" {
			return
		}
		for _, line := range s.secrets(s.cell.Source, revealing) {
			if strings.Contains(text, line) {
				problem = fmt.Errorf("a line of %s, %q, stands in %s: remove it there", s.cell, line, strings.TrimPrefix(where, "."))
				return
			}
		}
	})
	return problem
}

// each visits all strings below a node, keys included. A path names keys, with
// lists left out: ".cells.metadata.tags".
func (n *node) each(path string, visit func(path, text string)) {
	if text, ok := n.text(); ok {
		visit(path, text)
		return
	}
	for _, item := range n.items {
		item.each(path, visit)
	}
	for _, m := range n.members {
		visit(path, m.key)
		m.value.each(path+"."+m.key, visit)
	}
}

// fold makes the splice that hides a cell's source in JupyterLab, until
// somebody opens it.
func (n *Notebook) fold(cell *node) splice {
	metadata := cell.get("metadata")
	if metadata == nil || metadata.kind != object { // nbformat asks for it
		return splice{cell.start + 1, cell.start + 1, `"metadata": {"jupyter": {"source_hidden": true}}, `}
	}
	if jupyter := metadata.get("jupyter"); jupyter != nil {
		if hidden := jupyter.get("source_hidden"); hidden != nil {
			return splice{hidden.start, hidden.end, "true"}
		}
		return n.insert(jupyter, `"source_hidden": true`)
	}
	return n.insert(metadata, `"jupyter": {"source_hidden": true}`)
}

// insert puts a member in front of an object's others, indented as they are.
func (n *Notebook) insert(object *node, member string) splice {
	if len(object.members) == 0 {
		return splice{object.start, object.end, "{" + member + "}"}
	}
	space := string(n.data[object.start+1 : object.members[0].start])
	if space == "" {
		space = " "
	}
	return splice{object.start + 1, object.start + 1, space + member + ","}
}
