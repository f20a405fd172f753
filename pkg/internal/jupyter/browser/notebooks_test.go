package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/suite"
)

// A picture is a figure as it is seen on a page.
type picture struct {
	Tag, Role, Name string
	Width, Height   float64
	Fits, Drawn     bool
}

// figures are how many cells of each notebook show a figure at least: those
// that the lecture has, and the ones that the third notebook tells of.
var figures = map[string]int{"01_little_steps": 5, "02_more_parameters": 5, "03_advanced_options": 4, "04_after_the_lecture": 5}

// animations are the cells with a figure that moves.
var animations = map[string]string{"02_more_parameters": "animation", "04_after_the_lecture": "boundary-moves"}

// TestNotebooks works through notebooks as a learner does who only looks: open it,
// run all cells, look at it in the dark, close it, open it again. Then somebody else
// opens it, who has no reason to trust it: the first, since what is stripped of each kind
// of figure package chart tests. The third and the fourth, whose figures are of the same
// kinds, wait for --long: that their cells run, others test.
func TestNotebooks(t *testing.T) {
	place := at(t)
	paths, err := place.env.Notebooks()
	if err != nil {
		t.Fatal(err)
	}
	long := os.Getenv(suite.LongVariable) != ""
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".ipynb")
		same := name == "03_advanced_options" || name == "04_after_the_lecture"
		if same && !long {
			continue
		}
		t.Run(name, func(t *testing.T) {
			copied := place.lab.copyOf(t, path)
			p := open(t, place.lab, copied)
			p.checkUntouched()
			p.runAll()
			p.checkFigures(figures[name], "svg")
			p.checkThemes()
			if cell, moves := animations[name]; moves {
				p.checkAnimation(cell)
			}
			p.save()
			p.shutDown()

			if same || name != "01_little_steps" && !long {
				return
			}
			t.Run("reopened", func(t *testing.T) {
				open(t, place.lab, copied).checkFigures(figures[name], "svg")
			})
			t.Run("untrusted", func(t *testing.T) {
				q := open(t, place.lab, place.lab.strangersCopy(t, copied))
				q.checkFigures(figures[name], "img")
				q.checkNothingSpills()
			})
		})
	}
}

// checkUntouched: opening a notebook doesn't change it, and JupyterLab says
// that the kernel is ready.
func (p *page) checkUntouched() {
	p.Helper()
	p.await("the kernel is said to rest", `steps.panel.sessionContext.session.kernel.status === "idle"`)
	if ask[bool](p, "steps.panel.context.model.dirty") {
		p.Errorf("the notebook counts as changed as soon as it is open: its language_info should be the kernel's, %s",
			ask[string](p, "JSON.stringify(steps.panel.context.model.getMetadata('language_info'))"))
	}
}

// runAll chooses Run All Cells from the menu and waits for the end.
func (p *page) runAll() {
	p.Helper()
	p.click("the menu Run", `[...document.querySelectorAll(".lm-MenuBar-item")].find((e) => e.textContent === "Run")`)
	p.click("Run All Cells", `document.querySelector('.lm-Menu-item[data-command="runmenu:run-all"]')`)
	p.await("all cells have run", "steps.settled()")
	p.checkNoErrors()
}

func (p *page) checkNoErrors() {
	p.Helper()
	for _, id := range ask[[]string](p, "steps.failed()") {
		p.Errorf("the cell %s fails:\n%s", id, about[string](p, "said", id))
	}
}

// checkFigures looks at what the cells that show something show. Every figure
// is seen once, as a picture of the given kind, and has a name.
func (p *page) checkFigures(least int, tag string) {
	p.Helper()
	p.await("all outputs are on the page", "steps.shown()")
	cells := 0
	for _, cell := range ask[[]struct{ ID, Source string }](p, "steps.code()") {
		if !strings.Contains(cell.Source, "display.Show(") {
			continue
		}
		about[bool](p, "show", cell.ID)
		pictures := about[[]picture](p, "pictures", cell.ID)
		if len(pictures) == 0 {
			if about[bool](p, "holdsFigure", cell.ID) || about[string](p, "said", cell.ID) == "" {
				p.Errorf("what the cell %s shows can't be seen", cell.ID)
			}
			continue
		}
		cells++
		names := map[string]bool{}
		for _, got := range pictures {
			if got.Tag != tag {
				p.Errorf("the cell %s shows a picture as %s, not as %s", cell.ID, got.Tag, tag)
			}
			if got.Role != "image" && got.Role != "img" || len(got.Name) < 20 || names[got.Name] {
				p.Errorf("the cell %s: a picture has role %q and the name %q", cell.ID, got.Role, got.Name)
			}
			names[got.Name] = true
			if got.Width < 200 || got.Height < 100 || !got.Fits || !got.Drawn {
				p.Errorf("the cell %s: a picture of %.0f by %.0f, fits %v, drawn %v", cell.ID, got.Width, got.Height, got.Fits, got.Drawn)
			}
		}
	}
	if cells < least {
		p.Errorf("%d cells show figures, want at least %d", cells, least)
	}
}

// checkThemes: figures follow JupyterLab into the dark, and back. The words on
// them stand out from the paper by 4.5 to 1 in both.
func (p *page) checkThemes() {
	p.Helper()
	p.await("JupyterLab is light", `document.body.dataset.jpThemeLight === "true"`)
	for _, theme := range []struct{ name, light string }{{"dark", "false"}, {"light", "true"}} {
		p.prefer(theme.name)
		p.await("JupyterLab is "+theme.name, `document.body.dataset.jpThemeLight === "`+theme.light+`"`)
		p.await("the paper is "+theme.name, `steps.luminance(steps.paper()) `+map[string]string{"dark": "<", "light": ">"}[theme.name]+` 0.5`)
		if faint := ask[[]string](p, "steps.faint(4.5)"); len(faint) > 0 {
			p.Errorf("in the %s theme %d words are faint, such as %s", theme.name, len(faint), faint[0])
		}
	}
	if ask[int](p, "steps.words().length") < 20 {
		p.Error("hardly a word on the figures: has the test found them?")
	}
}

// checkNothingSpills: where the inline pictures are stripped, their words must
// not stay behind on the page.
func (p *page) checkNothingSpills() {
	p.Helper()
	for _, spilled := range ask[[]string](p, "steps.spilled()") {
		p.Errorf("words of a stripped picture are seen: %.100q", spilled)
	}
}

// save saves the notebook.
func (p *page) save() {
	p.Helper()
	ask[bool](p, `steps.panel.context.save().then(() => true)`)
}

// strangersCopy makes a copy of a notebook of the lab that JupyterLab has no
// reason to trust: its title is another, so its signature doesn't fit.
func (l *lab) strangersCopy(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(l.root, name))
	if err != nil {
		t.Fatal(err)
	}
	var n map[string]any
	if err := json.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	n["metadata"].(map[string]any)["title"] = "A stranger's"
	if content, err = json.Marshal(n); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return l.copyOf(t, path)
}
