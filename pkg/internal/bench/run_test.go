package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"littlesteps/pkg/internal/jupyter"
)

// What sections measure is printed and written in three forms; a section that fails is named,
// and nothing is written then.
func TestRun(t *testing.T) {
	defer func(all []section) { sections = all }(sections)
	broken := error(nil)
	asked := 0
	sections = []section{
		{"fast", func(_ context.Context, o Options) ([]Table, error) {
			asked += o.Rounds
			return []Table{{Title: "How fast <it> is", Head: []string{"what", "s"}, Rows: [][]string{{"cell", Samples{1, 3, 2}.String()}}}}, nil
		}},
		{"other", func(context.Context, Options) ([]Table, error) { return nil, broken }},
		{"last", func(context.Context, Options) ([]Table, error) { return nil, errors.New("only when it is named") }},
	}
	env := &jupyter.Env{Root: t.TempDir()}
	var out bytes.Buffer
	if err := Run(t.Context(), Options{Env: env, Out: &out, Rounds: 3}); err != nil || asked != 3 {
		t.Fatalf("%v, asked %d", err, asked)
	}
	for name, want := range map[string]string{"bench.txt": "2.00 (1.00-3.00)", "bench.json": `"title": "How fast \u003cit\u003e is"`, "bench.html": "How fast &lt;it&gt; is"} {
		if content, err := os.ReadFile(env.Path("build", "bench", name)); err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s has no %q: %v", name, want, err)
		}
	}
	if !strings.Contains(out.String(), "How fast <it> is") {
		t.Errorf("it says %s", &out)
	}
	broken, env.Root = errors.New("no kernel"), t.TempDir()
	if err := Run(t.Context(), Options{Env: env, Out: &out}); err == nil || err.Error() != "bench other: no kernel" {
		t.Errorf("a section that fails: %v", err)
	}
	if _, err := os.Stat(env.Path("build")); err == nil {
		t.Error("half of it was written")
	}
}
