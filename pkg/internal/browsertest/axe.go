package browsertest

import (
	"os"
	"path/filepath"
	"testing"
)

// axe returns axe-core's script, which finds faults of accessibility: the file
// that AXE_JS names, or the one in the checkout's .venv. Where there is none
// the test is skipped.
func axe(t testing.TB) string {
	t.Helper()
	path := os.Getenv("AXE_JS")
	for root := ".."; path == "" && len(root) < 30; root += "/.." {
		if found, _ := filepath.Glob(root + "/.venv/lib/python3*/site-packages/*/axe.min.js"); len(found) > 0 {
			path = found[0]
		}
	}
	if path == "" {
		t.Skip("no axe-core in .venv: run `go tool steps setup`, or set AXE_JS to an axe.min.js")
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// Violations returns what axe-core finds against WCAG 2.2 AA and its best practices, on the
// page or in what a selector names. What stands inside a figure's picture is taken off the page
// for that time, as it is for those who can't see the picture, and so are the rows of its table
// but the first eight, which are alike: axe would spend most of its time there. How far a
// picture's words stand out from its paper, packages chart and browser test.
func (p *Page) Violations(within string) []string {
	p.Helper()
	p.Do(axe(p.T) + ";")
	return Ask[[]string](p, `(async () => {
		const away = [...document.querySelectorAll(".ls-i svg[role=img] > *, .ls-d tr:nth-child(n+9)")].map((e) => [e, document.createComment("")]);
		for (const [e, place] of away) e.replaceWith(place);
		try {
			const { passes, violations } = await axe.run($1 || document, {
				runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] });
			const found = violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200) + " " + n.failureSummary));
			return passes.length < 10 ? [...found, "only " + passes.length + " rules had something to look at"] : found;
		} finally {
			for (const [e, place] of away) place.replaceWith(e);
		}
	})()`, within)
}
