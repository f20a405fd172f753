"""What a page says about itself: title, language, date, authors, source, licence.

All of it comes from the notebook and from git, never from the clock, so that
two exports of one notebook are the same bytes.
"""

import hashlib
import os
import re
import subprocess
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # the machine's own language must not show


@dataclass
class About:
    source: str  # the notebook's file name
    origin: str = ""  # tells it from another notebook of that name
    lang: str = "en"
    description: str = ""
    licence: str = ""
    authors: list[str] = field(default_factory=list)
    day: date | None = None

    @property
    def written(self) -> str:
        """The date in words."""
        return f"{self.day.day} {MONTHS[self.day.month - 1]} {self.day.year}" if self.day else ""

    @property
    def machine(self) -> str:
        return self.day.isoformat() if self.day else ""


def about(metadata: dict, source: str, folders: list[str], day: str = "") -> About:
    """Reads the notebook's metadata; day, YYYY-MM-DD, comes before what it says."""
    checkout = next((root for folder in folders if (root := lesson_root(Path(folder)))), None)
    known = About(source)
    lang = str(metadata.get("lang") or metadata.get("language") or "en")
    known.lang = lang if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", lang) else "en"
    known.description = str(metadata.get("description", ""))
    known.licence = str(metadata.get("license") or metadata.get("licence") or "")
    known.authors = [str(a.get("name", "")) if isinstance(a, dict) else str(a) for a in metadata.get("authors", [])]
    known.authors = [name for name in known.authors if name]
    file = next((Path(f) / source for f in folders if (Path(f) / source).is_file()), None)
    # A folder's name is nobody's business, its hash says no more than which is which.
    known.origin = f"{source}#{hashlib.sha256(file.parent.name.encode()).hexdigest()[:6]}" if file else source
    lesson = checkout / "notebooks" / source if checkout else None
    if lesson and lesson.is_file() and (file is None or file.parent in (checkout / "build", lesson.parent)):
        file = lesson  # the page of an executed copy is the notebook's
        known.origin = f"notebooks/{source}"
        if committed(lesson):  # the repository's own, not a learner's beside it
            known.licence = known.licence or licence_of(checkout)
    known.day = first_date(day, metadata.get("date", "")) or from_environment() or (committed(file) if file else None)
    return known


def lesson_root(folder: Path) -> Path | None:
    """The checkout of Little Steps that a folder lies in."""
    for place in (folder.absolute(), *folder.absolute().parents):
        try:
            if re.search(r"(?m)^module littlesteps$", (place / "go.mod").read_text(encoding="utf-8")):
                return place
        except OSError:
            continue
    return None


def licence_of(checkout: Path) -> str:
    try:
        text = (checkout / "LICENSE").read_text(encoding="utf-8")[:400]
    except OSError:
        return ""
    return "Apache-2.0" if "Apache License" in text and "Version 2.0" in text else ""


def first_date(*texts) -> date | None:
    for text in texts:
        try:
            return date.fromisoformat(str(text)[:10])
        except ValueError:
            continue
    return None


def from_environment() -> date | None:
    """SOURCE_DATE_EPOCH, with which builds are made reproducible."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def committed(file: Path) -> date | None:
    """The day of the last commit to the file."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(file.parent), "log", "-1", "--format=%cs", "--", file.name],
            capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return first_date(answer.stdout.strip())
