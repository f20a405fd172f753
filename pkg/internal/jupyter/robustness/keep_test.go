package robustness

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/envtest"
)

// A program that another kernel has built names the lines of this one's cells.
func TestKeptCells(t *testing.T) {
	env := envtest.Env(t)
	words := fmt.Sprint("a program of ", time.Now().UnixNano())
	for _, earlier := range []int{0, 3} {
		k := startKernel(t, env)
		for range earlier {
			k.do(t, "%%\nfmt.Println(1)").wantOK(t)
		}
		k.do(t, "func words() string { return os.Args[0] }").wantOK(t)
		said := k.do(t, "%%\nfmt.Println(`"+words+"`)\n\npanic(words())").wantError(t, "")
		if want := fmt.Sprintf("Cell[%d]: Line 4", earlier+3); said.stdout != words+"\n" || !strings.Contains(said.stderr, want) {
			t.Errorf("it prints %q and says %s\nwant %q", said.stdout, said.stderr, want)
		}
	}
}
