package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/browsertest/labtest"
)

const token = labtest.Token

// A lab is a JupyterLab at work on copies of the notebooks.
type lab struct {
	url  string // ends with a slash
	root string // the folder with the copies
}

// copyOf puts a copy of a notebook into the lab's folder, and returns its name
// there, which is the test's.
func (l *lab) copyOf(t *testing.T, notebook string) string {
	t.Helper()
	content, err := os.ReadFile(notebook)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(t.Name(), "/", "-") + ".ipynb"
	if err := os.WriteFile(filepath.Join(l.root, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
