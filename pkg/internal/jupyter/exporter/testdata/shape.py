"""What a formula's MathML says, without how it looks: letters and signs in
their places. MathJax's and another converter's answers can be compared so.

    x^2 is x^(2), a fraction (a/b), a root √(x), a table [a&b;c&d;]

The shapes in formulas.json are those of MathJax 3.2.2, as JupyterLab 4.6 has it.
"""

import html
import re
import unicodedata
from xml.etree import ElementTree

# Signs that look alike, one for all.
SAME = {c: group[0] for group in (
    "-−", "*∗⋆", "|∣❘⏐", "‾¯―_\u0332\u0305", "~˜∼\u0303", "^ˆ\u0302", "→⃗⟶", "←⟵", "˙\u0307", "<⟨〈", ">⟩〉", "εϵ", "φϕ", "ˇ\u030c",
    "\\∖⧵", "∘◦", "⟂⊥", "⇒⟹", "⇐⟸", "⇔⟺", "↦⟼", "•∙", "≤⩽", "≥⩾", "·⋅", "¨\u0308", "˘\u0306", "□◻", "/∕", "Δ△∆", "`‵", "°˚", "\"”“″", "'′’",
) for c in group}  # fmt: skip
SAME |= {"‖": "||", "∥": "||", "″": "''", "‴": "'''", "…": "...", "⋯": "...", "≔": ":="}
NOTHING = set("\u2061\u2062\u2063\u2064\u200b\ufe00\ufe01\u2009\u200a\u2002\u2003\u2004\u2005\u205f\xa0 \n")


def text(words: str) -> str:
    words = "".join(SAME.get(c, c) for c in words)
    words = "".join(SAME.get(c, c) for c in unicodedata.normalize("NFKD", words))
    return "".join(c for c in words if c not in NOTHING)


def script(sign: str, element) -> str:
    inside = shape(element)
    return f"{sign}({inside})" if inside else ""


def shape(element) -> str:
    tag, parts = element.tag.split("}")[-1], list(element)
    if tag in ("mi", "mo", "mn", "mtext", "ms"):
        return text("".join(element.itertext()))
    if tag in ("mspace", "none", "mprescripts", "mphantom", "annotation"):
        return ""
    if tag in ("msub", "munder"):
        return shape(parts[0]) + script("_", parts[1])
    if tag in ("msup", "mover"):
        return shape(parts[0]) + script("^", parts[1])
    if tag in ("msubsup", "munderover"):
        return shape(parts[0]) + script("_", parts[1]) + script("^", parts[2])
    if tag == "mfrac":
        return f"({shape(parts[0])}/{shape(parts[1])})"
    if tag == "mroot":
        return f"√[{shape(parts[1])}]({shape(parts[0])})"
    inside = "".join(map(shape, parts))
    if tag == "msqrt":
        return f"√({inside})"
    if tag in ("mtr", "mlabeledtr"):  # MathJax has a row's number first
        return "&".join(filter(None, map(shape, parts[1:] + parts[:1] if tag == "mlabeledtr" else parts))) + ";"
    if tag == "mtable":
        return f"[{inside}]"
    line = {"over": "^(‾)", "under": "_(‾)"}.get(element.get("class", ""), "")
    return inside + line


def canonical(mathml: str) -> str:
    mathml = re.sub(r"&(?!amp;|lt;|gt;|quot;|#)\w+;", lambda m: html.unescape(m[0]), mathml)
    found = shape(ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", mathml)))
    return re.sub(r"\^\(('+)\)", r"\1", found.replace("···", "..."))
