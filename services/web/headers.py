"""Security headers for every HTTP answer of the console, its own routes included.

The page needs two short inline scripts; their hashes are taken from the page itself, so that a new Streamlit version
needs no change here.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.responses import PlainTextResponse

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
AsgiApp = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

_SECURE = re.compile(rb";\s*secure\s*(?:;|$)", re.IGNORECASE)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_script_hashes(html: str) -> list[str]:
    """CSP sources (`'sha256-…'`) of the inline scripts of an HTML page."""
    bodies = _INLINE_SCRIPT.findall(html)
    digests = (hashlib.sha256(body.encode()).digest() for body in bodies)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def security_headers(html: str, *, subdomains_too: bool = False) -> dict[str, str]:
    """Header name to value, for a console whose pages are `html`. The policy was tried in a browser with tables, charts
    and uploads.

    Browsers keep to HTTPS for a year once they have come by it; with `subdomains_too` for every name below this one.
    """
    policy = {
        "default-src": ["'self'"],
        # A component's script (components/*.js) reaches the browser within the page's messages and is loaded as a blob.
        # Only a script that runs already can make one.
        "script-src": ["'self'", "blob:", *inline_script_hashes(html)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    return {
        "content-security-policy": "; ".join(
            f"{name} {' '.join(sources)}" for name, sources in policy.items()
        ),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "strict-transport-security": "max-age=31536000" + ("; includeSubDomains" if subdomains_too else ""),
    }


class SecurityHeaders:
    """ASGI middleware that adds headers and reads no bodies: uploads stream through it untouched.

    What fails unexpectedly is logged here and answered with a sentence, so that this answer has the headers, too.

    With `https`, where browsers reach the console by no other way, they send no cookie of it over anything else.
    """

    def __init__(self, app: AsgiApp, headers: dict[str, str], https: bool = False) -> None:
        self._app = app
        self._https = https
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                own = [self._secured(*pair) for pair in message.get("headers", [])]
                message["headers"] = [*own, *self._headers]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:  # whatever it was, the browser gets an answer
            if begun or scope["type"] != "http":
                raise
            log.exception("a request failed")
            failed = PlainTextResponse("The console could not answer.\n", 500, {"cache-control": "no-store"})
            await failed(scope, receive, send_with_headers)

    def _secured(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        if not self._https or name.lower() != b"set-cookie" or _SECURE.search(value):
            return name, value
        return name, value + b"; Secure"
