package jupyter

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"littlesteps/pkg/internal/notebook"
)

// fused prints 0 where a product is rounded before it is added to, as it is in all
// programs that are built here.
const fused = `import (
	"fmt"
	"os"
)

func sum(a, b, c float64) float64 { return a*b + c }

%%
x := 1 + float64(len(os.Args))/(1<<27)
fmt.Println(sum(x, x, -1-float64(len(os.Args))/(1<<26)))
`

// What the shell builds for, and how, doesn't reach the cells.
func TestRunWhateverTheShellSets(t *testing.T) {
	e := realEnv(t)
	for name, settings := range map[string]map[string]string{
		"processor": {"GOAMD64": "v3", "GOARM64": "v9.5"},
		"target":    {"GOOS": "js", "GOARCH": "wasm"},
		"build":     {"CGO_ENABLED": "1", "GOFLAGS": "-race", "GOEXPERIMENT": "simd", "GODEBUG": "asyncpreemptoff=1", "GOFIPS140": "latest"},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range settings {
				t.Setenv(variable, value)
			}
			path := filepath.Join(t.TempDir(), "fused.ipynb")
			writeNotebook(t, path, txtar.File{Name: "fused", Data: []byte(fused)})
			var out lockedBuffer
			results, err := run(t.Context(), e, []string{path}, RunOptions{Out: &out, To: t.TempDir()})
			if err != nil {
				t.Fatalf("%v\n%s", err, &out)
			}
			n, err := notebook.Read(results[0].copy)
			if err != nil {
				t.Fatal(err)
			}
			if got := n.Codes()[0].Text(); strings.TrimSpace(got) != "0" {
				t.Errorf("the cell prints %q", got)
			}
			if why := e.planDeclines(); why != nil {
				for variable := range settings {
					if strings.Contains(why.Error(), variable) {
						t.Error(why)
					}
				}
			}
		})
	}
}
