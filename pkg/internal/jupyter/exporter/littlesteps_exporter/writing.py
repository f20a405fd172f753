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


def write(path: Path, text: str, origin: str) -> None:
    """Writes a page that says it was made from origin, beside its place and then into it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise Refused(f"{path} is a folder: rename it, or write elsewhere (--to)")
        if path.exists():
            with path.open(encoding="utf-8", errors="replace") as file:
                made = SOURCE.search(file.read(10_000))
            if made is None:
                raise Refused(f"{path} is not a page of ours: rename it, or write elsewhere (--to)")
            if unescape(made[1]) != origin:
                raise Refused(f"{path} was made from {unescape(made[1])}, not from {origin}: rename it, or write elsewhere (--to)")
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
