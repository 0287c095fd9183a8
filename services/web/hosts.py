"""Allowed hosts and own origin: under which names the console is served, and from whose pages it is used.

A browser tells with each request which name it has asked for (`Host`), and where it matters which site's page asks
(`Origin`). A page anywhere may have its own name point at this machine (DNS rebinding), or open a websocket to it; both
end here, before Streamlit sees them. What a proxy says of another name (`X-Forwarded-Host`) is not believed: whoever
reaches the console could say it, so a proxy has to pass `Host` on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

from services.texts import _, preferred, set_language
from services.web.headers import AsgiApp, Receive, Send

Scope = MutableMapping[str, Any]
Sentence = Callable[[], str]

HEALTH = "/api/health"
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ANY_BELOW = "*."
LOOPBACK = ("localhost", "127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True)
class Host:
    """A name or address in small letters, an IPv6 address without brackets; `port` is None where none is told."""

    name: str
    port: int | None = None

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """As in a `Host` header; None where it is none."""
        found = _HOST.fullmatch(written)
        if not found:
            return None
        name = found["name"].strip("[]").lower().removesuffix(".")
        port = int(found["port"]) if found["port"] else None
        return cls(name, port) if name and (port or 1) < 65536 else None

    @property
    def address(self) -> bool:
        """Whether it is the number of a machine. Nobody can have a number point elsewhere."""
        try:
            ip_address(self.name)
        except ValueError:
            return False
        return True

    @property
    def loopback(self) -> bool:
        """Whether it leads to the machine itself and nowhere else."""
        return self.name == "localhost" or (self.address and ip_address(self.name).is_loopback)


def is_own_origin(origin: str, host: Host) -> bool:
    """Whether a page of `origin` came from `host`. The scheme may differ: in front of a proxy it is https."""
    try:
        parts = urlsplit(origin)
        asked = Host.parse(parts.netloc)
    except ValueError:
        return False
    usual = DEFAULT_PORTS.get(parts.scheme)
    if usual is None or asked is None or parts.path or parts.query or parts.fragment:
        return False
    return asked.name == host.name and (asked.port or usual) == (host.port or usual)


@dataclass(frozen=True)
class AllowedHosts:
    """Loopback, and the names an admin has given: `console.example.com`, `10.1.2.3`, `*.example.com`."""

    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, written: Iterable[str]) -> Self:
        """Entries as an admin writes them; a port does not matter, and what is no name is left out."""
        return cls(frozenset(filter(None, map(_pattern, written))))

    def admit(self, host: Host) -> bool:
        return host.name in LOOPBACK or any(
            host.name.endswith(name[1:]) if name.startswith(ANY_BELOW) else host.name == name
            for name in self.named
        )

    @property
    def beyond_loopback(self) -> list[str]:
        """Those of the names under which other machines come."""
        return sorted(name for name in self.named if not Host(name).loopback)


def _pattern(written: str) -> str:
    below, name = written.strip().startswith(ANY_BELOW), written.strip().removeprefix(ANY_BELOW)
    host = Host.parse(name) or Host.parse(f"[{name}]")
    return f"{ANY_BELOW if below else ''}{host.name}" if host else ""


class OwnAddress:
    """ASGI middleware that refuses requests under a foreign name, and websockets and writing requests of foreign pages."""

    def __init__(self, app: AsgiApp, hosts: AllowedHosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = Host.parse(header(scope, b"host") or "")
        if host is None:
            await refuse(scope, receive, send, 400, _bad_request)
        elif not self._served_under(host, scope):
            await refuse(scope, receive, send, 421, _unknown_name)
        elif self._asks_for_origin(scope) and not self._of_own_page(host, scope):
            await refuse(scope, receive, send, 403, _foreign_page)
        else:
            await self._app(scope, receive, send)

    def _served_under(self, host: Host, scope: Scope) -> bool:
        """Whoever looks after machines asks for their health by number, and that answer is for everybody."""
        return self._hosts.admit(host) or (scope["path"] == HEALTH and host.address)

    def _asks_for_origin(self, scope: Scope) -> bool:
        return scope["type"] == "websocket" or scope["method"] in WRITING

    def _of_own_page(self, host: Host, scope: Scope) -> bool:
        """Browsers always tell the origin here; what tells none is no page of ours.

        Streamlit compares both letter by letter, and looks up this machine's address at a third party where they differ:
        it gets them in the same letters.
        """
        origin = header(scope, b"origin")
        if origin is None or not is_own_origin(origin, host):
            return False
        same = urlsplit(origin).netloc.encode("latin-1")
        scope["headers"] = [
            (name, same if name == b"host" else value) for name, value in scope.get("headers", [])
        ]
        return True


def header(scope: Scope, wanted: bytes) -> str | None:
    """The one header of that name; None where there is none, or more than one."""
    found = [value for name, value in scope.get("headers", []) if name == wanted]
    return found[0].decode("latin-1") if len(found) == 1 else None


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, why: Sentence, **headers: str
) -> None:
    """Answer a request, or a websocket that is asked for, with a sentence in the language of the browser."""
    set_language(preferred(header(scope, b"accept-language")))
    kept = {"cache-control": "no-store"} | {name.replace("_", "-"): value for name, value in headers.items()}
    await PlainTextResponse(why() + "\n", status_code=status, headers=kept)(scope, receive, send)


def _bad_request() -> str:
    return _("This request does not say which address it is for. Nothing was done.")


def _unknown_name() -> str:
    return _(
        "This console is not served under this name. The person who runs it can add the name to the setting "
        "CONSOLE_ALLOWED_HOSTS."
    )


def _foreign_page() -> str:
    return _("This request came from a page that is not part of this console. Nothing was done.")
