"""TeX to MathML that browsers draw as TeX would.

latex2mathml does the conversion. Around it stand what browsers need beyond
that: the environments that it doesn't know are said in ones that it does, and
its result is turned into MathML Core, the part of MathML that browsers draw.
What can't be said that way is refused with [Unconvertible]: a formula that
lost a part without a word would be worse than its TeX.
"""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element


class Unconvertible(Exception):
    """The TeX says something that MathML or the converter can't; why, in words."""


def mathml(tex: str, display: str = "inline") -> str:
    """Returns the <math> element of a formula; display is inline or block."""
    if not tex.strip():
        raise Unconvertible("the formula is empty")
    for environment in re.findall(r"\\begin\{([^}]*)\}", tex):
        if environment not in ENVIRONMENTS:
            raise Unconvertible(f"\\begin{{{environment}}} is not known")
    try:
        tree = convert_to_element(rewritten(tex), display=display)
    except Exception as error:  # the converter has no common class of errors
        raise Unconvertible(sentence(error)) from error
    tree.attrib.pop("xmlns", None)
    tree.attrib.pop("display", None)
    if display == "block":
        tree.set("display", "block")
    core(tree)
    return serialize(tree)


# What stands for what: the left side is the lecture's TeX, the right side is
# what the converter knows. Equations are not numbered, as in JupyterLab.
ENVIRONMENTS = {
    "align": "align*", "align*": "align*", "aligned": "align*", "alignat": None, "eqnarray": "align*", "eqnarray*": "align*",
    "split": "split", "equation": "", "equation*": "", "displaymath": "", "math": "",
    "gather": "matrix", "gather*": "matrix", "gathered": "matrix", "multline": "matrix", "multline*": "matrix",
    "matrix": "matrix", "pmatrix": "pmatrix", "bmatrix": "bmatrix", "Bmatrix": "Bmatrix", "vmatrix": "vmatrix",
    "Vmatrix": "Vmatrix", "smallmatrix": "smallmatrix", "cases": "cases", "array": "array",
}  # fmt: skip
del ENVIRONMENTS["alignat"]  # its number of columns would be read as mathematics

REPLACEMENTS = [
    (re.compile(r"(?<!\\)%[^\n]*"), ""),  # comments
    (re.compile(r"\\label\s*\{[^}]*\}|\\nonumber|\\notag"), ""),
    (re.compile(r"\\mathrm\s*\{([A-Za-z ]+)\}"), r"\\text{\1}"),  # mathrm{d} would come out slanted
    (re.compile(r"\\arg\s*\\(min|max)(?![A-Za-z])"), r"\\arg\1"),
    (re.compile(r"\\(arg|Var|Cov|sgn|sign)(?![A-Za-z])"), r"\\operatorname{\1}"),
    (re.compile(r"\\not\s*="), r"\\ne "),
    (re.compile(r"\\!"), ""),
]


def rewritten(tex: str) -> str:
    """Says the same in TeX that the converter knows."""
    for pattern, replacement in REPLACEMENTS:
        tex = pattern.sub(replacement, tex)
    several_lines = re.search(r"\\\\", re.sub(r"(?s)\\begin\{(\w+\*?)\}.*?\\end\{\1\}|\\substack\s*\{.*?\}", "", tex))
    if several_lines:
        tex = rf"\begin{{matrix}}{tex}\end{{matrix}}"
    if tag := re.search(r"\\tag\*?\s*\{([^}]*)\}", tex):
        if "\\end{" in tex:
            raise Unconvertible("a \\tag on one of several lines can't be placed")
        tex = tex.replace(tag[0], "") + rf"\qquad\text{{({tag[1]})}}"

    def environment(match: re.Match) -> str:
        name = ENVIRONMENTS.get(match[2])
        if name is None:
            return match[0]
        return f"\\{match[1]}{{{name}}}" if name else " "

    return re.sub(r"\\(begin|end)\{([^}]*)\}", environment, tex)


def sentence(error: Exception) -> str:
    """Words for an error of the converter, whose errors are named and no more."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
    return f"{words}: {error}" if str(error) else words


# The letters of each style, as Unicode has them: first capital, first small
# letter, first digit, first capital and small Greek letter. None: has none.
STYLES = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
    "italic": (0x1D434, 0x1D44E, None, 0x1D6E2, 0x1D6FC),
    "bold-italic": (0x1D468, 0x1D482, None, 0x1D71C, 0x1D736),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8, None, None),
    "script": (0x1D49C, 0x1D4B6, None, None, None),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6, None, None),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2, None, None),
}
# Letters that Unicode had before the others.
EARLIER = {
    0x1D455: "ℎ", 0x1D49D: "ℬ", 0x1D4A0: "ℰ", 0x1D4A1: "ℱ", 0x1D4A3: "ℋ", 0x1D4A4: "ℐ", 0x1D4A7: "ℒ", 0x1D4A8: "ℳ",
    0x1D4AD: "ℛ", 0x1D53A: "ℂ", 0x1D53F: "ℍ", 0x1D545: "ℕ", 0x1D547: "ℙ", 0x1D548: "ℚ", 0x1D549: "ℝ", 0x1D551: "ℤ",
}  # fmt: skip


def styled(text: str, style: str) -> str:
    """Letters in a style: MathML Core knows styles only as letters."""
    capital, small, digit, greek_capital, greek_small = STYLES[style]

    def letter(c: str) -> str:
        for first, last, start in (("A", "Z", capital), ("a", "z", small), ("0", "9", digit), ("Α", "Ω", greek_capital), ("α", "ω", greek_small)):  # noqa: RUF001
            if first <= c <= last and start:
                point = start + ord(c) - ord(first)
                return EARLIER.get(point, chr(point))
        return c

    return "".join(map(letter, text))


ACCENTS = {"^": "^", "¯": "¯", "→": "→", "˙": "˙", "¨": "¨", "~": "~", "ˇ": "ˇ", "´": "´", "`": "`", "˘": "˘", "˜": "~", "ˆ": "^", "―": "¯"}


def core(element: Element) -> None:
    """Turns the tree into MathML Core, in place."""
    element.text = unescape(element.text or "")
    if element.tag in ("mi", "mtext", "mo", "mn", "ms") and re.search(r"\\|(?<!\\)\$.|^&$", element.text):
        raise Unconvertible(f"{element.text} is not known")
    letters(element)
    if element.tag == "menclose":
        if element.attrib.pop("notation", "") != "box":
            raise Unconvertible("a line through a formula can't be drawn")
        element.tag = "mrow"
        element.set("style", "border:1px solid;padding:.25em .4em")
    for child in element:
        core(child)
    if element.tag == "mover" and len(element) == 2 and element[1].text in ACCENTS:
        accent(element)
    elif element.tag in ("msub", "msubsup") and element[0].tag == "mo" and element[0].text in LIMITS:
        element.tag = {"msub": "munder", "msubsup": "munderover"}[element.tag]
        element[0].set("movablelimits", "true")
    elif element.tag == "msup" and element[1].tag == "mi" and set(element[1].text or "-") <= set("′″‴"):
        element.tag = "mrow"  # the font's prime is raised as it is
        element[1].tag = "mo"
        element[1].attrib = {"lspace": "0", "rspace": "0"}
    elif element.tag == "mtd" and len(element) > 1 and element[0].tag == "mi" and not element[0].text:
        element.remove(element[0])  # the empty letter that starts "= b", a cell of its own
        element[0].set("form", "infix")
    if element.tag == "mo" and element.text in "|‖" and element.text:
        element.attrib.update(lspace="0", rspace="0")  # around what they hold, as TeX sets them
    for child, following in zip(element, [*element[1:], None]):
        named_operator(child, following)


def letters(element: Element) -> None:
    """Says a style as letters, and a style of words as the page's own."""
    style = element.attrib.get("mathvariant")
    if element.tag == "mtext" and style:
        del element.attrib["mathvariant"]
        if css := {"bold": "font-weight:bold", "italic": "font-style:italic", "monospace": "font-family:monospace"}.get(style):
            element.set("style", css)
    elif style in STYLES:
        del element.attrib["mathvariant"]
        element.text = styled(element.text, style)


def accent(element: Element) -> None:
    base, mark = element
    if len(base) > 1 and mark.text in "¯―":
        element.tag = "mrow"  # no font's line grows with what is below it
        element.set("style", "border-top:.06em solid;padding-top:.12em")
        element.remove(mark)
        return
    element.set("accent", "true")
    mark.attrib = {"stretchy": "true" if len(base) > 1 else "false"}
    mark.text = ACCENTS[mark.text]
    if mark.text == "→" and len(base) <= 1:
        mark.set("style", "font-size:.6em")  # over one letter, TeX has a short one


LIMITS = {"min", "max", "sup", "inf", "lim", "det", "gcd", "Pr", "argmin", "argmax", "arg\u2009min", "arg\u2009max"}


def named_operator(element: Element, following: Element | None) -> None:
    """Sets sin, log or MSE as TeX does: a thin space after it, but none before a bracket."""
    name = element
    while len(name) and name.tag in ("msub", "msup", "msubsup", "munder", "munderover"):
        name = name[0]
    if name.tag not in ("mi", "mo") or not re.fullmatch(r"[A-Za-z\u2009]{2,}", name.text or ""):
        return
    name.tag = "mo"
    opens = following is None or (following.text or "").strip() in ("(", "[", "")
    closes = following is not None and len(following) > 0 and following.tag not in ("mrow",)
    name.set("lspace", "0.17em")
    name.set("rspace", "0" if opens and not closes else "0.17em")


ATTRIBUTES = {
    "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "form", "lspace", "rspace", "minsize", "maxsize",
    "movablelimits", "accent", "accentunder", "width", "height", "depth", "voffset", "linethickness", "style", "class", "columnalign",
    "columnlines", "rowlines", "mathcolor", "mathbackground", "mathsize", "symmetric", "largeop", "separator",
}  # fmt: skip


def serialize(element: Element) -> str:
    """Writes the element for a page: its text is text, whatever it holds."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items() if name in ATTRIBUTES)
    inside = escape(element.text or "", quote=False) + "".join(map(serialize, element))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>{escape(unescape(element.tail or ''), quote=False)}"
