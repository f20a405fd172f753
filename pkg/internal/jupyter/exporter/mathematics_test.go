package exporter_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A formula of a page, and what is expected of it.
type formula struct {
	TeX     string `json:"tex"`
	Display bool   `json:"display"`
	Shape   string `json:"shape"` // see testdata/shape.py; or "refused: " and a part of the reason
}

// shapes converts the formulas of one page, in their order.
func shapes(t *testing.T, numbered bool, formulas []formula) (shapes []string, html string) {
	t.Helper()
	const program = `import json, sys
sys.path.insert(0, "testdata")
from shape import canonical
from littlesteps_exporter.mathematics import Mathematics
from littlesteps_exporter.tex import Unconvertible
asked = json.load(sys.stdin)
page, found, html = Mathematics(asked["numbered"]), [], []
for f in asked["formulas"]:
    try:
        html.append(page.mathml(f["tex"], "block" if f["display"] else "inline"))
    except Unconvertible as why:
        html.append("refused: " + str(why))
for h in html:
    h = page.resolved(h)
    found.append(canonical(h) if h.startswith("<math") else h)
print(json.dumps({"shapes": found, "html": page.resolved("\n".join(html))}))`
	in, err := json.Marshal(map[string]any{"numbered": numbered, "formulas": formulas})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(t), "-c", program)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Shapes []string
		HTML   string
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Shapes, answer.HTML
}

func compare(t *testing.T, formulas []formula, got []string) {
	t.Helper()
	for i, f := range formulas {
		if got[i] == f.Shape || strings.HasPrefix(f.Shape, "refused: ") && strings.HasPrefix(got[i], f.Shape) {
			continue
		}
		t.Errorf("%s gives\n%s, want\n%s", f.TeX, got[i], f.Shape)
	}
}

// TestFormulasOfCourses holds some 300 formulas of public courses' notebooks to
// what MathJax, another converter, makes of them.
func TestFormulasOfCourses(t *testing.T) {
	var formulas []formula
	if err := json.Unmarshal([]byte(read(t, "testdata/formulas.json")), &formulas); err != nil {
		t.Fatal(err)
	}
	if len(formulas) < 290 {
		t.Fatalf("only %d formulas", len(formulas))
	}
	got, _ := shapes(t, false, formulas)
	compare(t, formulas, got)
}

// TestMathematics looks at what converters get wrong. The shapes are what TeX
// says, written by hand.
func TestMathematics(t *testing.T) {
	formulas := []formula{
		{`\begin{pmatrix}1&2\\3&4\end{pmatrix}^{-1}`, true, `([1&2;3&4;])^(-1)`},
		{`\operatorname*{arg\,min}_\theta L`, true, `argmin_(θ)L`},
		{`\arg\min_w L`, false, `argmin_(w)L`},
		{`\mathop{\rm argmin}_x f`, true, `argmin_(x)f`},
		{`\mathop{\mathrm{argmax}}\limits_x`, false, `argmax_(x)`},
		{`\mathop{A+B}\limits_{x}^{y}`, true, `A+B_(x)^(y)`},
		{`\underline{abc}`, false, `abc_(‾)`},
		{`\underbrace{a+b}_{\text{sum}}+\overbrace{\sum_i x_i}^{n}`, true, `a+b_(⏟)_(sum)+∑_(i)x_(i)^(⏞)^(n)`},
		{`\left< x \right>`, true, `<x>`},
		{`\widehat{abc}\overline{xyz}\bar x\dot x\ddot y\tilde z\vec v`, false, `abc^(^)xyz^(‾)x^(‾)x^(˙)y^(¨)z^(~)v^(→)`},
		{`\lvert x\rvert\lVert y\rVert`, false, `|x|||y||`},
		{`\frac12\frac34`, false, `(1/2)(3/4)`},
		{`1{,}000`, false, `1,000`},
		{`x=1\tag{A}`, true, `[x=1&(A);]`},
		{`x=1\tag*{$*$}`, true, `[x=1&*;]`},
		{`{\color{red}x}+\textcolor{orange}{y}`, false, `x+y`},
		{`\cancel{x}+\bcancel{y}`, false, `x+y`},
		{`\text{costs \$5, 50\% of it, if $x>0$}`, false, `costs$5,50%ofit,ifx>0`},
		{`\begin{align}a&=b&c&=d\\e&=f&g&=h\end{align}`, true, `[a&=b&c&=d;e&=f&g&=h;]`},
		{`\begin{align}a&=b\\[6pt]c&=d\tag{7}\\\end{align}`, true, `[a&=b;c&=d&(7);]`},
		{`\begin{eqnarray}a&=&b\\c&=&d\end{eqnarray}`, true, `[a&=&b;c&=&d;]`},
		{`\begin{alignat}{2}a&=b\end{alignat}`, true, `[a&=b;]`},
		{`f=\begin{cases}x&x>0\\-x&\text{otherwise}\end{cases}`, true, `f={[x&x>0;-x&otherwise;]`},
		{`\pmatrix{a & b\cr c & d\cr}`, true, `([a&b;c&d;])`},
		{`\begin{array}{@{}r|*{2}{c}}a&b&c\\\hline d&e&f\end{array}`, true, `[a&b&c;d&e&f;]`},
		{`a=1\\b=2`, true, `[a=1;b=2;]`},
		{`a&=1\\b&=2`, true, `[a&=1;b&=2;]`},
		{`\sum_{\substack{i<n\\j<m}}x`, true, `∑_([i<n;j<m;])x`},
		{`f'(x)+f''_i`, false, `f'(x)+f_(i)''`},
		{`\alpha*f z_\rm{exact} x^\*`, false, `α*fz_(exact)x^(*)`},
		{`\text{<b>} \text{a_b}`, false, `<b>a‾b`},
		{`x \label{one} % a remark`, true, `x`},

		{`\newcommand{\R}{\mathbb{R}}`, true, ``},
		{`\R^n \newcommand{\norm}[2][2]{\lVert #2\rVert_{#1}}`, false, `R^(n)`},
		{`\norm{x}+\norm[1]{y}`, false, `||x||_(2)+||y||_(1)`},
		{`\def\vec#1{\mathbf{#1}}\vec x`, false, `x`},
		{`\let\old\frac\def\frac#1#2{\old{#1}{2#2}}\frac ab`, false, `(a/2b)`},
		{`\DeclareMathOperator*{\argmax}{arg\,max}\DeclareMathOperator{\Var}{Var}`, true, ``},
		{`\argmax_x \Var(x)`, true, `argmax_(x)Var(x)`},
		{`\renewcommand\R{\mathcal{R}}\R`, false, `R`},
		{`\def\again{\again}\again`, false, `refused: \again never ends`},
		{`\newcommand{\bad}[x]{y}`, false, `refused: \bad is defined with x parameters`},

		{`\foo`, false, `refused: \foo is not known`},
		{`\begin{tikzpicture}\end{tikzpicture}`, true, `refused: tikzpicture is not known`},
		{`\ce{H2O}`, false, `refused: \ce is not known`},
		{`\left( x`, false, `refused: `},
		{`x_`, false, `refused: `},
		{`{x`, false, `refused: something is missing at its end`},
		{``, false, `refused: the formula is empty`},
		{strings.Repeat("{", 5000) + "x" + strings.Repeat("}", 5000), false, `refused: its braces are nested too deeply`},
	}
	got, html := shapes(t, false, formulas)
	compare(t, formulas, got)
	for _, want := range []string{`color:red`, `color:orange`, `menclose-updiagonalstrike`, `<mtext>&lt;b&gt;</mtext>`, `class="number"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the formulas have no %s", want)
		}
	}
}

// A page that refers to its equations numbers them, as LaTeX does.
func TestNumbers(t *testing.T) {
	formulas := []formula{
		{`\eqref{eq:two}`, false, `(7)`}, // it comes later
		{`\begin{equation}a=b\label{eq:one}\end{equation}`, true, `[a=b&(1);]`},
		{`\begin{align}a&=b\\c&=d\notag\\e&=f\end{align}`, true, `[a&=b&(2);c&=d;e&=f&(3);]`},
		{`\begin{align*}a&=b\end{align*}`, true, `[a&=b;]`},
		{`x=y`, true, `x=y`},
		{`\begin{gather}p\label{eq:own}\tag{P}\\q\end{gather}`, true, `[p&(P);q&(4);]`},
		{`\begin{multline}a\\b\end{multline}`, true, `[a;b&(5);]`},
		{`\begin{align}a\\b\label{eq:two}\end{align}`, true, `[a&(6);b&(7);]`},
		{`\text{see \ref{eq:own}, \eqref{eq:one}}`, false, `seeP,(1)`},
		{`\eqref{eq:none}`, false, `(???)`},
	}
	got, html := shapes(t, true, formulas)
	compare(t, formulas, got)
	for _, want := range []string{`<a href="#equation-eq:one">(1)</a>`, `id="equation-eq:own"`, `<a href="#equation-eq:own">P</a>`} {
		if !strings.Contains(html, want) {
			t.Errorf("the formulas have no %s:\n%s", want, html)
		}
	}
}
