"""Signing in with a real identity provider: who is on the list comes in, nobody else, and not for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.axe import faults_in_both_themes
from tests.browser.conftest import lend
from tests.browser.console_server import ConsoleServer, free_port
from tests.browser.hand import WAIT, Hand
from tests.browser.identity_provider import IdentityProvider
from tests.browser.tabs import Tabs
from tests.sandbox_process import RunningSandbox

pytestmark = pytest.mark.lengthy
ADA = {"name": "Ada *Lovelace*", "email": "ada@example.com", "email_verified": True}
BEN = {"name": "Ben", "email": "ben@elsewhere.net", "email_verified": True}
EVE = {"name": "Eve", "email": "eve@example.com", "email_verified": True, "sub": "3"}
Cookies = dict[str, str]
SIGN_IN_COOKIE = "_streamlit_user"
BENS_ADDRESS = re.compile(r"ben@.?elsewhere\.net")  # a character nobody sees keeps it from becoming a link
HOURS = 3600
TRIES = 4


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with IdentityProvider() as running:
        yield running


@pytest.fixture(scope="module")
def guarded(
    provider: IdentityProvider, sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    secrets = provider.secrets(folder, f"http://127.0.0.1:{port}")
    allowed = {
        "CONSOLE_SIGN_IN_ALLOWED": "@example.com",
        "CONSOLE_SIGN_IN_HOURS": "8",
        "CONSOLE_ADMINS": "eve@example.com",
        "CONSOLE_SECURITY_LOG": str(folder / "security.jsonl"),
    }
    with ConsoleServer(folder, sandbox, **allowed).behind_sign_in(secrets, port) as running:
        yield running


@pytest.fixture
def visit(
    tabs: Tabs, guarded: ConsoleServer, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open an address of the guarded console in a browser that knows nobody yet."""
    with lend(tabs, guarded, request) as opened:
        yield lambda address="/", language="en": opened(language).open(address)


def sign_in(page: Page, arrives: str = "**/") -> None:
    Hand(page).at("sign-in").locator("button").click()
    page.wait_for_url(arrives)
    page.get_by_test_id("stApp").wait_for()


def ask(server: ConsoleServer, path: str, cookies: Cookies, **headers: str) -> httpx.Response:
    """One request as from a browser with these cookies; it goes nowhere else where it is sent on."""
    held = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return httpx.get(server.base_url + path, headers={"Cookie": held, **headers}, timeout=30)


def cookies_of(page: Page) -> Cookies:
    return {cookie.get("name", ""): cookie.get("value", "") for cookie in page.context.cookies()}


def draws_no_campaign(page: Page) -> None:
    Hand(page).settled()
    expect(page.locator("[class*='st-key-campaign-']")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


@pytest.mark.parametrize("address", ["/", "/campaign?id=camp_demo_08", "/connection"])
def test_nobody_sees_a_page_without_signing_in(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    draws_no_campaign(page)
    if address == "/":
        assert faults_in_both_themes(page, "en") == []


def test_who_is_on_the_list_comes_in_and_leaves_and_a_copy_of_her_cookie_holds_no_longer(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    """Whoever has copied it is out once its owner has signed out, though Streamlit would believe it for 30 days."""
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/")
    sign_in(page)
    Hand(page).at("launch-").wait_for(timeout=WAIT)
    Hand(page).sees("Signed in as Ada *Lovelace*")
    copied = cookies_of(page)
    assert ask(guarded, "/media/nothing.csv", copied).status_code == 404, "let in, and there is no such file"

    Hand(page).at("sign-out").locator("button").click()
    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    draws_no_campaign(page)
    assert SIGN_IN_COOKIE not in cookies_of(page)

    page.context.add_cookies(
        [{"name": name, "value": value, "url": guarded.base_url} for name, value in copied.items()]
    )
    page.goto(guarded.base_url)
    Hand(page).sees("this sign-in was ended")
    draws_no_campaign(page)
    assert ask(guarded, "/media/nothing.csv", copied).status_code == 403


def to_the_front(tab: Page, key: str) -> None:
    """Choose a tab until it shows the control: a browser draws a page behind another one when it likes, and on a busy machine the
    one that was chosen, too."""
    for _choice in range(TRIES):
        tab.bring_to_front()
        with suppress(TimeoutError):
            Hand(tab).at(key).wait_for(timeout=WAIT / TRIES)
            return
    raise AssertionError(f"{key} was never drawn")


def test_signing_out_in_one_tab_signs_out_the_others(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/")
    sign_in(page)
    other = page.context.new_page()
    other.goto(f"{guarded.base_url}/connection")
    to_the_front(other, "learn-again")

    page.bring_to_front()
    Hand(page).at("sign-out").locator("button").click()
    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    to_the_front(other, "learn-again")
    Hand(other).click("learn-again")

    Hand(other).at("sign-in").wait_for(timeout=WAIT)
    draws_no_campaign(other)
    other.close()


def test_a_page_of_somebody_elses_signs_nobody_out(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/")
    sign_in(page)
    Hand(page).at("launch-").wait_for(timeout=WAIT)
    cookies = cookies_of(page)

    for says in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}):
        answer = ask(guarded, "/auth/logout", cookies, **says)

        assert (answer.status_code, answer.headers["location"]) == (303, "/"), says
        assert "set-cookie" not in answer.headers, says
        assert ask(guarded, "/media/nothing.csv", cookies).status_code == 404, says
    page.reload()
    Hand(page).at("launch-").wait_for(timeout=WAIT)


def test_a_person_ends_her_sign_ins_elsewhere(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    elsewhere = visit("/")
    sign_in(elsewhere)
    Hand(elsewhere).at("launch-").wait_for(timeout=WAIT)
    here = visit("/")
    sign_in(here)
    Hand(here).at("sign-out").wait_for(timeout=WAIT)
    here.goto(f"{guarded.base_url}/connection")

    Hand(here).click("end-other-sign-ins")

    Hand(here).sees("You are signed in once")
    expect(Hand(here).at("end-all-sign-ins")).to_have_count(0)  # no admin
    elsewhere.reload()
    Hand(elsewhere).sees("this sign-in was ended")
    draws_no_campaign(elsewhere)


def test_a_link_leads_where_it_points_and_what_people_take_away_is_recorded_with_who_they_are(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer, tmp_path: Path
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/campaign?id=camp_demo_08&view=calls")
    sign_in(page, "**/campaign?id=camp_demo_08&view=calls")

    download(page, "download-calls", tmp_path)
    page.goto(f"{guarded.base_url}/activity")
    activity = download(page, "download-activity", tmp_path)

    assert "Ada *Lovelace*" in activity
    assert "ada@example.com" in activity
    assert provider.url in activity
    assert "Calls downloaded" in activity
    lines = [json.loads(line) for line in (guarded.folder / "security.jsonl").read_text().splitlines()]
    taken = [(line["email"], line["detail"]) for line in lines if line["event"] == "download"]
    assert taken[-2:] == [("ada@example.com", "calls"), ("ada@example.com", "activity")]


def download(page: Page, key: str, folder: Path) -> str:
    Hand(page).at(key).wait_for(timeout=WAIT)
    Hand(page).arrived()
    with page.expect_download() as waiting:
        Hand(page).at(key).locator("button").click()
    file = folder / f"{key}.csv"
    waiting.value.save_as(file)
    return file.read_text(encoding="utf-8-sig")


@pytest.mark.soak  # by day a person ends her own, above
def test_an_admin_ends_everybodys_sign_ins(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    colleague = visit("/")
    sign_in(colleague)
    Hand(colleague).at("launch-").wait_for(timeout=WAIT)
    provider.person = EVE
    admin = visit("/")
    sign_in(admin)
    Hand(admin).at("sign-out").wait_for(timeout=WAIT)
    admin.goto(f"{guarded.base_url}/connection")

    Hand(admin).click("end-all-sign-ins")
    Hand(admin).at("confirm-end-all-sign-ins").wait_for(timeout=WAIT)
    assert faults_in_both_themes(admin, "en") == []
    Hand(admin).at("confirm-end-all-sign-ins").locator("button").click()

    Hand(admin).at("sign-in").wait_for(timeout=WAIT)
    colleague.reload()
    Hand(colleague).at("sign-in").wait_for(timeout=WAIT)
    draws_no_campaign(colleague)


def test_two_people_of_one_name_are_told_apart(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    """A colleague may call herself what she likes at the identity provider."""
    provider.person, provider.signed_in_ago = ADA, 0
    visit("/")
    provider.person = {
        "name": ADA["name"],
        "email": "mallory@example.com",
        "email_verified": True,
        "sub": "2",
    }
    page = visit("/")
    sign_in(page)
    Hand(page).sees("Signed in as Ada *Lovelace* (mallory@")


def test_what_happened_at_the_door_is_in_the_security_log(
    visit: Callable[..., Page], provider: IdentityProvider, guarded: ConsoleServer
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/")
    sign_in(page)
    Hand(page).at("launch-").wait_for(timeout=WAIT)
    Hand(page).at("sign-out").locator("button").click()
    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    provider.person = BEN
    sign_in(page)
    Hand(page).at("sign-out").wait_for(timeout=WAIT)

    lines = [json.loads(line) for line in (guarded.folder / "security.jsonl").read_text().splitlines()]
    said = [(line["event"], line["outcome"], line["email"], line["detail"]) for line in lines]
    assert ("sign_in", "ok", "ada@example.com", "") in said
    assert ("sign_out", "ok", "ada@example.com", "") in said
    assert ("access", "refused", "ben@elsewhere.net", "not_listed") in said
    assert {tuple(line) for line in lines} == {tuple(lines[0])}, "one form"
    assert all(line["address"] == "127.0.0.1" for line in lines if line["event"] == "sign_in")


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.soak), "de"])
def test_who_is_not_on_the_list_is_told_so(
    visit: Callable[..., Page], provider: IdentityProvider, language: str
) -> None:
    provider.person, provider.signed_in_ago = BEN, 0
    page = visit("/", language)
    sign_in(page)
    expect(page.get_by_text(BENS_ADDRESS)).to_be_visible(timeout=WAIT)
    draws_no_campaign(page)
    expect(Hand(page).at("sign-out")).to_be_visible()
    assert faults_in_both_themes(page, language) == []


def test_a_sign_in_of_yesterday_has_ended(visit: Callable[..., Page], provider: IdentityProvider) -> None:
    """The browser's cookie is good for 30 days; the console asks for a new sign-in long before."""
    provider.person, provider.signed_in_ago = ADA, 9 * HOURS
    page = visit("/")
    sign_in(page)
    Hand(page).sees("A sign-in lasts 8 hours")
    draws_no_campaign(page)
