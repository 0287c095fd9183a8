"""Every answer carries the headers, and the policy lets the installed page's own script run."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from services.web.headers import SecurityHeaders, inline_script_hashes, security_headers
from tests.services.web.asgi_talk import asked_for, refusal, talk

PAGE = "<script>go()</script><script src='x.js'></script>"


def app(headers: dict[str, str]) -> Starlette:
    async def home(request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async def broken(request: Request) -> PlainTextResponse:
        raise RuntimeError("a secret of the house")

    return Starlette(
        routes=[Route("/", home), Route("/broken", broken)],
        middleware=[Middleware(SecurityHeaders, headers=headers)],
    )


def ask(path: str, headers: dict[str, str]) -> httpx.Response:
    async def asking() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app(headers)), base_url="http://console.test"
        ) as client:
            return await client.get(path)

    return asyncio.run(asking())


def test_it_hashes_inline_scripts_and_leaves_linked_ones() -> None:
    digest = base64.b64encode(hashlib.sha256(b"go()").digest()).decode()
    assert inline_script_hashes(PAGE) == [f"'sha256-{digest}'"]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/broken"])
def test_it_adds_the_headers_to_every_answer_even_a_refusal_and_a_failure(path: str) -> None:
    answer = ask(path, security_headers(PAGE))
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"].split("style-src")[0]


def test_a_failure_says_nothing_of_the_house(caplog: pytest.LogCaptureFixture) -> None:
    answer = ask("/broken", security_headers(PAGE))
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "a secret of the house" in caplog.text  # the admin is told


def test_a_refused_websocket_has_the_headers_too() -> None:
    async def refusing(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("no", 403)(scope, receive, send)

    sent = asyncio.run(talk(SecurityHeaders(refusing, security_headers(PAGE)), asked_for()))
    assert refusal(sent) == 403
    assert (b"x-content-type-options", b"nosniff") in sent[0]["headers"]


def test_https_is_kept_to_for_names_below_this_one_where_an_admin_says_so() -> None:
    assert security_headers(PAGE)["strict-transport-security"] == "max-age=31536000"
    with_subdomains = security_headers(PAGE, subdomains_too=True)["strict-transport-security"]
    assert with_subdomains == "max-age=31536000; includeSubDomains"


COOKIES = {"plain": "a=1; Path=/; HttpOnly", "named": "secure=1", "safe": "b=2; Secure; Path=/"}


@pytest.mark.parametrize(
    ("https", "expected"),
    [
        (True, ["a=1; Path=/; HttpOnly; Secure", "secure=1; Secure", "b=2; Secure; Path=/"]),
        (False, list(COOKIES.values())),
    ],
)
def test_every_cookie_is_for_https_only_where_people_come_by_it(https: bool, expected: list[str]) -> None:
    async def home(_request: Request) -> PlainTextResponse:
        answer = PlainTextResponse("hello")
        for cookie in COOKIES.values():
            answer.headers.append("set-cookie", cookie)
        return answer

    app = Starlette(
        routes=[Route("/", home)], middleware=[Middleware(SecurityHeaders, headers={}, https=https)]
    )

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="https://console.test"
        ) as client:
            return await client.get("/")

    assert asyncio.run(ask()).headers.get_list("set-cookie") == expected
