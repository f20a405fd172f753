"""Formulas: TeX to MathML Core, which browsers draw by themselves.

math-core converts. Around it stands what a whole page needs: macros that a
later formula knows (tex.py), what MathJax knows beyond the converter
(spelling.py), numbers and references, and a check that nothing was lost. What
can't be shown is refused with [Unconvertible]: a formula that says something
else without a word would be worse than its TeX.
"""

import re
import unicodedata
from collections import Counter
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from math_core import LatexError, LatexToMathML

from .spelling import OUTER, STRAIGHT, Display, Row, displayed, spelled
from .tex import Macros, Reader, Unconvertible, joined, tokens

CONVERTER = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
OUTER_BEGIN = re.compile(rf"\s*\\begin\{{(?:{OUTER.pattern})\}}")
REFERENCE = re.compile("\ufdd0(\\d+)\ufdd1")  # stands for a reference until the page is complete


class Mathematics:
    """The formulas of one page, converted in the order in which they stand."""

    def __init__(self, numbered: bool = False):
        self.numbered = numbered  # equations have numbers, for the page refers to some
        self.macros = Macros()
        self.count = 0
        self.labels: dict[str, tuple[str, str]] = {}  # label: id, what is shown
        self.references: list[tuple[str, bool, object]] = []  # label, in parentheses, who asked

    def mathml(self, tex: str, display: str = "inline", asker: object = None) -> str:
        """Returns the <math> element of a formula, "" if it only defines macros.

        display is inline or block; asker is handed back with a reference that
        leads nowhere.
        """
        try:
            return self.converted(tex, display, asker)
        except RecursionError:
            raise Unconvertible("its braces are nested too deeply") from None

    def converted(self, tex: str, display: str, asker: object) -> str:
        parts = self.referring(self.macros.expanded(tex), asker)
        if not joined(parts).strip():
            if tex.strip():
                return ""
            raise Unconvertible("the formula is empty")
        if display == "inline" and not OUTER_BEGIN.match(joined(parts)):
            tree = converted(joined(spelled(parts, False)), False)
        else:
            shown = displayed(parts)
            for row in shown.rows:
                row.parts = spelled(row.parts, True)
            tree = self.laid_out(shown)
        lost = ink(parts) - drawn(tree)
        if lost:
            raise Unconvertible(f"the converter loses {' '.join(sorted(lost))}")
        return written(tree)

    def laid_out(self, shown: Display) -> Element:
        """Converts a display; numbers stand in a column of their own."""
        eqnarray = shown.kind == "eqnarray"
        if eqnarray:
            shown.kind = "array"
        source = shown.tex().replace(r"\begin{array}", r"\begin{array}{rcl}", 1) if eqnarray else shown.tex()
        tree = converted(source, True)
        if eqnarray:
            tree[0].set("displaystyle", "true")
        numbers = [self.number(row, shown.counted) for row in shown.rows]
        if not any(numbers):
            return tree
        if shown.kind:
            table = tree[0]
        else:
            table = Element("mtable", displaystyle="true")
            cell = ElementTree.SubElement(ElementTree.SubElement(table, "mtr"), "mtd")
            cell.extend(list(tree))
            tree[:] = [table]
        if len(table) != len(shown.rows):
            raise Unconvertible("its lines can't be told apart, to number them")
        table.set("style", "width:100%")
        wide = max(len(row) for row in table)
        for row, number in zip(table, numbers):
            row[:] = [Element("mtd", {"class": "fill"}), *row, *(Element("mtd") for _ in range(wide - len(row)))]
            cell = ElementTree.SubElement(row, "mtd", {"class": "number"})
            if number:
                shown_as, id = number
                cell.append(shown_as)
                if id:
                    cell.set("id", id)
        return tree

    def number(self, row: Row, counted: bool) -> tuple[Element, str] | None:
        """The number of a row as it is shown, and its id."""
        if row.tag is not None:
            tag = row.tag if row.bare else ["(", *row.tag, ")"]
            shown = Element("mrow")
            shown.extend(list(converted(joined(spelled([r"\text", "{", *tag, "}"], False)), False)))
        elif self.numbered and counted and not row.silent:
            self.count += 1
            shown = Element("mtext")
            shown.text = f"({self.count})"
        else:
            return None
        words = "".join(shown.itertext())
        id = ""
        for label in row.labels:
            id = id or "equation-" + (re.sub(r"[^\w.:-]", "-", label) or "1")
            self.labels.setdefault(label, (id, words if row.tag is None or not row.bare else words))
        return shown, id

    def referring(self, parts: list[str], asker: object) -> list[str]:
        """Puts a mark where a formula refers to a number."""
        done, reader = [], Reader(parts)
        while reader:
            part = reader.next()
            if part in (r"\ref", r"\eqref"):
                done += [r"\text", "{", self.reference(reader.name(), part == r"\eqref", asker), "}"]
            else:
                done.append(part)
        return done

    def reference(self, label: str, parentheses: bool, asker: object) -> str:
        self.references.append((label, parentheses, asker))
        return f"\ufdd0{len(self.references) - 1}\ufdd1"

    def resolved(self, html: str) -> str:
        """Writes the references, now that all equations are known."""

        def link(match: re.Match) -> str:
            label, parentheses, _ = self.references[int(match[1])]
            id, words = self.labels.get(label, ("", "(???)"))
            words = words if parentheses else words.removeprefix("(").removesuffix(")")
            return f'<a href="#{escape(id)}">{escape(words)}</a>' if id else escape(words)

        return REFERENCE.sub(link, html) if "\ufdd0" in html else html

    def astray(self) -> list[tuple[str, object]]:
        """The references that lead nowhere, and who asked."""
        return [(label, asker) for label, _, asker in self.references if label not in self.labels]


def converted(tex: str, display: bool) -> Element:
    tex, colours = coloured(tex)
    try:
        source = CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise Unconvertible(words(error)) from error
    for number, colour in enumerate(colours):
        source = source.replace(f"color:#{number:06X}", f"color:{colour}")
    source = source.replace(STRAIGHT, "&quot;")
    try:
        tree = ElementTree.fromstring(source.replace("&ApplyFunction;", "\u2061"))
    except ElementTree.ParseError as error:
        raise Unconvertible("the converter's answer can't be read") from error
    checked(tree)
    adapted(tree)
    return tree


def words(error: LatexError) -> str:
    """What the converter says, beginning small, and with commands as they are typed."""
    said = re.sub(r"^\d+: ", "", str(error)).strip().rstrip(".")
    said = re.sub(r'^Unknown (?:command|environment) "(.*)"$', r"\1 is not known", said, flags=re.S)
    return said[:1].lower() + said[1:]


COLOUR = re.compile(r"(\\color)(?:\[named\])?\s*\{\s*(#[0-9A-Fa-f]{3,8}|[A-Za-z]+)\s*\}")


def coloured(tex: str) -> tuple[str, list[str]]:
    """Numbers the colours: a browser knows more of their names than the converter."""
    colours: list[str] = []

    def number(match: re.Match) -> str:
        colours.append(match[2])
        return f"{match[1]}[HTML]{{{len(colours) - 1:06X}}}"

    return COLOUR.sub(number, tex), colours


CHILDREN = {"msub": 2, "msup": 2, "munder": 2, "mover": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}


def checked(element: Element) -> None:
    """Refuses what has not the shape that MathML asks for."""
    if element.tag == "merror" or len(element) != CHILDREN.get(element.tag, len(element)):
        raise Unconvertible("the converter's answer is malformed")
    for child in element:
        checked(child)


ACCENTS = ("", *"ˆˇ˘´`˜¯¨˚")
DOTS = {"\u20db": 3, "\u20dc": 4}
LINE = "\u0332"  # as the converter draws a line above or below


def adapted(element: Element, small: bool = False) -> None:
    """Says in place what the page's fonts and all browsers draw well."""
    if element.text:
        element.text = element.text.replace("\ufe00", "").replace("\ufe01", "")  # kinds of script letters that no font here has
    if element.tag in ("mover", "munder") and element[1].text == LINE:
        element.attrib = {"class": "over" if element.tag == "mover" else "under"}
        element[:], element.tag = [element[0]], "mrow"  # no font's line grows with what it belongs to
    if element.tag == "mtable" and len(element) > 1 and not "".join(element[-1].itertext()).strip() and element[-1].find(".//mspace") is None:
        element.remove(element[-1])  # after a \\ too many
    if element.tag == "mover" and element[1].text == "\u20d7":  # has no width of its own, and would hang to the left
        element[1].text = "→"
        element[1].attrib = {"stretchy": "false", "class": "vector"}
    if element.tag == "mover" and element[1].text == "~" and element[1].get("stretchy") == "true":
        element[1].text = "˜"  # which the page's font can stretch (make_math_font.py)
    if element.tag == "mover" and element[1].text in DOTS:  # without a width of their own, WebKit draws nothing
        element[1].text = "˙" * DOTS[element[1].text]
    if element.tag == "mover" and (element[1].text or "").strip("˙") in ACCENTS and element[1].get("stretchy") != "true" and element[1].tag == "mo":
        element[1].set("class", "accent")
    if small and element.tag == "mtable":
        element.attrib = {"class": "small"}
    if element.tag == "msup" and element[1].tag == "mo" and set(element[1].text or "-") <= set("′″‴⁗"):
        element.tag = "mrow"  # the font's prime is raised as it is
        element[1].attrib = {"lspace": "0", "rspace": "0"}
    script = element.tag in CHILDREN and element.tag not in ("mfrac", "mroot")
    for number, child in enumerate(element):
        adapted(child, small or script and number > 0 or element.get("scriptlevel") in ("1", "2"))


def drawn(tree: Element) -> Counter:
    """The letters, digits and signs that a reader sees."""
    return Counter(c for text in tree.itertext() for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c in SIGNS)


SIGNS = "=+"
SILENT = {r"\hspace": 1, r"\mspace": 1, r"\textcolor": 1, r"\color": 1, r"\begin": 1, r"\end": 1, r"\tag": 1, r"\label": 1, r"\phantom": 1,
          r"\hphantom": 1, r"\vphantom": 1, r"\genfrac": 4, r"\colorbox": 1}  # fmt: skip
LENGTH = re.compile(r"(\\(?:hskip|kern|mkern|mskip|hspace)|\\\\\s*\[)\s*-?\d*\.?\d+\s*(?:em|ex|pt|cm|mm|in|mu|pc|px)")
NAMED = {rf"\{name}": Counter(name) for name in (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min sec sin sinh sup tan tanh".split())}  # fmt: skip


def ink(parts: list[str]) -> Counter:
    """The letters, digits and signs that a formula says."""
    found: Counter = Counter()
    reader = Reader(tokens(LENGTH.sub(r"\1 ", joined(parts))))
    while reader:
        part = reader.next()
        if part in SILENT:
            reader.optional()
            environment = ""
            for _ in range(SILENT[part]):
                environment = reader.name()
            if part == r"\begin" and environment in ("array", "alignat", "alignat*", "alignedat", "subarray"):
                reader.argument()
        elif part == r"\not":
            if reader.peek() == "=":
                reader.next()
        elif part in NAMED:
            found += NAMED[part]
        elif len(part) == 1 and (part.isalnum() or part in SIGNS):
            found.update(unicodedata.normalize("NFKC", part))
    return found


def written(tree: Element) -> str:
    return ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False)
