package browser

import (
	"os"
	"testing"

	"littlesteps/pkg/internal/suite"
)

// TestBehindABaseURL works in a JupyterLab that isn't at the top of its
// server's addresses, as behind JupyterHub. The page must ask for nothing
// outside of it.
func TestBehindABaseURL(t *testing.T) {
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("starts another JupyterLab, as the explorers' test behind a base URL does: run with --long")
	}
	place := at(t)
	l, err := startLab("/user/ada/")
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, l, l.copyOf(t, place.env.Path("notebooks", "01_little_steps.ipynb")))
	p.finish("steps.runAbove('grid-answer')")
	p.checkNoErrors()
	if pictures := about[[]picture](p, "pictures", "grid-figure"); len(pictures) != 1 || pictures[0].Height < 100 {
		t.Errorf("the figure of the grid is seen as %+v", pictures)
	}
}
