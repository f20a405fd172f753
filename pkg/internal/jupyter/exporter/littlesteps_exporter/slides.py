"""The exporter of slides: the cells that a notebook's slideshow tags choose.

The tags are JupyterLab's own ("Slide Type" of a cell): slide begins a slide,
subslide one below it, fragment appears on the next key, skip leaves the cell
out, notes are the speaker's, and a cell without a tag goes on where the one
before it was. What stands in a cell's metadata under slideshow, notes is said to the
speaker too, and nobody else sees it.
"""

import re
from dataclasses import dataclass, field
from html import escape

from nbconvert.preprocessors import Preprocessor

from .lesson import HERE, LessonExporter, asset


@dataclass
class Group:
    """Cells that appear together: at once, or as a fragment."""

    fragment: bool
    cells: list = field(default_factory=list)


@dataclass
class Slide:
    title: bool = False  # the notebook's title stands above its groups
    groups: list[Group] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class SlidesExporter(LessonExporter):
    """Exports a notebook as one offline file of reveal.js slides."""

    export_from_notebook = None  # `steps slides` writes them; the menu has pages only

    scripts = ("lesson/head.js", "reveal.js", "notes.js", "lesson_slides/slides.js", "lesson/words.js")

    @staticmethod
    def script(name: str) -> str:
        return asset(name) if "/" in name else reveal(name)

    def _template_name_default(self):
        return "lesson_slides"

    def default_filters(self):
        yield from super().default_filters()
        yield ("reveal", reveal)

    def _init_preprocessors(self):
        super()._init_preprocessors()
        self.register_preprocessor(Arrange(parent=self), enabled=True)


# An entry of a glossary, which slides leave out: its words are explained where
# they stand (words.js).
ENTRY = re.compile(r'(?s)<li>(?:(?!</li>).)*?<dfn id="(?:(?!</li>).)*</li>')


class Arrange(Preprocessor):
    """Puts the rendered cells on slides, after Prepare has made them."""

    def preprocess(self, nb, resources):
        page = resources["page"]
        columns: list[list[Slide]] = []
        words: list[str] = []
        for cell in nb.cells:
            view = cell["lesson"]
            kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
            if kind == "skip":
                words += ENTRY.findall(view.get("html", ""))
                continue
            if kind == "slide" or not columns:
                columns.append([Slide(title=not columns)])
            elif kind == "subslide":
                columns[-1].append(Slide())
            slide = columns[-1][-1]
            if spoken := cell.metadata.get("slideshow", {}).get("notes"):
                slide.notes.append(f"<p>{escape(str(spoken))}</p>")
            if kind == "notes":
                # Nothing is folded for the speaker, who has no hand free.
                slide.notes.append(view.get("html", "").replace("<details>", "<details open>"))
            elif not view["skip"]:
                if any('class="ls ' in html for html in view.get("outputs", [])):
                    view["open"] = False  # the figure has the slide to itself
                if kind == "fragment" or not slide.groups:
                    slide.groups.append(Group(kind == "fragment"))
                slide.groups[-1].cells.append(cell)
        if not any(cell.metadata.get("slideshow", {}).get("slide_type", "-") != "-" for cell in nb.cells):
            page.warn('no cell has a slide type ("Slide Type" in JupyterLab\'s property inspector): all of it is one slide')
        for column in columns:
            for slide in column:
                measure(slide, nb, page)
        resources["slides"], resources["words"] = columns, words
        return nb, resources


ROOM = 31  # lines of text on a slide whose type is as small as it may be
BLOCK = re.compile(r"(?is)<(?:p|li|tr|h[1-6]|summary|figcaption)\b[^>]*>(.*?)(?=<(?:p|li|tr|h[1-6]|ul|ol|table|pre)\b|</(?:p|li|tr|h[1-6]|summary|figcaption)>)")


def measure(slide: Slide, nb, page) -> None:
    """Warns of a slide that will be scrolled. It is an estimate: only a browser knows."""
    lines = 4.0 * slide.title
    for group in slide.groups:
        for cell in group.cells:
            view = cell["lesson"]
            parts = [view.get("html", "")] + ([] if view.get("fold") else [f"<pre>{view['code']}</pre>" if view.get("open") and view.get("code") else "", *view.get("outputs", [])])
            lines += sum(height(html) for html in parts)
    if lines > ROOM:
        cell = slide.groups[0].cells[0]
        page.at(next(i for i, c in enumerate(nb.cells, 1) if c is cell), cell)
        page.warn(f"the slide that begins here is too full by about {lines - ROOM:.0f} lines: it will be scrolled")
        page.at(0, {})


def height(html: str) -> float:
    """About how many lines of text a piece of HTML takes."""
    html = re.sub(r"(?s)<(style|script)\b.*?</\1>|<details(?![^>]*\bopen\b).*?</details>", "", html)
    code = sum(block.count("\n") + 1 for block in re.findall(r"(?s)<pre\b.*?</pre>", html))
    text = re.sub(r"(?s)<pre\b.*?</pre>", "", html)
    blocks = sum(1 + len(re.sub(r"<[^>]*>", "", block)) // 75 for block in BLOCK.findall(text)) * 1.2
    return min(code, 24) * 0.7 + blocks + pictured(text) + 2 * text.count('class="formula"')


FIGURE = re.compile(r'<div class="ls-i(?: ls-w)?"[^>]*><svg\b[^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"')


def pictured(html: str) -> float:
    """About how many lines of text the pictures take: figures of package chart say what shape they have."""
    shapes = [float(high) / float(wide) for wide, high in FIGURE.findall(html)]
    if not shapes or 'class="ls lsx' in html:
        return 12.0 * ("<svg" in html or "<img" in html)
    width = 40 if len(shapes) == 1 else 22  # in rem (slides.css)
    return sum(min(14.0, max(shapes[i : i + 2]) * width / 1.45) for i in range(0, len(shapes), 2))


def reveal(name: str) -> str:
    """A file of reveal.js."""
    return (HERE / "reveal" / name).read_text(encoding="utf-8").replace("</script", "<\\/script")
