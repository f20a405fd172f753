"""Files are written whole or not at all, and never over somebody else's."""

import os
import re
import shutil
import tempfile
from html import unescape
from pathlib import Path


class Refused(Exception):
    """A page that is not written; why, in words."""


SOURCE = re.compile(r'<meta name="littlesteps-source" content="([^"]*)">')


def place(folder: Path, original: Path, ending: str, origin: str, taken: set[Path]) -> Path:
    """Where the page of a notebook goes: another notebook of its name keeps its own page."""
    stems = [original.stem, f"{original.stem}-{original.absolute().parent.name}", *(f"{original.stem}-{n}" for n in range(2, 1000))]
    for path in (folder / (stem + ending) for stem in stems):
        made = made_from(path)
        if path not in taken and (made is None or made in (origin, origin.partition("#")[0])):
            return path
    raise Refused(f"{folder} has a thousand pages of this name: write elsewhere (--to)")


def made_from(path: Path) -> str | None:
    """What a page of ours was made from; None: nothing is there."""
    if path.is_dir():
        raise Refused(f"{path} is a folder: rename it, or write elsewhere (--to)")
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            made = SOURCE.search(file.read(10_000))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}") from error
    if made is None:
        raise Refused(f"{path} is not a page of ours: rename it, or write elsewhere (--to)")
    return unescape(made[1])


def write(path: Path, text: str) -> None:
    """Writes a page beside its place and then into it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(name, 0o666 & ~umask())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise Refused(f"{error.filename or path} can't be written: {error.strerror}") from error


def copy(file: Path, target: Path) -> None:
    """Copies a file that lies beside a page. Its name tells its content, so what is there is the same."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            shutil.copyfile(file, target)
    except OSError as error:
        raise Refused(f"{target} can't be written: {error.strerror}") from error


def umask() -> int:
    """What the user takes away from new files' permissions."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
