package exporter_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestMarkdown looks at what Markdown of notebooks has beyond CommonMark. The HTML
// is JupyterLab 4.6's, where JupyterLab shows it; formulas stand as ∎.
func TestMarkdown(t *testing.T) {
	const program = `import json, sys
from littlesteps_exporter.markdown import markdown
from littlesteps_exporter.page import Page
print(json.dumps([markdown(source, Page("n", title_html="set")) for source in json.load(sys.stdin)]))`
	cases := []struct{ source, want string }{
		{"| a | b |\n|---|---|\n| $p(x|y)$ | 2 |", "<tbody>\n<tr>\n<td>∎</td>\n<td>2</td>\n</tr>"},
		{"| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |", "<tr>\n<td>1</td>\n<td></td>\n</tr>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>"},
		{"| | b |\n|---|---|\n| x | y |", "<tr>\n<td></td>\n<th scope=\"col\">b</th>\n</tr>"},
		{`costs \$5 and \$10`, `<p>costs $5 and $10</p>`},
		{`costs \\$5 and \\$10`, `<p>costs $5 and $10</p>`},
		{"`$a` and `$b` are names, $c$ is none", `<code>$a</code> and <code>$b</code> are names, ∎ is none`},
		{"```\n$x$\n```", "<code>$x$</code>"},
		{"    $x$", "<code>$x$</code>"},
		{`\\(x\\) and \\[y\\]`, `∎ and ∎`},
		{"\\begin{align}\na&=b\\\\\n\\end{align}", `∎`},
		{"$a\n\nb$", "<p>$a</p>\n<p>b$</p>"},
		{"$x_{a}$ and_b_ $y_{c}$", `∎ and_b_ ∎`},
		{"## A $x^2$", `<h2 id="A-x2">A ∎ <a`},
		{"- one $x$\n- two", "<li>one ∎</li>"},
		{"<details><summary>See $x$</summary>\n\n$$y$$\n\n</details>", "<summary>See ∎</summary>\n∎</details>"},
		{"<figure><figcaption>The curve $f(x)$</figcaption></figure>", `<figcaption>The curve ∎</figcaption>`},
		{`<img src="data:," alt="the curve $f$">`, `alt="the curve $f$"`},
		{`[a $x$](https://example.org/$x$)`, `<a href="https://example.org/$x$">a ∎</a>`},
		{"- [ ] one\n- [x] two", `<li class="task"><input type="checkbox" disabled checked aria-label="done"> two`},
		{"a[^n]\n\n[^n]: why $x$", `<sup class="footnote"><a href="#footnote-1" id="footnote-1-from">1</a></sup>`},
		{"a[^n]\n\n[^n]: why $x$", `<li id="footnote-1"><p>why ∎ <a class="back" href="#footnote-1-from"`},
		{"~one~ ~~two~~ three~four", `<s>one</s> <s>two</s> three~four`},
		{"https://example.org/a_b_c me@example.org", `<a href="https://example.org/a_b_c">https://example.org/a_b_c</a> <a href="mailto:me@example.org">`},
		{"<div class=\"alert alert-info\">\n\n**Note** $x$\n\n</div>", "<div class=\"alert alert-info\">\n<p><strong>Note</strong> ∎</p>\n</div>"},
		{"```{note}\nMind $x$.\n```", "<div class=\"box note\">\n<p class=\"box-title\">Note</p>\n<p>Mind ∎.</p>\n</div>"},
		{":::{tip} Do *this*\n:class: warning\nor that\n:::", "<div class=\"box warning\">\n<p class=\"box-title\">Do <em>this</em></p>\n<p>or that</p>\n</div>"},
		{"```{math}\n:label: one\na=b\n```", "∎"},
		{"```{unheard} of\n$x$\n```", `<p class="box-title">unheard of</p>`},
		{"```{code-block} go\nx := 1\n```", `<pre class="source"><code>x <span class="o">:=</span>`},
		{"[x](javascript:alert(1))", `<p>[x](javascript:alert(1))</p>`},
		{`<a href="https://example.org/"><img src="far.png" alt="w"></a>`, `<a href="https://example.org/"><span class="missing">Missing picture: w</span></a>`},
		{"#No heading", "<p>#No heading</p>"},
	}
	var sources []string
	for _, c := range cases {
		sources = append(sources, c.source)
	}
	in, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(t), "-I", "-c", program)
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []string
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	formula := regexp.MustCompile(`(?s)<span class="formula"[^>]*><math.*?</math></span>|<math.*?</math>`)
	for i, c := range cases {
		if got := formula.ReplaceAllString(answers[i], "∎"); !strings.Contains(got, c.want) {
			t.Errorf("%q gives\n%s\nwithout\n%s", c.source, got, c.want)
		}
	}
}
