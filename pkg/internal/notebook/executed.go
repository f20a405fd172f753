package notebook

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
)

// A Run is what running a code cell gave: its outputs in the form of the file
// format (nbformat 4), and the number beside it.
type Run struct {
	Count   int // 0 where nothing ran
	Outputs []any
}

// Executed returns the notebook's file as it is after a run: with the outputs of
// its code cells, by their index, and without any in cells that didn't run; and
// with more metadata. It is written as Jupyter writes it.
func (n *Notebook) Executed(runs map[int]Run, metadata map[string]any) ([]byte, error) {
	var file map[string]any
	decoder := json.NewDecoder(bytes.NewReader(n.data))
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	for i, item := range file["cells"].([]any) {
		if n.Cells[i].Type != "code" {
			continue
		}
		run, cell := runs[i], item.(map[string]any)
		cell["execution_count"], cell["outputs"] = nil, run.Outputs
		if run.Count > 0 {
			cell["execution_count"] = run.Count
		}
		if run.Outputs == nil {
			cell["outputs"] = []any{}
		}
	}
	all, _ := file["metadata"].(map[string]any)
	if all == nil {
		all = map[string]any{}
		file["metadata"] = all
	}
	maps.Copy(all, metadata)
	return marshal(file, " ")
}

// Lines splits a text after its line ends, as the file format keeps it.
func Lines(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	return lines
}

// marshal writes JSON as Jupyter does: only what must be escaped is.
func marshal(value any, indent string) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	// Go escapes two line separators that Jupyter leaves alone. The last pair
	// steps over escaped backslashes, so that none is taken for such an escape.
	text := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029", `\\`, `\\`).Replace(out.String())
	return []byte(text), nil
}
