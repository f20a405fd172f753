package explorer_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/explorer"
)

// The Go cell that an explorer hands out runs as it is, and its walks end where
// those of the explorer end.
func TestGoCell(t *testing.T) {
	if testing.Short() {
		t.Skip("short: compiles a program")
	}
	var imports, blocks string
	var want []string
	for _, c := range []struct{ explorer, state string }{
		{"belts", "rate=0.0005&epochs=30&start=4.5"},
		{"penguins", "epochs=40&rate=0.02"},
		{"penguins", "column=flipper_length_mm&scale=centred&epochs=3&rate=0.002"},
		{"race", ""},
		{"race", "bowl=centred&rule4=rmsprop&budget=20"},
		{"race", "rule1=none&rule4=adagrad&budget=20"},
	} {
		var reply explorer.Reply
		explorer.NewDispatcher().Answer(explorer.Request{Explorer: c.explorer, State: c.state, Numbers: true},
			func() bool { return true }, func(r explorer.Reply) { reply = r })
		for _, w := range reply.Walks {
			n := len(w.Params) / len(w.Steps)
			want = append(want, fmt.Sprint(len(w.Steps), w.Params[len(w.Params)-n:]))
		}
		head, body, found := strings.Cut(reply.Code, "%%\n")
		if !found || strings.Count(body, "\n") > 15 {
			t.Errorf("%s?%s: the cell is no cell, or too long:\n%s", c.explorer, c.state, reply.Code)
		}
		imports = head
		print := "fmt.Println(len(history.Records), history.Last().Params)\n"
		if c.explorer == "race" {
			body = strings.Replace(body, "race.Line(", print+"race.Line(", 1)
		} else {
			body += print
		}
		blocks += "{\n" + body + "}\n"
	}
	file := filepath.Join(t.TempDir(), "main.go")
	source := "package main\n\nimport \"fmt\"\n" + imports + "func main() {\n" + blocks + "}\n"
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "run", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, source)
	}
	if got := strings.TrimSpace(string(out)); got != strings.Join(want, "\n") {
		t.Errorf("the cells end at\n%s\nthe explorers at\n%s", got, strings.Join(want, "\n"))
	}
}
