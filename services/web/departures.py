"""Cleanup of sessions that were left: what they hold is given back soon, and not when the next visitor comes.

Streamlit keeps the session of a closed page for two minutes, in case the connection was only lost, and looks for old ones
when somebody comes. So whoever comes last leaves her files in memory, however large.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from services.process import memory
from services.web.sockets import Socket

STRANGER_SECONDS = 10.0
WITH_FILES_SECONDS = 45.0
OTHERS_SECONDS = 110.0  # a little less than Streamlit keeps them


class Departures:
    """Sessions whose page was closed, ended where it does not come back. On the event loop only.

    Args:
        holds: bytes of dropped files that a session holds.
        open: whether a session's page is open again.
        close: gives everything back that a session holds.
    """

    def __init__(
        self, holds: Callable[[str], int], open: Callable[[str], bool], close: Callable[[str], None]
    ) -> None:
        self._holds = holds
        self._open = open
        self._close = close
        self.waiting: dict[str, asyncio.TimerHandle] = {}

    def __call__(self, socket: Socket) -> None:
        if waiting := self.waiting.pop(socket.session, None):
            waiting.cancel()
        loop = asyncio.get_running_loop()
        if socket.visitor is None:
            seconds = STRANGER_SECONDS
        else:
            seconds = WITH_FILES_SECONDS if self._holds(socket.session) else OTHERS_SECONDS
        self.waiting[socket.session] = loop.call_later(seconds, self._give_back, socket.session)

    def _give_back(self, session: str) -> None:
        self.waiting.pop(session, None)
        if self._open(session):
            return
        held = self._holds(session)
        self._close(session)
        if held:
            asyncio.get_running_loop().run_in_executor(None, memory.give_back)
