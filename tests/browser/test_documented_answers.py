"""The whole way on answers that hold what the platform's own public page prints, and no more: list, create, enrol by id,
dry run, launch, live view, funnel. Once with the page's operations alone, once with all that keys may use besides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from services.api import Api
from services.api.models import ContactCreate
from tests.browser.conftest import lend
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab, Tabs
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

NAME = "Frühling"
PHONES = ("+493071235001", "+493071235002")
SAYS = {
    "de": {
        "dry run": "1 Person würde jetzt angerufen",
        "nobody named": "Die Plattform sagt nicht, wer.",
        "not told": "Talkturo gibt das hier nicht an",
    },
    "en": {
        "dry run": "1 person would be called now",
        "nobody named": "The platform does not say who.",
        "not told": "Talkturo does not tell here",
    },
}


@contextmanager
def documented(folder: Path, profile: str) -> Iterator[RunningSandbox]:
    """Two people are in the CRM from before; from the console's first request on the answers are the page's."""
    with start_sandbox(folder, "--empty", "--speed", "0") as running:
        with Api(running.url, running.token, running.team_id) as api:
            for phone in PHONES:
                person = ContactCreate(
                    company_id=COMPANY_ID,
                    first_name="Anna",
                    last_name="Ort",
                    phone=phone,
                    timezone="Europe/Berlin",
                )
                api.contacts.create(person)
        running.account(profile=profile, answers="documented")
        running.forget_requests()
        yield running


def rows(sandbox: RunningSandbox, query: str, *values: str) -> list[tuple[str, ...]]:
    """What the sandbox's own database holds."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


def export_of(sandbox: RunningSandbox, folder: Path) -> Path:
    """What Talkturo itself exports: people with their ids."""
    known = [f"Anna;Ort;{phone};{one}" for one, phone in rows(sandbox, "select id, phone from contacts")]
    file = folder / "export.csv"
    file.write_text("\n".join(["Vorname;Nachname;Telefon;Contact ID", *known]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("profile", "language"), [("core", "de"), pytest.param("live", "en", marks=pytest.mark.soak)]
)
def test_on_what_the_platforms_page_prints_a_campaign_goes_the_whole_way_and_each_is_called_once(
    tabs: Tabs, request: pytest.FixtureRequest, tmp_path: Path, profile: str, language: str
) -> None:
    (tmp_path / "console").mkdir()
    with (
        documented(tmp_path, profile) as sandbox,
        ConsoleServer(tmp_path / "console", sandbox) as server,
        lend(tabs, server, request) as opened,
    ):
        tab = opened(language)
        campaign_id = _create(tab)
        _put_people_in(tab, export_of(sandbox, tmp_path))
        assert _enrolled(sandbox, campaign_id) == set(PHONES)
        _what_is_not_told_is_said(tab, campaign_id, SAYS[language])
        _dry_run(tab, campaign_id, SAYS[language])
        assert not _called(sandbox, campaign_id)
        _launch(tab, sandbox, campaign_id)
        _live_until_over(tab, sandbox, campaign_id)


def _create(tab: Tab) -> str:
    """From the list, which is empty; what cannot be chosen is typed."""
    hand = Hand(tab.open("/"))
    hand.arrived()
    hand = Hand(tab.open("/new"))
    hand.at("campaign-name").wait_for()
    hand.fill("campaign-name", NAME)
    typed = {"assistant": ASSISTANT_ID, "numbers": NUMBER_IDS[0], "company": COMPANY_ID}
    for name, identifier in typed.items():
        _choose_or_type(hand, f"campaign-{name}", identifier)
    hand.click("create-campaign")
    hand.page.wait_for_url("**/upload?campaign=*")
    return hand.page.url.split("campaign=")[1].split("&")[0]


def _choose_or_type(hand: Hand, key: str, identifier: str) -> None:
    hand.page.locator(f"[class*='st-key-{key}']").first.wait_for()
    if hand.at(f"{key}-typed").count():
        hand.fill(f"{key}-typed", identifier)
    else:
        hand.choose(f"{key}-" if key == "campaign-numbers" else key)


def _put_people_in(tab: Tab, file: Path) -> None:
    hand = Hand(tab.page)
    hand.at("contact-file").wait_for()
    hand.settled()
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_contain_text("2", timeout=WAIT)
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)


def _what_is_not_told_is_said(tab: Tab, campaign_id: str, says: dict[str, str]) -> None:
    hand = Hand(tab.open(f"/campaign?id={campaign_id}&view=settings"))
    hand.sees(says["not told"])


def _dry_run(tab: Tab, campaign_id: str, says: dict[str, str]) -> None:
    hand = Hand(tab.open(f"/campaign?id={campaign_id}&view=dry-run"))
    hand.sees(says["dry run"])
    hand.sees(says["nobody named"])


def _launch(tab: Tab, sandbox: RunningSandbox, campaign_id: str) -> None:
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.click(f"launch-{campaign_id}")
    button = hand.at(f"confirm-launch-{campaign_id}").locator("button")
    expect(button).to_be_enabled(timeout=WAIT)
    button.dblclick()
    hand.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    hand.click(f"close-launch-{campaign_id}")
    real = [run for run in sandbox.runs() if not run["dry_run"]]
    assert [run["campaign_id"] for run in real] == [campaign_id]


def _live_until_over(tab: Tab, sandbox: RunningSandbox, campaign_id: str) -> None:
    """The page redraws by itself until the funnel shows that both were called; nobody was called by a second run."""
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.page.locator(".js-plotly-plot").first.wait_for(timeout=WAIT)
    sandbox.advance(hours=1)
    assert _called(sandbox, campaign_id) == set(PHONES)
    expect(hand.page.locator(".js-plotly-plot").first).to_contain_text("100", timeout=WAIT)
    assert sum(not run["dry_run"] for run in sandbox.runs()) == 1
    hand = Hand(tab.open("/"))
    hand.at(f"campaign-{campaign_id}").wait_for(timeout=WAIT)


def _enrolled(sandbox: RunningSandbox, campaign_id: str) -> set[str]:
    query = "select c.phone from enrolments e join contacts c on c.id = e.contact_id where e.campaign_id = ?"
    return {phone for (phone,) in rows(sandbox, query, campaign_id)}


def _called(sandbox: RunningSandbox, campaign_id: str) -> set[str]:
    """Numbers that rang; each once only, as long as nobody has to be tried again."""
    return {
        phone for (phone,) in rows(sandbox, "select to_number from calls where campaign_id = ?", campaign_id)
    }
