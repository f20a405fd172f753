package faults_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/gonb/faults"
	"littlesteps/pkg/internal/jupyter/client"
)

// patience is how long anything may take on a machine that is busy with other tests.
const patience = 3 * time.Minute

// A desktop is the kernel that set-up has installed for this checkout.
type desktop struct{ *client.Kernel }

func start(t *testing.T) desktop {
	t.Helper()
	argv, env, _ := installed(t)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	k, err := client.Start(ctx, client.Spec{Argv: argv, Env: env, Dir: t.TempDir(), Sockets: t.TempDir(), TCP: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Shutdown(20 * time.Second) })
	return desktop{k}
}

// installed returns how the kernel is started, and its folder for temporary files.
func installed(t *testing.T) (argv, env []string, folder string) {
	t.Helper()
	specs, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", ".venv", "share", "jupyter", "kernels", "*", "kernel.json"))
	var spec struct {
		Argv []string
		Env  map[string]string
	}
	for _, path := range specs {
		text, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(text), "-go_work=") {
			err = json.Unmarshal(text, &spec)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if spec.Argv == nil {
		t.Fatal("no kernel is installed: run go tool steps setup")
	}
	folder = t.TempDir()
	env = append(os.Environ(), "TMPDIR="+folder)
	for name, value := range spec.Env {
		value = strings.ReplaceAll(value, "${PATH}", os.Getenv("PATH"))
		env = append(env, name+"="+strings.ReplaceAll(value, "$$", "$"))
	}
	return spec.Argv, env, folder
}

func (d desktop) Run(code string) (faults.Outcome, error)  { return d.run(code, false) }
func (d desktop) Stop(code string) (faults.Outcome, error) { return d.run(code, true) }

func (d desktop) run(code string, stop bool) (o faults.Outcome, err error) {
	id, err := d.Execute(code)
	if err != nil {
		return o, err
	}
	replied, idle := false, false
	for late := time.After(patience); !replied || !idle; {
		select {
		case m, ok := <-d.Messages:
			if !ok {
				return o, fmt.Errorf("the kernel has ended: %+v", o)
			}
			if m.Parent != id {
				continue
			}
			take(&o, m)
			replied = replied || m.Type == "execute_reply"
			idle = idle || m.Type == "status" && m.Content.State == "idle"
			if stop && o.Stdout != "" {
				stop = false
				if _, err := d.Control("interrupt_request", struct{}{}); err != nil {
					return o, err
				}
			}
		case <-late:
			return o, fmt.Errorf("no end after %v: %+v", patience, o)
		}
	}
	return o, nil
}

var markup = regexp.MustCompile(`(?s)<style>.*?</style>|<div class="gonb-err-context">.*?</div>\n?</div>|<[^>]*>`)

func take(o *faults.Outcome, m client.Message) {
	switch m.Type {
	case "stream":
		if m.Content.Name == "stdout" {
			o.Stdout += m.Content.Text
		} else {
			o.Says += m.Content.Text
		}
	case "error":
		o.Kind = m.Content.ErrorName
		o.Says += strings.Join(m.Content.Traceback, "\n")
	case "execute_reply":
		o.Count = m.Content.ExecutionCount
		var reply struct {
			LittleSteps struct{ Lines, Trace []faults.Place }
		}
		json.Unmarshal(m.Content.Raw, &reply)
		o.Errors = append(reply.LittleSteps.Lines, reply.LittleSteps.Trace...)
	case "display_data":
		var shown string
		json.Unmarshal(m.Content.Data["text/html"], &shown)
		shown = markup.ReplaceAllString(shown, "")
		o.Says += strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(shown)
	}
}
