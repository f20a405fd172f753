"""The exporter "lesson": a notebook as one page that needs nothing else."""

import base64
import re
import sys
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, Integer, List, Unicode, default

from .about import about
from .delimiters import taken_out, undelimited
from .live import offer
from .markdown import highlighted, markdown
from .mathematics import Mathematics
from .outputs import joined, output_html
from .page import Page
from .pictures import whole
from .review import follow, judge, refer
from .tags import showing
from .tex import Unconvertible
from .unshown import elsewhere
from .untrusted import policy, sanitized, tamed

HERE = Path(__file__).parent


class LessonExporter(HTMLExporter):
    """Exports a notebook as a self-contained page: "Lesson" in JupyterLab's menu."""

    export_from_notebook = "Lesson"
    folders = List(Unicode(), help="Folders where pictures and the source are, after the notebook's own.").tag(config=True)
    embed = Integer(0, help="Media of more bytes lie beside the page; 0: none does.").tag(config=True)
    date = Unicode("", help="The page's date, YYYY-MM-DD.").tag(config=True)

    untrusted = Bool(False, help="The notebook is somebody else's: nothing of it may run.").tag(config=True)
    variant = Unicode("", help="The variant of the notebook, which stands in the title.").tag(config=True)
    live = Unicode("", help="A file of HTML that makes pages live: it becomes their end.").tag(config=True)
    explorers = Unicode("", help="Where, relative to a page, the explorers' program lies; else a page holds it.").tag(config=True)
    beside = Unicode("", help="Where, relative to a page, what makes it live lies.").tag(config=True)
    edit = Unicode("", help="Where, relative to a page, its notebook is edited: the notebook's name is added.").tag(config=True)
    ending = Unicode(".html", help="How the files of the other notebooks' pages end.").tag(config=True)
    scripts = ("lesson/head.js", "lesson/page.js", "lesson/words.js")  # that pages hold

    @staticmethod
    def script(name: str) -> str:
        return asset(name)

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
        tidy(nb)
        folders = [str(metadata.get("path") or "."), *exporter.folders]
        page = Page(name=str(metadata.get("name") or "notebook"), folders=folders, title=str(nb.metadata.get("title", "")), embed=exporter.embed)
        page.variant, page.ending = exporter.variant, exporter.ending
        page.edit = exporter.edit and exporter.edit + quote(page.name + ".ipynb")
        page.untrusted = exporter.untrusted or exporter.sanitize_html
        page.policy = policy([exporter.script(name) for name in exporter.scripts]) if page.untrusted else ""
        page.about = about(nb.metadata, page.name + ".ipynb", folders[::-1], exporter.date)
        page.formulas = Mathematics(numbered=re.search(r"\\(eq)?ref\s*\{", markdown_of(nb)) is not None)
        page.shift = 1 if len(re.findall(r"(?m)^#\s", markdown_of(nb))) > 1 else 0
        language = language_of(nb)
        offer(nb, page, language, exporter.live, exporter.beside)
        for number, cell in enumerate(nb.cells, 1):
            page.at(number, cell)
            cell["lesson"] = rendered(cell, page, language)
            page.greek = page.greek or bool(re.search("[Ͱ-Ͽ]", re.sub(r"(?s)<math.*?</math>", "", cell["lesson"].get("html", ""))))
        page.at(0, {})
        refer(nb, page)
        follow(nb, page)
        page.title = page.title or page.name.lstrip("0123456789_- ").replace("_", " ") or page.name
        page.title_html = page.title_html or escape(page.title)
        if page.explorers or EXPLORER_PACKAGE in page.notebook:
            page.programs = explorer_programs(page, exporter.explorers)
        judge(nb, page)
        resources["page"] = page
        return nb, resources


EXPLORER_PACKAGE = "littlesteps/pkg/explorer"  # a cell that imports it can show one where cells can be run

KINDS = {"tags": list, "jupyter": dict, "slideshow": dict, "authors": list, "kernelspec": dict, "language_info": dict}


def tidy(nb) -> None:
    """Drops metadata that are of another kind than the schema says: notebooks of other programs keep to none."""
    for metadata in (nb.metadata, *(cell.metadata for cell in nb.cells)):
        for name, kind in KINDS.items():
            if not isinstance(metadata.get(name, kind()), kind):
                del metadata[name]


def explorer_programs(page: Page, folder: str) -> str:
    """The explorers' program, which the set-up built: once for the whole page, at its end, or where it lies."""
    if folder:
        page.elsewhere = True
        return f'<script type="text/plain" id="littlesteps-program" data-folder="{escape(folder)}"></script>'
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


FOLDS_ITSELF = re.compile(r"(?s)\s*<details(?: open)?>.*</details>\s*$")


def rendered(cell, page: Page, language: str) -> dict:
    """What the template writes for a cell."""
    shown = showing(cell)
    if shown.removed:
        define(cell, page)
        return {"skip": True}
    view = {
        "id": page.unique("cell-" + cell["id"]) if cell.get("id") else "",
        "fold": shown.fold,
        "note": shown.note,
        "cell": page.cell if page.notebook else 0,
        "skip": not cell.source.strip() and not cell.get("outputs"),
        # The speaker's, not the reader's, unless the teacher's variant has opened it for reading.
        "spoken": cell.metadata.get("slideshow", {}).get("slide_type") == "notes" and "<details open>" not in cell.source,
    }
    if cell.cell_type == "markdown":
        view["html"] = markdown(cell.source, page, cell.get("attachments", {}))
        view["skip"] = not view["html"].strip()
        if view["fold"] and FOLDS_ITSELF.match(view["html"]):
            view["html"], view["fold"] = view["html"].replace("<details", '<details class="fold"', 1), ""  # one click is enough
    elif cell.cell_type == "code":
        source = shown.source.strip("\n")
        lines = len(source.split("\n"))
        view["code"] = highlighted(source, language) if source.strip() and shown.code != "none" else ""
        view["lines"] = f"{lines} line" + ("s" if lines != 1 else "")
        view["open"] = shown.code == "open"
        if page.untrusted:
            cell.outputs = [tamed(output, page) for output in cell.outputs]
        outputs = [o for o in cell.outputs if o.get("name") not in shown.streams] if shown.outputs != "none" else []
        view["outputs"] = [html for output in joined(outputs) if (html := elsewhere(output, page) or output_html(output, page))]
        view["outputs_open"] = shown.outputs == "open"
        view["skip"] = not view["code"] and not view["outputs"]
    elif cell.cell_type == "raw":
        kind = str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "").lower()
        if kind == "text/html":
            view["html"] = sanitized(cell.source, page) if page.untrusted else whole(cell.source, page, {})
        elif kind == "text/markdown":
            view["html"] = markdown(cell.source, page)
        elif kind == "":
            view["html"] = f'<pre class="raw" data-name="Text">{escape(cell.source, quote=False)}</pre>'
        else:
            view["skip"] = True  # meant for another kind of export
    return view


def define(cell, page: Page) -> None:
    """Takes note of the macros of a cell that isn't shown: later formulas may need them."""
    for formula in taken_out(cell.source)[1] if cell.cell_type == "markdown" else []:
        with suppress(Unconvertible):
            page.formulas.macros.expanded(undelimited(formula)[0])


def font(name: str) -> str:
    """A font of this package as a data: address."""
    return "data:font/woff2;base64," + base64.b64encode((HERE / "fonts" / f"{name}.woff2").read_bytes()).decode()


def asset(name: str) -> str:
    """A text file of this package, as it is."""
    return (HERE / "templates" / name).read_text(encoding="utf-8")
