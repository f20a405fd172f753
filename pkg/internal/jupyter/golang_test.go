package jupyter

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// On arm64 a product and a sum are rounded as on amd64, so that cells give the same
// digits and figures the same bytes: the compiler fuses none of them.
func TestNothingIsFused(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library for arm64: run without -short")
	}
	e, err := Find(".")
	if err != nil {
		t.Fatal(err)
	}
	fused := func(flags []string) int {
		cmd := exec.CommandContext(t.Context(), "go", "build", "-gcflags=littlesteps/pkg/descent="+strings.Join(append(flags, "-S"), " "), "./pkg/descent")
		cmd.Dir = e.Root
		cmd.Env = append(environment(hereSettings()), "GOFLAGS=", "GOARCH=arm64", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "FMULD") {
			t.Fatalf("%v\n%.2000s", err, out)
		}
		return len(regexp.MustCompile(`\tFN?M(ADD|SUB)D\t`).FindAll(out, -1))
	}
	if n := fused(compileFlagsFor("arm64")); n > 0 {
		t.Errorf("%d products are fused with sums", n)
	}
	if fused(nil) == 0 {
		t.Error("without flags nothing is fused either: the test sees nothing")
	}
	if arm := strings.Join(compileFlagsFor("arm64"), " "); quoted(arm) != "'"+arm+"'" {
		t.Errorf("GOFLAGS would be cut: %s", quoted(arm))
	}
}

// Archives that were fetched for this checkout go, those of before stay, and so does
// what is no module's.
func TestDropArchives(t *testing.T) {
	e, g := &Env{Root: t.TempDir()}, golang{ModCache: t.TempDir()}
	archive := func(name string) string { return filepath.Join(g.ModCache, "cache", "download", name) }
	begun := time.Now().Add(-time.Hour)
	for path, when := range map[string]time.Time{
		e.Path("go.mod"):                      begun,
		archive("a.org/!new/@v/v1.2.0.zip"):   begun.Add(time.Minute),
		archive("a.org/!new/@v/v1.3.0.zip"):   begun.Add(time.Minute), // unused
		archive("a.org/old/v2/@v/v2.0.0.zip"): begun.Add(-time.Minute),
	} {
		if err := writeFile(path, nil); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(g.ModCache, name) }
	err := e.dropArchives(g, []string{in("a.org/!new@v1.2.0"), in("a.org/old/v2@v2.0.0"), in("a.org/!new@v1.2.0"), in("gone@v1.0.0"), e.Root, "go: downloading a.org/!new v1.3.0"})
	if err != nil {
		t.Fatal(err)
	}
	for name, there := range map[string]bool{"a.org/!new/@v/v1.2.0.zip": false, "a.org/!new/@v/v1.3.0.zip": true, "a.org/old/v2/@v/v2.0.0.zip": true} {
		if exists(archive(name)) != there {
			t.Errorf("%s is there: %v, want %v", name, !there, there)
		}
	}
}
