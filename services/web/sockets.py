"""Websocket admission: how many pages may be open, what their messages may ask for, and how fast.

Streamlit takes any message from whoever has opened a page, signed in or not, as fast as it comes. Here who is not let in
may draw the sign-in page and nothing else, nobody may ask for what only developers need, and what comes too fast waits
(`web_talk`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial

from starlette.responses import HTMLResponse

from services.access.access import Visitor
from services.texts import _, language, preferred, set_language
from services.web.admission import Admission
from services.web.headers import AsgiApp, Receive, Send
from services.web.hosts import Scope, header, refuse
from services.web.limits import SocketLimits, TokenBucket
from services.web.talk import Rights, Talk, Wire

CHECKED_SECONDS = 10.0
AGAIN_SECONDS = 20
STRANGERS = Rights(frozenset({"rerun_script", "stop_script", "app_heartbeat"}), stranger=True)
PEOPLE = Rights(STRANGERS.asks | {"file_urls_request", "deferred_file", "dataframe_chunk"})
FULL = f"""\
<!doctype html>
<html lang="{{language}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="{AGAIN_SECONDS}">
<title>{{console}}</title>
<body style="font-family: system-ui, sans-serif; margin: 3rem auto; max-width: 36rem; padding: 0 1rem">
<h1>{{console}}</h1>
<p>{{full}}</p>
<p>{{soon}}</p>
"""


@dataclass(eq=False)
class Socket:
    """One page that is open in a browser. `visitor` is None where nobody who may has signed in."""

    address: str
    visitor: Visitor | None
    checked: float
    bucket: TokenBucket
    session: str = ""


@dataclass
class OpenSockets:
    """The pages that are open in this process. Used on the event loop only.

    `left` is told the session of a page that was closed and has not been opened again, and who had it open.
    """

    limits: SocketLimits
    left: Callable[[Socket], None] = lambda _socket: None
    _open: set[Socket] = field(default_factory=set)
    _by_address: dict[str, TokenBucket] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._strangers = self.limits.all_strangers.bucket()

    @property
    def crowded(self) -> bool:
        """Whether there could be no room for somebody."""
        return len(self._open) >= min(
            self.limits.people, self.limits.strangers, self.limits.strangers_per_address
        )

    def room_for(self, visitor: Visitor | None, address: str) -> bool:
        """Whether one more page may be opened by this visitor, None for strangers, at this address."""
        alike = [socket for socket in self._open if (socket.visitor is None) == (visitor is None)]
        if visitor is not None:
            return len(alike) < self.limits.people
        here = sum(socket.address == address for socket in alike)
        return len(alike) < self.limits.strangers and here < self.limits.strangers_per_address

    def known(self, visitor: Visitor | None, address: str) -> bool:
        """Whether this visitor has a page open at this address, which closes when another one is loaded in its place."""
        return any(socket.address == address and is_same(socket.visitor, visitor) for socket in self._open)

    def enter(self, visitor: Visitor | None, address: str) -> Socket:
        pace = self.limits.person if visitor else self.limits.stranger
        socket = Socket(address, visitor, time.monotonic(), pace.bucket())
        self._open.add(socket)
        return socket

    def check(self, socket: Socket, visitor: Visitor | None) -> None:
        """Note that who has this page open has been looked at anew."""
        socket.checked = time.monotonic()
        if visitor is None and socket.visitor is not None:
            socket.bucket = self.limits.stranger.bucket()
        socket.visitor = visitor

    def leave(self, socket: Socket) -> None:
        self._open.discard(socket)
        if not any(other.address == socket.address for other in self._open):
            self._by_address.pop(socket.address, None)
        if socket.session and self.of_session(socket.session) is None:
            self.left(socket)

    def of_session(self, session: str) -> Socket | None:
        """The page that a session belongs to; None where it is not open."""
        return next((socket for socket in self._open if socket.session == session), None)

    def wait(self, socket: Socket) -> float:
        """Seconds the next message of this page waits."""
        if socket.visitor is None:
            shared = self._strangers
        else:
            shared = self._by_address.setdefault(socket.address, self.limits.address.bucket())
        return max(socket.bucket.take(), shared.take())


class GuardedSockets:
    """ASGI middleware. Where the console is full, whoever opens one of `pages` is told so in place of a dead page."""

    def __init__(
        self, app: AsgiApp, sockets: OpenSockets, admission: Admission, wire: Wire, pages: Collection[str]
    ) -> None:
        self._app = app
        self._sockets = sockets
        self._admission = admission
        self._wire = wire
        self._pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._open(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in self._pages and not await self._has_room(scope):
            await _full_page(scope)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _has_room(self, scope: Scope) -> bool:
        """Also for who has a page open already: it closes when the next one takes its place."""
        if not self._sockets.crowded:
            return True
        visitor, address = await self._admission.of(scope), address_of(scope)
        return self._sockets.room_for(visitor, address) or self._sockets.known(visitor, address)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        visitor, address = await self._admission.of(scope), address_of(scope)
        if not self._sockets.room_for(visitor, address):
            await refuse(scope, receive, send, 503, _full)
            return
        socket = self._sockets.enter(visitor, address)
        talk = Talk(
            receive,
            send,
            self._wire,
            may=partial(self._may, socket, scope),
            wait=partial(self._sockets.wait, socket),
            begun=partial(setattr, socket, "session"),
        )
        try:
            await self._app(scope, talk.receive, talk.send)
        finally:
            self._sockets.leave(socket)

    async def _may(self, socket: Socket, scope: Scope) -> Rights:
        """What the page may ask for now: whoever was let in may have been taken off the list meanwhile."""
        if time.monotonic() - socket.checked > CHECKED_SECONDS:
            self._sockets.check(socket, await self._admission.of(scope))
        return PEOPLE if socket.visitor else STRANGERS


def is_same(one: Visitor | None, other: Visitor | None) -> bool:
    """Whether both are one person, whenever they signed in; strangers are all the same."""
    return (one and one.person) == (other and other.person)


def address_of(scope: Scope) -> str:
    """Of the browser, or of the last proxy in between that is not trusted to tell it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _full() -> str:
    return _("As many people have this console open as it can serve at a time.")


def _full_page(scope: Scope) -> HTMLResponse:
    set_language(preferred(header(scope, b"accept-language")))
    soon = _("This page opens by itself as soon as there is room. Nothing is lost, and campaigns go on.")
    html = FULL.format(language=language().code, console=_("Campaign console"), full=_full(), soon=soon)
    return HTMLResponse(html, 503, {"retry-after": str(AGAIN_SECONDS), "cache-control": "no-store"})
