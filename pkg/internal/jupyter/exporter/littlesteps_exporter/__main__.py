"""Writes pages, slides and their index: python -m littlesteps_exporter JSON

The one argument says what to write; see [Job]. Each line of the answer is a
JSON object that tells of one event: page, index, warning or refused. The
status is 0 when all was written, 1 when something was refused, 2 when the
argument is wrong.
"""

import json
import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import converter, reader

from .lesson import LessonExporter
from .slides import SlidesExporter
from .writing import Refused, copy, made_from, place, write


@dataclass
class Job:
    to: str  # folder of what is written
    pages: list[dict]  # {"notebook": path, "original": path of what it was run from, if another}
    format: str = "page"  # or "slides"
    index: bool = False  # index.html as well
    strict: bool = False  # refuse errors and cells that never ran
    variant: str = ""  # of the notebooks: stands in titles and file names
    untrusted: bool = False  # the notebooks are somebody else's: nothing of them may run
    live: str = ""  # a file that makes pages live, and becomes their end
    explorers: str = ""  # where a page finds, relative to it, the explorers' program; else it holds it
    beside: str = ""  # where a page finds, relative to it, what makes it live when it is asked
    edit: str = ""  # where, relative to a page, its notebook is edited: an address to which its name is added
    embed: int = 5_000_000  # bytes of a picture, video or sound: a larger one lies beside the page
    date: str = ""  # of the pages, YYYY-MM-DD
    title: str = "Little Steps"  # of the index
    sentence: str = "Gradient descent in Go, one little step at a time."
    done: list = field(default_factory=list)  # (page, notebook) of what was written

    def ending(self) -> str:
        return (f".{self.variant}" if self.variant else "") + (".html" if self.format == "page" else ".slides.html")


def tell(event: str, **what) -> None:
    print(json.dumps({"event": event, **what}, ensure_ascii=False), flush=True)


def main(arguments: list[str]) -> int:
    try:
        job = Job(**json.loads(arguments[0]))
        exporters = {"page": LessonExporter, "slides": SlidesExporter}
        exporter_class = exporters[job.format]
        paths = [(Path(p["notebook"]), Path(p.get("original") or p["notebook"])) for p in job.pages]
    except (IndexError, TypeError, KeyError, ValueError) as error:
        print(f"littlesteps_exporter: the argument is wrong: {error!r}", file=sys.stderr)
        return 2
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # warnings are told as events
    exporter = exporter_class(date=job.date, embed=job.embed, untrusted=job.untrusted, variant=job.variant, ending=job.ending(), live=job.live, beside=job.beside, explorers=job.explorers, edit=job.edit)
    refused, taken = 0, set()
    for notebook, original in paths:
        try:
            export(job, exporter, notebook, original, taken)
        except Refused as why:
            refused += 1
            tell("refused", notebook=original.name, message=str(why))
    if job.index:
        try:
            from .index import index_html

            path = Path(job.to) / "index.html"
            title = f"{job.title}: {job.variant}" if job.variant else job.title
            made_from(path)  # refuses somebody else's
            write(path, index_html(title, job.sentence, job.done, path.parent))
            tell("index", path=str(path))
        except Refused as why:
            refused += 1
            tell("refused", notebook="index.html", message=str(why))
    return 1 if refused else 0


def export(job: Job, exporter, notebook: Path, original: Path, taken: set[Path]) -> None:
    nb = read(notebook)
    exporter.folders = [str(original.parent.absolute())]
    metadata = {"name": original.stem, "path": str(notebook.parent.absolute())}
    html, resources = exporter.from_notebook_node(nb, {"metadata": metadata})
    page = resources["page"]
    for warning in page.warnings:
        tell("warning", notebook=original.name, cell=warning.cell, id=warning.id, message=warning.message)
    if job.strict and page.failed:
        raise Refused("; ".join(page.failed))
    target = place(Path(job.to), original, job.ending(), page.about.origin, taken)
    taken.add(target)
    write(target, html)
    for link, file in page.beside.items():
        copy(file, target.parent / link)
    job.done.append((target.name, page, nb))
    tell("page", notebook=original.name, path=str(target), bytes=len(html.encode()))


def read(path: Path):
    try:
        text = path.read_text(encoding="utf-8")
        # As nbformat.reads does, but for its validation, which takes longer than all the rest and only logs.
        return converter.convert(reader.reads(text), 4)
    except FileNotFoundError as error:
        raise Refused(f"there is no file {path.name}") from error
    except OSError as error:
        raise Refused(f"{path.name} can't be read: {error.strerror}") from error
    except Exception as error:  # nbformat's own errors have no common class
        raise Refused(f"{path.name} is not a notebook: {str(error).splitlines()[0][:200]}") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
