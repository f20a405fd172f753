package notebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A node is a JSON value and where it stands in the file. encoding/json forgets
// the place and the order of keys; both are needed to change a file and leave
// the rest of it alone.
type node struct {
	kind       kind
	start, end int // the value is data[start:end]
	members    []member
	items      []*node
	value      string // of text, unquoted; of anything else that isn't a container, as it stands
}

type member struct {
	start int // of the key
	key   string
	value *node
}

type kind int

const (
	scalar kind = iota // number, true, false or null
	quoted
	array
	object
)

// parseJSON returns the tree of a JSON text. The error names line and column.
func parseJSON(data []byte) (*node, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil { // its depth is limited, ours follows
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line, column := position(data, int(syntax.Offset)-1)
			return nil, fmt.Errorf("line %d, column %d: %w", line, column, err)
		}
		return nil, err
	}
	b := &treeBuilder{data: data, tokens: json.NewDecoder(bytes.NewReader(data))}
	b.tokens.UseNumber()
	return b.node()
}

// position turns an offset into line and column, both from 1.
func position(data []byte, offset int) (line, column int) {
	before := data[:min(max(offset, 0), len(data))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

type treeBuilder struct {
	data   []byte
	tokens *json.Decoder
}

// begin gives the offset at which the next token starts.
func (b *treeBuilder) begin() int {
	offset := int(b.tokens.InputOffset())
	for offset < len(b.data) && bytes.IndexByte([]byte(" \t\r\n:,"), b.data[offset]) >= 0 {
		offset++
	}
	return offset
}

func (b *treeBuilder) node() (*node, error) {
	n := &node{start: b.begin()}
	token, err := b.tokens.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		n.kind = array
		if token == '{' {
			n.kind = object
		}
		err = b.content(n)
	case string:
		n.kind, n.value = quoted, token
	}
	n.end = int(b.tokens.InputOffset())
	if n.kind == scalar {
		n.value = string(b.data[n.start:n.end])
	}
	return n, err
}

func (b *treeBuilder) content(n *node) error {
	for b.tokens.More() {
		m := member{start: b.begin()}
		if n.kind == object {
			key, err := b.tokens.Token()
			if err != nil {
				return err
			}
			m.key = key.(string)
		}
		value, err := b.node()
		if err != nil {
			return err
		}
		if m.value = value; n.kind == object {
			n.members = append(n.members, m)
		} else {
			n.items = append(n.items, value)
		}
	}
	_, err := b.tokens.Token() // the closing bracket
	return err
}

// get returns the value of a key; of doubled keys the last, as JSON readers do.
// It is nil, and so are the other getters' results empty, where there is none.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, m := range slices.Backward(n.members) {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	return n.items
}

// number returns a whole number, or 0.
func (n *node) number() int {
	if n == nil || n.kind != scalar {
		return 0
	}
	number, _ := strconv.Atoi(n.value)
	return number
}

// text returns nbformat's multi-line text: a string, or a list of strings that
// belong together.
func (n *node) text() (string, bool) {
	if n == nil {
		return "", false
	}
	switch n.kind {
	case quoted:
		return n.value, true
	case array:
		var lines strings.Builder
		for _, item := range n.items {
			if item.kind != quoted {
				return "", false
			}
			lines.WriteString(item.value)
		}
		return lines.String(), true
	}
	return "", false
}
