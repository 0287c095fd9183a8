"""A websocket to an ASGI application without a server between: what is sent to it, and what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, MutableMapping
from typing import Any

from services.web.headers import AsgiApp

Message = MutableMapping[str, Any]


def asked_for(
    path: str = "/_stcore/stream", client: str = "127.0.0.1", **headers: str | None
) -> dict[str, Any]:
    """The scope of a websocket that a browser asks for. A header that is None is left out."""
    told = {"host": "localhost:8501", "origin": "http://localhost:8501"} | headers
    return {
        "type": "websocket",
        "path": path,
        "query_string": b"",
        "scheme": "ws",
        "client": (client, 50000),
        "extensions": {"websocket.http.response": {}},
        "headers": [(name.encode(), value.encode()) for name, value in told.items() if value is not None],
        "subprotocols": [],
    }


async def talk(app: AsgiApp, scope: dict[str, Any], frames: Iterable[bytes | str] = ()) -> list[Message]:
    """All that `app` sends to a browser that says `frames` and then leaves."""
    said: asyncio.Queue[Message] = asyncio.Queue()
    said.put_nowait({"type": "websocket.connect"})
    for frame in frames:
        kind = "text" if isinstance(frame, str) else "bytes"
        said.put_nowait({"type": "websocket.receive", kind: frame})
    said.put_nowait({"type": "websocket.disconnect", "code": 1001})
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, said.get, send)
    return sent


def refusal(sent: list[Message]) -> int | None:
    """The status code with which the websocket was refused; None where it was not."""
    return sent[0]["status"] if sent and sent[0]["type"] == "websocket.http.response.start" else None
