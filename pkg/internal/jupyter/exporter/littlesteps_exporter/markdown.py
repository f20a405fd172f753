"""Markdown cells to HTML: nbconvert's Markdown, with the page's own headings,
links, pictures, tables and mathematics.
"""

import re
from html import escape, unescape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from .gonb_lexer import GonbLexer
from .page import Heading, Page
from .pictures import Missing, embedded, page_link, placeholder, whole
from .tex import Unconvertible


def markdown(source: str, page: Page, attachments: dict | None = None) -> str:
    """Renders one cell's source; headings, warnings and the like go to the page."""
    html = MarkdownWithMath(renderer=Renderer(page, attachments or {})).render(source)
    return re.sub(r"(?s)<p>(\s*<span class=\"formula\">.*?</span>\s*)</p>", r"\1", html) if "formula" in html else html


def highlighted(code: str, language: str) -> str:
    """Colours code; the language is pygments' name of it, and an unknown one is left plain."""
    try:
        lexer = GonbLexer() if language in ("go", "golang", "gonb") else get_lexer_by_name(language)
    except ClassNotFound:
        return escape(code, quote=False)
    lexer.stripnl = False
    html = highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
    return UNCOLOURED.sub(r"\1", html)


UNCOLOURED = re.compile(r'<span class="(?:w|p|n|nx)">([^<]*)</span>')


class Renderer(IPythonRenderer):
    """Writes the HTML of one cell."""

    def __init__(self, page: Page, attachments: dict):
        super().__init__(escape=False, attachments=attachments)
        self.page = page

    def heading(self, text: str, level: int, **attrs) -> str:
        words = plain(text)
        if level == 1 and not self.page.title_html and not self.page.headings:
            self.page.title, self.page.title_html = self.page.title or words, text
            return ""  # it stands at the top of the page
        previous = self.page.headings[-1].level if self.page.headings else 1
        level = max(2, min(level + self.page.shift, previous + 1, 6))  # no level is left out
        id = self.page.unique(re.sub(r"\s", "-", words) or "section")  # as JupyterLab names it
        heading = Heading(level, id, re.sub(r"</?a\b[^>]*>", "", text))
        self.page.headings.append(heading)
        anchor = f'<a class="anchor" href="{escape(heading.href)}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{escape(id)}">{text} {anchor}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, page_link(url), title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        words = plain(text)
        if not words:
            self.page.warn(f"the picture {url} has no words for those who can't see it: ![words]({url})")
            words = "Picture without a description"
        try:
            src = embedded(url, self.page, self.attachments)
        except Missing as missing:
            self.page.warn(str(missing))
            return placeholder(url, words)
        return f'<img src="{escape(src)}" alt="{escape(words)}"' + (f' title="{escape(title)}"' if title else "") + ">"

    def block_html(self, html: str) -> str:
        return whole(html, self.page, self.attachments) + "\n"

    def inline_html(self, html: str) -> str:
        return whole(html, self.page, self.attachments)

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").split(maxsplit=1)[0] if (info or "").strip() else ""
        return f'<pre class="source"><code>{highlighted(code.rstrip(), language)}</code></pre>\n'

    def table(self, text: str) -> str:
        return f'<div class="scroll" data-name="Table"><table>{text}</table></div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        style = f' style="text-align:{align}"' if align else ""
        return f"<{tag}{scope}{style}>{text}</{tag}>"

    def block_math(self, body: str) -> str:
        return self.formula(body, f"$${body}$$", "block")

    def latex_environment(self, name: str, body: str) -> str:
        tex = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return self.formula(tex, tex, "block")

    def inline_math(self, body: str) -> str:
        return self.formula(body, f"${body}$", "inline")

    def formula(self, tex: str, source: str, display: str) -> str:
        try:
            html = self.page.formulas.mathml(tex, display, (self.page.cell, self.page.cell_id))
        except Unconvertible as why:
            self.page.warn(f"TeX left as it is, {why}: {' '.join(source.split())}")
            html = f'<code class="tex">{escape(source, quote=False)}</code>'
        else:
            self.page.mathematics = True
        return f'<span class="formula" data-name="Formula">{html}</span>' if display == "block" and html else html


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def latex(source: str, page: Page) -> str:
    """Renders an output of type text/latex, with or without its dollars."""
    tex = source.strip()
    if not re.match(r"\$|\\\[|\\\(|\\begin", tex):
        tex = f"$${tex}$$"
    return markdown(tex, page)
