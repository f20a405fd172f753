"""A cell's raw HTML, pictures and links: the page must not ask for anything elsewhere."""

import base64
import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from .media import Large, Missing, from_file, noun
from .page import Page
from .unshown import notice


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
        raise Missing(f"the {noun(src)} {src} lies on the network; save it beside the notebook")
    return from_file(src, page)


def shown(src: str, words: str, rest: str, page: Page, attachments: dict, linked: bool = False) -> str:
    """The element that shows a picture, a video or a sound; or what stands in its place."""
    try:
        address = embedded(src, page, attachments)
    except Missing as missing:
        page.warn(str(missing))
        return placeholder(src, words, linked)
    except Large as large:
        page.warn(str(large))
        return large.html(words)
    kind = address[5:10]
    if kind in ("video", "audio"):
        return f'<{kind} controls src="{escape(address)}" aria-label="{escape(words)}"{rest}></{kind}>'
    return f'<img src="{escape(address)}" alt="{escape(words)}"{rest}>'


def placeholder(src: str, alt: str, linked: bool) -> str:
    """What stands where a picture is missing; linked says that it is within a link already."""
    words = f"Missing {noun(src)}" + (f": {escape(alt)}" if alt else "")
    if linked:
        return f'<span class="missing">{words}</span>'
    if src.startswith(("https://", "http://")):
        return f'<a class="missing" href="{escape(src)}">{words}</a>'
    return f'<span class="missing">{words} ({escape(src)})</span>'


SCRIPTS = re.compile(r"(?is)(<(script|style|textarea)\b.*?</\2\s*>|<!--.*?-->)")
TAG = r"""\b(?:[^>"']|"[^"]*"|'[^']*')*>"""
PICTURE = re.compile(rf"(?is)<img{TAG}")
MEDIA = re.compile(rf"(?is)<(video|audio){TAG}(?:(.*?)</\1\s*>)?")
FRAME = re.compile(rf"(?is)<(iframe|embed|object){TAG}(?:.*?</\1\s*>)?")
SOURCE = re.compile(rf"(?is)<source{TAG}")
LINK = re.compile(r"(?is)(<a\b[^>]*?\bhref\s*=\s*)(\"[^\"]*\"|'[^']*')")
SCRIPT = re.compile(r"(?is)<script\b[^>]*?\bsrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)")
# What a browser would fetch by itself: of an element, and of a style sheet.
FETCHED = re.compile(r"(?i)\s(?:src|srcset|href|xlink:href|poster|background|data)\s*=\s*[\"']?\s*((?:https?:)?//[^\"'\s>]+)")
STYLED = re.compile(r"(?i)(?:url\(|@import|image-set\()\s*[\"']?((?:https?:)?//[^\"')\s;]+)")
# What leads the whole page elsewhere, which no policy can forbid.
LEADS = re.compile(rf"(?is)<(meta|base){TAG}")


def whole(html: str, page: Page, attachments: dict) -> str:
    """Makes raw HTML whole: pictures inside, with words; links to notebooks lead to pages.

    Scripts and style sheets are left as they are.
    """

    def lead(match: re.Match) -> str:
        page.warn(f"<{match[1].lower()}> is left out: it would speak for the whole page")
        return ""

    def picture(match: re.Match) -> str:
        tag = match[0]
        src, alt = attribute(tag, "src"), attribute(tag, "alt")
        try:
            if src is not None and not src.startswith("data:"):
                tag = with_attribute(tag, "src", embedded(src, page, attachments))
        except Missing as missing:
            page.warn(str(missing))
            before = match.string[: match.start()].lower()
            return placeholder(src, alt or "", before.rfind("<a ") > before.rfind("</a"))
        except Large as large:
            page.warn(str(large))
            return large.html(alt or "")
        if alt is None:
            page.warn("a picture has no words for those who can't see it (alt)")
            tag = with_attribute(tag, "alt", "Picture without a description")
        return tag

    def medium(match: re.Match) -> str:
        kind = match[1].lower()
        src = next((s for tag in (match[0], *SOURCE.findall(match[2] or "")) if (s := attribute(tag.partition(">")[0] + ">", "src"))), "")
        if not src or src.startswith("data:"):
            return match[0]
        words = attribute(match[0].partition(">")[0] + ">", "aria-label") or kind.capitalize()
        if urlsplit(src).scheme or src.startswith("//"):
            page.warn(f"the {kind} {src} lies on the network; save it beside the notebook")
            return notice(f"Here is {'a video' if kind == 'video' else 'a sound'} that lies on the network", page, src)
        return shown(src, words, "", page, attachments)

    def frame(match: re.Match) -> str:
        tag = match[0].partition(">")[0] + ">"
        src = attribute(tag, "data" if match[1].lower() == "object" else "src") or ""
        if src.startswith("data:") or not src:
            return match[0]
        page.warn(f"<{match[1].lower()}> would fetch {src}: the page doesn't let it")
        return notice(f"Here is a frame with {escape(urlsplit(src).netloc or src)}, which a page can't hold", page, src)

    parts = SCRIPTS.split(html)  # text, script, its tag, text, ...
    for i in range(0, len(parts), 3):
        text = FRAME.sub(frame, MEDIA.sub(medium, PICTURE.sub(picture, LEADS.sub(lead, parts[i]))))
        fetched(text, page)
        parts[i] = LINK.sub(lambda m: f'{m[1]}"{escape(page_link(unescape(m[2][1:-1]), page))}"', text)
    for i in range(1, len(parts), 3):
        if (parts[i + 1] or "").lower() == "style":
            fetched(parts[i], page)
        if script := SCRIPT.match(parts[i]):
            page.warn(f"<script> would fetch {script[1]}: the page doesn't let it")
            parts[i] += notice(f"What a script of {escape(urlsplit(script[1]).netloc)} draws here is missing", page)
    del parts[2::3]
    return "".join(parts)


def fetched(html: str, page: Page) -> None:
    """Warns of what is left that a browser would fetch from the network: the page's policy forbids it."""
    for match in FETCHED.finditer(html):
        tag = re.match(r"</?([\w:-]*)", html[html.rfind("<", 0, match.start()) :])
        if tag and tag[1].lower() not in ("a", "area", "script"):
            page.warn(f"<{tag[1].lower()}> would fetch {match[1]}: the page doesn't let it")
    for match in STYLED.finditer(html):
        page.warn(f"a style would fetch {match[1]}: the page doesn't let it")


def attribute(tag: str, name: str) -> str | None:
    match = re.search(rf"""(?is)\s{name}\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", tag)
    return unescape(match[1].strip("\"'")) if match else None


def with_attribute(tag: str, name: str, value: str) -> str:
    tag = re.sub(rf"""(?is)\s{name}\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", "", tag)
    return f'{tag[:4]} {name}="{escape(value)}"{tag[4:]}'


def page_link(url: str, page: Page) -> str:
    """The address of a page, for that of a notebook beside this one."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or not parts.path.endswith(".ipynb"):
        return url
    return parts._replace(path=parts.path.removesuffix(".ipynb") + page.ending).geturl()
