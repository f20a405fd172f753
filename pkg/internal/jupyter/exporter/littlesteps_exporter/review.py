"""What is seen only when all cells are rendered: references, links, and what a reader must know."""

import re
from html import escape, unescape
from urllib.parse import quote, unquote

from .page import Page


def refer(nb, page: Page) -> None:
    """Writes the references to equations: now all of these are known."""
    formulas = page.formulas
    for cell in nb.cells:
        view = cell["lesson"]
        view["html"] = formulas.resolved(view.get("html", ""))
        view["outputs"] = [formulas.resolved(html) for html in view.get("outputs", [])]
    for heading in page.headings:
        heading.html = formulas.resolved(heading.html)
    page.title_html = formulas.resolved(page.title_html)
    for label, (number, id) in formulas.astray():
        page.at(number, {"id": id})
        page.warn(f"no equation has the label {label}")
    page.at(0, {})


LINK = re.compile(r"""(<a\b[^>]*?\bhref=)(["'])#([^"']+)\2""")
PLACE = re.compile(r"""<[^>]*?\s(?:id|name)=["']?([^"'\s>]+)""")


def follow(nb, page: Page) -> None:
    """Leads links within the page to their headings, as GitHub names these as well, and warns of those that lead nowhere."""
    views = [cell["lesson"] for cell in nb.cells]
    if not any('href="#' in view["html"] or "href='#" in view["html"] for view in views):
        return
    places = {unescape(id) for view in views for html in (view["html"], *view["outputs"]) for id in PLACE.findall(html)} | page.ids
    places |= {id for id, _ in page.formulas.labels.values()}
    slugs = {slug(heading.id): heading.id for heading in reversed(page.headings)}

    def lead(match: re.Match) -> str:
        place = unquote(unescape(match[3]))
        if place in places:
            return match[0]
        if found := slugs.get(slug(place)):
            return f'{match[1]}"#{escape(quote(found))}"'
        page.warn(f"the link #{place} leads nowhere")
        return match[0]

    for number, (cell, view) in enumerate(zip(nb.cells, views), 1):
        page.at(number, cell)
        view["html"] = LINK.sub(lead, view["html"])
    page.at(0, {})


def slug(words: str) -> str:
    return re.sub(r"[^\w-]", "", words.lower().replace(" ", "-"))


def judge(nb, page: Page) -> None:
    """Says what a reader of the page must know about its making."""
    code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip() and not cell["lesson"]["skip"]]
    idle = [cell for cell in code if cell.get("execution_count") is None]
    if idle:
        who = "The cells" if len(idle) == len(code) else f"{len(idle)} of {len(code)} code cells"
        page.notices.append(f"{who} of this notebook were never run: their results are missing.")
        page.warn(f"{len(idle)} of {len(code)} code cells were never run")
        page.failed.append(f"{len(idle)} of {len(code)} code cells were never run")
    for number, cell in enumerate(nb.cells, 1):
        expected = "raises-exception" in cell.metadata.get("tags", [])
        if cell.cell_type == "code" and not expected and any(o.output_type == "error" for o in cell.outputs):
            page.at(number, cell)
            page.warn("it ended with an error")
            page.failed.append(f"cell {number} ended with an error")
    page.at(0, {})
