package browser

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestHelp asks for help while writing, in a kernel that is just up: Tab
// completes, Shift+Tab explains.
func TestHelp(t *testing.T) {
	place := at(t)
	name := t.Name() + ".ipynb"
	writeCells(t, filepath.Join(place.lab.root, name), []string{"imports", "%noautoget\nimport \"littlesteps/pkg/descent\"", "hello", "%%"})
	p := open(t, place.lab, name)
	if !p.run("imports") {
		p.checkNoErrors()
		t.FailNow()
	}

	p.write("hello", "%%\ndescent.")
	p.cursorAtEnd("hello")
	asked := time.Now()
	const items = `[...document.querySelectorAll(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-match")].map((e) => e.textContent)`
	p.pressUntil(kb.Tab, "completions are offered", items+".length > 0")
	t.Logf("the first completion took %v", time.Since(asked).Round(10*time.Millisecond))
	p.await("the last of them is, too: JupyterLab draws a few at a time", items+`.includes("RunBatches")`)
	offered := ask[[]string](p, items)
	for _, name := range []string{"Adam", "GradientDescent", "Momentum", "Run"} {
		if !slices.Contains(offered, name) {
			t.Errorf("%s isn't offered: %v", name, offered)
		}
	}
	p.press(kb.Escape)

	p.write("hello", "%%\ndescent.Run")
	p.cursorAtEnd("hello")
	p.pressUntil(kb.Tab, "an explanation is shown", `!!document.querySelector(".jp-Tooltip")?.innerText`, chromedp.KeyModifiers(chromedp.ModifierShift))
	if text := ask[string](p, `document.querySelector(".jp-Tooltip").innerText`); !strings.Contains(text, "func descent.Run(f descent.Func, start []float64") || !strings.Contains(text, "epochs") {
		t.Errorf("Shift+Tab explains:\n%s", text)
	}
}

// cursorAtEnd puts the cursor behind the last letter of a cell.
func (p *page) cursorAtEnd(id string) {
	p.Helper()
	ask[bool](p, `(() => {
		const cell = steps.cell(`+quote(id)+`);
		steps.select(`+quote(id)+`);
		steps.panel.content.mode = "edit";
		const last = cell.editor.lineCount - 1;
		cell.editor.focus();
		cell.editor.setCursorPosition({ line: last, column: cell.editor.getLine(last).length });
		return true;
	})()`)
	p.await("the cell has the focus", "steps.cell("+quote(id)+").editor.hasFocus()")
}

// pressUntil presses keys until an expression is true: again every few
// seconds, because JupyterLab gives up asking when the machine is busy.
func (p *page) pressUntil(keys, what, expression string, options ...chromedp.KeyOption) {
	p.Helper()
	for over := time.Now().Add(2 * time.Minute); time.Now().Before(over); {
		p.press(keys, options...)
		for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
			if ask[bool](p, expression) {
				return
			}
		}
	}
	p.Fatalf("waited in vain until %s", what)
}
