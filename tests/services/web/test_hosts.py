"""The console is used under its own names and from its own pages; a page of somebody else's reaches nothing."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from services.web.hosts import AllowedHosts, Host, OwnAddress, is_own_origin
from tests.services.web.asgi_talk import asked_for, refusal, talk

NAMED = "console.example.com, *.office.example, 10.1.2.3, fd00::7"


async def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.headers["host"])


async def _talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers["host"])
    await websocket.close()


APP = Starlette(
    routes=[
        Route("/", _page, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/api/health", _page),
        WebSocketRoute("/talk", _talk),
    ],
    middleware=[Middleware(OwnAddress, hosts=AllowedHosts.of(NAMED.split(",")))],
)


def answer(method: str = "GET", path: str = "/", **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(APP), base_url="http://localhost"
        ) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(ask())


def talks(host: str, origin: str | None) -> str | None:
    """The host that the app behind is told; None where the websocket is refused."""
    sent = asyncio.run(talk(APP, asked_for("/talk", host=host, origin=origin)))
    if refusal(sent) in (400, 403, 421):
        return None
    return next(message["text"] for message in sent if message["type"] == "websocket.send")


@pytest.mark.parametrize(
    "host",
    [
        "localhost:8501",
        "LOCALHOST",
        "127.0.0.1:9",
        "[::1]:8501",
        "console.example.com",
        "Console.Example.Com.:443",
        "a.office.example",
        "a.b.office.example:8501",
        "10.1.2.3:8501",
        "[fd00::7]",
    ],
)
def test_it_is_served_under_loopback_and_the_names_in_the_settings(host: str) -> None:
    assert answer(host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8501",
        "localhost.evil.example",
        "console.example.com.evil.example",
        "office.example",
        "evil-office.example",
        "10.1.2.4",
        "0.0.0.0:8501",
        "127.0.0.1.nip.io",
    ],
)
def test_another_name_that_points_here_is_refused(host: str) -> None:
    refused = answer(host=host)
    assert refused.status_code == 421
    assert "CONSOLE_ALLOWED_HOSTS" in refused.text
    assert refused.headers["cache-control"] == "no-store"
    assert talks(host, f"http://{host}") is None


@pytest.mark.parametrize(
    "host", ["", "a b", "localhost:port", "localhost:99999", "user@localhost", "localhost/x", "[::1", ":80"]
)
def test_what_is_no_host_is_a_bad_request(host: str) -> None:
    assert answer(host=host).status_code == 400


def test_a_proxy_does_not_vouch_for_another_name() -> None:
    assert answer(host="evil.example", **{"x-forwarded-host": "localhost"}).status_code == 421
    assert (
        answer("POST", origin="http://evil.example", **{"x-forwarded-host": "evil.example"}).status_code
        == 403
    )


def test_health_is_told_under_the_number_of_a_machine_and_nothing_else_is() -> None:
    assert answer(path="/api/health", host="10.9.9.9:8501").status_code == 200
    assert answer(path="/", host="10.9.9.9:8501").status_code == 421
    assert answer(path="/api/health", host="evil.example").status_code == 421


def test_the_refusal_is_in_the_language_of_the_browser() -> None:
    german = answer(host="evil.example", **{"accept-language": "de-AT,de;q=0.9"}).text
    assert "unter diesem Namen" in german


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://localhost:1", "http://localhost", "file://"]
)
def test_only_pages_of_the_console_write(method: str, origin: str | None) -> None:
    headers = {"host": "localhost:8501"} | ({"origin": origin} if origin else {})
    assert answer(method, **headers).status_code == 403
    assert answer(method, host="localhost:8501", origin="http://localhost:8501").status_code == 200


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8501", "http://localhost:8501"),
        ("console.example.com", "https://console.example.com"),
        ("console.example.com:443", "https://console.example.com"),
        ("console.example.com:8443", "https://console.example.com:8443"),
        ("CONSOLE.example.com", "https://console.example.com"),
        ("[::1]:8501", "http://[::1]:8501"),
    ],
)
def test_a_page_of_the_console_opens_a_websocket_and_streamlit_sees_one_name(host: str, origin: str) -> None:
    assert talks(host, origin) == origin.partition("://")[2]


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://evil.example",
        "http://localhost:1",
        "http://127.0.0.1:8501",
        "http://localhost",
        "ws://localhost:8501",
        "http://localhost:8501/",
        "http://localhost:8501@evil.example",
        "http://[",
    ],
)
def test_a_websocket_of_another_page_is_refused_even_from_another_port_of_this_machine(
    origin: str | None,
) -> None:
    assert talks("localhost:8501", origin) is None


def test_reading_needs_no_origin() -> None:
    assert answer(host="localhost:8501").status_code == 200
    assert answer(host="localhost:8501", origin="http://evil.example").status_code == 200


def test_an_origin_without_a_port_has_the_usual_one() -> None:
    assert is_own_origin("https://a.example", Host("a.example", 443))
    assert not is_own_origin("http://a.example", Host("a.example", 443))
