package bundle_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"littlesteps/pkg/explorer/bundle"
)

// in returns the go command that works in a folder.
func in(dir string) bundle.Go {
	return func(ctx context.Context, args ...string) (*exec.Cmd, error) {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = dir
		return cmd, nil
	}
}

const checkout = "../../.."

// fromCheckout is what is built of the checkout, once for all tests.
var fromCheckout map[string][]byte

func ofCheckout(t *testing.T) map[string][]byte {
	t.Helper()
	if fromCheckout == nil {
		fromCheckout = build(t, in(checkout))
	}
	return fromCheckout
}

func build(t *testing.T, golang bundle.Go) map[string][]byte {
	t.Helper()
	to := filepath.Join(t.TempDir(), "a", "new", "folder")
	if err := bundle.Build(t.Context(), golang, to); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range []string{bundle.Program, bundle.Worker, bundle.Page} {
		content, err := os.ReadFile(filepath.Join(to, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = content
	}
	if left, _ := os.ReadDir(to); len(left) != len(files) {
		t.Errorf("%d files in the folder", len(left))
	}
	return files
}

// copyOf copies what the program is built from to another place.
func copyOf(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	for _, part := range []string{"go.mod", "go.sum", "pkg/chart", "pkg/data", "pkg/descent", "pkg/model", "pkg/explorer"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, part)), 0o755); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("cp", "-r", filepath.Join(checkout, part), filepath.Join(to, part)).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return to
}

// The same source makes the same bytes, in another folder and with other settings
// in the shell; another source makes others, and Inputs tells.
func TestReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("short: builds the program three times")
	}
	here, there := in(checkout), copyOf(t)
	first := ofCheckout(t)
	t.Setenv("GOFLAGS", "-gcflags=all=-dwarf=false")
	t.Setenv("GOWASM", "satconv")
	second := build(t, in(there))
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs between two folders", name)
		}
	}
	before, err := bundle.Inputs(t.Context(), here)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := bundle.Inputs(t.Context(), in(there)); err != nil || same != before {
		t.Errorf("inputs %s here, %s there, %v", before, same, err)
	}
	change(t, filepath.Join(there, "pkg/descent/gradient_descent.go"), "p.rate * slope", "p.rate * slope * 2")
	if after, err := bundle.Inputs(t.Context(), in(there)); err != nil || after == before {
		t.Errorf("the inputs don't tell that descent has changed: %v", err)
	}
	if third := build(t, in(there)); bytes.Equal(first[bundle.Program], third[bundle.Program]) {
		t.Error("a change of descent doesn't reach the program")
	}
}

func change(t *testing.T, file, old, new string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte(old)) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(file, bytes.Replace(content, []byte(old), []byte(new), 1), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The page's part holds both files, and nothing that ends its scripts early.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("short: builds the program")
	}
	files := ofCheckout(t)
	page := string(files[bundle.Page])
	if n := strings.Count(page, "</script>"); n != 2 {
		t.Errorf("%d ends of scripts", n)
	}
	if !strings.Contains(page, `<script type="text/plain" id="littlesteps-worker">`+string(files[bundle.Worker])+`</script>`) {
		t.Error("the worker isn't in the page")
	}
	_, after, _ := strings.Cut(page, `id="littlesteps-program">`)
	text, _, _ := strings.Cut(after, "</script>")
	packed := fromText(text)
	if !bytes.Equal(packed, files[bundle.Program]) {
		t.Error("the program isn't in the page")
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	program, err := io.ReadAll(reader)
	if err != nil || !bytes.HasPrefix(program, []byte("\x00asm")) {
		t.Errorf("no WebAssembly: %v", err)
	}
	for _, private := range []string{"/root", "/home", "/work"} {
		if bytes.Contains(program, []byte(private+"/")) {
			t.Errorf("the program holds a path of this machine: %s", private)
		}
	}
	t.Logf("program %d bytes, packed %d, in a page %d", len(program), len(packed), len(page))
}

// fromText reads what a page holds: seven bits of each character.
func fromText(text string) []byte {
	var bits strings.Builder
	for _, r := range text {
		fmt.Fprintf(&bits, "%07b", r&0x7f)
	}
	all := bits.String()
	var content []byte
	for ; len(all) >= 8; all = all[8:] {
		b, _ := strconv.ParseUint(all[:8], 2, 8)
		content = append(content, byte(b))
	}
	return content
}

// A program that doesn't compile is an error with the compiler's words, and
// leaves what was there.
func TestBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("short: builds the program")
	}
	there := copyOf(t)
	change(t, filepath.Join(there, "pkg/descent/gradient_descent.go"), "return step", "return stepp")
	to := t.TempDir()
	err := bundle.Build(t.Context(), in(there), to)
	if err == nil || !strings.Contains(err.Error(), "undefined: stepp") {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(to); len(left) > 0 {
		t.Errorf("%d files", len(left))
	}
}
