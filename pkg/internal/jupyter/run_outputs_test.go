package jupyter

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter/client"
)

func messages(t *testing.T, lines ...string) (all []client.Message) {
	t.Helper()
	for _, line := range lines {
		kind, content, _ := strings.Cut(line, " ")
		m := client.Message{Channel: "iopub", Type: kind}
		if err := json.Unmarshal([]byte(content), &m.Content); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// Outputs are gathered as Jupyter gathers them: the expected texts are what nbclient
// made of these messages.
func TestOutputs(t *testing.T) {
	const a, b = `stream {"name":"stdout","text":"a\n"}`, `stream {"name":"stdout","text":"b\n"}`
	const html = `display_data {"data":{"text/html":"<p>\n</p>","application/json":{"x":1}},"metadata":{"m":1},"transient":{"display_id":"d"}}`
	for about, test := range map[string]struct {
		messages []string
		want     string
	}{
		"nothing":          {nil, `[]`},
		"one stream":       {[]string{a, b}, `[{"name":"stdout","output_type":"stream","text":["a\n","b\n"]}]`},
		"errors come last": {[]string{`stream {"name":"stderr","text":"e"}`, a}, `[{"name":"stdout","output_type":"stream","text":["a\n"]},{"name":"stderr","output_type":"stream","text":["e"]}]`},
		"a figure between": {[]string{a, html, b}, `[{"name":"stdout","output_type":"stream","text":["a\n","b\n"]},{"data":{"application/json":{"x":1},"text/html":["<p>\n","</p>"]},"metadata":{"m":1},"output_type":"display_data"}]`},
		"an update":        {[]string{html, `update_display_data {"data":{"text/plain":"new"},"metadata":{},"transient":{"display_id":"d"}}`}, `[{"data":{"text/plain":["new"]},"metadata":{},"output_type":"display_data"}]`},
		"an error":         {[]string{`error {"ename":"Panic","evalue":"panic: x","traceback":["t"]}`}, `[{"ename":"Panic","evalue":"panic: x","output_type":"error","traceback":["t"]}]`},
		"cleared":          {[]string{a, `clear_output {"wait":false}`, b}, `[{"name":"stdout","output_type":"stream","text":["b\n"]}]`},
		"cleared later":    {[]string{a, `clear_output {"wait":true}`, b}, `[{"name":"stdout","output_type":"stream","text":["b\n"]}]`},
		"never cleared":    {[]string{a, `clear_output {"wait":true}`}, `[{"name":"stdout","output_type":"stream","text":["a\n"]}]`},
	} {
		o := &outputs{displays: map[string][]*output{}}
		for _, m := range messages(t, test.messages...) {
			o.add(m)
		}
		got, err := json.Marshal(o.file())
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(got)); text != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", about, text, test.want)
		}
	}
}

func TestScreen(t *testing.T) {
	for text, want := range map[string]string{
		"a\nb\n": "a\nb\n", "1 %\r2 %\r3 %\n": "3 %\n", "a\r\nb\r\n": "a\r\nb\r\n", "50 %\r": "50 %\r", "abc\b\bd": "ad", "\bé\b": "\b", "a\rb\r\r\n": "b\r\r\n",
	} {
		if got := screen(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// Gathering a hundred times as much takes about as many times as long, not 10000: in
// pieces, in one line, and in a line that is written over and over.
func TestOutputsAreLinear(t *testing.T) {
	trials := map[string]string{"pieces of a line": "0123456789", "a line written over": "99 % done\r", "lines": "012345678\n"}
	for about, piece := range trials {
		took := func(size int) time.Duration {
			fastest := time.Hour
			for range 3 {
				began := time.Now()
				o := &outputs{}
				for range size / len(piece) {
					o.add(client.Message{Type: "stream", Content: client.Content{Name: "stdout", Text: piece}})
				}
				o.file()
				fastest = min(fastest, time.Since(began))
			}
			return fastest
		}
		if ratio := float64(took(3_000_000)) / float64(took(30_000)); ratio > 2000 {
			t.Errorf("%s: 3 MB take %.0f times as long as 30 kB", about, ratio)
		}
	}
}

func BenchmarkOutputs(b *testing.B) {
	for about, piece := range map[string]string{"300 kB in one line": "0 ", "300 kB in lines": "012345678\n"} {
		b.Run(about, func(b *testing.B) {
			for b.Loop() {
				o := &outputs{}
				for range 300_000 / len(piece) {
					o.add(client.Message{Type: "stream", Content: client.Content{Name: "stdout", Text: piece}})
				}
				o.file()
			}
		})
	}
}

// How a shell line ended is seen alone and behind what it has said, and not in its midst.
func TestShellFailures(t *testing.T) {
	for text, want := range map[string]string{
		"exit status 1\n": "exit status 1", "^C\nsignal: interrupt\n": "signal: interrupt", "cd: /nowhere: No such file\nexit status 2\n": "exit status 2",
		"exit status 1\nand on\n": "", "it says exit status 1\n": "", "exit status 1": "",
	} {
		for name, want := range map[string]string{"stderr": want, "stdout": ""} {
			content, err := json.Marshal(map[string]string{"name": name, "text": text})
			if err != nil {
				t.Fatal(err)
			}
			o := &outputs{}
			o.add(messages(t, "stream "+string(content))[0])
			if got := strings.Join(o.shell, ", "); got != want {
				t.Errorf("%q on %s: %q, want %q", text, name, got, want)
			}
		}
	}
}
