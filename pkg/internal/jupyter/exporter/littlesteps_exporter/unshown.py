"""What a page can't show leaves a line in its place that says what was there, and where to see it."""

from html import escape
from urllib.parse import urlsplit

from .page import Page

# Forms of outputs that live in Jupyter, and forms that a page takes instead.
LIVE = {
    "application/vnd.jupyter.widget-view+json": "an interactive widget",
    "application/vnd.plotly.v1+json": "an interactive Plotly figure",
    "application/vnd.bokehjs_exec.v0+json": "an interactive Bokeh figure",
    "application/vnd.holoviews_exec.v0+json": "an interactive HoloViews figure",
    "application/geo+json": "a map",
}
SHOWN = ("image/png", "image/svg+xml", "image/jpeg", "image/gif", "image/webp")


def elsewhere(output, page: Page) -> str:
    """The line for an output that only Jupyter can show; "" for any other."""
    data = output.get("data", {})
    kind = next((LIVE[form] for form in data if form in LIVE), "")
    if not kind and any(form.startswith("application/vnd.vega") for form in data):
        kind = "an interactive Vega chart"
    if not kind or any(form in data for form in SHOWN) or "text/html" in data:
        return ""
    page.warn(f"{kind} is not in the page: only Jupyter can show it")
    words = " ".join("".join(data.get("text/plain", "")).split())[:200]
    return notice(f"Here is {kind} that only Jupyter can show" + (f" (<code>{escape(words)}</code>)" if words else ""), page)


def notice(words: str, page: Page, address: str = "") -> str:
    """A visible line; address is where to see what is missing, "" if that is the notebook."""
    if address.startswith(("https://", "http://", "//")):
        address = "https:" + address if address.startswith("//") else address
        where = f'see it at <a href="{escape(address)}">{escape(urlsplit(address).netloc)}</a>.'
    else:
        where = f"see it in the notebook <code>{escape(page.name)}.ipynb</code>."
    return f'<p class="notice">{words}: {where}</p>'
