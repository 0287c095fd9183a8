"""A platform with the four core operations alone: the console lists, creates, enrols people whose ids are in the file,
dry-runs, launches and draws the funnel from the counters; what cannot be done is said where it would be done.

By day the whole way is gone on such a platform that tells no more than its page prints (`test_documented_answers.py`),
and what cannot be done is looked for on the pages (`tests/pages/trouble/test_pages_on_core.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from services.api import Api
from services.api.models import ContactCreate
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox

NAME = "Nur der Kern"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Two people are in the CRM from before; from the console's first request on the platform is a core one."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        with Api(running.url, running.token, running.team_id, demo=True) as api:
            for number in (1, 2):
                phone = f"+49307123500{number}"
                api.contacts.create(
                    ContactCreate(company_id=COMPANY_ID, first_name="Anna", last_name="Ort", phone=phone)
                )
        running.account(profile="core")
        yield running


@pytest.fixture
def export_with_ids(sandbox: RunningSandbox, tmp_path: Path) -> Path:
    """What Talkturo itself exports, and one person whom somebody has written below."""
    known = [
        f"Anna;Ort;{phone};{contact_id}"
        for contact_id, phone in rows(sandbox, "select id, phone from contacts")
    ]
    lines = ["Vorname;Nachname;Telefon;Contact ID", *known, "Neu;Hier;+49 30 71235003;"]
    file = tmp_path / "export.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def rows(sandbox: RunningSandbox, query: str, *values: str) -> list[tuple[str, ...]]:
    """What the sandbox's own database holds."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


@pytest.mark.soak
def test_with_the_core_alone_a_campaign_goes_the_whole_way(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, export_with_ids: Path
) -> None:
    tab = open_tab("de")
    hand = Hand(tab.open("/new"))
    hand.at("campaign-name").wait_for()
    hand.fill("campaign-name", NAME)
    hand.fill("campaign-assistant-typed", ASSISTANT_ID)
    hand.fill("campaign-numbers-typed", NUMBER_IDS[0])
    hand.fill("campaign-company-typed", COMPANY_ID)
    hand.click("create-campaign")
    hand.page.wait_for_url("**/upload?campaign=*")
    campaign_id = hand.page.url.split("campaign=")[1].split("&")[0]

    hand.at("contact-file").wait_for()
    hand.settled()
    hand.give_file("contact-file", export_with_ids)
    expect(hand.at("use-people").locator("button")).to_contain_text("3", timeout=WAIT)
    hand.click("use-people")
    hand.sees("Mit diesem Schlüssel lassen sich keine neuen Personen in Talkturo aufnehmen")
    assert len(rows(sandbox, "select id from enrolments where campaign_id = ?", campaign_id)) == 2

    hand = Hand(tab.open(f"/campaign?id={campaign_id}&view=dry-run"))
    hand.sees("1 Person würde jetzt angerufen")  # one at once, from one number
    hand.click(f"launch-{campaign_id}")
    button = hand.at(f"confirm-launch-{campaign_id}").locator("button")
    expect(button).to_be_enabled(timeout=WAIT)
    button.click()
    hand.click(f"close-launch-{campaign_id}")
    assert sum(not run["dry_run"] for run in sandbox.runs()) == 1

    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    hand.click(f"pause-{campaign_id}")  # the first time that it is tried
    hand.sees("in Talkturo selbst")
    hand = Hand(tab.open(f"/campaign?id={campaign_id}"))
    expect(hand.at(f"pause-{campaign_id}").locator("button").first).to_be_disabled(timeout=WAIT)
    hand.sees("Bitte in Talkturo selbst erledigen")
    # without a mouse, the reason is said below
    hand.at(f"pause-{campaign_id}").locator("button").press("Enter")
    expect(hand.page.get_by_role("status").filter(has_text="darf keine Kampagnen pausieren")).to_be_visible()
    sandbox.advance(hours=1)
    called = rows(sandbox, "select distinct contact_id from calls where campaign_id = ?", campaign_id)
    assert len(called) == 2
    expect(hand.page.locator(".js-plotly-plot").first).to_contain_text("2", timeout=WAIT)
