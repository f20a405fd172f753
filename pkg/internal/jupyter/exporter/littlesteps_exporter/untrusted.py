"""Pages of notebooks that are not one's own: nothing of theirs runs.

What a notebook brings as HTML is sanitized, as nbconvert does with its
sanitize_html, and by the same library. The page's policy then names our own
scripts by their hashes, so that a script that got through would not run either.
"""

import base64
import hashlib
import re
from html import unescape

from bleach import clean
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import ALLOWED_PROTOCOLS

from .page import Page

TAGS = frozenset(
    "a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li mark nav ol p pre q rp rt ruby s samp section small source"
    " span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr".split()
)
ATTRIBUTES = frozenset(
    "align alt bgcolor border checked class color cols colspan controls datetime dir disabled headers height href id lang name open reversed role rowspan"
    " scope span src start style summary title type valign width".split()
)
STYLES = CSSSanitizer()
GONE = re.compile(r"(?is)<(script|style|template|noscript|iframe|object|embed|svg|math)\b.*?</\1\s*>")
DATA = {"img": "data:image/", "video": "data:video/", "audio": "data:audio/", "source": ("data:video/", "data:audio/")}


def allowed(tag: str, name: str, value: str) -> bool:
    if name.startswith(("aria-", "data-name")):
        return True
    if name in ("href", "src") and value.strip().lower().startswith("data:"):
        return name == "src" and tag in DATA and value.startswith(DATA[tag])
    return name in ATTRIBUTES and (tag != "input" or unescape(value) != "image")


def sanitized(html: str, page: Page) -> str:
    """Returns HTML in which nothing runs and nothing is fetched by itself."""
    left = GONE.sub("", html)
    if left != html:
        page.warn("scripts, styles and drawings of a notebook that isn't trusted were left out")
    protocols = {*ALLOWED_PROTOCOLS, "data", "attachment"}
    return clean(left, tags=TAGS, attributes=allowed, protocols=protocols, css_sanitizer=STYLES, strip=True).replace('class="ls-f"', "")


def tamed(output, page: Page):
    """An output without what could run."""
    data = output.get("data")
    if data is None:
        return output
    data.pop("application/javascript", None)
    if "text/html" in data:
        data["text/html"] = sanitized("".join(data["text/html"]), page)
    return output


def policy(scripts: list[str]) -> str:
    """A content policy that lets only these scripts run."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; media-src data:; font-src data:; base-uri 'none'; form-action 'none'"
