package jupyter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gopls is built from its module without the ballast, as the version that it is; another
// gopls, which has the ballast elsewhere, isn't taken for one without.
func TestGoplsSource(t *testing.T) {
	module := t.TempDir()
	code := filepath.Join(module, "internal", "cache", "cache.go")
	write(t, code, "package cache\n\n"+ballast+"\n", 0o444) // as in the cache of modules
	write(t, filepath.Join(module, "go.mod"), "module "+goplsModule+"\n\ngo 1.25.0\n", 0o444)
	write(t, filepath.Join(module, "go.sum"), "sums\n", 0o444)
	dir := t.TempDir()
	if err := goplsSource(dir, module); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"source/internal/cache/cache.go": "package cache\n\nvar ballast []byte\n",
		"go.mod":                         "module build\n\ngo 1.25.0\n\nrequire " + goplsModule + " " + goplsVersion + "\n\nreplace " + goplsModule + " => ./source\n",
		"go.sum":                         "sums\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, path)); err != nil || string(got) != want {
			t.Errorf("%s: %v, %q, want %q", path, err, got, want)
		}
	}
	if err := os.Remove(code); err != nil {
		t.Fatal(err)
	}
	write(t, code, "package cache\n\nvar ballast = make([]byte, 1<<20)\n", 0o444)
	if err := goplsSource(t.TempDir(), module); err == nil || !strings.Contains(err.Error(), "no ballast") {
		t.Errorf("another ballast: %v", err)
	}
}
