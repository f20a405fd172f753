"""A code cell's outputs to HTML."""

import base64
import re
from html import escape
from itertools import groupby

from nbconvert.filters.ansi import ansi2html
from nbformat import NotebookNode

from .markdown import latex, markdown
from .page import Page
from .pictures import whole

# The forms of an output, best first.
FORMS = (
    "text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp",
    "text/latex", "application/javascript", "text/plain",
)  # fmt: skip

EXPLORER = "data-littlesteps-explorer"  # what every explorer's output holds

LONG, HEAD = 60, 30  # an output of more lines than LONG shows its first HEAD and folds the rest


def joined(outputs: list) -> list:
    """Joins what a program wrote piece by piece, stream by stream."""
    result = []
    for stream, some in groupby(outputs, lambda output: output.name if output.output_type == "stream" else None):
        if stream is None:
            result.extend(some)
        else:
            text = "".join(output.text for output in some)
            result.append(NotebookNode(output_type="stream", name=stream, text=text))
    return result


def output_html(output, page: Page) -> str:
    """The HTML of one output."""
    if output.output_type == "stream":
        return text_block(output.text, output.name) if output.text.strip("\n") else ""
    if output.output_type == "error":
        return error(output)
    data, metadata = output.get("data", {}), output.get("metadata", {})
    form = next((f for f in FORMS if f in data), None)
    if form is None:
        page.warn(f"an output has no form for a page ({', '.join(data) or 'it is empty'}): left out")
        return '<p class="notice">This output lives only in Jupyter.</p>'
    text = "".join(data[form])
    if form == "text/html":
        text = once(text, page)
        page.explorers = page.explorers or EXPLORER in text
        wide = " wide" if re.search(r"(?i)<table\b", text) and not re.search(r'class="ls\b|class="ls-', text) else ""
        return f'<div class="html{wide}" data-name="Output">{whole(text, page, {})}</div>'
    if form == "text/markdown":
        return f'<div class="text">{markdown(text, page)}</div>'
    if form == "text/latex":
        return latex(text, page)
    if form == "text/plain":
        return text_block(text, "result")
    if form == "application/javascript":
        return f"<div><script>{{ const element = document.currentScript.parentElement;\n{text}\n}}</script></div>"
    return picture(form, text, data, metadata, page)


FALLBACK = re.compile(r'<img class="ls-f"(?:\s+[\w-]+="[^"]*")*\s*/?>')
STYLE = re.compile(r"(?s)<style>.*?</style>")
OPEN_ANSWER = '<details open class="ls-answer ls-open"'  # of an exercise that nobody has done yet


def once(html: str, page: Page) -> str:
    """Drops what this page has no use for twice.

    A figure carries its style sheet with it, and for notebooks that are not
    trusted a second picture. A page needs the sheet once, and no such picture. An
    exercise that is still open is folded there: its readers have nothing to type.
    """

    def first(match: re.Match) -> str:
        if match[0] in page.styles:
            return ""
        page.styles.add(match[0])
        return match[0]

    return STYLE.sub(first, FALLBACK.sub("", html)).replace(OPEN_ANSWER, OPEN_ANSWER.replace(" open", "", 1))


BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def picture(form: str, text: str, data: dict, metadata: dict, page: Page) -> str:
    own = metadata.get(form, {}) if isinstance(metadata.get(form), dict) else {}
    alt = own.get("alt") or metadata.get("alt") or ""
    if form == "image/svg+xml":
        alt = alt or " ".join(re.sub(r"<[^>]*>", "", t[1]) for t in re.finditer(r"(?is)<(?:title|desc)\b[^>]*>(.*?)</", text)).strip()
        text = base64.b64encode(text.encode()).decode()
    elif not BASE64.fullmatch(text):
        page.warn(f"an output says that it is {form}, and isn't: left out")
        return '<p class="notice">Here is a picture that can\'t be read.</p>'
    plain = "".join(data.get("text/plain", ""))
    if not alt and plain and not re.match(r"<.*>$", plain.strip(), re.S):
        alt = plain.strip()
    if not alt:
        page.warn("a picture has no words for those who can't see it")
        alt = "Picture without a description"
    size = "".join(f' {side}="{escape(str(own[side]))}"' for side in ("width", "height") if side in own)
    return f'<img class="shown" src="data:{form};base64,{"".join(text.split())}" alt="{escape(alt)}"{size}>'


def error(output) -> str:
    words = "\n".join(output.get("traceback", [])) or f"{output.get('ename', '')}: {output.get('evalue', '')}"
    return f'<div class="error"><p>This cell ended with an error.</p>{text_block(words, "trace")}</div>'


def overwritten(text: str) -> str:
    """What is left on a screen: a carriage return starts its line anew."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def text_block(text: str, kind: str) -> str:
    """Text as a program printed it; a long one is folded after its first lines."""
    text = overwritten(text).strip("\n")
    lines = text.split("\n")
    name = {"stderr": "Messages", "trace": "Error"}.get(kind, "Output")
    if len(lines) <= LONG:
        return f'<pre class="{kind}" data-name="{name}">{ansi2html(text)}</pre>'
    rest = len(lines) - HEAD
    return (
        f'<pre class="{kind}" data-name="{name}">{ansi2html(chr(10).join(lines[:HEAD]))}</pre>'
        f'<details class="rest"><summary>{rest:,} more lines</summary>'
        f'<pre class="{kind}" data-name="{name}">{ansi2html(chr(10).join(lines[HEAD:]))}</pre></details>'
    )
