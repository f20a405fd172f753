"""MyST's directives, as Jupyter Book has them: boxes are boxes, and what is unknown stays readable."""

import re
from html import escape
from typing import Callable

from .page import Page

BOXES = {
    "note": "Note", "tip": "Tip", "hint": "Hint", "important": "Important", "seealso": "See also", "attention": "Attention",
    "caution": "Caution", "warning": "Warning", "danger": "Danger", "error": "Error", "admonition": "", "exercise": "Exercise",
    "solution": "Solution", "definition": "Definition", "theorem": "Theorem", "lemma": "Lemma", "proof": "Proof",
    "example": "Example", "remark": "Remark", "dropdown": "", "topic": "", "sidebar": "", "margin": "",
}  # fmt: skip
CODE = {"code", "code-block", "code-cell", "sourcecode"}
OPTION = re.compile(r":([\w-]+):[ \t]*(.*)")


def directive(info: str, body: str, inner: Callable[[str], str], page: Page, coloured: Callable[[str, str], str]) -> str:
    """The HTML of a fence that begins with {name}; inner renders Markdown."""
    match = re.match(r"\{([\w:-]+)\}\s*(.*)", info)
    if match is None:
        return f'<pre class="source"><code>{escape(body, quote=False)}</code></pre>\n'
    name, argument = match[1].removeprefix("prf:"), match[2].strip()
    options, text = parted(body)
    if name in BOXES:
        kind = (options.get("class", "") or name).split()[0]
        title = inner(argument).strip().removeprefix("<p>").removesuffix("</p>") if argument and name != "solution" else escape(BOXES[name])
        if name == "dropdown" or "dropdown" in options.get("class", ""):
            return f"<details class=\"fold\"><summary>{title or 'More'}</summary>\n{inner(text)}</details>\n"
        heading = f'<p class="box-title">{title}</p>\n' if title else ""
        return f'<div class="box {escape(kind)}">\n{heading}{inner(text)}</div>\n'
    if name == "math":
        tex = text if re.match(r"\s*\\begin", text) else f"$${text}$$"
        if label := options.get("label"):
            tex = f"$$\\begin{{equation}}{text}\\label{{{label}}}\\end{{equation}}$$"
        return inner(tex)
    if name in ("figure", "image"):
        picture = f"![{options.get('alt', '')}]({argument})"
        caption = f"<figcaption>{inner(text)}</figcaption>" if text.strip() else ""
        return f"<figure>{inner(picture)}{caption}</figure>\n"
    if name in CODE:
        return f'<pre class="source"><code>{coloured(text.rstrip(), argument.split()[0] if argument else "")}</code></pre>\n'
    page.warn(f"the directive {{{name}}} is not known here: its text is shown as it is")
    return f'<div class="box"><p class="box-title">{escape(name + " " + argument)}</p>\n<pre class="source"><code>{escape(body, quote=False)}</code></pre></div>\n'


def parted(body: str) -> tuple[dict[str, str], str]:
    """The options at a directive's beginning, and its text."""
    lines, options = body.split("\n"), {}
    while lines and (match := OPTION.fullmatch(lines[0].strip())):
        options[match[1]] = match[2].strip()
        lines.pop(0)
    return options, "\n".join(lines)
