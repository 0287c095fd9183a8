"""Icon font of the console: the glyphs that its pages show, in place of all four thousand.

Streamlit's font of icons is 375 kB, a third of a first visit, and a page shows some thirty of them. A file of `folder` is sent
where the frontend asks for the font of the same name. Streamlit names its font by its content, so that after an upgrade with
other icons nothing stands in for it until it is made anew (`make icons`).
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

from starlette.staticfiles import StaticFiles

from services.web.headers import AsgiApp, Message, Receive, Send

MEDIA = "/static/media/"


class IconFont:
    """ASGI middleware. The address stays while its glyphs change with a new icon, so a browser asks whether it still holds."""

    def __init__(self, app: AsgiApp, folder: Path) -> None:
        self._app = app
        self._fonts = {f"{MEDIA}{file.name}": f"/{file.name}" for file in folder.glob("*.woff2")}
        self._files = StaticFiles(directory=folder)

    async def __call__(self, scope: MutableMapping[str, object], receive: Receive, send: Send) -> None:
        font = self._fonts.get(str(scope.get("path"))) if scope["type"] == "http" else None
        if font is None:
            await self._app(scope, receive, send)
            return

        async def send_to_be_asked_about(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"cache-control", b"no-cache")]
            await send(message)

        await self._files({**scope, "path": font, "root_path": ""}, receive, send_to_be_asked_about)
