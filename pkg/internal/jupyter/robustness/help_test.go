package robustness

import (
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
)

// Expected: completion and explanation answer, whatever is being typed. A line
// such as "! " ended the kernel while it was typed.
func TestHelpWhileTyping(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	k.do(t, "func declared() int { return 42 }").wantOK(t)
	for _, code := range []string{"! ", "% ", "!", "%exec", "%exec\t", "%%\n! ", "%%script", "func (", "%%\n}"} {
		k.ask(t, "complete", code, len(code))
		k.ask(t, "inspect", code, len(code))
	}
	explained := false // gopls may still be starting
	for began := time.Now(); !explained && time.Since(began) < patience; {
		help := text(k.ask(t, "inspect", "%%\nfmt.Println(declared())", 8), "text/markdown")
		explained = strings.Contains(help, "func fmt.Println(a ...any)")
	}
	if !explained {
		t.Error("nothing is explained")
	}
	if o := k.do(t, "%%\nfmt.Println(declared())").wantOK(t); o.stdout != "42\n" {
		t.Errorf("after it, a cell prints %q", o.stdout)
	}
}

// What a cell has imported is known to the next question, though the cell ran no program.
func TestHelpAfterImports(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	k.do(t, "import \"littlesteps/pkg/descent\"").wantOK(t)
	const asked = "%%\ndescent."
	for began := time.Now(); !strings.Contains(string(k.ask(t, "complete", asked, len(asked)).Raw), `"Adam"`); {
		if time.Since(began) > patience {
			t.Fatal("nothing is completed")
		}
	}
}
