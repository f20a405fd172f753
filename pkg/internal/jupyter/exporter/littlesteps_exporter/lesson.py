"""The exporter "lesson": a notebook as one page that needs nothing else."""

import base64
import re
import sys
from html import escape
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import List, Unicode, default

from .about import about
from .markdown import highlighted, markdown
from .mathematics import Mathematics
from .outputs import joined, output_html
from .page import Page

HERE = Path(__file__).parent
FOLDED = {"solution": "Solution", "hint": "Hint"}  # tags of cells that open on request


class LessonExporter(HTMLExporter):
    """Exports a notebook as a self-contained page: "Lesson" in JupyterLab's menu."""

    export_from_notebook = "Lesson"
    folders = List(Unicode(), help="Folders where pictures and the source are, after the notebook's own.").tag(config=True)
    date = Unicode("", help="The page's date, YYYY-MM-DD.").tag(config=True)

    @default("template_name")
    def _template_name_default(self):
        return "lesson"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self):
        return [str(HERE / "templates")]

    @property
    def default_config(self):
        config = super().default_config
        config.HighlightMagicsPreprocessor.enabled = False  # they are IPython's
        return config

    def default_filters(self):
        yield from super().default_filters()
        yield ("font", font)
        yield ("asset", asset)

    def _init_preprocessors(self):
        super()._init_preprocessors()
        self.register_preprocessor(Prepare(parent=self), enabled=True)

    def _validate_preprocessor(self, nbc, preprocessor):
        """Lets a notebook through that JupyterLab would open, though its JSON is not quite to the letter."""

    def from_notebook_node(self, nb, resources=None, **kw):
        if self.sanitize_html:
            raise ValueError("the lesson page keeps scripts and figures, so it can't be sanitized: export as HTML")
        # Past HTMLExporter, which parses and writes the whole page once more.
        html, resources = super(HTMLExporter, self).from_notebook_node(nb, self._init_resources(resources), **kw)
        for warning in resources["page"].warnings:
            self.log.warning("%s.ipynb: %s", resources["page"].name, warning)
        return html, resources


class Prepare(Preprocessor):
    """Renders the cells, so that the template knows all of the page when it begins."""

    def preprocess(self, nb, resources):
        metadata = resources.get("metadata", {})
        exporter = self.parent
        folders = [str(metadata.get("path") or "."), *exporter.folders]
        page = Page(name=str(metadata.get("name") or "notebook"), folders=folders, title=str(nb.metadata.get("title", "")))
        page.about = about(nb.metadata, page.name + ".ipynb", folders[::-1], exporter.date)
        page.formulas = Mathematics(numbered=re.search(r"\\(eq)?ref\s*\{", markdown_of(nb)) is not None)
        page.shift = 1 if len(re.findall(r"(?m)^#\s", markdown_of(nb))) > 1 else 0
        language = language_of(nb)
        for number, cell in enumerate(nb.cells, 1):
            page.at(number, cell)
            cell["lesson"] = rendered(cell, page, language)
            page.greek = page.greek or bool(re.search("[Ͱ-Ͽ]", re.sub(r"(?s)<math.*?</math>", "", cell["lesson"].get("html", ""))))
        page.at(0, {})
        self.refer(nb, page)
        page.title = page.title or page.name.lstrip("0123456789_- ").replace("_", " ") or page.name
        page.title_html = page.title_html or escape(page.title)
        if page.explorers:
            page.programs = explorer_programs(page)
        self.judge(nb, page)
        resources["page"] = page
        return nb, resources

    def refer(self, nb, page: Page) -> None:
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

    def judge(self, nb, page: Page) -> None:
        """Says what a reader of the page must know about its making."""
        code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
        idle = [cell for cell in code if cell.get("execution_count") is None]
        if idle:
            some = "None" if len(idle) == len(code) else f"{len(idle)} of {len(code)}"
            page.notices.append(
                "The cells of this notebook were never run: their results are missing."
                if some == "None"
                else f"{some} code cells of this notebook were never run: their results are missing."
            )
            page.warn(f"{len(idle)} of {len(code)} code cells were never run")
            page.failed.append(f"{len(idle)} of {len(code)} code cells were never run")
        for number, cell in enumerate(nb.cells, 1):
            expected = "raises-exception" in cell.metadata.get("tags", [])
            if cell.cell_type == "code" and not expected and any(o.output_type == "error" for o in cell.outputs):
                page.at(number, cell)
                page.warn("it ended with an error")
                page.failed.append(f"cell {number} ended with an error")
        page.at(0, {})


def explorer_programs(page: Page) -> str:
    """The explorers' program, which the set-up built: once for the whole page, at its end."""
    try:
        return (Path(sys.prefix) / "share" / "static" / "littlesteps" / "explorer.html").read_text(encoding="utf-8")
    except OSError:
        page.warn("the explorers of this page stay pictures: run `go tool steps setup`, which builds their program")
        return ""


def markdown_of(nb) -> str:
    text = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    return re.sub(r"(?ms)^(```|~~~).*?^\1", "", text)


def language_of(nb) -> str:
    """pygments' name of the notebook's language. The Go kernel gives none."""
    info = nb.metadata.get("language_info", {})
    return info.get("pygments_lexer") or info.get("name") or nb.metadata.get("kernelspec", {}).get("language") or "go"


def rendered(cell, page: Page, language: str) -> dict:
    """What the template writes for a cell."""
    tags = cell.metadata.get("tags", [])
    view = {
        "id": page.unique("cell-" + cell["id"]) if cell.get("id") else "",
        "fold": next((FOLDED[tag] for tag in tags if tag in FOLDED), ""),
        "note": "teacher-note" in tags,
        "skip": not cell.source.strip() and not cell.get("outputs"),
        # The speaker's, not the reader's, unless the teacher's variant has opened it for reading.
        "spoken": cell.metadata.get("slideshow", {}).get("slide_type") == "notes" and "<details open>" not in cell.source,
    }
    if cell.cell_type == "markdown":
        view["html"] = markdown(cell.source, page, cell.get("attachments", {}))
        view["skip"] = not view["html"].strip()
    elif cell.cell_type == "code":
        jupyter = cell.metadata.get("jupyter", {})
        lines = len(cell.source.strip("\n").split("\n"))
        view["code"] = highlighted(cell.source.strip("\n"), language) if cell.source.strip() else ""
        view["lines"] = f"{lines} line" + ("s" if lines != 1 else "")
        view["open"] = not (jupyter.get("source_hidden") or "hide-input" in tags)
        view["outputs"] = [html for output in joined(cell.outputs) if (html := output_html(output, page))]
        view["outputs_open"] = not jupyter.get("outputs_hidden")
    elif cell.cell_type == "raw":
        kind = str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "").lower()
        if kind == "text/html":
            view["html"] = cell.source
        elif kind == "text/markdown":
            view["html"] = markdown(cell.source, page)
        elif kind == "":
            view["html"] = f'<pre class="raw" data-name="Text">{escape(cell.source, quote=False)}</pre>'
        else:
            view["skip"] = True  # meant for another kind of export
    return view


def font(name: str) -> str:
    """A font of this package as a data: address."""
    return "data:font/woff2;base64," + base64.b64encode((HERE / "fonts" / f"{name}.woff2").read_bytes()).decode()


def asset(name: str) -> str:
    """A text file of this package, as it is."""
    return (HERE / "templates" / name).read_text(encoding="utf-8")
