"""Takes the formulas out of a Markdown text, before Markdown reads it.

This is JupyterLab's rule (rendermime's latex.ts, which is MathJax's own of
Stack Exchange), so that the same text is a formula here and there: delimiters
pair, braces balance within, no formula reaches over an empty line, and code is
left alone.
"""

import re

OPEN, CLOSE = "\ufdd4", "\ufdd5"  # around the number of a formula that was taken out
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

SPLIT = re.compile(r"(\$\$?|\\(?:begin|end)\{[a-z]*\*?\}|\\[{}$]|[{}]|(?:\n\s*)+|\\\\[()\[\]])", re.I)
FENCE = re.compile(r"(?ms)^(?P<fence>`{3,}|~{3,})[^`\n]*\n(.*?)^(?P=fence)`*$")
SPAN = re.compile(r"(?m)(^|[^\\])(`+)([^\n]*?[^`\n])\2(?!`)")
DOLLAR = "\ufdd6"  # a dollar in code


def taken_out(source: str) -> tuple[str, list[str]]:
    """Returns the text with marks, and the formulas with their delimiters."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    if "`" in text or "~~~" in text:
        text = FENCE.sub(lambda m: m[0].replace("$", DOLLAR), text)
        text = SPAN.sub(lambda m: m[0].replace("$", DOLLAR), text)
    pieces, formulas = SPLIT.split(text), []
    start, last, end, braces = None, None, "", 0

    def take(first: int, final: int) -> None:
        formulas.append("".join(pieces[first : final + 1]).replace(DOLLAR, "$"))
        pieces[first : final + 1] = [f"{OPEN}{len(formulas) - 1}{CLOSE}", *[""] * (final - first)]

    i = 1
    while i < len(pieces):
        piece = pieces[i]
        if start is None:
            if closing := CLOSING.get(piece) or (piece[:6] == r"\begin" and r"\end" + piece[6:]):
                start, last, end, braces = i, None, closing, 0
        elif piece == end:
            if braces:
                last = i
            else:
                take(start, i)
                start = None
        elif piece.count("\n") > 1:
            if last is not None:
                i = last
                take(start, i)
            start = None
        else:
            braces += (piece == "{") - (piece == "}" and braces > 0)
        i += 2
    if start is not None and last is not None:
        take(start, last)
    return "".join(pieces).replace(DOLLAR, "$"), formulas


CLOSING = {"$": "$", "$$": "$$", r"\\(": r"\\)", r"\\[": r"\\]"}


def put_back(text: str, formulas: list[str]) -> str:
    """The text as it was."""
    return MARK.sub(lambda m: formulas[int(m[1])], text) if OPEN in text else text


def undelimited(formula: str) -> tuple[str, bool]:
    """A formula's TeX, and whether it stands on a line of its own."""
    for opening, closing in CLOSING.items():
        if opening != "$" and formula.startswith(opening):
            return formula[len(opening) : -len(closing)], opening in ("$$", r"\\[")
    return (formula[1:-1], False) if formula[0] == "$" else (formula, True)
