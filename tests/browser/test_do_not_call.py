"""Somebody asks not to be called again, in a real browser: put on the list by hand, by a file and with one click from a person
and a call; taken out of what runs, named where she cannot be, and left out by the next file. The sandbox's own log says whose
phone rang.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

NUMBERS = [f"+4930231259{place:02}" for place in range(8)]
CALLED, BY_HAND, BY_FILE, BY_CLICK, STUCK = (NUMBERS[place] for place in (0, 4, 5, 6, 7))
LISTED = {CALLED, BY_HAND, BY_FILE, BY_CLICK, STUCK}
STRANGER = "+4930901899"
OPERATIONS_CLOSED = [
    {"operation": operation, "kind": "closed", "status": 403, "times": None}
    for operation in ("removeCampaignContacts", "updateContact")
]


class Campaigns(NamedTuple):
    """One that runs with everybody and has called the first, and a draft with whoever will be on the list by hand."""

    running: str
    draft: str


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Nobody in it, and its clock stands. Nobody takes up the phone, for twenty minutes each."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        rings = [{"outcome": "no_answer", "seconds": 1200}] * 9
        running.control("PUT", "endings", dict.fromkeys(NUMBERS, rings))
        yield running


@pytest.fixture(scope="module")
def campaigns(sandbox: RunningSandbox) -> Campaigns:
    known: dict[str, str] = {}
    with sandbox.client() as client:

        def made(name: str, numbers: list[str], at_once: int) -> str:
            wanted = {
                "teamId": sandbox.team_id,
                "assistantId": ASSISTANT_ID,
                "companyId": COMPANY_ID,
                "fromNumberIds": NUMBER_IDS,
                "name": name,
                "maxConcurrentCalls": at_once,
                "callWindowTimezone": "Europe/Berlin",
            }
            campaign = client.post("/api/crm/campaigns", json=wanted).json()["campaign"]["id"]
            for number in numbers:
                person = {"companyId": COMPANY_ID, "firstName": "Anna", "lastName": f"Nummer {number[-2:]}"}
                if number not in known:
                    added = client.post("/api/crm/contacts", json={**person, "phone": number})
                    known[number] = added.raise_for_status().json()["contact"]["id"]
            chosen = {"contactIds": [known[number] for number in numbers]}
            client.post(f"/api/crm/campaigns/{campaign}/contacts", json=chosen).raise_for_status()
            return str(campaign)

        running, draft = made("It runs", NUMBERS, 1), made("It follows", [BY_HAND, NUMBERS[3]], 2)
        client.post(f"/api/crm/campaigns/{running}/run", json={}).raise_for_status()
    sandbox.advance(minutes=25)
    return Campaigns(running, draft)


@pytest.fixture(scope="module")
def server(
    sandbox: RunningSandbox, campaigns: Campaigns, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ConsoleServer]:
    """A console that finds them when it starts."""
    assert all(campaigns)
    with ConsoleServer(tmp_path_factory.mktemp("console"), sandbox) as running:
        yield running


def waiting(sandbox: RunningSandbox, campaign_id: str) -> set[str]:
    """Numbers that the platform may still call, from its own database."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        rows = database.execute(
            "select contacts.phone from enrolments join contacts on contacts.id = enrolments.contact_id "
            "where enrolments.campaign_id = ? and enrolments.status in ('pending', 'queued')",
            (campaign_id,),
        )
        return {phone for (phone,) in rows}


def test_who_asks_not_to_be_called_again_is_called_by_no_campaign(
    sandbox: RunningSandbox, campaigns: Campaigns, open_tab: Callable[..., Tab], tmp_path: Path
) -> None:
    assert waiting(sandbox, campaigns.running) > LISTED
    tab = open_tab("de")

    _put_on_the_list(Hand(tab.open("/do-not-call")), tmp_path)
    _found_and_taken_home(Hand(tab.page))
    _with_one_click(tab, campaigns.running, "calls", CALLED)
    _with_one_click(tab, campaigns.running, "people", BY_CLICK)
    Hand(tab.page).until(lambda: waiting(sandbox, campaigns.running) & LISTED == {STUCK})

    _left_out_before_a_launch(tab, campaigns.draft)
    _left_out_of_a_file(tab, campaigns.draft, tmp_path / "people.csv")
    Hand(tab.page).until(lambda: STRANGER in waiting(sandbox, campaigns.draft))
    assert not waiting(sandbox, campaigns.draft) & (LISTED - {BY_HAND})

    sandbox.faults(*OPERATIONS_CLOSED)
    _with_one_click(tab, campaigns.running, "people", STUCK)
    _named_with_what_can_be_done(tab, campaigns.running)
    sandbox.advance(hours=5)
    assert [call["number"] for call in sandbox.calls() if call["number"] in LISTED] == [CALLED]


def _put_on_the_list(hand: Hand, folder: Path) -> None:
    hand.at("dnc-put").wait_for(timeout=WAIT)
    hand.arrived()
    hand.fill("dnc-number", BY_HAND.replace("+49", "0"))
    hand.choose("dnc-region", "Deutschland")
    hand.choose("dnc-why", "Beschwerde")
    hand.click("dnc-put")
    hand.sees("steht auf der Liste")
    file = folder / "sperrliste.csv"
    file.write_text(f"Telefon\n{BY_FILE.replace('+49', '0')}\n", encoding="utf-8")
    hand.unfold("dnc-list")
    hand.give_file("dnc-file", file)
    hand.choose("dnc-file-region", "Deutschland")
    hand.click("dnc-put-all")
    hand.sees("1 Nummer wurde")


def _found_and_taken_home(hand: Hand) -> None:
    hand.fill("q", BY_HAND.replace("+49", "0049 "))
    hand.sees("1 Eintrag")
    with hand.page.expect_download() as download:
        hand.click("download-do-not-call")
    taken = download.value.path().read_text(encoding="utf-8-sig")
    assert "Beschwerde" in taken
    assert all(number[3:] in taken.replace(" ", "") for number in (BY_HAND, BY_FILE)), "all, not those found"


def _with_one_click(tab: Tab, campaign_id: str, view: str, number: str) -> None:
    tab.open(f"/campaign?id={campaign_id}&view={view}")
    hand = Hand(tab.page)
    hand.at("asked-").wait_for(timeout=WAIT)
    hand.arrived()
    hand.choose("asked-", f"Nummer {number[-2:]}")
    hand.click("do-not-call-")
    hand.click("put-")
    hand.sees("steht auf der Liste")


def _left_out_before_a_launch(tab: Tab, campaign_id: str) -> None:
    """In what is checked and in the dry run, before anybody has taken her out."""
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.sees("1 Person steht auf der eigenen Sperrliste")
    tab.open(f"/campaign?id={campaign_id}&view=dry-run")
    hand.sees("Auf der eigenen Sperrliste")


def _left_out_of_a_file(tab: Tab, campaign_id: str, file: Path) -> None:
    lines = (f"Anna;{number}" for number in (BY_FILE, BY_CLICK, STRANGER))
    file.write_text("\n".join(["Name;Telefon", *lines]), encoding="utf-8")
    hand = Hand(tab.open(f"/upload?campaign={campaign_id}"))
    hand.at("contact-file").wait_for(timeout=WAIT)
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_be_enabled(timeout=WAIT)
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)


def _named_with_what_can_be_done(tab: Tab, campaign_id: str) -> None:
    """What runs is paused, and its page says who is why, and the way on."""
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    named = hand.at(f"on-own-list-{campaign_id}")
    expect(named).to_contain_text(f"Anna Nummer {STUCK[-2:]}", timeout=WAIT)
    way_on = named.get_by_test_id("stPageLink-NavLink").first
    expect(way_on).to_have_attribute("href", re.compile(f"copy={campaign_id}"))
    hand.at(f"resume-{campaign_id}").wait_for(timeout=WAIT)
