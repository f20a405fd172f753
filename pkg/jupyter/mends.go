package jupyter

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// A mend changes a text in a file of gonb's source. It speaks of the version
// in go.mod: with another one that has the text elsewhere it fails, and it is
// time to see whether it is still needed.
type mend struct {
	file     string
	old, new string
	times    int // how often old stands in the file
}

var mends = []mend{
	// gonb looks for gopls every 12 s, so the first completion in a kernel
	// waits that long for a gopls that is ready after a tenth of a second.
	{
		file:  "internal/goexec/goplsclient/exec.go",
		old:   "<-time.After(ConnectTimeout)",
		new:   "<-time.After(100 * time.Millisecond)",
		times: 2,
	},
	// gonb's main function calls flag.Parse, but leaves importing flag to
	// goimports. With an import missing and others unused, as in nearly every
	// cell, goimports asks the go command for all packages: 0.25 s a cell.
	{
		file:  "internal/goexec/goexec.go",
		old:   "Imports:   make(map[string]*Import),",
		new:   `Imports:   map[string]*Import{"flag": NewImport("flag", "")},`,
		times: 1,
	},
}

func (m mend) apply(module string) error {
	path := filepath.Join(module, filepath.FromSlash(m.file))
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := bytes.Count(source, []byte(m.old)); n != m.times {
		return fmt.Errorf("gonb's %s has %q %d times, not %d: see mends.go", m.file, m.old, n, m.times)
	}
	return writeFile(path, bytes.ReplaceAll(source, []byte(m.old), []byte(m.new)))
}
