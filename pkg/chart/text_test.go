package chart

import (
	"encoding/xml"
	"html"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		`a < b & "c" > 'd'`: "a &lt; b &amp; &#34;c&#34; &gt; &#39;d&#39;",
		"two\nlines\tand":   "two lines and",
		"penguin 🐧 ∇L":      "penguin 🐧 ∇L",
		"bell\a":            "bell\uFFFD",
		"broken \xff byte":  "broken \uFFFD byte",
		"\uFFFE":            "\uFFFD",
	} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	const sentence = "farther from the best, the loss is larger"
	lines := wrap(sentence, 12, 120)
	if len(lines) < 2 {
		t.Fatalf("not broken: %q", lines)
	}
	for _, line := range lines {
		if textWidth(line, 12) > 120 {
			t.Errorf("%q is too wide", line)
		}
	}
	if got := strings.Join(lines, " "); got != sentence {
		t.Errorf("the words became %q", got)
	}
	even := balanced(sentence, 12, 120)
	if len(even) > len(lines) {
		t.Errorf("balancing made more lines: %q", even)
	}
	if got := wrap("", 12, 100); len(got) != 1 || got[0] != "" {
		t.Errorf("wrapping nothing gives %q", got)
	}
}

func TestShorten(t *testing.T) {
	long := strings.Repeat("wide ", 100)
	if got := shorten(long, 12, 100); textWidth(got, 12) > 100 || !strings.HasSuffix(got, "…") {
		t.Errorf("shortened to %q", got)
	}
	if got := shorten("fits", 12, 100); got != "fits" {
		t.Errorf("shortened to %q although it fits", got)
	}
}

func TestSplitUnit(t *testing.T) {
	for label, want := range map[string][2]string{
		"body mass (g)":    {"body mass", "g"},
		"loss (cm²)":       {"loss", "cm²"},
		"epoch":            {"epoch", ""},
		"f(x)":             {"f", "x"},
		"(g)":              {"", "g"},
		"":                 {"", ""},
		"a (b) c":          {"a (b) c", ""},
		"loss (g²) ":       {"loss", "g²"},
		"unbalanced (here": {"unbalanced (here", ""},
	} {
		if name, unit := splitUnit(label); name != want[0] || unit != want[1] {
			t.Errorf("splitUnit(%q) = %q, %q, want %q", label, name, unit, want)
		}
	}
}

// skeleton returns the tags of a document in order, without their text and
// attribute values.
func skeleton(t *testing.T, document string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(document))
	var b strings.Builder
	for {
		token, err := d.Token()
		switch token := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + token.Name.Local)
			for _, a := range token.Attr {
				b.WriteString(" " + a.Name.Local)
			}
		case xml.EndElement:
			b.WriteString("/>")
		}
		if err != nil {
			if err.Error() != "EOF" {
				t.Fatalf("not well formed: %v in %.300q", err, document)
			}
			return b.String()
		}
	}
}

// Whatever text is passed in, the elements of the figure stay the same: no
// text becomes markup, script or an attribute.
func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"plain", `"><script>alert(1)</script>`, `' onload='alert(1)`, "</title><circle>", "&lt;", "]]>", "<!--", "-->",
		"$x^2$", "🐧", "\x00\x01\xff", "</style><script>", "%3Cscript%3E", "a\nb", "javascript:alert(1)", "", " ", "(unit)", "name (<b>)",
		strings.Repeat("long ", 200), "\u2028", "{{.}}", "${x}",
	} {
		f.Add(seed)
	}
	draw := func(text string) (whole string, pictures []string) {
		figure := Line([]float64{0, 1, 2}, []float64{3, 1, 2}).Name("n"+text).Points("p"+text, []float64{0, 0.3, 0.7, 1}, []float64{1, 2, 1, 2}).
			Mark("m"+text, 1, 2).Title("t" + text).Caption("c" + text).X("x" + text).Y("y" + text)
		map_ := Contours([]float64{0, 1, 2}, []float64{0, 1, 2}, [][]float64{{0, 1, 2}, {1, 2, 3}, {2, 3, 5}}).
			Path("p"+text, []float64{0, 1}, []float64{1, 2}).X("x" + text).Y("y" + text).Z("z" + text)
		solid := Surface([]float64{0, 1, 2}, []float64{0, 1, 2}, [][]float64{{0, 1, 2}, {1, 2, 3}, {2, 3, 5}}).X("x" + text).Y("y" + text).Z("z" + text)
		for _, figure := range []*Figure{figure, map_, solid} {
			whole += figure.HTML()
			pictures = append(pictures, figure.SVG())
			for _, p := range figure.Pictures() {
				pictures = append(pictures, p.SVG)
			}
		}
		return whole, pictures
	}
	_, plain := draw("plain")
	f.Fuzz(func(t *testing.T, text string) {
		whole, pictures := draw(text)
		for i, picture := range pictures {
			if got, want := skeleton(t, picture), skeleton(t, plain[i]); elements(got) != elements(want) {
				t.Errorf("%q changes the elements of picture %d:\n%s\n%s", text, i, got, want)
			}
			if strings.Contains(strings.ToLower(picture), "<script") {
				t.Errorf("%q put a script into picture %d", text, i)
			}
		}
		if strings.Contains(strings.ToLower(whole), "<script") {
			t.Errorf("%q put a script into the output", text)
		}
		if !utf8.ValidString(whole) {
			t.Errorf("%q makes the output invalid UTF-8", text)
		}
		// The title comes back as it was, but for what XML forbids.
		_, rest, _ := strings.Cut(whole, `<p class="ls-t">`)
		title, _, _ := strings.Cut(rest, "</p>")
		if got, want := html.UnescapeString(title), clean("t"+text); got != want {
			t.Errorf("title %q comes back as %q, want %q", "t"+text, got, want)
		}
	})
}

// elements keeps of a skeleton which elements there are, whatever their order
// and number of text lines and dropped tick labels.
func elements(skeleton string) string {
	seen := map[string]bool{}
	var all []string
	for _, tag := range strings.Split(skeleton, "<") {
		tag = strings.ReplaceAll(tag, "/>", "")
		if !seen[tag] {
			seen[tag] = true
			all = append(all, tag)
		}
	}
	known := map[string]bool{}
	for _, tag := range []string{"", "svg role aria-label viewBox style", "svg xmlns class width height viewBox", "style", "rect width height fill",
		"path class d", "path d", "path class d style", "g class", "text class x y", "text x y", "text class style x y", "text class y", "tspan x", "tspan x dy", "circle cx cy r",
		"circle class cx cy r", "title", "path class stroke-width stroke-opacity d"} {
		known[tag] = true
	}
	var strange []string
	for _, tag := range all {
		if !known[tag] {
			strange = append(strange, tag)
		}
	}
	return strings.Join(strange, "|")
}

// clean is what escape keeps of a text.
func clean(s string) string { return html.UnescapeString(escape(s)) }
