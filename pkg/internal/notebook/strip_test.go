package notebook

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestStrip(t *testing.T) {
	n := read(t, "testdata/executed.ipynb")
	before := string(n.Bytes())
	done, err := n.Strip()
	if err != nil {
		t.Fatal(err)
	}
	want := "outputs of 2 cells, 3 execution counts, metadata cell.collapsed, cell.execution"
	if done.String() != want {
		t.Errorf("reports %q, want %q", done, want)
	}
	var got, oracle any
	for text, into := range map[string]*any{string(n.Bytes()): &got, before: &oracle} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	if stripTree(oracle); !reflect.DeepEqual(got, oracle) {
		t.Errorf("stripped to\n%s", n.Bytes())
	}
	for _, kept := range strings.Split(string(n.Bytes()), "\n") { // lines come from the file, or are what replaced others
		line := strings.TrimRight(kept, ",")
		if !strings.Contains(before, line) && !strings.HasSuffix(line, "[]") && !strings.HasSuffix(line, "null") && !strings.HasSuffix(line, "{}") {
			t.Errorf("line %q was not in the file", kept)
		}
	}
	again, err := n.Strip()
	if err != nil || !again.Nothing() {
		t.Errorf("a second time it removes %s, %v", again, err)
	}
}

// stripTree strips a decoded notebook: the same, by simpler means.
func stripTree(tree any) {
	notebook := tree.(map[string]any)
	without := func(m any, keys []string) {
		if m, ok := m.(map[string]any); ok {
			for _, key := range keys {
				delete(m, key)
			}
		}
	}
	for _, cell := range notebook["cells"].([]any) {
		cell := cell.(map[string]any)
		without(cell["metadata"], volatileInCell)
		if cell["cell_type"] != "code" {
			continue
		}
		if outputs, ok := cell["outputs"].([]any); ok && len(outputs) > 0 {
			cell["outputs"] = []any{}
		}
		if cell["execution_count"] != nil {
			cell["execution_count"] = nil
		}
	}
	without(notebook["metadata"], volatileInNotebook)
}

func TestStripRemovesMembersWithTheirCommas(t *testing.T) {
	for metadata, want := range map[string]string{
		`{"ExecuteTime":1}`:                         `{}`,
		`{"ExecuteTime":1,"collapsed":2}`:           `{}`,
		`{"a":0, "ExecuteTime":1}`:                  `{"a":0}`,
		`{"ExecuteTime":1, "a":0}`:                  `{"a":0}`,
		`{"ExecuteTime":1,"collapsed":2, "a":0}`:    `{"a":0}`,
		`{"a":0,"ExecuteTime":1,"b":0,"trusted":2}`: `{"a":0,"b":0}`,
		`{"a":0,"ExecuteTime":1,"trusted":2,"b":0}`: `{"a":0,"b":0}`,
	} {
		cell := `{"nbformat":4,"cells":[{"cell_type":"raw","source":"","metadata":`
		n, err := Parse("a", []byte(cell+metadata+`}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.Strip(); err != nil {
			t.Errorf("%s: %v", metadata, err)
		}
		if got := string(n.Bytes()); got != cell+want+`}]}` {
			t.Errorf("%s became %s, want %s", metadata, got, want)
		}
	}
}
