package jupyter

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
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
