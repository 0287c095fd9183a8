"""HTML of every page: Streamlit's own, told where it comes from.

Streamlit's page looks for its server below the address it was opened at: `/new` asks for `/new/_stcore/health` first, which
is not there, leaves two errors in the browser's console, waits, and only then asks the right address. Told where it comes
from, it asks there at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse

_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
# Of an interface for programs, which is switched off here.
_SERVICE_LINK = re.compile(r"""<link rel="service-desc"[^>]*>\s*""")
_OWN_ADDRESS = "<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin}</script>"


def page_html(index: Path) -> str:
    """The page, from the `index.html` that came with Streamlit."""
    html = _SERVICE_LINK.sub("", _COMMENT.sub("", index.read_text(encoding="utf-8")))
    return html.replace("<script", f"{_OWN_ADDRESS}\n    <script", 1)


def answering(html: str) -> Callable[[Request], HTMLResponse]:
    """The endpoint of every page's address; which page it is, its script finds out in the browser."""

    def answer(_request: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"cache-control": "no-cache"})

    return answer
