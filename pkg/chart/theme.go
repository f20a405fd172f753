package chart

import (
	"strconv"
	"strings"
	"sync"
)

// The theme is one style sheet. It stands in every figure, because a figure
// must be whole wherever it is pasted, and it is scoped to the class "ls", so
// that it changes nothing else on the page. Light and dark follow the page
// without a script: light-dark() asks the color-scheme, and the selectors
// below set that from JupyterLab's, VS Code's and the exported page's own
// marks; without one it is the reader's preference.

// colours declares every colour once, for both themes.
func colours() string {
	var b strings.Builder
	declare := func(name string, s shade) {
		b.WriteString("--" + name + ":light-dark(" + s.light + "," + s.dark + ");")
	}
	for _, s := range surroundings {
		declare(s.name, s)
	}
	for role := Data; role <= Faint; role++ {
		declare(shades[role].name, shades[role])
	}
	for band := range bands {
		declare("b"+strconv.Itoa(band), tint(band))
	}
	return b.String()
}

// roleRules gives each role's class its colour --c, and --t for its text.
func roleRules() string {
	var b strings.Builder
	for role := Data; role <= Faint; role++ {
		name := role.String()
		b.WriteString(".ls ." + name + "{--c:var(--" + name + ");--t:")
		if text, other := written[role]; other {
			b.WriteString("light-dark(" + text.light + "," + text.dark + ")}")
		} else {
			b.WriteString("var(--" + name + ")}")
		}
	}
	for band := range bands {
		n := strconv.Itoa(band)
		b.WriteString(".ls .b" + n + "{fill:var(--b" + n + ")}")
	}
	return b.String()
}

const scheme = `.ls{color-scheme:light dark}` +
	`[data-jp-theme-light=true] .ls,.vscode-light .ls{color-scheme:light}` +
	`[data-jp-theme-light=false] .ls,.vscode-dark .ls{color-scheme:dark}` +
	`[data-theme=light] .ls{color-scheme:light}[data-theme=dark] .ls{color-scheme:dark}`

// printed is last: on paper everything is light, and nothing moves.
const printed = `@media print{.ls.ls.ls{color-scheme:light;print-color-adjust:exact}.ls figure{break-inside:avoid}` +
	`.ls .h,.ls details:not([open]){display:none}}` +
	`@media(forced-colors:active){.ls{--paper:Canvas;--ink:CanvasText;--soft:CanvasText;--axis:CanvasText}}`

const typeface = `"Segoe UI",Roboto,"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif`

// marksCSS draws the marks. Class names are short: they are most of the bytes
// of a figure, after its coordinates.
const marksCSS = `.ls text{font:12px ` + typeface + `;fill:var(--soft);font-variant-numeric:tabular-nums}` +
	`.ls .n{font-size:13px;font-weight:600;fill:var(--ink)}` + // name of an axis
	`.ls .k{font-weight:600;fill:var(--t,var(--ink));stroke:var(--paper);stroke-width:3.5;stroke-linejoin:round;paint-order:stroke}` + // key: a label beside its mark
	`.ls .u{fill:var(--ink);stroke:var(--paper);stroke-width:3.5;stroke-linejoin:round;paint-order:stroke}` + // note
	`.ls .q{fill:var(--ink)}` + // quiet label
	`.ls .l,.ls .w,.ls .x,.ls .g,.ls .ground,.ls text{pointer-events:none}` +
	`.ls .m{text-anchor:middle}.ls .e{text-anchor:end}` +
	`.ls .g{stroke:var(--grid);fill:none}.ls .x{stroke:var(--axis);fill:none}` + // grid, axis
	`.ls .p{stroke-opacity:.5}` + // between the grid's lines, on a logarithmic axis
	`.ls .l{fill:none;stroke:var(--c);stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}` + // line
	`.ls .w{fill:none;stroke:var(--paper);stroke-width:5;stroke-linejoin:round;stroke-linecap:round}` + // its casing
	`.ls .i{stroke-width:1.2}.ls .t{stroke-width:6.4}.ls .w.t{stroke-width:8.4}` + // thin; a tube of steps
	`.ls .d circle,.ls .f{fill:var(--c);stroke:var(--paper);stroke-width:1}` + // dots
	`.ls .o circle{fill:var(--c);fill-opacity:.4;stroke:var(--c);stroke-opacity:.8;stroke-width:1}` + // open dots
	`.ls .r{fill:var(--paper);stroke:var(--c);stroke-width:2}` + // ring
	`.ls .s{fill:none;stroke:var(--c)}` + // tiles of a crowd
	`.ls .a{fill:var(--c)}` + // area: bars, arrow heads
	`.ls .box{fill:var(--c);fill-opacity:.22;stroke:var(--c);stroke-width:1.4}` + // of a box plot
	`.ls .ground{fill:var(--c);fill-opacity:.16}` + // of a region
	`.ls .c{stroke:var(--soft);stroke-opacity:.45;stroke-width:.8;stroke-linejoin:round}` + // contour
	`.ls .v{font-size:11.5px;fill:var(--ink);stroke-width:3;stroke-linejoin:round;paint-order:stroke}` + // value of a level
	`.ls .y{stroke:var(--soft);stroke-opacity:.28;stroke-width:.5;stroke-linejoin:round}` + // cells of a landscape
	`.ls .h{opacity:0;fill:none}.ls .h:hover{opacity:1}.ls .h path{pointer-events:all}` + // told on hover
	`.ls .h .j{stroke:var(--soft);stroke-dasharray:2 3}.ls .h circle{fill:var(--paper);stroke:var(--ink);stroke-width:2}` +
	`.ls .h text{fill:var(--ink);font-weight:600;stroke:var(--paper);stroke-width:9;stroke-linejoin:round;paint-order:stroke}`

// narrowRules enlarges type where a picture of the given width is shown small,
// drops every other tick label, and leaves room for the larger type at the
// sides.
func narrowRules(scope string, width int) string {
	rule := func(share, size, name string) string {
		return "@container(max-width:" + share + "px){" + scope + " text{font-size:" + size + "px}" +
			scope + " .n{font-size:" + name + "px}" + scope + " .z{display:none}" +
			scope + " svg{width:calc(100% - 18px);margin-left:8px}}"
	}
	if width < 500 {
		return rule("340", "15.5", "16.5") + rule("250", "20", "21")
	}
	return rule("520", "15", "16")
}

// phoneCSS shows a figure's second picture, which is drawn for a phone, in place
// of the first, if it has one.
const phoneCSS = `.ls .ls-i.ls-o{display:none}@container(max-width:430px){.ls .ls-i.ls-o{display:block}.ls .ls-i.ls-w{display:none}}`

// pageCSS lays out what stands around the pictures.
const pageCSS = `.ls{position:relative;margin:.6em 0;max-width:46rem;color:var(--ink);background:var(--paper);font:15px/1.45 ` + typeface + `}` +
	`.ls.ls-2{max-width:64rem}.ls figure{margin:0;padding:0}` +
	`.ls .ls-p{display:flex;flex-wrap:wrap;gap:0 1.2rem;align-items:center}.ls .ls-v{flex:1 1 19rem;min-width:0;container-type:inline-size}` +
	`.ls .ls-i{display:block}.ls .ls-f{display:none}` +
	`.ls svg{display:block;width:100%;height:auto;overflow:visible}` +
	`.ls .ls-t{margin:0 0 .4em;font-weight:600;font-size:17px;color:var(--ink)}` +
	`.ls .ls-n{margin:.2em 0;font-size:14px;color:var(--soft)}` +
	`.ls figcaption{margin:.4em 0 0;padding:0;text-align:left;color:var(--soft);font-size:15px;font-style:normal}` +
	`.ls details{margin:.3em 0 0;font-size:14px;color:var(--soft)}.ls summary{cursor:pointer;width:fit-content;min-height:24px}` +
	`.ls details p{margin:.4em 0;max-width:40em}.ls .ls-d{max-height:18em;overflow:auto;margin:.3em 0;width:fit-content;max-width:100%}` +
	`.ls span.ls-s{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}` +
	`.ls table{border-collapse:collapse;font-size:13px;color:var(--ink);margin:0;border:0}` +
	`.ls th,.ls td{padding:.15em .8em;text-align:right;border:0;border-bottom:1px solid var(--grid);background:var(--paper);color:var(--ink);font-weight:400;font-variant-numeric:tabular-nums;white-space:nowrap}` +
	`.ls thead th{position:sticky;top:0;font-weight:600}`

// sheet is the style sheet of a page.
var sheet = sync.OnceValue(func() string {
	return `.ls{` + colours() + `}` + scheme + roleRules() + marksCSS + pageCSS +
		narrowRules(".ls .ls-m .ls-i:not(.ls-o)", wide) + phoneCSS + narrowRules(".ls .ls-s", half) + animationCSS + printed
})

// pictureSheet is the style sheet of a picture file.
var pictureSheet = sync.OnceValue(func() string {
	return `.ls{color-scheme:light dark;` + colours() + `}` + roleRules() + marksCSS +
		`@media(max-width:440px){.ls text{font-size:14px}.ls .z{display:none}}`
})
