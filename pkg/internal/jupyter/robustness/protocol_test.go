package robustness

import (
	"littlesteps/pkg/internal/envtest"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var (
	ran     = regexp.MustCompile(`(?m)^Ran (\d+) tests`)
	skipped = regexp.MustCompile(`(\w+) \(.*\.\.\. skipped ['"](.*)['"]`)
)

// Expected: the kernel passes Jupyter's own tests for kernels (jupyter_kernel_test, from
// PyPI), but for those that ask for what Go or gonb doesn't have.
func TestJupytersOwnTests(t *testing.T) {
	t.Parallel()
	env := envtest.Env(t)
	session, err := env.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	folder := env.Venv("var", "kernel-test")
	if !exists(filepath.Join(folder, "jupyter_kernel_test")) {
		install := session.Command(t.Context(), "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
			"--require-hashes", "--only-binary", ":all:", "--target", folder, "-r", filepath.Join("testdata", "protocol", "requirements.txt"))
		install.Dir = "."
		if out, err := install.CombinedOutput(); err != nil {
			if os.Getenv("CI") == "" {
				t.Skipf("jupyter_kernel_test can't be fetched: %v\n%s", err, out)
			}
			t.Fatalf("%v\n%s", err, out)
		}
	}
	program, err := filepath.Abs(filepath.Join("testdata", "protocol", "protocol.py"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := session.Command(t.Context(), "python", "-I", program, folder, "-v")
	out, err := cmd.CombinedOutput()
	if err != nil || !ran.Match(out) {
		t.Errorf("%v\n%s", err, out)
	}
	skips := skipped.FindAllStringSubmatch(string(out), -1)
	for _, skip := range skips {
		t.Logf("%s: %s", skip[1], skip[2])
	}
	if len(skips) != 2 {
		t.Errorf("%d tests are skipped, not 2:\n%s", len(skips), out)
	}
}
