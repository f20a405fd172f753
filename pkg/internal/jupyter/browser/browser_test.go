package browser

import (
	"os"
	"sync"
	"testing"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/browsertest/labtest"
	"littlesteps/pkg/internal/jupyter"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// A place is what all tests share: the environment, and JupyterLab at work on
// copies of the notebooks.
type place struct {
	env *jupyter.Env
	lab *lab
}

// at returns the place, or skips the test and says why.
func at(t *testing.T) *place {
	t.Helper()
	env := labtest.Need(t)
	l, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return &place{env, l}
}

// shared is started by the first test that needs it.
var shared = sync.OnceValues(func() (*lab, error) { return startLab("/") })

// startLab starts JupyterLab under a base URL; it goes with the last test.
func startLab(base string) (*lab, error) {
	env, err := jupyter.Find(".")
	if err != nil {
		return nil, err
	}
	l, err := labtest.Start(env, base)
	if err != nil {
		return nil, err
	}
	browsertest.AtEnd(l.Close)
	return &lab{l.URL, l.Root}, nil
}
