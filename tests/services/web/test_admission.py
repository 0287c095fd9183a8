"""Downloads, uploads and files of pages are for who may use the console, and stay out of every cache."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from services.access.access import Access, AllowList, Rules
from services.web.admission import Admission, AdmittedOnly

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA = {"email": "ada@example.com", "email_verified": True, "iat": NOW.timestamp() - 60}
PEOPLE = {
    "ada": ADA,
    "ben": ADA | {"email": "ben@elsewhere.net"},
    "unverified": ADA | {"email_verified": False},
    "last-week": ADA | {"iat": NOW.timestamp() - 7 * 86400},
}
GUARDED = ["/media/a1.csv", "/_stcore/upload_file/session/file", "/api/files/secret"]

access = Access(lambda: Rules(AllowList.parse("@example.com"), timedelta(hours=8)), lambda: None, lambda: NOW)


def in_cookies(cookies: Mapping[str, str], host: str) -> Mapping[str, Any] | None:
    return PEOPLE.get(cookies.get("who", "")) if host == "console.test" else None


def unreadable() -> bool:
    raise RuntimeError("the secrets cannot be read")


def answer(path: str, cookie: str | None = None, admission: Admission | None = None) -> httpx.Response:
    async def page(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("people", headers={"cache-control": "public, max-age=3600"})

    app = Starlette(
        routes=[Route("/{path:path}", page, methods=["GET", "PUT"])],
        middleware=[
            Middleware(
                AdmittedOnly, admission=admission or Admission(in_cookies, lambda: access, lambda: True)
            )
        ],
    )

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="https://console.test"
        ) as client:
            return await client.get(path, headers={"cookie": cookie} if cookie else None)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", GUARDED)
def test_who_is_on_the_list_has_downloads_and_nothing_of_them_is_kept(path: str) -> None:
    given = answer(path, "other=1; who=ada")
    assert (given.status_code, given.text) == (200, "people")
    assert given.headers.get_list("cache-control") == ["no-store"]


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("cookie", [None, "who=", "who=nobody", "who=ben", "who=unverified", "who=last-week"])
def test_nobody_else_has_a_download_whose_address_they_know(path: str, cookie: str | None) -> None:
    refused = answer(path, cookie)
    assert refused.status_code == 403
    assert "people" not in refused.text
    assert refused.headers["cache-control"] == "no-store"


def test_pages_and_scripts_are_for_everybody_and_scripts_are_kept() -> None:
    assert answer("/campaign").status_code == 200
    assert answer("/static/js/index.js").headers["cache-control"] == "public, max-age=3600"


def test_health_is_for_everybody_and_never_kept() -> None:
    assert answer("/api/health").headers["cache-control"] == "no-store"


def test_without_an_identity_provider_everybody_is_let_in() -> None:
    assert answer(GUARDED[0], None, Admission(in_cookies, lambda: access, lambda: False)).status_code == 200


def test_where_nobody_can_tell_who_may_nobody_is_let_in() -> None:
    assert answer(GUARDED[0], "who=ada", Admission(in_cookies, lambda: access, unreadable)).status_code == 403
    assert answer(GUARDED[0], "who=ada", Admission(in_cookies, lambda: None, lambda: True)).status_code == 403


@pytest.mark.parametrize(
    "path", ["metrics", "metrics/", "script-health-check", "agent/openapi.json", "agent/mcp", "x"]
)
@pytest.mark.parametrize("cookie", [None, "who=ada"])
def test_what_the_server_tells_of_itself_is_for_nobody(path: str, cookie: str | None) -> None:
    assert answer(f"/_stcore/{path}", cookie).status_code == 404


def test_what_a_page_needs_before_signing_in_is_for_everybody() -> None:
    assert answer("/_stcore/health").status_code == answer("/_stcore/host-config").status_code == 200
