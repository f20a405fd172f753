package jupyter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What set-up says when it fetches from something that answers garbage, or from
// nothing at all. The pip and the Go command are real.
func TestFetchingFails(t *testing.T) {
	real := realEnv(t)
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "<html>Welcome to our hotel. Please log in.</html>")
	}))
	defer portal.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nowhere := "http://" + listener.Addr().String()
	listener.Close()

	e := scratch(t)
	if err := os.MkdirAll(e.Venv("bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real.Program("python"), e.Program("python")); err != nil {
		t.Fatal(err)
	}
	// Python sees by this file that it is in a virtual environment: the real one's.
	if config, err := os.ReadFile(real.Venv("pyvenv.cfg")); err != nil {
		t.Fatal(err)
	} else {
		write(t, e.Venv("pyvenv.cfg"), string(config), 0o644)
	}
	lib, _ := filepath.Glob(real.Venv("lib", "python3.*"))
	if len(lib) != 1 {
		t.Fatal(lib)
	}
	if err := os.MkdirAll(e.Venv("lib"), 0o755); err != nil {
		t.Fatal(err)
	}
	only := e.Venv("lib", filepath.Base(lib[0]), "site-packages")
	if err := os.MkdirAll(only, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(lib[0], "site-packages", "pip"), filepath.Join(only, "pip")); err != nil {
		t.Fatal(err)
	}

	t.Setenv("PIP_FIND_LINKS", "")
	t.Setenv("PIP_CONFIG_FILE", os.DevNull)
	t.Setenv("PIP_RETRIES", "1")
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOFLAGS", "-modcacherw")
	t.Setenv("GONOSUMDB", "*")
	for _, test := range []struct{ name, address, hint string }{
		{"a log-in page", portal.URL, "something answers that is not who was asked: a log-in page of this network"},
		{"nobody", nowhere, "nothing answers there: is the network up?"},
	} {
		t.Setenv("PIP_INDEX_URL", test.address+"/simple")
		t.Setenv("GOPROXY", test.address)
		g, err := e.findGo(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []step{e.packagesStep(), e.goplsStep(g)} {
			var out bytes.Buffer
			s.soft = false
			err := e.carryOut(context.Background(), []step{s}, &out)
			if err == nil || !strings.Contains(err.Error(), test.hint) || strings.Contains(err.Error(), "Ignoring ") {
				t.Errorf("%s, %s: it says %v", test.name, s.title, err)
			}
		}
	}
}

func TestHintFor(t *testing.T) {
	s := step{hint: "is there room?"}
	fault := errors.New("fault")
	for want, err := range map[string]error{
		"is there room?":   fault,
		"install another.": fmt.Errorf("wrapped: %w", advised{fault, "install another"}),
	} {
		if got := s.hintFor(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !errors.Is(advised{fault, ""}, fault) {
		t.Error("the cause is lost")
	}
}

func TestExplainFetching(t *testing.T) {
	for said, want := range map[string]string{
		"dial tcp: lookup proxy.golang.org: no such host":                                                        "nothing answers",
		"Failed to establish a new connection: [Errno -3] Temporary failure in name resolution":                  "nothing answers",
		"SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number":                                 "something answers",
		"verifying github.com/x/y@v0.23.0/go.mod: checksum mismatch":                                             "something answers",
		"tls: failed to verify certificate: x509: certificate signed by unknown authority":                       "something answers",
		"ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE":                               "something answers",
		"ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)":     "something answers",
		"ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device":                "",
		"# littlesteps/pkg/data\npkg/data/data.go:3:1: syntax error: non-declaration statement outside function": "",
	} {
		err := explainFetching(&failure{program: "pip", err: errors.New("exit status 1"), last: append(strings.Split(said, "\n"), "Ignoring tomli: markers don't match")})
		known := advised{}
		errors.As(err, &known)
		if !strings.HasPrefix(known.hint, want) || want == "" && known.hint != "" {
			t.Errorf("%s: %q", said, known.hint)
		}
		if strings.Contains(err.Error(), "Ignoring") {
			t.Errorf("noise: %v", err)
		}
	}
}
