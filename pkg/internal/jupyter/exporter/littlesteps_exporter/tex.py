"""TeX before it is converted: macros are written out, and what the converter
doesn't know is said in what it does.

A formula is a list of tokens here: control words, control symbols, braces,
single characters, and one space for any run of them.
"""

import re
from dataclasses import dataclass, field


class Unconvertible(Exception):
    """The TeX says something that the page can't; why, in words."""


TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?")


def tokens(tex: str) -> list[str]:
    return [" " if t.isspace() else r"\ " if t[1:].isspace() else t for t in TOKEN.findall(COMMENT.sub(r"\1", tex))]


STARRED = {r"\operatorname", r"\hspace"}  # have a form with a star


def joined(parts: list[str]) -> str:
    """The TeX of tokens: a control word is parted from the letter after it."""
    words = []
    for part, following in zip(parts, [*parts[1:], ""]):
        words.append(part)
        if len(part) > 1 and part[0] == "\\" and part[1].isalpha() and (following[:1].isalpha() or following == "*" and part not in STARRED):
            words.append(" ")
    return "".join(words)


class Reader:
    """Tokens to be read one after another."""

    def __init__(self, parts: list[str]):
        self.left = parts[::-1]

    def __bool__(self) -> bool:
        return bool(self.left)

    def next(self) -> str:
        if not self.left:
            raise Unconvertible("something is missing at its end")
        return self.left.pop()

    def peek(self) -> str:
        """The next token that is no space."""
        while self.left and self.left[-1] == " ":
            self.left.pop()
        return self.left[-1] if self.left else ""

    def argument(self) -> list[str]:
        """What stands in the next braces, or one token."""
        self.peek()
        first = self.next()
        return self.until("}", "{") if first == "{" else [first]

    def name(self) -> str:
        return joined(self.argument()).strip()

    def optional(self) -> list[str] | None:
        """What stands in brackets, if they come next."""
        if self.peek() != "[":
            return None
        self.next()
        return self.until("]")

    def until_brace(self) -> list[str]:
        found = []
        while self.peek() != "{":
            found.append(self.next())
        return found

    def until(self, end: str, begin: str = "") -> list[str]:
        found, depth = [], 0
        while True:
            part = self.next()
            if part == end and depth == 0:
                return found
            if end == "]":
                depth += (part == "{") - (part == "}")
            else:
                depth += (part == begin) - (part == end)
            found.append(part)


@dataclass
class Macro:
    parameters: int
    body: list[str]
    default: list[str] | None = None  # of the first parameter


def macro(parameters: int, body: str, default: str | None = None) -> Macro:
    return Macro(parameters, tokens(body), None if default is None else tokens(default))


# MathJax's commands that the converter lacks. Those that only space what stands
# around them are nothing here.
GIVEN = {
    **{rf"\{name}": macro(1, r"\text{#1}") for name in ("mbox", "hbox", "textnormal", "textup")},
    **{rf"\{name}": macro(1, r"\mathbb{#1}") for name in ("mathbbm", "mathds", "Bbb")},
    **{rf"\{name}": macro(0, "") for name in "hfill hfil strut mathstrut allowbreak nobreak noindent null".split()},
    **{rf"\{name}": macro(0, r"\ldots") for name in ("dotsc", "dotso")},
    **{rf"\{name}": macro(0, r"\cdots") for name in ("dotsb", "dotsm", "dotsi")},
    **{rf"\{name}": macro(1, rf"\begin{{{environment}}}#1\end{{{environment}}}") for name, environment in (
        ("substack", "matrix"), ("matrix", "matrix"), ("pmatrix", "pmatrix"), ("cases", "cases"),
        ("eqalign", "aligned"), ("displaylines", "gathered"),
    )},
    r"\pmb": macro(1, r"\boldsymbol{#1}"), r"\fbox": macro(1, r"\boxed{\text{#1}}"), r"\framebox": macro(1, r"\boxed{\text{#1}}"),
    r"\textcolor": macro(3, r"{\color[#1]{#2}#3}", "named"), r"\require": macro(1, ""), r"\vspace": macro(1, ""), r"\smash": macro(2, "{#2}", ""),
    r"\class": macro(2, "{#2}"), r"\cssId": macro(2, "{#2}"), r"\style": macro(2, "{#2}"),
    r"\cr": macro(0, r"\\"), r"\newline": macro(0, r"\\"), r"\LaTeX": macro(0, r"\text{LaTeX}"), r"\TeX": macro(0, r"\text{TeX}"),
    r"\lbrack": macro(0, "["), r"\rbrack": macro(0, "]"), r"\space": macro(0, r"\ "), r"\*": macro(0, "*"),
}  # fmt: skip

ITSELF = "\ufdd3"  # before a command that means what it meant before somebody redefined it
MOST = 5000  # replacements in one formula: a macro may name itself


class Macros:
    """What a page's formulas have defined so far, as MathJax keeps it."""

    def __init__(self):
        self.known = dict(GIVEN)

    def expanded(self, tex: str) -> list[str]:
        """Writes out every macro, and takes note of those that are defined here."""
        reader, done, count = Reader(tokens(tex)), [], 0
        while reader:
            part = reader.next()
            if part in DEFINING:
                DEFINING[part](self, reader)
            elif part in self.known:
                count += 1
                if count > MOST:
                    raise Unconvertible(f"{part} never ends: it is defined by itself")
                reader.left += self.called(self.known[part], reader)[::-1]
            else:
                done.append(part.removeprefix(ITSELF))
        return done

    def called(self, known: Macro, reader: Reader) -> list[str]:
        arguments = []
        for number in range(known.parameters):
            given = reader.optional() if number == 0 and known.default is not None else None
            if number == 0 and known.default is not None:
                arguments.append(known.default if given is None else given)
            else:
                arguments.append(reader.argument())
        body, written = Reader(known.body), []
        while body:
            part = body.next()
            if part != "#":
                written.append(part)
                continue
            number = body.next()
            if not number.isdigit() or not 0 < int(number) <= len(arguments):
                raise Unconvertible(f"a macro has no parameter #{number}")
            written += arguments[int(number) - 1]
        return written

    def newcommand(self, reader: Reader) -> None:
        self.star(reader)
        name = reader.name()
        count, default = reader.optional(), reader.optional()
        try:
            parameters = int("".join(count or "0"))
        except ValueError as error:
            raise Unconvertible(f"{name} is defined with {''.join(count or '')} parameters") from error
        self.known[name] = Macro(parameters, reader.argument(), default)

    def operator(self, reader: Reader) -> None:
        star, name = self.star(reader), reader.name()
        self.known[name] = Macro(0, [r"\operatorname", *star, "{", *reader.argument(), "}"])

    def define(self, reader: Reader) -> None:
        reader.peek()
        name, pattern = reader.next(), reader.until_brace()
        if re.fullmatch(r"(#\d)*", "".join(pattern)) is None:
            raise Unconvertible(f"{name} is defined with signs between its parameters")
        self.known[name] = Macro(len(pattern) // 2, reader.argument())

    def let(self, reader: Reader) -> None:
        reader.peek()
        name = reader.next()
        if reader.peek() == "=":
            reader.next()
        reader.peek()
        same = reader.next()
        self.known[name] = self.known.get(same) or Macro(0, [ITSELF + same])

    @staticmethod
    def star(reader: Reader) -> list[str]:
        return [reader.next()] if reader.peek() == "*" else []


DEFINING = {
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), Macros.newcommand),
    r"\DeclareMathOperator": Macros.operator, r"\def": Macros.define, r"\gdef": Macros.define, r"\let": Macros.let,
}  # fmt: skip
