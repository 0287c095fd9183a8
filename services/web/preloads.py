"""Preload hints: the first answer tells the browser which scripts a page will want.

Streamlit loads the script of a chart or a control when the first one arrives over the websocket: with Plotly's 4.7 MB
that is the longest wait of a page. Named in a `Link` header, they load while the connection is being made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping
from functools import partial
from pathlib import Path

from services.web.headers import AsgiApp, Message, Receive, Send

_LINKED = re.compile(r"static/js/([\w.-]+\.js)")
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


def preload_links(static: Path, parts: Iterable[str]) -> str:
    """The value of a `Link` header for what `parts`, such as "PlotlyChart", need beyond what `index.html` links.

    `static` is Streamlit's folder of that name. Its files carry a hash in their names; a part that this version does
    not have is left out, as it only saves time.
    """
    folder = static / "static" / "js"
    wanted: dict[str, None] = {}
    for part in parts:
        for file in sorted(folder.glob(f"{part}.*.js")):
            _collect(file, wanted)
    linked = set(_LINKED.findall((static / "index.html").read_text(encoding="utf-8")))
    return ", ".join(
        f"</static/js/{name}>; rel=modulepreload; crossorigin" for name in wanted if name not in linked
    )


def _collect(file: Path, wanted: dict[str, None]) -> None:
    if file.name in wanted or not file.is_file():
        return
    wanted[file.name] = None
    for name in _IMPORTED.findall(file.read_text(encoding="utf-8")):
        _collect(file.with_name(name), wanted)


class Preloads:
    """ASGI middleware that adds a `Link` header to the pages in `links`, by their path."""

    def __init__(self, app: AsgiApp, links: Mapping[str, str]) -> None:
        self._app = app
        self._links = {path: value.encode() for path, value in links.items() if value}

    async def __call__(self, scope: MutableMapping[str, object], receive: Receive, send: Send) -> None:
        link = self._links.get(str(scope.get("path"))) if scope["type"] == "http" else None
        await self._app(scope, receive, partial(_send_with, link, send) if link else send)


async def _send_with(link: bytes, send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        message["headers"] = [*message.get("headers", []), (b"link", link)]
    await send(message)
