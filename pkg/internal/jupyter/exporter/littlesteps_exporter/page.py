"""What one page knows about itself, gathered before the template writes it."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from .mathematics import Mathematics


@dataclass
class Heading:
    """An entry of the contents list."""

    level: int
    id: str
    html: str

    @property
    def href(self) -> str:
        return "#" + quote(self.id)


@dataclass
class Warning:
    """Something that a teacher should look at. Cells count from 1; 0 is the whole notebook."""

    cell: int
    id: str
    message: str

    def __str__(self) -> str:
        where = f"cell {self.cell}" + (f" ({self.id})" if self.id else "") + ": " if self.cell else ""
        return where + self.message


@dataclass
class Page:
    """A page in the making: the renderers fill it, the template reads it."""

    name: str  # of the notebook, without its ending
    folders: list[str] = field(default_factory=list)  # where its pictures are looked for
    title: str = ""  # plain text
    title_html: str = ""
    title_id: str = ""  # for links to the title's heading
    headings: list[Heading] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)  # said at the top of the page
    failed: list[str] = field(default_factory=list)  # what strict refuses
    formulas: Mathematics = field(default_factory=Mathematics)
    mathematics: bool = False  # a formula is shown
    greek: bool = False  # among the words, not in formulas
    explorers: bool = False  # an output holds one
    programs: str = ""  # what the explorers of the page share, as HTML
    elsewhere: bool = False  # that lies beside the page, on its site
    variant: str = ""  # of the notebook: learner, teacher, solved
    ending: str = ".html"  # of the pages that links to notebooks lead to
    untrusted: bool = False  # nothing of the notebook may run
    notebook: str = ""  # as JSON, without outputs, where cells can be run
    content: str = ""  # what stands for that notebook, wherever the page lies
    live: str = ""  # what runs cells, as HTML
    runner: str = ""  # where the page finds that when it is asked
    edit: str = ""  # where its notebook is edited
    policy: str = ""  # the page's content policy, if it is another than the template's
    embed: int = 0  # files of more bytes lie beside the page; 0: none does
    beside: dict[str, Path] = field(default_factory=dict)  # link: file that is to be copied there
    ids: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)  # style sheets that outputs brought
    shift: int = 0  # headings go down by so many levels
    cell: int = 0  # the one being rendered
    cell_id: str = ""
    about: object = None
    footnotes: list = field(default_factory=list)  # of all cells, in order

    def at(self, number: int, cell) -> None:
        self.cell, self.cell_id = number, cell.get("id", "")

    def warn(self, message: str) -> None:
        self.warnings.append(Warning(self.cell, self.cell_id, message))

    def footnote(self, cell: object, number: int) -> int:
        """The number on the page of a cell's footnote."""
        if (cell, number) not in self.footnotes:
            self.footnotes.append((cell, number))
        return self.footnotes.index((cell, number)) + 1

    def unique(self, id: str) -> str:
        """Makes an id that no other element of the page has."""
        found, number = id, 1
        while found in self.ids:
            number += 1
            found = f"{id}-{number}"
        self.ids.add(found)
        return found

    def contents(self) -> list[tuple[Heading, list[Heading]]]:
        """The headings of the second level, each with those of the third below it."""
        entries: list[tuple[Heading, list[Heading]]] = []
        for heading in self.headings:
            if heading.level == 2:
                entries.append((heading, []))
            elif heading.level == 3 and entries:
                entries[-1][1].append(heading)
        return entries
