"""One journey a generation of the platform: from a file to a funnel, with at most so many first, a pause and a resume; and
in the sandbox's own log whose phones rang, and that nobody else's did. On a platform of uncertain version it ends before
the launch, with the reason.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults_in_both_themes
from tests.browser.conftest import lend
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab, Tabs
from tests.sandbox_process import COMPANY_ID, GROUP_ID, RunningSandbox, start_sandbox

pytestmark = pytest.mark.lengthy
SPEED = 6
"""A look of the dialler every few seconds, as a person waits for it."""
STRANGERS = [f"+4930233590{number:02}" for number in range(8)]
PHONES = [f"+4930233580{number:02}" for number in range(6)]
FIRST = 2
WAYS_ON = {"paused": "resume", "stopped": "launch"}
"""By the status of a campaign that was stopped: one generation has no resuming, and launches it again."""
SAYS = {
    "de": {"name": "Frühling", "why not": "Welche Version der Plattform"},
    "en": {"name": "Spring", "why not": "which version of the platform"},
}


@contextmanager
def platform(folder: Path, generation: str) -> Iterator[RunningSandbox]:
    """Strangers wait where that generation would take them: in the assistant's group, or in her company."""
    arguments = ("--empty", "--speed", str(SPEED), "--no-skip", "--generation", generation)
    with start_sandbox(folder, *arguments) as running:
        place = {"companyId": COMPANY_ID} if generation == "seed" else {"groupId": GROUP_ID}
        with running.client() as client:
            for phone in STRANGERS:
                body = {
                    "teamId": running.team_id,
                    "firstName": "Fremd",
                    "lastName": "Unbekannt",
                    "phone": phone,
                }
                client.post("/api/crm/contacts", json=body | place).raise_for_status()
        yield running


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "Liste.csv"
    rows = [f"Anna;Ort {number};{phone}" for number, phone in enumerate(PHONES)]
    file.write_text("\n".join(["Vorname;Nachname;Telefon", *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("generation", "language"),
    [
        pytest.param("seed", "en", marks=pytest.mark.soak),
        pytest.param("actions", "de", marks=pytest.mark.soak),
        ("newest", "de"),
    ],
)
def test_from_a_file_to_a_funnel_nobody_else_is_called(
    tabs: Tabs, request: pytest.FixtureRequest, tmp_path: Path, export: Path, generation: str, language: str
) -> None:
    (tmp_path / "console").mkdir()
    with (
        platform(tmp_path, generation) as sandbox,
        ConsoleServer(tmp_path / "console", sandbox) as server,
        lend(tabs, server, request) as opened,
    ):
        tab = opened(language)
        campaign_id = _create(tab, SAYS[language]["name"])
        _upload(tab, export)
        assert sandbox.called() == set()

        _start_with_at_most(tab, campaign_id, FIRST)
        first = _stopped_by_the_console(tab, sandbox, campaign_id)

        _go_on(tab, sandbox, campaign_id)
        Hand(tab.page).until(lambda: len(sandbox.called()) > len(first))
        _pause(tab, sandbox, campaign_id)
        _nobody_rings_any_more(tab, sandbox)
        _go_on(tab, sandbox, campaign_id)
        _until_all_were_called(tab, sandbox, campaign_id)

        assert sandbox.called() == set(PHONES)


def _create(tab: Tab, name: str) -> str:
    Hand(tab.open("/")).arrived()
    hand = Hand(tab.open("/new"))
    hand.at("campaign-name").wait_for(timeout=WAIT)
    hand.arrived()
    hand.fill("campaign-name", name)
    hand.choose("campaign-assistant")
    if hand.at("campaign-company").count():
        hand.choose("campaign-company")
    hand.click("create-campaign")
    hand.page.wait_for_url("**/upload?campaign=*")
    return hand.page.url.split("campaign=")[1].split("&")[0]


def _upload(tab: Tab, file: Path) -> None:
    hand = Hand(tab.page)
    hand.at("contact-file").wait_for()
    hand.settled()
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_contain_text(str(len(PHONES)), timeout=WAIT)
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)


def _start_with_at_most(tab: Tab, campaign_id: str, most: int) -> None:
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.click(f"launch-{campaign_id}")
    button = hand.at(f"confirm-launch-{campaign_id}").locator("button")
    expect(button).to_be_enabled(timeout=WAIT)
    hand.fill(f"launch-most-{campaign_id}", str(most))
    button.click()
    hand.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    hand.click(f"close-launch-{campaign_id}")


def _status(sandbox: RunningSandbox, campaign_id: str) -> str:
    """In the sandbox's own database."""
    with closing(sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True)) as database:
        found = database.execute("select status from campaigns where id = ?", (campaign_id,)).fetchone()
    return str(found[0])


def _stopped_by_the_console(tab: Tab, sandbox: RunningSandbox, campaign_id: str) -> set[str]:
    """No more than were said, and as many as ring at once; and it stays so."""
    Hand(tab.page).until(lambda: _status(sandbox, campaign_id) in WAYS_ON)
    first = sandbox.called()
    assert FIRST <= len(first) <= 2 * FIRST
    sandbox.advance(minutes=10)
    assert sandbox.called() == first
    return first


def _go_on(tab: Tab, sandbox: RunningSandbox, campaign_id: str) -> None:
    way = WAYS_ON[_status(sandbox, campaign_id)]
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.click(f"{way}-{campaign_id}")
    expect(hand.at(f"confirm-{way}-{campaign_id}").locator("button")).to_be_enabled(timeout=WAIT)
    hand.click(f"confirm-{way}-{campaign_id}")


def _pause(tab: Tab, sandbox: RunningSandbox, campaign_id: str) -> None:
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.click(f"pause-{campaign_id}")
    hand.until(lambda: _status(sandbox, campaign_id) in WAYS_ON)


def _nobody_rings_any_more(tab: Tab, sandbox: RunningSandbox) -> None:
    called = sandbox.called()
    sandbox.advance(minutes=10)
    assert sandbox.called() == called


def _until_all_were_called(tab: Tab, sandbox: RunningSandbox, campaign_id: str) -> None:
    hand = Hand(tab.page)
    sandbox.advance(minutes=10)
    hand.until(lambda: sandbox.called() == set(PHONES))
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    funnel = hand.page.locator(".js-plotly-plot").first
    expect(funnel).to_contain_text("100", timeout=WAIT)


@pytest.mark.soak  # by day without a browser: tests/pages/test_connection_generation.py
def test_on_a_platform_of_uncertain_version_it_ends_before_the_launch(
    tabs: Tabs, request: pytest.FixtureRequest, tmp_path: Path, export: Path
) -> None:
    """Its groups are those of no generation that its campaigns are of."""
    (tmp_path / "console").mkdir()
    with platform(tmp_path, "newest") as sandbox:
        sandbox.faults({"kind": "closed", "operation": "listGroups", "status": 404, "times": None})
        with (
            ConsoleServer(tmp_path / "console", sandbox) as server,
            lend(tabs, server, request) as opened,
        ):
            tab = opened("de")
            campaign_id = _create(tab, SAYS["de"]["name"])
            _upload(tab, export)
            hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
            launch = hand.at(f"launch-{campaign_id}").locator("button")
            expect(launch).to_have_attribute("aria-disabled", "true", timeout=WAIT)
            hand.sees(SAYS["de"]["why not"])
            assert sandbox.runs() == []
            assert sandbox.called() == set()
            tab.open("/connection")
            hand.click("decide-newest")
            hand.at("confirm-generation").wait_for(timeout=WAIT)
            assert faults_in_both_themes(tab.page, "de") == []
