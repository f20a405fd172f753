"""What the converter knows, for what MathJax knows: environments, text with
formulas in it, operators with limits; and the rows of a display with their tags.
"""

import re
from dataclasses import dataclass, field

from .tex import Reader, Unconvertible, joined, tokens

STRAIGHT = "\ufdd2"  # a quotation mark as it is typed: the converter would bend it
TEXT = {rf"\{name}" for name in "text textrm textbf textit texttt textsf emph".split()}
SIZED = {rf"\{size}{side}" for size in ("left", "right", "middle", "big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}
DISTANCE = re.compile(r"\s*\[\s*-?\d*\.?\d+\s*(em|ex|pt|cm|mm|in|mu|pc|px)\s*\]")
SWITCHES = {r"\rm", r"\bf", r"\it", r"\cal", r"\sf", r"\tt"}
SIZES = {rf"\{name}" for name in "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge".split()}
ENVIRONMENTS = {"split": "aligned", "alignedat": "aligned", "smallmatrix": "matrix", "subarray": "matrix", "align": "aligned", "align*": "aligned"}
ARGUMENT = {"alignat", "alignat*", "alignedat", "subarray"}  # with one that says no more than how many columns there are


def spelled(parts: list[str], display: bool) -> list[str]:
    """The same in what the converter knows."""
    reader, done = Reader(parts), []
    while reader:
        part = reader.next()
        if part in (r"\begin", r"\end"):
            done += environment(part, reader)
        elif part in TEXT:
            done += text(part, reader.argument(), display)
        elif part in SIZED and reader.peek() in ("<", ">"):
            done += [part, r"\langle" if reader.next() == "<" else r"\rangle"]
        elif part == r"\mathop":
            done += operator(reader, display)
        elif part == r"\\":
            done.append(part)
            distance(reader)
        elif part in ("_", "^") and reader.peek() in SWITCHES:
            done += [part, "{", reader.next(), *spelled(reader.argument(), display), "}"]
        elif part in SIZES:
            continue
        elif part == "{":
            done += ["{", *spelled(reader.until("}", "{"), display), "}"]
        else:
            done.append(part)
    return done


def distance(reader: Reader) -> None:
    """Skips how far a line is from the one before it."""
    if DISTANCE.match(joined(reader.left[:-20:-1])):
        reader.optional()


def environment(part: str, reader: Reader) -> list[str]:
    name = reader.name()
    if part == r"\begin" and name in ARGUMENT:
        reader.argument()
    written = [part, "{", ENVIRONMENTS.get(name, name), "}"]
    if part == r"\begin" and name == "array":
        reader.optional()
        written += ["{", columns(joined(reader.argument())), "}"]
    if name == "smallmatrix":
        return [*tokens(r"{\scriptstyle"), *written] if part == r"\begin" else [*written, "}"]
    return written


def columns(given: str) -> str:
    """An array's columns, l, c, r and |, without what stands between them."""
    given = re.sub(r"[@!><]\{[^{}]*\}|\s", "", given)
    given = re.sub(r"\*\{(\d{1,2})\}\{([^{}]*)\}", lambda m: m[2] * int(m[1]), given)
    return re.sub(r"[pmb]\{[^{}]*\}", "l", given)


def text(part: str, inside: list[str], display: bool) -> list[str]:
    """Words; a formula among them is set as one."""
    written, words, reader = [], [], Reader(inside)

    def end() -> None:
        if words:
            written.extend([part, "{", *words, "}"])
            words.clear()

    while reader:
        token = reader.next()
        if token in ("$", r"\("):
            end()
            written += ["{", *spelled(reader.until("$" if token == "$" else r"\)"), False), "}"]
        elif token == "{":
            reader.left += reader.until("}", "{")[::-1]
        elif token in TEXT:
            end()
            written += text(token, reader.argument(), display)
        elif token in "_^&#":
            words.append("\\" + token if token != "^" else r"\textasciicircum")
        elif token == '"':
            words.append(STRAIGHT)
        elif token in (r"\ ", r"\,", r"\;", r"\:", "~"):
            words.append(" ")
        else:
            words.append(token)
    end()
    return ["{", *written, "}"] if len(written) > 3 else written or ["{", "}"]


def operator(reader: Reader, display: bool) -> list[str]:
    r"""\mathop: a word becomes an operator's name, anything else has its limits above and below."""
    inside = reader.argument()
    words = re.fullmatch(r"(?:\\(?:rm|mathrm|operatorname|text|mathsf)\s*\*?|[{}\s])*([A-Za-z]+)[{}\s]*", joined(inside))
    placed = display
    while reader.peek() in (r"\limits", r"\nolimits"):
        placed = reader.next() == r"\limits"
    if words:
        return [r"\operatorname", "*" if placed else "", "{", *words[1], "}"]
    written = ["{", *spelled(inside, display), "}"]
    while placed and reader.peek() in ("_", "^"):
        stack = r"\underset" if reader.next() == "_" else r"\overset"
        written = [stack, "{", *spelled(reader.argument(), False), "}", "{", *written, "}"]
    return written


@dataclass
class Row:
    """One line of a display, and its number."""

    parts: list[str]
    tag: list[str] | None = None
    bare: bool = False  # \tag*: without parentheses
    labels: list[str] = field(default_factory=list)
    silent: bool = False  # \notag


@dataclass
class Display:
    """A formula of its own line, or several."""

    kind: str  # the environment that sets its rows; "" is a single one
    counted: bool  # its environment numbers its rows
    rows: list[Row]

    def tex(self) -> str:
        lines = r"\\".join(joined(row.parts) for row in self.rows)
        return rf"\begin{{{self.kind}}}{lines}\end{{{self.kind}}}" if self.kind else lines


OUTER = re.compile(r"(equation|align|alignat|flalign|gather|multline|eqnarray|displaymath|math)(\*?)")
KINDS = {"align": "aligned", "alignat": "aligned", "flalign": "aligned", "gather": "gathered", "multline": "multline*", "eqnarray": "eqnarray"}


def displayed(parts: list[str]) -> Display:
    """Takes a display apart into rows."""
    parts, kind, counted = trimmed(parts), "", False
    reader = Reader(parts)
    if reader and reader.next() == r"\begin" and (outer := OUTER.fullmatch(reader.name())):
        if outer[1] + outer[2] in ARGUMENT:
            reader.argument()
        inside, rest = within(reader, outer[0])
        after = row_of(rest)
        if not trimmed(after.parts):
            parts, kind, counted = [*inside, *rest], KINDS.get(outer[1], ""), not outer[2] and outer[1] not in ("displaymath", "math")
    rows = [row_of(row) for row in split(parts)]
    for row in rows[1:]:
        reader = Reader(row.parts)
        distance(reader)
        row.parts = reader.left[::-1]
    if len(rows) > 1 and not trimmed(rows[-1].parts):  # after a \\ too many
        last = rows.pop()
        rows[-1].labels += last.labels
        rows[-1].tag, rows[-1].bare = (rows[-1].tag, rows[-1].bare) if last.tag is None else (last.tag, last.bare)
    if kind.startswith("multline"):  # has one number, at its end
        for row in rows[:-1]:
            row.silent = True
    if len(rows) > 1 and not kind:
        kind = "aligned" if any(split(row.parts, "&")[1:] for row in rows) else "gathered"
    return Display(kind, counted, rows)


def trimmed(parts: list[str]) -> list[str]:
    while parts and parts[0] == " ":
        parts = parts[1:]
    while parts and parts[-1] == " ":
        parts = parts[:-1]
    return parts


def within(reader: Reader, name: str) -> tuple[list[str], list[str]]:
    """What stands before the end of an environment, and what after it."""
    found, depth = [], 0
    while True:
        part = reader.next()
        if part in (r"\begin", r"\end"):
            inner = reader.name()
            depth += 1 if part == r"\begin" else -1
            if depth < 0:
                if inner != name:
                    raise Unconvertible(rf"\begin{{{name}}} ends as \end{{{inner}}}")
                return found, reader.left[::-1]
            found += [part, "{", inner, "}"]
        else:
            found.append(part)


def split(parts: list[str], at: str = r"\\") -> list[list[str]]:
    """Parts at the outermost level."""
    found, depth = [[]], 0
    for part in parts:
        depth += (part in ("{", r"\begin", r"\left")) - (part in ("}", r"\end", r"\right"))
        if part == at and depth == 0:
            found.append([])
        else:
            found[-1].append(part)
    return found


def row_of(parts: list[str]) -> Row:
    row, reader = Row([]), Reader(parts)
    while reader:
        part = reader.next()
        if part == r"\tag":
            row.bare = reader.peek() == "*" and bool(reader.next())
            row.tag = reader.argument()
        elif part == r"\label":
            row.labels.append(reader.name())
        elif part in (r"\notag", r"\nonumber"):
            row.silent = True
        else:
            row.parts.append(part)
    return row
