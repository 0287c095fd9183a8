"""Somebody asks not to be called again, in a real browser: put on the list by hand and with one click from a running campaign,
taken out of it, and blocked in the next file. The sandbox's own log says whose phone rang.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

NUMBERS = [f"+4930231259{place:02}" for place in range(6)]
BY_HAND, BY_CLICK = NUMBERS[4], NUMBERS[5]
STRANGER = "+493023125990"
FILE = "Name;Telefon\n" + "".join(f"Anna;{number}\n" for number in (BY_HAND, BY_CLICK, STRANGER))


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Nobody in it, and its clock stands: a run calls whom it calls at once, and nobody after."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture(scope="module")
def campaigns(sandbox: RunningSandbox) -> tuple[str, str]:
    """One that runs with all of them, and a draft with nobody."""
    with sandbox.client() as client:
        running, draft = (
            client.post(
                "/api/crm/campaigns",
                json={
                    "teamId": sandbox.team_id,
                    "assistantId": ASSISTANT_ID,
                    "companyId": COMPANY_ID,
                    "fromNumberIds": NUMBER_IDS,
                    "name": name,
                    "maxConcurrentCalls": 1,
                },
            ).json()["campaign"]["id"]
            for name in ("It runs", "It follows")
        )
        for number in NUMBERS:
            person = {
                "companyId": COMPANY_ID,
                "firstName": "Anna",
                "lastName": number[-2:],
                "phone": number,
                "campaignId": running,
            }
            client.post("/api/crm/contacts", json=person).raise_for_status()
        client.post(f"/api/crm/campaigns/{running}/run", json={}).raise_for_status()
    return running, draft


@pytest.fixture(scope="module")
def server(
    sandbox: RunningSandbox, campaigns: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
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
    sandbox: RunningSandbox, campaigns: tuple[str, str], open_tab: Callable[..., Tab], tmp_path: Path
) -> None:
    running, draft = campaigns
    assert {BY_HAND, BY_CLICK} <= waiting(sandbox, running)
    tab = open_tab("de")

    hand = Hand(tab.open("/do-not-call"))
    hand.at("dnc-put").wait_for(timeout=WAIT)
    hand.fill("dnc-number", BY_HAND.replace("+49", "0"))
    hand.choose("dnc-region", "Deutschland")
    hand.click("dnc-put")
    expect(hand.at("do-not-call")).to_be_visible(timeout=WAIT)

    tab.open(f"/campaign?id={running}&view=people")
    hand.at("people-status").wait_for(timeout=WAIT)
    hand.arrived()
    hand.choose("asked-", BY_CLICK)
    hand.click("do-not-call-")
    hand.click("put-")
    hand.sees("steht auf der Liste")

    hand.until(lambda: not {BY_HAND, BY_CLICK} & waiting(sandbox, running))

    file = tmp_path / "people.csv"
    file.write_text(FILE, encoding="utf-8")
    tab.open(f"/upload?campaign={draft}")
    hand.at("contact-file").wait_for(timeout=WAIT)
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_be_enabled(timeout=WAIT)
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)
    hand.until(lambda: bool(waiting(sandbox, draft)))
    assert waiting(sandbox, draft) == {STRANGER}
    assert not sandbox.called() & {BY_HAND, BY_CLICK}
