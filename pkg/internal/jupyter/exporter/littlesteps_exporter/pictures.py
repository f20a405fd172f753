"""Pictures become part of the page: it must not ask for anything elsewhere."""

import base64
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .page import Page

TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".webp": "image/webp", ".avif": "image/avif", ".bmp": "image/bmp", ".mp4": "video/mp4", ".webm": "video/webm",
    ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav",
}  # fmt: skip


class Missing(Exception):
    """A picture that can't be put into the page; why, in words."""


def embedded(src: str, page: Page, attachments: dict) -> str:
    """Returns the data: address of a picture that a cell names."""
    if src.startswith("data:"):
        return src
    if src.startswith("attachment:"):
        name = unquote(src.removeprefix("attachment:"))
        if name not in attachments:
            raise Missing(f"the attachment {name} is not in the cell")
        data = attachments[name]
        kind = next((t for t in ("image/svg+xml", "image/png", "image/jpeg") if t in data), next(iter(data), ""))
        text = "".join(data.get(kind, ""))
        if kind == "image/svg+xml" and text.lstrip().startswith("<"):
            text = base64.b64encode(text.encode()).decode()
        return f"data:{kind};base64,{''.join(text.split())}"
    if urlsplit(src).scheme or src.startswith("//"):
        raise Missing(f"the picture {src} lies on the network; save it beside the notebook")
    name = unquote(src.partition("?")[0].partition("#")[0])
    for folder in page.folders:
        path = (Path(folder) / name).resolve()
        if not path.is_relative_to(Path(folder).resolve()) or not path.is_file():
            continue
        kind = TYPES.get(path.suffix.lower())
        if kind is None:
            raise Missing(f"the picture {name} is of a kind that browsers don't show")
        try:
            return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
        except OSError as error:
            raise Missing(f"the picture {name} can't be read: {error.strerror}") from error
    raise Missing(f"the picture {name} is not in the notebook's folder")


def placeholder(src: str, alt: str) -> str:
    """What stands where a picture is missing."""
    words = "Missing picture" + (f": {escape(alt)}" if alt else "")
    if src.startswith(("https://", "http://")):
        return f'<a class="missing" href="{escape(src)}">{words}</a>'
    return f'<span class="missing">{words} ({escape(src)})</span>'


SCRIPTS = re.compile(r"(?is)(<(script|style|textarea)\b.*?</\2\s*>|<!--.*?-->)")
PICTURE = re.compile(r"""(?is)<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
LINK = re.compile(r"(?is)(<a\b[^>]*?\bhref\s*=\s*)(\"[^\"]*\"|'[^']*')")
FETCHED = re.compile(r"(?is)<(script|link|iframe|video|audio|source|object|embed|image|use)\b[^>]*?\b(?:src|href|data)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)")


def whole(html: str, page: Page, attachments: dict) -> str:
    """Makes raw HTML whole: pictures inside, with words; links to notebooks lead to pages.

    Scripts and style sheets are left as they are.
    """
    for tag, address in FETCHED.findall(html):
        page.warn(f"<{tag.lower()}> would fetch {address}: the page doesn't let it")

    def picture(match: re.Match) -> str:
        tag = match[0]
        src = attribute(tag, "src")
        alt = attribute(tag, "alt")
        if src is not None and not src.startswith("data:"):
            try:
                tag = with_attribute(tag, "src", embedded(src, page, attachments))
            except Missing as missing:
                page.warn(str(missing))
                return placeholder(src, alt or "")
        if alt is None:
            page.warn("a picture has no words for those who can't see it (alt)")
            tag = with_attribute(tag, "alt", "Picture without a description")
        return tag

    parts = SCRIPTS.split(html)  # text, script, its tag, text, ...
    for i in range(0, len(parts), 3):
        text = PICTURE.sub(picture, parts[i])
        parts[i] = LINK.sub(lambda m: f'{m[1]}"{escape(page_link(unescape(m[2][1:-1])))}"', text)
    del parts[2::3]
    return "".join(parts)


def attribute(tag: str, name: str) -> str | None:
    match = re.search(rf"""(?is)\s{name}\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", tag)
    return unescape(match[1].strip("\"'")) if match else None


def with_attribute(tag: str, name: str, value: str) -> str:
    tag = re.sub(rf"""(?is)\s{name}\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", "", tag)
    return f'{tag[:4]} {name}="{escape(value)}"{tag[4:]}'


def page_link(url: str) -> str:
    """The address of a page, for that of a notebook beside this one."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or not parts.path.endswith(".ipynb"):
        return url
    return parts._replace(path=parts.path.removesuffix(".ipynb") + ".html").geturl()
