"""Signing in and out as requests: what a browser is sent back with, and who may sign somebody out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.access.access import Access, AllowList, Rules, Visitor
from services.audit.audit import Audit
from services.audit.security_log import SecurityLog
from services.database.database import close_engine, make_engine
from services.sign_ins import SignIns, Standing
from services.sign_ins.session_management import SessionManagement
from services.web.sign_in import SignInRoutes
from tests.new_database import make_tables

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA = {
    "iss": "https://issuer.test",
    "sub": "1",
    "email": "ada@example.com",
    "email_verified": True,
    "iat": NOW.timestamp(),
}
SIGN_INS: Mapping[str, Mapping[str, Any]] = {
    "ada-1": ADA | {"nonce": "one"},
    "ada-2": ADA | {"nonce": "two"},
    "ben": ADA | {"nonce": "three", "sub": "2", "email": "ben@elsewhere.net"},
}


def in_cookies(cookies: Mapping[str, str], host: str) -> Mapping[str, Any] | None:
    return SIGN_INS.get(cookies.get("who", "")) if host == "console.test" else None


class House:
    """A console that sends people back with the cookie of whoever the provider says they are."""

    def __init__(self, folder: Path) -> None:
        self.engine = make_engine(f"sqlite:///{folder / 'console.db'}")
        make_tables(self.engine)
        self.lines: list[str] = []
        self.sign_ins = SignIns(self.engine, lambda: NOW)
        rules = Rules(AllowList.parse("@example.com"), timedelta(hours=8))
        log = SecurityLog(self.lines.append)
        access = Access(lambda: rules, lambda: None, lambda: NOW, standing=self.sign_ins.standing)
        self.sessions = SessionManagement(self.sign_ins, access, Audit(self.engine, lambda: NOW), log)
        self.app = Starlette(
            routes=[Route("/oauth2callback", self._came_back), Route("/auth/logout", self._leaves)],
            middleware=[Middleware(SignInRoutes, claims=in_cookies, sessions=lambda: self.sessions)],
        )

    @staticmethod
    async def _came_back(request: Request) -> Response:
        answer = RedirectResponse("/", 302)
        answer.delete_cookie("who")
        if who := request.query_params.get("as"):
            answer.set_cookie("who", who)
        return answer

    @staticmethod
    async def _leaves(_request: Request) -> Response:
        answer = RedirectResponse("/", 302)
        answer.delete_cookie("who")
        return answer

    def ask(self, path: str, who: str = "", method: str = "GET", **headers: str) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 5000))
            async with httpx.AsyncClient(transport=transport, base_url="https://console.test") as client:
                held = {"cookie": f"who={who}"} if who else {}
                return await client.request(method, path, headers={**held, **headers})

        return asyncio.run(asking())

    def holds(self, who: str) -> bool:
        visitor = Visitor.from_claims(SIGN_INS[who])
        return self.sign_ins.standing(visitor.sign_in) is Standing.HOLDS

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        events = [json.loads(line) for line in self.lines]
        return [(one["event"], one["outcome"], one["email"], one["detail"]) for one in events]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    close_engine(made.engine)


def test_a_sign_in_holds_from_when_the_provider_sent_somebody_back(house: House) -> None:
    assert not house.holds("ada-1")
    house.ask("/oauth2callback?as=ada-1")
    assert house.holds("ada-1")
    assert house.told == [("sign_in", "ok", "ada@example.com", "")]
    assert json.loads(house.lines[0])["address"] == "192.0.2.7"


def test_signing_in_anew_ends_the_sign_in_that_the_browser_had(house: House) -> None:
    house.ask("/oauth2callback?as=ada-1")
    house.ask("/oauth2callback?as=ada-2", who="ada-1")
    assert (house.holds("ada-1"), house.holds("ada-2")) == (False, True)


def test_who_is_not_on_the_list_has_not_signed_in(house: House) -> None:
    house.ask("/oauth2callback?as=ben")
    assert ("sign_in", "ok", "ben@elsewhere.net", "") not in house.told


@pytest.mark.parametrize(
    ("query", "why"), [("", "not_confirmed"), ("?error=access_denied", "provider_refused")]
)
def test_coming_back_without_the_providers_word_is_told(house: House, query: str, why: str) -> None:
    house.ask(f"/oauth2callback{query}")
    assert house.told == [("sign_in", "failed", "", why)]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("site", ["", "cross-site", "same-site", "none"])
def test_a_link_elsewhere_signs_nobody_out(house: House, site: str, method: str) -> None:
    house.ask("/oauth2callback?as=ada-1")
    says = {"sec-fetch-site": site} if site else {}
    answer = house.ask("/auth/logout", who="ada-1", method=method, **says)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "set-cookie" not in answer.headers
    assert house.holds("ada-1")


def test_our_own_page_signs_out(house: House) -> None:
    house.ask("/oauth2callback?as=ada-1")
    answer = house.ask("/auth/logout", who="ada-1", **{"sec-fetch-site": "same-origin"})
    assert "who=" in answer.headers["set-cookie"]
    assert not house.holds("ada-1")
    assert house.told[-1] == ("sign_out", "ok", "ada@example.com", "")


def test_a_browser_that_does_not_say_whose_page_it_shows_leaves_once_the_page_has_ended_the_sign_in(
    house: House,
) -> None:
    house.ask("/oauth2callback?as=ada-1")
    house.sessions.sign_out(Visitor.from_claims(SIGN_INS["ada-1"]))
    assert "who=" in house.ask("/auth/logout", who="ada-1").headers["set-cookie"]
