"""What a cell's tags, settings and options say about showing it.

Jupyter Book, MyST, nbconvert and Quarto have their words for the same; all of
them are known here, with - or _.
"""

import re
from dataclasses import dataclass

FOLDED = {"solution": "Solution", "hint": "Hint"}  # cells that open on request
OPTION = re.compile(r"(?:#|//)\|\s*([\w-]+)\s*:\s*(\S+)[^\n]*(?:\n|$)")  # Quarto's, at a cell's beginning
NO = ("false", "no", "False")


@dataclass
class Showing:
    """How a cell is shown."""

    removed: bool = False
    code: str = "open"  # or "folded", "none"
    outputs: str = "open"  # or "folded", "none"
    streams: tuple[str, ...] = ()  # that are left out
    fold: str = ""  # the whole cell opens on request, under this name
    note: bool = False  # for teachers
    source: str = ""  # without options


def showing(cell) -> Showing:
    tags = {str(tag).lower().replace("_", "-").partition(":")[0] for tag in cell.metadata.get("tags", [])}  # hint:logit is a hint
    jupyter = cell.metadata.get("jupyter", {})
    options, source = {}, cell.source
    while cell.cell_type == "code" and (option := OPTION.match(source)):
        options[option[1]], source = option[2], source[option.end() :]
    s = Showing(source=source, note="teacher-note" in tags)
    s.removed = "remove-cell" in tags or options.get("include") in NO
    s.fold = next((FOLDED[tag] for tag in FOLDED if tag in tags), "")
    if "hide-cell" in tags and not s.fold:
        s.fold = "More" if cell.cell_type != "code" else "Code and output" if cell.get("outputs") else "Code"
    if tags & {"hide-input"} or jupyter.get("source_hidden") or options.get("code-fold") in ("true", "show"):
        s.code = "folded"
    if "hide-output" in tags or jupyter.get("outputs_hidden"):
        s.outputs = "folded"
    if tags & {"remove-input", "hide-code"} or options.get("echo") in NO:
        s.code = "none"
    if tags & {"remove-output", "remove-all-outputs"} or options.get("output") in NO:
        s.outputs = "none"
    s.streams = tuple(name for name in ("stdout", "stderr") if f"remove-{name}" in tags)
    if s.fold and s.code == "folded":
        s.code = "open"  # one click is enough
    return s
