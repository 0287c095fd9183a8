"""Message filter of one websocket, in both directions, before Streamlit and the browser get them.

A message that is none ends the connection with one line in the log: Streamlit would write a traceback, and strangers
could fill the log with them. What the server would tell of itself (its versions, where it is on the disk) is taken out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from services.web.headers import Message, Receive, Send

LONGEST_OF_STRANGER = 64 * 1024
PROTOCOL_ERROR, NOT_BINARY, TOO_LONG = 1002, 1003, 1009

log = logging.getLogger(__name__)


class Wire(Protocol):
    """Wire format of the messages between a page and Streamlit."""

    def asks_for(self, frame: bytes) -> str | None:
        """Request in a message of a browser; None where it is none."""
        ...

    def of_stranger(self, frame: bytes) -> bytes:
        """The message, with no more in it than the sign-in page sends."""
        ...

    def without_server(self, frame: bytes) -> tuple[bytes, str]:
        """A message to a browser without what it tells of the server, and the session that begins with it, or ""."""
        ...


@dataclass(frozen=True)
class Rights:
    """Rights of a page: what may be asked for. A stranger's message has at most so many bytes, and is cut down to
    what that page sends."""

    asks: frozenset[str]
    stranger: bool = False


class Talk:
    """The two directions of a connection.

    Args:
        may: what whoever is there may ask for now.
        wait: how many seconds the next message waits for its turn.
        begun: is told the session that the page belongs to.
    """

    def __init__(
        self,
        receive: Receive,
        send: Send,
        wire: Wire,
        *,
        may: Callable[[], Awaitable[Rights]],
        wait: Callable[[], float],
        begun: Callable[[str], None],
    ) -> None:
        self._receive = receive
        self._send = send
        self._wire = wire
        self._may = may
        self._wait = wait
        self._begun = begun
        self._ended = False

    async def receive(self) -> Message:
        """The next message that may be asked; what may not be is left out."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            frame, rights = message.get("bytes"), await self._may()
            if frame is None:
                return await self._end(NOT_BINARY)
            if rights.stranger and len(frame) > LONGEST_OF_STRANGER:
                return await self._end(TOO_LONG)
            wanted = self._wire.asks_for(frame)
            if wanted is None:
                return await self._end(PROTOCOL_ERROR)
            if seconds := self._wait():
                await asyncio.sleep(seconds)
            if wanted in rights.asks:
                return {**message, "bytes": self._wire.of_stranger(frame)} if rights.stranger else message
            log.debug("a page asked for what it may not: %s", wanted)

    async def send(self, message: Message) -> None:
        if self._ended:
            return
        if message["type"] == "websocket.send" and message.get("bytes"):
            frame, session = self._wire.without_server(message["bytes"])
            if session:
                self._begun(session)
            message = {**message, "bytes": frame}
        await self._send(message)

    async def _end(self, code: int) -> Message:
        """Close the connection, and tell Streamlit that it is closed."""
        log.info("a connection was closed for a message that no page sends (%s)", code)
        self._ended = True
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}
