"""Admission of requests: who sent this one, and may they use the console? Asked where no page runs that could ask.

Streamlit gives a download to whoever has its address and takes an upload from whoever has a session, signed in or not.
So the sign-in in the browser's cookie is looked at here, by the same rules as on each run of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anyio.to_thread
from starlette.requests import cookie_parser

from services.access.access import ANYBODY, Access, Visitor
from services.texts import _
from services.web.headers import AsgiApp, Message, Receive, Send
from services.web.hosts import HEALTH, Scope, header, refuse

UPLOADS = "/_stcore/upload_file/"
GUARDED = ("/media/", UPLOADS, "/api/files/")
UNCACHED = (*GUARDED, HEALTH)
# What Streamlit serves beyond it tells strangers about the server: figures, versions, an interface for programs.
STREAMLITS_OWN = "/_stcore/"
OPEN = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/bidi-components/", UPLOADS)

Claims = Callable[[Mapping[str, str], str], Mapping[str, Any] | None]


class Admission:
    """Decides by the cookies of a request.

    Args:
        claims: what the sign-in in these cookies says about somebody, for a console at this host; None where there is no
            valid one.
        access: decides who may; None while there is none, and then nobody is let in.
        guarded: whether people sign in here at all. It raises RuntimeError where that cannot be told: nobody is let in.
    """

    def __init__(
        self, claims: Claims, access: Callable[[], Access | None], guarded: Callable[[], bool]
    ) -> None:
        self._claims = claims
        self._access = access
        self._guarded = guarded

    def admitted(self, cookies: Mapping[str, str], host: str) -> Visitor | None:
        """The visitor that sent a request with these cookies to `host`, where they may use the console; None where
        they may not."""
        access = self._access()
        try:
            visitor = self._visitor(cookies, host) if self._guarded() else ANYBODY
        except RuntimeError:  # the settings cannot be read: the page itself tells
            return None
        return visitor if access and visitor and access.denial_of(visitor) is None else None

    def _visitor(self, cookies: Mapping[str, str], host: str) -> Visitor | None:
        claims = self._claims(cookies, host)
        return Visitor.from_claims(claims) if claims is not None else None

    async def of(self, scope: Scope) -> Visitor | None:
        """Who sent the request of an ASGI scope. It may read settings and the database, so it runs in a thread."""
        return await anyio.to_thread.run_sync(self.admitted, cookies(scope), header(scope, b"host") or "")


def cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a request by name."""
    sent = (value.decode("latin-1") for name, value in scope.get("headers", []) if name == b"cookie")
    return cookie_parser("; ".join(sent))


class AdmittedOnly:
    """ASGI middleware: downloads, uploads and files of a page are for those who may use the console, and stay out of
    every cache; what Streamlit tells about the server is for nobody."""

    def __init__(self, app: AsgiApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith((*UNCACHED, STREAMLITS_OWN)):
            await self._app(scope, receive, send)
        elif path.startswith(STREAMLITS_OWN) and not path.startswith(OPEN):
            await refuse(scope, receive, send, 404, _not_here)
        elif path.startswith(GUARDED):
            await self._let_in(scope, receive, send)
        elif path.startswith(UNCACHED):
            await self._app(scope, receive, _uncached(send))
        else:
            await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What is answered knows whom: `request.state.visitor`."""
        visitor = await self._admission.of(scope)
        if visitor is None:
            await refuse(scope, receive, send, 403, _not_signed_in)
            return
        known = {**scope.get("state", {}), "visitor": visitor}
        await self._app({**scope, "state": known}, receive, _uncached(send))


def _uncached(send: Send) -> Send:
    """`send`, with a word to browsers and proxies to keep nothing of the answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [pair for pair in message.get("headers", []) if pair[0].lower() != b"cache-control"]
            message = {**message, "headers": [*others, (b"cache-control", b"no-store")]}
        await send(message)

    return sending


def _not_signed_in() -> str:
    return _("Only who is signed in may have this. Please open the console, sign in and try again.")


def _not_here() -> str:
    return _("There is nothing at this address.")
