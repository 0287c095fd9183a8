"""A link leads where it points, also where somebody has to sign in first; and nobody is sent out of the house."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from components.frame.shell import ADDRESSES
from services.web.return_after_sign_in import COOKIE, ReturnAfterSignIn
from tests.pages.conftest import FILES

PAGES = ["/", "/campaign", "/insights"]


def answers(
    *addresses: str, cookies: dict[str, str] | None = None, active: bool = True
) -> list[httpx.Response]:
    """What one browser is answered, one address after the other."""

    async def page(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async def signed_in(_request: Request) -> RedirectResponse:
        return RedirectResponse("/", status_code=302)

    app = Starlette(
        routes=[
            Route("/oauth2callback", signed_in),
            *(Route(path, page) for path in [*PAGES, "/static/a.js"]),
        ],
        middleware=[Middleware(ReturnAfterSignIn, pages=PAGES, active=lambda: active)],
    )

    async def browse() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://console.test", cookies=cookies
        ) as browser:
            return [await browser.get(address) for address in addresses]

    return asyncio.run(browse())


@pytest.mark.parametrize(
    "wanted", ["/campaign?id=c1&view=people", "/?status=running&q=K%C3%B6ln%20%26%20x", "/insights"]
)
def test_it_leads_to_the_page_that_was_asked_for(wanted: str) -> None:
    _page, back, again = answers(wanted, "/oauth2callback", "/oauth2callback")
    assert back.headers["location"] == wanted
    assert again.headers["location"] == "/"  # once


def test_the_start_page_forgets_what_was_wanted_before() -> None:
    assert answers("/campaign?id=c1", "/", "/oauth2callback")[-1].headers["location"] == "/"


def test_scripts_and_pages_without_sign_in_are_not_remembered() -> None:
    assert answers("/static/a.js", "/oauth2callback")[-1].headers["location"] == "/"
    assert "set-cookie" not in answers("/campaign?id=c1", active=False)[0].headers


def test_an_address_too_long_to_keep_leads_to_the_start_page() -> None:
    assert answers("/campaign?id=" + "x" * 5000, "/oauth2callback")[-1].headers["location"] == "/"


@pytest.mark.parametrize(
    "planted",
    [
        "https://evil.test/",
        "//evil.test/campaign",
        "/\\evil.test",
        "/campaign/../../evil",
        "/campaign\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "/auth/logout",
        "",
    ],
)
def test_it_sends_nobody_to_what_is_no_page_of_ours(planted: str) -> None:
    (back,) = answers("/oauth2callback", cookies={COOKIE: quote(planted, safe="")})
    assert back.headers["location"] == "/"
    assert "a" not in back.cookies


def test_every_page_can_be_returned_to() -> None:
    addresses = {"/" if name == "campaigns" else f"/{name}" for name in FILES}
    assert set(ADDRESSES) == addresses
