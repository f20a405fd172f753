package chart

import (
	_ "embed" // animate.js
	"strconv"
	"strings"
)

//go:embed animate.js
var animateJS string

const thumb = `appearance:none;width:20px;height:20px;border-radius:50%;background:var(--guess);border:2px solid var(--paper)`

const animationCSS = `.ls .ls-c{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;margin:.2em 0;font-size:14px}.ls .ls-c[hidden]{display:none}` +
	`.ls .ls-c button{font:inherit;min-width:4.6em;min-height:28px;color:var(--ink);background:var(--paper);border:1px solid var(--axis);border-radius:6px;padding:.1em .6em;cursor:pointer}` +
	`.ls .ls-c button:hover{background:var(--grid)}.ls .ls-c :focus-visible{outline:2px solid var(--path);outline-offset:2px}` +
	`.ls .ls-c input{flex:1 1 12rem;min-width:8rem;height:24px;margin:0;padding:0;border:0;appearance:none;cursor:pointer;background:linear-gradient(var(--axis),var(--axis)) 50%/100% 4px no-repeat}` +
	`.ls .ls-c input::-webkit-slider-thumb{` + thumb + `}.ls .ls-c input::-moz-range-thumb{box-sizing:border-box;` + thumb + `}` +
	`.ls .ls-c output{flex:1 1 100%;color:var(--ink);font-variant-numeric:tabular-nums}` +
	`.ls[data-on] .ls-g{opacity:.35}@media print{.ls .ls-c.ls-c{display:none}.ls[data-on] .ls-g{opacity:1}}`

// controls writes the buttons and the slider; the script shows them.
func (m *motion) controls(b *strings.Builder) {
	if m == nil || len(m.frames) < 2 {
		return
	}
	last := itoa(len(m.frames) - 1)
	b.WriteString(`<div class="ls-c" role="group" aria-label="Animation" hidden="hidden">` +
		`<button type="button"` + ownKeys + `>Back</button><button type="button"` + ownKeys + `>Play</button>` +
		`<button type="button"` + ownKeys + `>Step</button><input type="range"` + ownKeys + ` min="0" max="` + last + `" value="` + last + `" aria-label="Epoch"><output aria-live="off"></output></div>`)
}

// frameData writes what the script needs, as JSON.
func (m *motion) frameData() string {
	c := &canvas{}
	list := func(n int, write func(i int)) {
		c.raw("[")
		for i := range n {
			if i > 0 {
				c.raw(",")
			}
			write(i)
		}
		c.raw("]")
	}
	number := func(v float64) {
		if !finite(v) {
			c.raw("null")
			return
		}
		c.b = strconv.AppendFloat(c.b, float64(tenths(v))/10, 'f', -1, 64) // JSON wants the 0 before the dot
	}
	c.raw(`{"x":`)
	list(len(m.x), func(i int) { number(m.x[i]) })
	c.raw(`,"y":`)
	list(len(m.y), func(f int) {
		if len(onlyFinite(m.placesOf(f))) == 0 {
			c.raw("[]")
			return
		}
		list(len(m.x), func(i int) { number(m.y[f][i]) })
	})
	c.raw(`,"at":`)
	list(len(m.at), func(f int) {
		if !m.at[f].finite() {
			c.raw("[]")
			return
		}
		list(2, func(i int) { number([...]float64{m.at[f].x, m.at[f].y}[i]) })
	})
	c.raw(`,"shapes":`)
	list(len(m.shapes), func(f int) { list(len(m.shapes[f]), func(k int) { c.raw(quoted(m.shapes[f][k])) }) })
	c.raw(`,"said":`)
	list(len(m.frames), func(f int) { c.raw(quoted(m.say(f))) })
	c.raw(`,"keys":`)
	list(len(m.keys), func(k int) { c.raw(itoa(m.keys[k])) })
	c.raw("}")
	return string(c.b)
}

// quoted writes a JSON string, with a space for what JSON has no room for.
func quoted(s string) string {
	shown := strings.Map(func(r rune) rune { return max(r, ' ') }, s)
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(shown) + `"`
}

func (m *motion) script(b *strings.Builder) {
	if m == nil || len(m.frames) < 2 {
		return
	}
	b.WriteString("<script>{" + animateJS + "}</script>")
}
