package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/notebook"
)

// TestLearner looks at what JupyterLab does for a learner beyond showing the notebook.
func TestLearner(t *testing.T) {
	place := at(t)
	original, err := os.ReadFile(place.env.Path("notebooks", "01_little_steps.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	name := place.lab.copyOf(t, place.env.Path("notebooks", "01_little_steps.ipynb"))
	path := filepath.Join(place.lab.root, name)
	p := open(t, place.lab, name)

	p.part("a term is explained where it stands", func(p *page) {
		about[bool](p, "show", "loss")
		const link = `[...steps.cell("loss").node.querySelectorAll("a")].find((a) => a.textContent === "mean squared error")`
		p.click("the term", link)
		p.await("its meaning is there", `!!document.querySelector(".ls-term")`)
		if said := ask[string](p, `document.querySelector(".ls-term").textContent`); said != "mean squared error: the average of the squared misses: the usual loss." {
			p.Errorf("it says %q", said)
		}
		if inside := ask[bool](p, `(() => { const r = document.querySelector(".ls-term").getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.top >= 0 && r.bottom <= innerHeight })()`); !inside {
			p.Error("it doesn't stand in the window")
		}
		p.press(kb.Escape)
		p.await("Escape takes it away, and goes back to the term", `!document.querySelector(".ls-term") && document.activeElement === `+link)
	})

	p.part("notes for teachers are hidden, and passed over", func(p *page) {
		const seen = `steps.panel.content.widgets.filter((w) => w.model.id.endsWith("-note") && w.node.checkVisibility()).length`
		if n := ask[int](p, seen); n != 0 {
			p.Errorf("%d notes are in sight", n)
		}
		ask[bool](p, `(steps.select("loss-guess-solution"), steps.panel.content.node.focus(), true)`)
		p.press(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift))
		p.await("the next cell in sight is chosen", `steps.panel.content.activeCell.model.id === "guess-1-7"`)
		ask[bool](p, `jupyterapp.commands.execute("littlesteps:teachers").then(() => true)`)
		ask[bool](p, `(steps.show("loss-guess-note"), true)`)
		p.await("who asks for them sees them", `steps.cell("loss-guess-note").node.checkVisibility()`)
		ask[bool](p, `jupyterapp.commands.execute("littlesteps:teachers").then(() => true)`)
		p.await("or not", seen+` === 0`)
	})

	p.part("a reset that saving can't undo", func(p *page) {
		p.write("guess-1-5", "%%\nfmt.Println(\"saved\")")
		ask[bool](p, `steps.panel.context.save().then(() => true)`)
		p.write("guess-1-5", "%%\nfmt.Println(\"not saved yet\")")
		kept, err := notebook.Restore(path, original)
		p.must(err)
		ask[bool](p, `steps.panel.context.save().then(() => true)`)
		p.await("the notebook is shown as it was", `steps.source("guess-1-5").startsWith("func minus") && !steps.panel.context.model.dirty`)
		if now, err := os.ReadFile(path); err != nil || string(now) != string(original) {
			p.Errorf("the file isn't as it was (%v)", err)
		}
		if mine, err := os.ReadFile(kept); err != nil || !strings.Contains(string(mine), "not saved yet") {
			p.Errorf("%s doesn't hold what was typed last (%v)", kept, err)
		}
		p.await("it is said", `document.body.innerText.includes("was reset")`)
	})
}

// TestRunAtOnce runs a notebook before its kernel has begun to start: JupyterLab alone
// would ask which kernel is meant.
func TestRunAtOnce(t *testing.T) {
	place := at(t)
	name := t.Name() + ".ipynb"
	writeCells(t, filepath.Join(place.lab.root, name), []string{"words", "import \"fmt\"\n\n%%\nfmt.Println(6 * 7)"})
	p := newTab(t, browsertest.Look{})
	p.Navigate(place.lab.url + "lab?reset&token=" + token)
	p.await("JupyterLab is there", `!!window.jupyterapp`)
	ask[bool](p, `jupyterapp.restored.then(() => jupyterapp.commands.execute("docmanager:open", { path: "`+name+`" })).then(async (panel) => {
		await panel.context.ready;
		jupyterapp.commands.execute("notebook:run-all-cells");
		return true;
	})`)
	p.await("the cell has run, or JupyterLab asks something", `!!document.querySelector(".jp-Dialog, .jp-OutputArea-output")`)
	if asked := ask[string](p, `document.querySelector(".jp-Dialog")?.innerText ?? ""`); asked != "" {
		t.Fatalf("JupyterLab asks: %s", asked)
	}
	p.await("the cell has run", `document.querySelector(".jp-OutputArea-output")?.innerText.trim() === "42"`)
	ask[bool](p, `jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => true)`)
}
