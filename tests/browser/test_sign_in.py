"""Signing in with a real identity provider: who is on the list comes in, nobody else, and not for ever."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import lend
from tests.browser.console_server import ConsoleServer, free_port
from tests.browser.hand import WAIT, Hand
from tests.browser.identity_provider import IdentityProvider
from tests.browser.tabs import Tabs
from tests.sandbox_process import RunningSandbox

ADA = {"name": "Ada *Lovelace*", "email": "ada@example.com", "email_verified": True}
BEN = {"name": "Ben", "email": "ben@elsewhere.net", "email_verified": True}
BENS_ADDRESS = re.compile(r"ben@.?elsewhere\.net")  # a character nobody sees keeps it from becoming a link
HOURS = 3600


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
    allowed = {"CONSOLE_SIGN_IN_ALLOWED": "@example.com", "CONSOLE_SIGN_IN_HOURS": "8"}
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


def draws_no_campaign(page: Page) -> None:
    Hand(page).settled()
    expect(page.locator("[class*='st-key-campaign-']")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


@pytest.mark.parametrize("address", ["/", "/campaign?id=camp_demo_08", "/connection"])
def test_nobody_sees_a_page_without_signing_in(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    draws_no_campaign(page)


def test_who_is_on_the_list_comes_in_and_leaves(
    visit: Callable[..., Page], provider: IdentityProvider
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/")
    sign_in(page)
    Hand(page).at("launch-").wait_for(timeout=WAIT)
    Hand(page).sees("Signed in as Ada *Lovelace*")

    Hand(page).at("sign-out").locator("button").click()

    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    draws_no_campaign(page)


def test_a_link_leads_where_it_points_after_signing_in(
    visit: Callable[..., Page], provider: IdentityProvider
) -> None:
    provider.person, provider.signed_in_ago = ADA, 0
    page = visit("/campaign?id=camp_demo_08&view=people")
    Hand(page).at("sign-in").wait_for(timeout=WAIT)
    sign_in(page, "**/campaign?id=camp_demo_08&view=people")
    Hand(page).at("people-status").wait_for(timeout=WAIT)


@pytest.mark.parametrize("language", ["en", "de"])
def test_who_is_not_on_the_list_is_told_so(
    visit: Callable[..., Page], provider: IdentityProvider, language: str
) -> None:
    provider.person, provider.signed_in_ago = BEN, 0
    page = visit("/", language)
    sign_in(page)
    expect(page.get_by_text(BENS_ADDRESS)).to_be_visible(timeout=WAIT)
    draws_no_campaign(page)
    expect(Hand(page).at("sign-out")).to_be_visible()


def test_a_sign_in_of_yesterday_has_ended(visit: Callable[..., Page], provider: IdentityProvider) -> None:
    """The browser's cookie is good for 30 days; the console asks for a new sign-in long before."""
    provider.person, provider.signed_in_ago = ADA, 9 * HOURS
    page = visit("/")
    sign_in(page)
    Hand(page).sees("A sign-in lasts 8 hours")
    draws_no_campaign(page)
