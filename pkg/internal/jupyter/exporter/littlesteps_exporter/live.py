"""What a page needs in which cells can be changed and run."""

import hashlib
import json
from copy import deepcopy
from pathlib import Path

from .page import Page


def offer(nb, page: Page, language: str, live: str, beside: str) -> None:
    """Gives the page its notebook, without outputs, and what runs it or where that lies."""
    if not (live or beside) or page.untrusted:
        return
    if language not in ("go", "golang", "gonb"):
        page.warn(f"its cells can't be run in the page: they are {language}, and only Go runs there")
        return
    bare = deepcopy(nb)
    for cell in bare.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # An HTML parser sees no tag in it.
    page.notebook = json.dumps(bare, ensure_ascii=False).replace("<", "\\u003c")
    page.content = hashlib.sha256(page.notebook.encode()).hexdigest()[:16]
    page.live = Path(live).read_text(encoding="utf-8") if live else ""
    page.runner = beside
