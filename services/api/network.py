"""Network transport with a deadline: a request over the network that ends in time, whatever the other end does.

httpx's timeouts hold for a single read or write: a server that sends a byte now and then keeps a request open for
ever. Here every read and write gets what is left until the deadline, headers included. Only the name lookup is
outside of it; it has the resolver's own limit.
"""

from __future__ import annotations

import ssl
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from services.api.bodies import read_body

CONNECT_SECONDS = 10.0
# Shorter than the 5 s after which common servers close an idle connection: a request must not meet that moment.
KEEPALIVE_SECONDS = 3.0
_OF_THE_WIRE = (b"content-encoding", b"content-length", b"transfer-encoding")
"""Headers that say how the body was sent; it is handed on decoded."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_current = threading.local()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """All network work of this thread inside the block ends within `seconds`."""
    _current.ends_at = time.monotonic() + seconds
    try:
        yield
    finally:
        _current.ends_at = None


def _at_most(timeout: float | None, expired: type[Exception]) -> float | None:
    """The shorter of `timeout` and what is left until the deadline, in seconds."""
    ends_at: float | None = getattr(_current, "ends_at", None)
    if ends_at is None:
        return timeout
    left = ends_at - time.monotonic()
    if left <= 0:
        raise expired("the deadline has passed")
    return left if timeout is None else min(timeout, left)


class DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _at_most(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # in portions: the timeout below holds for one send, and a peer that reads slowly makes many of one buffer
        for start in range(0, len(buffer), 65_536):
            self._stream.write(buffer[start : start + 65_536], _at_most(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _at_most(timeout, httpcore.ConnectTimeout)
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class DeadlineBackend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _at_most(timeout, httpcore.ConnectTimeout)
        return DeadlineStream(self._sockets.connect_tcp(host, port, left, local_address, socket_options))


class NetworkTransport(httpx.BaseTransport):
    """HTTP/1.1 over sockets to one base address, through the environment's proxy where one is set."""

    def __init__(self, base_url: httpx.URL) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(),
            proxy=_proxy(base_url),
            max_connections=20,
            max_keepalive_connections=20,
            keepalive_expiry=KEEPALIVE_SECONDS,
            network_backend=DeadlineBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, and read the whole answer, within the thread's `deadline` and no further than `LONGEST_BODY`."""
        try:
            response = self._pool.handle_request(_outgoing(request))
            try:
                content = read_body(response.iter_stream(), _header(response, b"content-encoding"))
            finally:
                response.close()
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _as_httpx(error) from error
        except (httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
            raise httpx.ConnectError(str(error)) from error
        headers = [(name, value) for name, value in response.headers if name.lower() not in _OF_THE_WIRE]
        return httpx.Response(response.status, headers=headers, content=content, request=request)

    def close(self) -> None:
        self._pool.close()


@cache
def _certificates() -> ssl.SSLContext:
    """Read once a process: it takes 50 ms."""
    return httpx.create_ssl_context()


def _outgoing(request: httpx.Request) -> httpcore.Request:
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.read(),
        extensions={"timeout": {"connect": CONNECT_SECONDS, "pool": CONNECT_SECONDS}},
    )


def _header(response: httpcore.Response, name: bytes) -> str:
    return ", ".join(value.decode("latin-1") for key, value in response.headers if key.lower() == name)


def _as_httpx(error: Exception) -> httpx.TransportError:
    """httpx names its errors as httpcore does."""
    named = getattr(httpx, type(error).__name__, httpx.NetworkError)
    return named(str(error))


def _proxy(base_url: httpx.URL) -> httpcore.Proxy | None:
    address = urllib.request.getproxies().get(base_url.scheme)
    if not address or base_url.host in LOOPBACK or urllib.request.proxy_bypass(base_url.host):
        return None
    proxy = httpx.Proxy(address)
    return httpcore.Proxy(str(proxy.url), auth=proxy.raw_auth)
