package exporter_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/suite"
)

func TestPageAsksForNothing(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{}) // it checks at the end
	if got := ask[string](p, `document.getElementById("alive").textContent`); got != "alive 11" {
		t.Errorf("the script of an output left %q, not %q", got, "alive 11")
	}
	for _, font := range []string{"Lesson Text", "Lesson Code", "Lesson Math"} {
		if !ask[bool](p, `document.fonts.check("16px '`+font+`'") && [...document.fonts].some((f) => f.family.includes("`+font+`") && f.status === "loaded")`) {
			t.Errorf("the font %s is not loaded", font)
		}
	}
	if text := ask[string](p, `document.body.innerText`); strings.Contains(text, "%3C") || strings.Contains(text, "xmlns") || strings.Contains(text, "\">") {
		t.Error("mark-up spills into the page's text")
	}
	if broken := ask[int](p, `[...document.images].filter((i) => !i.naturalWidth).length`); broken > 0 {
		t.Errorf("%d pictures are broken", broken)
	}
}

var program = regexp.MustCompile(`(?s)<script type="text/plain".*?</script>`)

// checkSize: the explorers' program, which all explorers of a page share, is most of a page
// that has one; without it, every page is small.
func checkSize(t *testing.T, path string, most int) {
	t.Helper()
	text := read(t, path)
	rest := program.ReplaceAllString(text, "")
	t.Logf("%s: %d kB, %d kB without the explorers' program", filepath.Base(path), len(text)/1000, len(rest)/1000)
	if len(rest) >= most || len(text) >= most+4_000_000 {
		t.Errorf("%s has %d bytes, %d without the explorers' program", filepath.Base(path), len(text), len(rest))
	}
}

func TestPageIsSmall(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	checkSize(t, path, 1_000_000)
}

const paper = `getComputedStyle(document.body).backgroundColor`

func TestLightAndDark(t *testing.T) {
	const white, black = "rgb(255, 255, 255)", "rgb(17, 17, 17)"
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{})
	colours := func(want string) {
		t.Helper()
		p.await("the paper is "+want, paper+` === "`+want+`"`) // the page hears of the system's choice a moment later
		p.await("the figure's paper is "+want, `getComputedStyle(document.querySelector(".ls")).backgroundColor === "`+want+`"`)
	}
	colours(white)
	p.prefer(true, "screen")
	colours(black)

	toggle := func() { ask[any](p, `document.getElementById("dark-switch").click()`) }
	defer ask[any](p, `localStorage.removeItem("lesson-theme")`) // other tests share what the browser keeps
	toggle()
	colours(white)
	reload(p)
	colours(white) // remembered against the system
	p.prefer(false, "screen")
	toggle()
	colours(black)
	toggle()
	colours(white)
	if kept := ask[any](p, `localStorage.getItem("lesson-theme")`); kept != nil {
		t.Errorf("the system's own choice is kept as %v", kept)
	}
}

// reload shows the page anew.
func reload(p *leaf) {
	p.Helper()
	ask[any](p, `delete document.documentElement.dataset.ready; location.reload()`)
	p.await("the page is ready again", `"ready" in document.documentElement.dataset`)
}

func TestBrowserThatRemembersNothing(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{before: `Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});`})
	ask[any](p, `document.getElementById("dark-switch").click()`)
	if got := ask[string](p, paper); got != "rgb(17, 17, 17)" {
		t.Errorf("the switch leaves the paper %s", got)
	}
}

func TestKeyboard(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{})
	const focused = `document.activeElement.textContent.trim()`
	p.keys(kb.Tab)
	if got := ask[string](p, focused); got != "Skip to the lesson" {
		t.Fatalf("the first stop is %q", got)
	}
	if top := ask[float64](p, `document.activeElement.getBoundingClientRect().top`); top < 0 {
		t.Error("the skip link has the focus but is not to be seen")
	}
	p.keys(kb.Enter)
	p.await("the skip link has led to the lesson", `document.activeElement.id === "lesson"`)
	ask[any](p, `document.getElementById("code-switch").focus()`)
	p.keys(" ")
	if open := ask[int](p, `document.querySelectorAll("details.code[open]").length`); open != 0 {
		t.Errorf("%d cells still show their code", open)
	}
	p.keys(" ")
	if folded := ask[int](p, `document.querySelectorAll("details.code:not([open])").length`); folded != 0 {
		t.Errorf("%d cells still hide their code", folded)
	}
	ask[any](p, `document.querySelector("details.code > summary").focus()`)
	p.keys(kb.Enter)
	if ask[bool](p, `document.querySelector("details.code").open`) {
		t.Error("the first cell did not fold")
	}
	// What scrolls sideways is a stop of its own, with a name.
	if name := ask[string](p, `document.querySelector(".wide").tabIndex + " " + document.querySelector(".wide").getAttribute("aria-label")`); name != "0 Output" {
		t.Errorf("the wide table is %q to the keyboard", name)
	}
	// Wherever the focus goes, it can be seen.
	ask[any](p, `document.activeElement.blur(); scrollTo(0, 0)`)
	stops := 0
	for range 200 {
		p.keys(kb.Tab)
		here := ask[string](p, `(() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
			return e === document.body ? "" : [e.tagName, e.textContent.slice(0, 20), r.width > 0 && r.height > 0 && (s.outlineStyle !== "none" || s.opacity === "1")].join("|"); })()`)
		if here == "" {
			break
		}
		if strings.HasSuffix(here, "false") {
			t.Errorf("the focus can't be seen on %s", here)
		}
		stops++
	}
	if stops < 30 {
		t.Errorf("only %d stops", stops)
	}
}

func TestContentsFollow(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{})
	ask[any](p, `document.documentElement.style.scrollBehavior = "auto"; document.getElementById("Raw-HTML").scrollIntoView()`)
	p.await("the contents show where the reader is", `document.querySelector(".contents [aria-current]")?.textContent === "Raw HTML"`)
	if n := ask[int](p, `document.querySelectorAll(".contents [aria-current]").length`); n != 1 {
		t.Errorf("%d entries are current", n)
	}
	for _, link := range ask[[]string](p, `[...document.querySelectorAll(".contents a")].filter((a) => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map((a) => a.hash)`) {
		t.Errorf("the contents lead to %s, which is not there", link)
	}
	levels := ask[[]int](p, `[...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].map((h) => +h.tagName[1])`)
	for i := 1; i < len(levels); i++ {
		if levels[i] > levels[i-1]+1 || levels[i] == 1 {
			t.Errorf("the levels of the headings are %v", levels)
			break
		}
	}
	narrow := open(t, path, view{width: 390})
	if ask[bool](narrow, `document.querySelector(".contents details").open`) {
		t.Error("on a phone, the contents should wait until they are asked for")
	}
	if over := ask[int](narrow, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at a phone's width, the page is %d pixels too wide", over)
	}
}

func TestWithoutScripts(t *testing.T) {
	path, _ := exported(t, fixture, "page")
	p := open(t, path, view{noScript: true})
	for what, selector := range map[string]string{
		"contents": ".contents a", "code": "details.code[open] code", "figure": ".ls svg", "mathematics": ".formula math", "solution": "details.fold summary",
	} {
		if !ask[bool](p, `document.querySelector("`+selector+`")?.checkVisibility() ?? false`) {
			t.Errorf("without scripts, no %s", what)
		}
	}
	if ask[bool](p, `document.querySelector(".switches").checkVisibility()`) {
		t.Error("without scripts, there are switches that do nothing")
	}
}

// looks is a notebook of what other courses' notebooks hold: boxes, tasks, notes,
// numbers, backgrounds, folded cells, and what can't be shown.
func looks(t *testing.T) string {
	t.Helper()
	return notebook(t, nil,
		text("# Looks\n\n<div class=\"alert alert-info\">An <a href=\"#Part\">alert</a>, $x^2$.</div>\n\n<div class=\"alert alert-danger\">Danger</div>\n\n<div style=\"background-color:#eef\">Light, with a <a href=\"#Part\">link</a> and <code>code</code>.</div>"),
		text("## Part\n\n```{warning} Mind `this`\nWith *text*.\n```\n\n:::{tip}\nA tip.\n:::\n\n- [ ] to do\n- [x] done\n\nA note[^1].\n\n[^1]: It is here."),
		text("## Numbers\n\n\\begin{equation}a=b\\label{eq:a}\\end{equation}\n\nsays \\eqref{eq:a}, and $\\color{red}x$ $\\unheardof$."),
		code("fmt.Println()", []string{"hide-cell"}, prints("hidden\n")),
		code("fmt.Println()", nil, prints("\x1b[41mred\x1b[0m \x1b[42mgreen\x1b[0m \x1b[43myellow\x1b[0m \x1b[44mblue\x1b[0m \x1b[45mmagenta\x1b[0m \x1b[46mcyan\x1b[0m \x1b[48;5;230mlight\x1b[0m \x1b[31;42mred on green\x1b[0m \x1b[7minverse\x1b[0m\n"),
			display("text/html", "<iframe src=\"https://video.example.org/embed/x\" title=\"a video\"></iframe>")))
}

// TestAccessibility holds the page to axe-core's rules for WCAG 2.2 AA.
func TestAccessibility(t *testing.T) {
	notebooks := []string{fixture, looks(t)}
	if os.Getenv(suite.LongVariable) != "" {
		lectures, err := filepath.Glob(filepath.Join(envtest.Executed(t), "*.ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		notebooks = append(notebooks, lectures...)
	}
	for _, format := range []string{"page", "slides"} {
		for _, w := range exportedAll(t, format, notebooks...) {
			for _, dark := range []bool{false, true} {
				name := strings.TrimSuffix(filepath.Base(w.path), ".html") + map[bool]string{true: " dark", false: " light"}[dark]
				t.Run(name, func(t *testing.T) {
					p := open(t, w.path, view{dark: dark})
					if got, want := ask[string](p, paper), map[bool]string{true: "rgb(17, 17, 17)", false: "rgb(255, 255, 255)"}[dark]; got != want {
						t.Errorf("the paper is %s, want %s", got, want)
					}
					ask[any](p, `document.querySelectorAll("details").forEach((d) => { d.open = true; })`)
					for _, violation := range p.Violations("") {
						t.Error(violation)
					}
				})
			}
		}
	}
}
