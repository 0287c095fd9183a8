"""Late acts: requests that are carried out only long after their answer, as by a platform that takes an order and
fails.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class PutAside:
    """`at` is a moment of the sandbox's clock."""

    at: float
    scope: Scope
    receive: Receive


class LateActs:
    """Requests put aside, carried out before the first answer that is given once their moment has come."""

    def __init__(self, now: Callable[[], float], act: Callable[[Scope, Receive], Awaitable[object]]) -> None:
        self._now = now
        self._act = act
        self._waiting: list[PutAside] = []

    def put_aside(self, seconds: float, scope: Scope, receive: Receive) -> None:
        """Carry it out `seconds` from now; `receive` has the whole request already."""
        self._waiting.append(PutAside(self._now() + seconds, scope, receive))

    async def catch_up(self) -> None:
        now = self._now()
        due = [one for one in self._waiting if one.at <= now]
        self._waiting = [one for one in self._waiting if one.at > now]
        for one in due:
            await self._act(one.scope, one.receive)

    def before_answering(self, send: Send) -> Send:
        """Whoever moved the clock is answered once all is done that was due by then."""

        async def caught_up(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self.catch_up()
            await send(message)

        return caught_up
