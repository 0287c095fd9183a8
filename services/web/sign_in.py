"""Sign-in and sign-out as requests: the sign-in begins when the identity provider has sent somebody back, and only this
console's own page ends it.

Streamlit signs out whoever follows a link to `/auth/logout`, from whatever page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse

from services.access.access import Visitor
from services.sign_ins.session_management import SessionManagement
from services.web.admission import Claims, cookies
from services.web.headers import AsgiApp, Message, Receive, Send
from services.web.hosts import Scope, header
from services.web.return_after_sign_in import CALLBACK, START
from services.web.sockets import address_of

LOGOUT = "/auth/logout"


class SignInRoutes:
    """ASGI middleware.

    Args:
        claims: what the sign-in in these cookies says about somebody, for a console at this host; None where there is no
            valid one.
        sessions: of this process; None while the settings are incomplete.
    """

    def __init__(
        self, app: AsgiApp, claims: Claims, sessions: Callable[[], SessionManagement | None]
    ) -> None:
        self._app = app
        self._claims = claims
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path") if scope["type"] == "http" else None
        sessions = self._sessions()
        if sessions is None or path not in (CALLBACK, LOGOUT):
            await self._app(scope, receive, send)
        elif path == CALLBACK:
            await self._app(scope, receive, self._beginning(scope, sessions, send))
        elif await anyio.to_thread.run_sync(self._may_sign_out, scope, sessions):
            await self._app(scope, receive, send)
        else:
            await RedirectResponse(START, 303)(scope, receive, send)

    def _beginning(self, scope: Scope, sessions: SessionManagement, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                await anyio.to_thread.run_sync(self._came_back, scope, message, sessions)
            await send(message)

        return sending

    def _came_back(self, scope: Scope, message: Message, sessions: SessionManagement) -> None:
        visitor = self._visitor(scope, _set_cookies(message))
        if visitor:
            sessions.begin(visitor, before=self._visitor(scope, cookies(scope)))
            return
        asked = parse_qs(bytes(scope.get("query_string") or b"").decode("latin-1"))
        sessions.failed("provider_refused" if "error" in asked else "not_confirmed", address_of(scope))

    def _may_sign_out(self, scope: Scope, sessions: SessionManagement) -> bool:
        """The page has ended the sign-in before its browser comes here. A browser that says that our own page sent it
        may end it here as well; a link on a page of somebody else's may not."""
        visitor = self._visitor(scope, cookies(scope))
        if header(scope, b"sec-fetch-site") == "same-origin":
            if visitor and sessions.holds(visitor):
                sessions.sign_out(visitor)
            return True
        return visitor is not None and not sessions.holds(visitor)

    def _visitor(self, scope: Scope, held: Mapping[str, str]) -> Visitor | None:
        claims = self._claims(held, header(scope, b"host") or "")
        return Visitor.from_claims(claims, address_of(scope)) if claims is not None else None


def _set_cookies(message: Message) -> dict[str, str]:
    """Cookies the browser will hold after an answer: the last word on each counts."""
    set_here = (
        value.decode("latin-1").partition(";")[0]
        for name, value in message.get("headers", [])
        if name.lower() == b"set-cookie"
    )
    return cookie_parser("; ".join(set_here))
