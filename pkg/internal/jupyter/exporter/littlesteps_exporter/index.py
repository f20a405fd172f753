"""The index of the pages: a picture and a sentence for each."""

import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from .lesson import HERE, asset, font
from .markdown import plain
from .page import Page

PICTURE = re.compile(r'<img class="ls-f" alt="[^"]*" src="(data:image/svg\+xml,[^"]*)"')


def index_html(title: str, sentence: str, pages: list[tuple[str, Page, dict]], folder: Path) -> str:
    """Returns the page that leads to the others. Slides and PDFs are linked where they are in folder."""
    entries = []
    for name, page, notebook in pages:
        stem = name.removesuffix(".html")
        extras = [(word, quote(stem + ending)) for word, ending in (("Slides", ".slides.html"), ("PDF", ".pdf")) if (folder / (stem + ending)).is_file()]
        if page.edit:
            extras.insert(0, ("Edit and run", page.edit))
        entries.append(
            {
                "href": name,
                "title": page.title_html,
                "sentence": page.about.description or first_sentence(notebook),
                "picture": cover(notebook),
                "extras": extras,
            }
        )
    days = [page.about.day for _, page, _ in pages if page.about.day]
    newest = next((page.about for _, page, _ in pages if page.about.day and page.about.day == max(days)), None)
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)  # noqa: S701
    environment.filters |= {"font": font, "asset": asset}
    template = environment.get_template("lesson_index.html.j2")
    return template.render(title=title, sentence=sentence, entries=entries, about=newest, mathematics=any("<math" in e["title"] for e in entries))


def cover(notebook) -> str:
    """The picture of a notebook: the first figure of the cell that its metadata names, or of the last cell that has one."""
    named = notebook.metadata.get("cover")
    found = ""
    for cell in notebook.cells:
        if named and cell.get("id") != named:
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            html = "".join(data.get("text/html", ""))
            if match := PICTURE.search(html):
                found = unescape(match[1])
                break
            if png := data.get("image/png"):
                found = "data:image/png;base64," + "".join("".join(png).split())
                break
    return found


def first_sentence(notebook) -> str:
    """The beginning of the first paragraph, for a notebook without a description."""
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for block in re.split(r"\n\s*\n", cell.source):
            if re.match(r"\s*([#>|*+-]|\d+\.|`|!|<|\$\$)\s", block) or not block.strip():
                continue
            words = plain(escape(re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", block)))
            sentences = re.findall(r".+?[.!?](?=\s|$)|.+$", words)
            return " ".join(sentences[:2]).strip() if sentences else words
    return ""
