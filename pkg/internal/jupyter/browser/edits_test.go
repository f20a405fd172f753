package browser

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/data"
	"littlesteps/pkg/internal/suite"
)

// TestEdits changes cells of the first notebook as learners do, on purpose or
// not. Each subtest leaves the notebook as it was.
func TestEdits(t *testing.T) {
	place := at(t)
	p := open(t, place.lab, place.lab.copyOf(t, place.env.Path("notebooks", "01_little_steps.ipynb")))
	if !p.finish("steps.runAbove('best-multiplier')") {
		p.checkNoErrors()
		t.FailNow()
	}

	p.part("another multiplier, typed", func(p *page) {
		ran := about[int](p, "number", "guess-1-5")
		p.typeOver("guess-1-5", "1.5", "2.0")
		p.press(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierShift))
		p.await("the cell has run again", fmt.Sprintf("steps.number('guess-1-5') > %d", ran))
		got := strings.Fields(strings.Trim(about[string](p, "said", "guess-1-5"), "[]"))
		want := p.misses(2.0)
		if len(got) != len(want) {
			p.Fatalf("the cell says %q, want %v", got, want)
		}
		for i := range want {
			if value, err := strconv.ParseFloat(got[i], 64); err != nil || math.Abs(value-want[i]) > 1e-9 {
				p.Errorf("belt %d misses by %s, want %g", i+1, got[i], want[i])
			}
		}
	})

	p.part("a rate beyond the limit", func(p *page) {
		p.edit("descent", "1.0 / 100_000", "1.0 / 1000")
		for _, id := range []string{"descent", "by-hand-steps", "descent-figures", "path"} {
			if !p.run(id) {
				p.Fatalf("the cell %s fails:\n%s", id, about[string](p, "said", id))
			}
		}
		for _, id := range []string{"descent", "descent-figures", "path"} {
			if said := about[string](p, "said", id); !strings.Contains(said, "Diverged in epoch ") {
				p.Errorf("the cell %s doesn't say that the walk diverged:\n%.300s", id, said)
			}
		}
		for _, id := range []string{"descent-figures", "path"} {
			if pictures := about[[]picture](p, "pictures", id); len(pictures) != 1 || pictures[0].Height < 100 {
				p.Errorf("the cell %s shows %+v", id, pictures)
			}
			if html := ask[string](p, "steps.output('"+id+"').innerHTML"); strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
				p.Errorf("the figure of the cell %s holds numbers that are none", id)
			}
		}
	})

	p.part("a typo", func(p *page) {
		p.edit("mse-1-5", "Println", "Prinln")
		p.wantError("mse-1-5", 2, "Prinln")
	})
	p.part("a variable that nobody uses", func(p *page) {
		p.edit("mse-1-5", "%%\n", "%%\nx := 3\n")
		p.wantError("mse-1-5", 2, "Go refuses a variable that nothing uses")
	})
	p.part("a second %%", func(p *page) {
		p.edit("mse-1-5", "%%\n", "%%\n%%\n")
		p.wantError("mse-1-5", 2, "This is a second %% in one cell")
	})
	p.part("no %%", func(p *page) {
		p.edit("mse-1-5", "%%\n", "")
		p.wantError("mse-1-5", 1, "Statements stand below a line with %%")
	})
	p.part("a panic", func(p *page) {
		p.edit("mse-1-5", "%%\n", "%%\ncm = nil\n")
		p.wantError("mse-1-5", 3, "The list is empty: it has no place 0")
	})
	p.part("a column that isn't there", func(p *page) {
		p.edit("mse-1-5", "%%\n", "%%\nmust.Of(data.Floats(data.Belts(), \"belt_inn\"))\n")
		p.wantError("mse-1-5", 2, `no column "belt_inn" (have "waist_size", "belt_in", "belt_cm")`)
	})
	p.part("no import", func(p *page) {
		p.edit("mse-1-5", `"loss at 1.5:"`, `strings.ToUpper("loss at 1.5:")`)
		if !p.run("mse-1-5") {
			p.Errorf("the import isn't found:\n%s", about[string](p, "said", "mse-1-5"))
		}
		if said := about[string](p, "said", "mse-1-5"); !strings.HasPrefix(said, "LOSS AT 1.5: 1728.2125") {
			p.Errorf("the cell says %q", said)
		}
	})

	p.part("a loop that never ends, stopped", func(p *page) {
		p.edit("mse-1-5", "%%\n", "%%\nfmt.Println(\"for ever\")\nfor cm != nil {\n}\n")
		about[bool](p, "run", "mse-1-5")
		p.await("the cell runs", "steps.said('mse-1-5').includes('for ever')")
		p.click("the button ■", `steps.panel.toolbar.node.querySelector('[data-jp-item-name="interrupt"] > *')`)
		p.await("the cell has ended", "steps.ended()")
		if ask[bool](p, "steps.ok()") {
			p.Error("a stopped cell counts as well")
		}
		if said := about[string](p, "said", "mse-1-5"); !strings.Contains(said, "The cell was stopped.") {
			p.Errorf("the cell doesn't say that it was stopped: %q", said)
		}
		p.wantAlive()
	})

	p.part("an error in the middle of all cells", func(p *page) {
		p.edit("mse-1-5", "Println", "Prinln")
		p.restartAndRunAll()
		if failed := ask[[]string](p, "steps.failed()"); len(failed) != 1 || failed[0] != "mse-1-5" {
			p.Errorf("failed: %v, want the cell with the typo alone", failed)
		}
		if ask[bool](p, "steps.number('guess-1-7') !== null") {
			p.Error("the cells after the one that failed have run")
		}
		if n := about[int](p, "number", "imports"); n != 1 {
			p.Errorf("the first cell has number %d: was the kernel restarted?", n)
		}
	})
	if os.Getenv(suite.LongVariable) == "" {
		return // that all run after a restart, TestNotebooks and package robustness show
	}
	p.part("mended, restarted, all run", func(p *page) {
		p.restartAndRunAll()
		p.checkNoErrors()
	})
}

// misses are guess minus actual for each belt.
func (p *page) misses(multiplier float64) []float64 {
	p.Helper()
	inches, err1 := data.Floats(data.Belts(), "belt_in")
	cm, err2 := data.Floats(data.Belts(), "belt_cm")
	p.must(errors.Join(err1, err2))
	var off []float64
	for i := range inches {
		off = append(off, multiplier*inches[i]-cm[i])
	}
	return off
}

// typeOver points behind a text in a cell, deletes it and types another.
func (p *page) typeOver(id, old, new string) {
	p.Helper()
	place := `(() => {
		const content = steps.cell(` + quote(id) + `).node.querySelector(".cm-content");
		content.scrollIntoView({ block: "center" });
		const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const from = walker.currentNode.data.indexOf(` + quote(old) + `);
			if (from < 0) continue;
			const range = document.createRange();
			range.setStart(walker.currentNode, from);
			range.setEnd(walker.currentNode, from + ` + strconv.Itoa(len(old)) + `);
			const box = range.getBoundingClientRect();
			return [box.right - 1, box.top + box.height / 2];
		}
		return null;
	})()`
	p.await(old+" is in sight and stays where it is", `await (async () => {
		const before = JSON.stringify(`+place+`);
		await new Promise((go) => setTimeout(go, 100));
		return before !== "null" && JSON.stringify(`+place+`) === before;
	})()`)
	at := ask[[]float64](p, place)
	p.must(chromedp.Do(p.Ctx, chromedp.MouseClickXY(at[0], at[1])))
	p.await("the cell has the focus", "steps.cell("+quote(id)+").editor.hasFocus()")
	p.press(strings.Repeat(kb.Backspace, len(old)))
	p.press(new)
}

// wantError runs a cell that must fail, and wants to read what is wrong and
// where: the number beside the cell, and the line in it, unless line is 0.
// Places in temporary files help nobody. The kernel works on.
func (p *page) wantError(id string, line int, what string) {
	p.Helper()
	if p.run(id) {
		p.Error("the cell doesn't fail")
	}
	said := about[string](p, "said", id)
	where := ""
	if line > 0 {
		where = fmt.Sprintf("Cell[%d]: Line %d", about[int](p, "number", id), line)
	}
	if !strings.Contains(said, where) || !strings.Contains(said, what) {
		p.Errorf("the error names %q and %q? It says:\n%s", where, what, said)
	}
	if boxes := ask[int](p, "[...steps.cell("+quote(id)+").node.querySelectorAll('.jp-OutputArea-child')].filter((e) => e.checkVisibility() && e.innerText.includes('did not run')).length"); boxes > 1 {
		p.Errorf("one mistake is told in %d boxes", boxes)
	}
	if strings.Contains(said, "go build") {
		p.Errorf("the error names a command of the compiler:\n%s", said)
	}
	p.wantAlive()
}

// wantAlive: declarations of the cells above are still known.
func (p *page) wantAlive() {
	p.Helper()
	if !p.run("guess-1-7") || !strings.Contains(about[string](p, "said", "guess-1-7"), "1128.2125") {
		p.Errorf("the kernel doesn't work on:\n%s", about[string](p, "said", "guess-1-7"))
	}
}

// restartAndRunAll presses the button ▶▶ and confirms.
func (p *page) restartAndRunAll() {
	p.Helper()
	last := ask[string](p, "steps.code().at(-1).id")
	ask[int](p, "steps.cell('"+last+"').model.executionCount = 999") // it may have none since an earlier failure
	p.click("the button ▶▶", `steps.panel.toolbar.node.querySelector('[data-jp-item-name="restart-and-run"] > *')`)
	p.click("Restart", `document.querySelector(".jp-Dialog button.jp-mod-accept")`)
	p.await("the cells begin again", "steps.number('"+last+"') === null")
	p.await("the cells have ended", "steps.settled()")
}
