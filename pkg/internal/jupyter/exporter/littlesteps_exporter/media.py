"""Pictures, video and audio beside the notebook become part of the page, or lie beside it if they are large."""

import base64
import hashlib
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from .page import Page

TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".webp": "image/webp", ".avif": "image/avif", ".bmp": "image/bmp", ".ico": "image/x-icon",
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg", ".mov": "video/quicktime",
    ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4", ".flac": "audio/flac",
}  # fmt: skip


def noun(name: str) -> str:
    """What a file is, by its name."""
    kind = TYPES.get(Path(name.partition("?")[0]).suffix.lower(), "image/")
    return {"video": "video", "audio": "sound"}.get(kind[:5], "picture")


class Missing(Exception):
    """A picture that can't be put into the page; why, in words."""


class Large(Exception):
    """A file that is too large to be a part of the page: it lies beside it."""

    def __init__(self, link: str, name: str, size: int):
        super().__init__(f"{name} has {size / 1e6:.1f} MB, so it lies beside the page, as {link}")
        self.link, self.name, self.size = link, name, size

    def html(self, words: str) -> str:
        return f'<a class="missing" href="{escape(quote(self.link))}">{escape(words or self.name)} ({self.size / 1e6:.1f} MB)</a>'


def from_file(src: str, page: Page) -> str:
    """Returns the data: address of a file beside the notebook."""
    name = unquote(src.partition("?")[0].partition("#")[0])
    for folder in page.folders:
        path = (Path(folder) / name).resolve()
        if not path.is_relative_to(Path(folder).resolve()) or not path.is_file():
            continue
        kind = TYPES.get(path.suffix.lower())
        if kind is None:
            raise Missing(f"the picture {name} is of a kind that browsers don't show")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Missing(f"the {noun(name)} {name} can't be read: {error.strerror}") from error
        if page.embed and len(content) > page.embed:
            # The name tells the content: a file of that name is never another one.
            link = f"{page.name}.files/{hashlib.sha256(content).hexdigest()[:8]}-{path.name}"
            page.beside[link] = path
            raise Large(link, path.name, len(content))
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"
    raise Missing(f"the {noun(name)} {name} is not in the notebook's folder")
