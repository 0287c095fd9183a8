"""Return after signing in, to where somebody wanted to go.

Streamlit sends everybody to the start page after the identity provider. A link to a campaign or to a filtered list is
worth keeping: the page that was asked for is remembered in a cookie for a short while, and only pages of this console
are ever returned to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, MutableMapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from services.web.headers import AsgiApp, Message, Receive, Send

COOKIE = "console_wanted"
KEPT_SECONDS = 900
CALLBACK = "/oauth2callback"
START = "/"
LONGEST = 2000

Scope = MutableMapping[str, object]


class ReturnAfterSignIn:
    """ASGI middleware.

    Args:
        pages: paths of the pages that can be returned to.
        active: whether people sign in here at all.
    """

    def __init__(self, app: AsgiApp, pages: Collection[str], active: Callable[[], bool]) -> None:
        self._app = app
        self._pages = frozenset(pages)
        self._active = active

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope.get("method") != "GET":
            await self._app(scope, receive, send)
            return
        path = str(scope.get("path"))
        if path == CALLBACK:
            await self._app(scope, receive, self._sending_back(scope, send))
        elif path in self._pages and self._active():
            await self._app(scope, receive, self._remembering(scope, send))
        else:
            await self._app(scope, receive, send)

    def _remembering(self, scope: Scope, send: Send) -> Send:
        query = bytes(scope.get("query_string") or b"").decode("latin-1")  # pyright: ignore[reportArgumentType]  ASGI: bytes
        wanted = f"{scope['path']}?{query}" if query else str(scope["path"])
        kept = wanted != START and len(wanted) <= LONGEST
        value, seconds = (quote(wanted, safe=""), KEPT_SECONDS) if kept else ("", 0)

        async def sending(message: Message) -> None:
            await send(_with_cookie(message, value, seconds))

        return sending

    def _sending_back(self, scope: Scope, send: Send) -> Send:
        wanted = self._wanted(scope)

        async def sending(message: Message) -> None:
            if wanted and message["type"] == "http.response.start":
                headers = [
                    (
                        name,
                        wanted.encode() if (name.lower(), value) == (b"location", START.encode()) else value,
                    )
                    for name, value in message.get("headers", [])
                ]
                message = _with_cookie({**message, "headers": headers}, "", 0)
            await send(message)

        return sending

    def _wanted(self, scope: Scope) -> str | None:
        """The address in the cookie where it is one of our pages: whoever can set a cookie sends nobody elsewhere."""
        headers: list[tuple[bytes, bytes]] = scope.get("headers", [])  # pyright: ignore[reportAssignmentType]  ASGI's own shape
        sent = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
        try:
            kept = SimpleCookie(sent).get(COOKIE)
        except CookieError:
            return None
        wanted = unquote(kept.value) if kept else ""
        if not wanted.isascii() or not wanted.isprintable() or wanted.partition("?")[0] not in self._pages:
            return None
        parts = urlsplit(wanted)
        return None if parts.scheme or parts.netloc else wanted


def _with_cookie(message: Message, value: str, seconds: int) -> Message:
    if message["type"] != "http.response.start":
        return message
    cookie = f"{COOKIE}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"
    return {**message, "headers": [*message.get("headers", []), (b"set-cookie", cookie.encode("ascii"))]}
