package robustness

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/suite"
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

// pieces are what random cells are made of: code, beginnings of code, commands,
// and what is odd to cut or to count.
var pieces = []string{
	"%%", "%", "!", "%exec ", "%test", "%%bash", "%rm x", "!ls\\", "func f(a, b int) {", "}", "a, b := 1, 2", ",", "(", ")", "{", "fmt.", "fmt.Println(",
	"x := []float64{1, 2}", "x[", "type T struct{ a int }", "T{}.a", "import \"fmt\"", "import (", "`raw\n!ls\n`", "\"text", "/* !ls", "*/", "// %%", "\\", "\t", " ", "",
	"é", "𝒙 := 1", "😀", "\r", "\u2028", "\x00", "var _ = ", "must.Of(", "os.", ".", "\n", "\n\n",
}

// Expected: every inspection, completion and question whether a cell is complete is
// answered, for random cells and places of the cursor, also beyond their ends; and
// then a cell still runs. A few of them here, a thousand with --long. A seed in
// the failure makes it again.
func TestRandomCellsAreAnswered(t *testing.T) {
	t.Parallel()
	k := startKernel(t, envtest.Env(t))
	k.do(t, "func declared() int { return 42 }").wantOK(t)
	trials, seed := 60, uint64(1)
	if os.Getenv(suite.LongVariable) != "" {
		trials, seed = 1000, uint64(time.Now().UnixNano())
	}
	random := rand.New(rand.NewPCG(seed, 0))
	slowest := time.Duration(0)
	for range trials {
		var code strings.Builder
		for range random.IntN(12) {
			code.WriteString(pieces[random.IntN(len(pieces))])
			if random.IntN(3) == 0 {
				code.WriteString("\n")
			}
		}
		length := len([]rune(code.String()))
		cursor := random.IntN(length+4) - 1
		for _, kind := range []string{"inspect", "complete", "is_complete"} {
			began := time.Now()
			if status := k.ask(t, kind, code.String(), cursor).Status; status == "" {
				t.Errorf("%s at %d of %q: an answer without a status (seed %d)", kind, cursor, code.String(), seed)
			}
			slowest = max(slowest, time.Since(began))
		}
	}
	t.Logf("%d random cells (seed %d), the slowest answer after %v", trials, seed, slowest)
	if o := k.do(t, "%%\nfmt.Println(declared())").wantOK(t); o.stdout != "42\n" {
		t.Errorf("after it, a cell prints %q", o.stdout)
	}
}
