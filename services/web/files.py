"""File store for what a page offers at an address of its own.

A download button of Streamlit costs every look at a page, and gives nothing where it is clicked while the page is being
drawn anew. A link costs nothing. Only who is let in gets here (`web_admission`), but not only who has seen the page: an
address holds a secret of its own, and is forgotten after the `kept` files that were shown or fetched since. So it is for figures that
are on the page anyway, and never for people's names or numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple
from urllib.parse import quote

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from services.texts import _, preferred, set_language

ROUTE = "/api/files/{secret}"
KEPT = 2000


class File(NamedTuple):
    name: str
    content: bytes


class OfferedFiles:
    """The files that pages of this process show links to. Thread-safe."""

    def __init__(self, kept: int = KEPT) -> None:
        self._files: LRUCache[str, File] = LRUCache(kept)
        self._lock = Lock()

    def offer(self, secret: str, name: str, make: Callable[[], bytes]) -> str:
        """The path of the file; `make` runs where `secret` is new. `secret` cannot be guessed and names this content."""
        with self._lock:
            known = self._files.get(secret)
        if known is None:
            file = File(name, make())
            with self._lock:
                self._files[secret] = file
        return ROUTE.format(secret=secret)

    def answer(self, request: Request) -> Response:
        """The file at the request's path, to be saved; 404 with a sentence where it is no longer kept."""
        with self._lock:
            file = self._files.get(request.path_params["secret"])
        if file is None:
            set_language(preferred(request.headers.get("accept-language")))
            gone = _("This file is no longer there. Please reload the page and click again.")
            return PlainTextResponse(gone, status_code=404)
        return Response(
            file.content,
            media_type="text/csv; charset=utf-8",
            headers={
                "content-disposition": f"attachment; filename*=utf-8''{quote(file.name, safe='')}",
                "cache-control": "no-store",
            },
        )
