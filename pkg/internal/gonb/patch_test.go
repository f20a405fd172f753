package gonb

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "note in the patches what gonb's declarations are now")

// gonbModule returns where the go command keeps the gonb that go.mod names.
func gonbModule(t testing.TB) string {
	t.Helper()
	out, err := exec.CommandContext(context.Background(), "go", "list", "-m", "-f", "{{.Dir}}", Module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// The patches fit the gonb that go.mod names. With another one, all that don't are
// named.
func TestPatches(t *testing.T) {
	module := gonbModule(t)
	if *update {
		updateSums(t, module)
	}
	if err := Write(filepath.Join(t.TempDir(), "gonb"), module); err != nil {
		t.Fatal(err)
	}
}

// updateSums writes the sums of the declarations as they are into the patches.
func updateSums(t *testing.T, module string) {
	all, err := patches()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		path := filepath.Join("patches", p.name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.changes {
			if c.decl == "import" {
				continue
			}
			source, err := os.ReadFile(filepath.Join(module, c.file))
			if err != nil {
				t.Error(err)
				continue
			}
			r, err := find(source, c.decl)
			if err != nil {
				t.Errorf("%s: %v", c.file, err)
				continue
			}
			head := fmt.Sprintf("--- %s %s ", c.file, c.decl)
			text = []byte(strings.Replace(string(text), head+c.sum+"\n", head+digest(source[r.from:r.to])+"\n", 1))
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Skip("written: run again without -update")
}
