"""Markdown cells to HTML, as JupyterLab shows them.

markdown-it reads Markdown as CommonMark and GitHub have it. Formulas were taken
out before (delimiters.py) and stand as marks in its text.
"""

import re
from html import escape, unescape
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from .delimiters import CLOSE, MARK, OPEN, put_back, taken_out, undelimited
from .directives import directive
from .gonb_lexer import GonbLexer
from .page import Heading, Page
from .pictures import page_link, shown, whole
from .tex import Unconvertible
from .untrusted import sanitized


def markdown(source: str, page: Page, attachments: dict | None = None) -> str:
    """Renders one cell's source; headings, warnings and the like go to the page."""
    text, formulas = taken_out(source)
    cell = Cell(page, attachments or {}, formulas)
    return cell.finished(PARSER.render(text, {"cell": cell}))


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
# Where a mark is no formula: code and tags keep what was typed.
RAW = re.compile(rf"(?is)<(pre|code|script|style|textarea)\b.*?</\1\s*>|<!--.*?-->|<[a-z/][^<>]*{OPEN}[^<>]*>")
REFERENCE = re.compile(r"\\(eq)?ref\{([^{}]+)\}")


class Cell:
    """What belongs to the cell that is being rendered."""

    def __init__(self, page: Page, attachments: dict, formulas: list[str]):
        self.page, self.attachments, self.formulas = page, attachments, formulas
        self.html = False  # there is raw HTML
        self.linked = False  # a link is open

    def raw(self, text: str) -> str:
        """What was typed, of code and of addresses, which are percent-encoded."""
        return put_back(text.replace(quote(OPEN), OPEN).replace(quote(CLOSE), CLOSE), self.formulas)

    def finished(self, html: str) -> str:
        if self.page.untrusted:
            html = sanitized(html, self.page)
        html = self.formulas_in(html) if OPEN in html else html
        return whole(html, self.page, self.attachments) if self.html else html

    def formulas_in(self, html: str) -> str:
        """Writes the formulas into HTML."""
        pieces, at = [], 0
        for raw in RAW.finditer(html):
            pieces += [self.marks(html[at : raw.start()]), MARK.sub(lambda m: escape(self.formulas[int(m[1])]), raw[0])]
            at = raw.end()
        return "".join([*pieces, self.marks(html[at:])])

    def marks(self, html: str) -> str:
        return MARK.sub(lambda m: self.formula(self.formulas[int(m[1])]), html) if OPEN in html else html

    def formula(self, source: str) -> str:
        tex, block = undelimited(source)
        page = self.page
        try:
            html = page.formulas.mathml(tex, "block" if block else "inline", (page.cell, page.cell_id))
        except Unconvertible as why:
            page.warn(f"TeX left as it is, {why}: {' '.join(source.split())}")
            html = f'<code class="tex">{escape(source, quote=False)}</code>'
        else:
            page.mathematics = True
        return f'<span class="formula" data-name="Formula">{html}</span>' if block and html else html

    def text(self, content: str) -> str:
        """Words between mark-up: an escaped dollar is one, and \\eqref refers to an equation."""
        html = escape(content.replace(r"\$", "$"), quote=False)
        html = REFERENCE.sub(lambda m: self.page.formulas.reference(unescape(m[2]), bool(m[1]), (self.page.cell, self.page.cell_id)), html)
        return html if self.page.untrusted else self.marks(html)  # sanitized it would be no formula


class Renderer(RendererHTML):
    """Writes the HTML of one cell."""

    def text(self, tokens, idx, options, env) -> str:
        return env["cell"].text(tokens[idx].content)

    def heading_open(self, tokens, idx, options, env) -> str:
        cell, inline, page = env["cell"], tokens[idx + 1], env["cell"].page
        text = self.renderInline(inline.children, options, env)
        inline.children = []
        shown = cell.finished(text)
        text = text if page.untrusted else shown
        words, level = plain(shown), int(tokens[idx].tag[1])
        if level == 1 and not page.title_html and not page.headings:
            page.title, page.title_html = page.title or words, shown
            page.title_id = page.unique(re.sub(r"\s", "-", words) or "title")
            tokens[idx + 2].hidden = True
            return ""  # it stands at the top of the page
        previous = page.headings[-1].level if page.headings else 1
        level = max(2, min(level + page.shift, previous + 1, 6))  # no level is left out
        tokens[idx + 2].tag = f"h{level}"
        id = page.unique(re.sub(r"\s", "-", words) or "section")  # as JupyterLab names it
        heading = Heading(level, id, re.sub(r"</?a\b[^>]*>", "", shown))
        page.headings.append(heading)
        anchor = f'<a class="anchor" href="{escape(heading.href)}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{escape(id)}">{text} {anchor}'

    def heading_close(self, tokens, idx, options, env) -> str:
        return "" if tokens[idx].hidden else f"</{tokens[idx].tag}>\n"

    def paragraph_open(self, tokens, idx, options, env) -> str:
        if only_displays(tokens[idx + 1], env["cell"].formulas):
            tokens[idx].hidden = tokens[idx + 2].hidden = True
        return self.renderToken(tokens, idx, options, env)

    def link_open(self, tokens, idx, options, env) -> str:
        cell = env["cell"]
        cell.linked = True
        tokens[idx].attrSet("href", page_link(cell.raw(str(tokens[idx].attrGet("href"))), cell.page))
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens, idx, options, env) -> str:
        env["cell"].linked = False
        return "</a>"

    def image(self, tokens, idx, options, env) -> str:
        cell, token = env["cell"], tokens[idx]
        url = cell.raw(str(token.attrGet("src") or ""))
        words = cell.raw(self.renderInlineAsText(token.children, options, env)).strip()
        if not words:
            cell.page.warn(f"the picture {url} has no words for those who can't see it: ![words]({url})")
            words = "Picture without a description"
        title = cell.raw(str(token.attrGet("title") or ""))
        return shown(url, words, f' title="{escape(title)}"' if title else "", cell.page, cell.attachments, cell.linked)

    def html_block(self, tokens, idx, options, env) -> str:
        env["cell"].html = True
        return tokens[idx].content

    html_inline = html_block

    def code_inline(self, tokens, idx, options, env) -> str:
        return f"<code>{escape(env['cell'].raw(tokens[idx].content), quote=False)}</code>"

    def fence(self, tokens, idx, options, env) -> str:
        cell, token = env["cell"], tokens[idx]
        code, info = cell.raw(token.content).rstrip(), cell.raw(token.info).strip()
        if info.startswith("{"):
            return directive(info, code, lambda text: markdown(text, cell.page, cell.attachments), cell.page, highlighted)
        language = info.split(maxsplit=1)[0] if info else ""
        if language == "mermaid":
            cell.page.warn("a mermaid diagram is shown as its text: a page can't draw it")
        return f'<pre class="source"><code>{highlighted(code, language)}</code></pre>\n'

    code_block = colon_fence = fence

    def table_open(self, tokens, idx, options, env) -> str:
        return '<div class="scroll" data-name="Table"><table>\n'

    def table_close(self, tokens, idx, options, env) -> str:
        return "</table></div>\n"

    def th_open(self, tokens, idx, options, env) -> str:
        if tokens[idx + 1].content.strip():
            tokens[idx].attrSet("scope", "col")
        else:
            tokens[idx].tag = tokens[idx + 2].tag = "td"  # an empty cell heads nothing
        return self.renderToken(tokens, idx, options, env)

    def footnote_ref(self, tokens, idx, options, env) -> str:
        number = env["cell"].page.footnote(env["cell"], tokens[idx].meta["id"])
        id = env["cell"].page.unique(f"footnote-{number}-from")
        return f'<sup class="footnote"><a href="#footnote-{number}" id="{id}">{number}</a></sup>'

    def footnote_block_open(self, tokens, idx, options, env) -> str:
        first = env["cell"].page.footnote(env["cell"], 0)
        return f'<ol class="footnotes" start="{first}">\n'

    def footnote_block_close(self, tokens, idx, options, env) -> str:
        return "</ol>\n"

    def footnote_open(self, tokens, idx, options, env) -> str:
        return f'<li id="footnote-{env["cell"].page.footnote(env["cell"], tokens[idx].meta["id"])}">'

    def footnote_close(self, tokens, idx, options, env) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens, idx, options, env) -> str:
        number = env["cell"].page.footnote(env["cell"], tokens[idx].meta["id"])
        return f' <a class="back" href="#footnote-{number}-from" aria-label="Back to the text">↩</a>'


def only_displays(inline, formulas: list[str]) -> bool:
    """Whether a paragraph holds formulas of their own lines, and nothing else."""
    found = False
    for token in inline.children or []:
        if token.type == "softbreak":
            continue
        if token.type != "text" or MARK.sub("", token.content).strip():
            return False
        for mark in MARK.finditer(token.content):
            found = True
            if not undelimited(formulas[int(mark[1])])[1]:
                return False
    return found


TASK = re.compile(r"\[([ xX])\](?=\s)")


def tasks(state) -> None:
    """Turns [ ] and [x] at the beginning of a list's items into boxes with a name."""
    tokens = state.tokens
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:]):
        if item.type != "list_item_open" or inline.type != "inline" or not (box := TASK.match(inline.content)):
            continue
        first = inline.children[0]
        first.content = first.content[3:]
        item.attrSet("class", "task")
        done = box[1] != " "
        html = f'<input type="checkbox" disabled{" checked" if done else ""} aria-label="{"done" if done else "to do"}">'
        token = type(first)("html_inline", "", 0)
        token.content = html
        inline.children.insert(0, token)


STRUCK = re.compile(r"(?<!~)~(?![~\s])([^~\n]*[^~\s])~(?!~)")


def struck(state, silent: bool) -> bool:
    """~words~ are struck out as ~~words~~ are."""
    match = STRUCK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        end, state.pos, state.posMax = state.posMax, match.start(1), match.end(1)
        state.push("s_open", "s", 1)
        state.md.inline.tokenize(state)
        state.push("s_close", "s", -1)
        state.posMax = end
    state.pos = match.end()
    return True


PLUGGED = ("colon_fence", "footnote_ref", "footnote_block_open", "footnote_block_close", "footnote_open", "footnote_close", "footnote_anchor")


def parser() -> MarkdownIt:
    md = MarkdownIt("gfm-like", {"html": True, "linkify": True, "typographer": False}, renderer_cls=Renderer)
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    md.use(footnote_plugin).use(colon_fence_plugin)
    for name in PLUGGED:
        md.add_render_rule(name, getattr(Renderer, name))
    md.disable(["footnote_inline"])
    md.core.ruler.push("tasks", tasks)
    md.inline.ruler.before("strikethrough", "struck", struck)
    md.validateLink = lambda url: not re.match(r"\s*(?:javascript|vbscript|data(?!:image/)):?", url, re.I)
    return md


PARSER = parser()


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def latex(source: str, page: Page) -> str:
    """Renders an output of type text/latex, with or without its dollars."""
    tex = source.strip()
    if not re.match(r"\$|\\\[|\\\(|\\begin", tex):
        tex = f"$${tex}$$"
    if match := re.fullmatch(r"(?s)\\([\[(])(.*)\\[\])]", tex):
        tex = f"$${match[2]}$$" if match[1] == "[" else f"${match[2]}$"
    return markdown(tex, page)
