"""The whole way, as a manager goes it for the first time: from a spreadsheet to a funnel."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox

NAME = "Messe Köln :red[x] *fett* <b>$a$"
EXPORT = [
    "Vorname;Nachname;Firma;Telefon geschäftlich;Fax geschäftlich;Mobiltelefon;E-Mail",
    "Jürgen;Müller;Bäckerei Groß;030 12345671;030 12345699;;j.mueller@example.com",
    "Zoë;Weiß;Öko & Söhne;;;0151 23456781;zoe@example.com",
    "Jörg;Krüger;Straßenbau AG;(069) 7123-4902;;;jk@example.com",
    "Änne;Schäfer;;0221 7123 4903;;;",
    "Max;Bauer;;unbekannt;;;",
]
MEANT = {"+493012345671", "+4915123456781", "+496971234902", "+4922171234903"}


@pytest.fixture
def german_export(tmp_path: Path) -> Path:
    """What Excel saves in Germany: cp1252, semicolons, umlauts, national numbers."""
    file = tmp_path / "Kunden Köln.csv"
    file.write_bytes(("\r\n".join(EXPORT) + "\r\n").encode("cp1252"))
    return file


def rows(sandbox: RunningSandbox, query: str, *values: str) -> list[tuple[object, ...]]:
    """What the sandbox's database holds."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


def enrolled_numbers(sandbox: RunningSandbox, campaign_id: str) -> list[str]:
    query = "select c.phone from enrolments e join contacts c on c.id = e.contact_id where e.campaign_id = ?"
    return sorted(str(phone) for (phone,) in rows(sandbox, query, campaign_id))


def make_campaign(hand: Hand) -> str:
    """Fill in the one page; answers the new campaign's id, from the address of the page she lands on."""
    hand.page.get_by_role("link", name="Neue Kampagne").first.click()
    hand.at("campaign-name").wait_for()
    hand.fill("campaign-name", NAME)
    hand.choose("campaign-assistant")
    hand.choose("campaign-company")
    hand.at("new-campaign-bar").get_by_text(NAME).wait_for()
    hand.click("create-campaign")
    hand.page.wait_for_url("**/upload?campaign=*")
    return hand.page.url.split("campaign=")[1].split("&")[0]


def upload(hand: Hand, file: Path) -> None:
    hand.at("contact-file").wait_for()
    hand.settled()
    hand.give_file("contact-file", file)
    use = hand.at("use-people").locator("button")
    expect(use).to_contain_text("4", timeout=WAIT)
    expect(use).to_be_enabled()


def test_from_a_spreadsheet_to_a_funnel(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, german_export: Path
) -> None:
    page = open_tab("de").open("/")
    hand = Hand(page)
    hand.at("lang").wait_for()

    campaign_id = make_campaign(hand)
    made = rows(sandbox, "select name, status from campaigns where id = ?", campaign_id)
    assert made == [(NAME, "draft")]

    upload(hand, german_export)
    hand.click("use-people")
    hand.at("upload-another").wait_for(timeout=WAIT)
    assert enrolled_numbers(sandbox, campaign_id) == sorted(MEANT)

    _dry_run_changes_nothing(hand, sandbox, campaign_id)
    _launch(hand, sandbox, campaign_id)
    _counts_move(hand, sandbox, campaign_id)
    _list_shows_it_by_its_address(page, hand, campaign_id)


def _dry_run_changes_nothing(hand: Hand, sandbox: RunningSandbox, campaign_id: str) -> None:
    hand.page.goto(hand.page.url.split("/upload")[0] + f"/campaign?id={campaign_id}&view=dry-run")
    hand.sees(NAME)
    hand.sees("2 Personen")  # as many as are called at once: one from each number
    hand.page.goto(hand.page.url.split("/campaign")[0] + "/?q=Messe")
    hand.click(f"dry-run-{campaign_id}")
    expect(hand.page.get_by_role("dialog")).to_contain_text("2 Personen", timeout=WAIT)
    assert rows(sandbox, "select status from campaigns where id = ?", campaign_id) == [("draft",)]
    assert rows(sandbox, "select count(*) from calls where campaign_id = ?", campaign_id) == [(0,)]


def _launch(hand: Hand, sandbox: RunningSandbox, campaign_id: str) -> None:
    """From its row in the list, in the same breath as the dry run: one dialog takes the other's place."""
    hand.page.keyboard.press("Escape")
    hand.click(f"launch-{campaign_id}")
    button = hand.at(f"confirm-launch-{campaign_id}").locator("button")
    expect(button).to_be_enabled(timeout=WAIT)
    button.dblclick()
    hand.at(f"close-launch-{campaign_id}").wait_for(timeout=WAIT)
    hand.click(f"close-launch-{campaign_id}")
    real = [run for run in sandbox.runs() if run["campaign_id"] == campaign_id and not run["dry_run"]]
    assert len(real) == 1


def _counts_move(hand: Hand, sandbox: RunningSandbox, campaign_id: str) -> None:
    """The page redraws by itself until the funnel shows that everybody was called."""
    hand.page.goto(hand.page.url.split("/?")[0] + f"/campaign?id={campaign_id}")
    hand.page.locator(".js-plotly-plot").first.wait_for(timeout=WAIT)
    sandbox.advance(hours=1)
    called = rows(sandbox, "select distinct contact_id from calls where campaign_id = ?", campaign_id)
    assert len(called) == len(MEANT)
    expect(hand.page.locator(".js-plotly-plot").first).to_contain_text("4", timeout=WAIT)
    # Drawn by itself once there was a call: what the dialog said is what the campaign is measured against.
    hand.sees("laut der Prognose beim Start am")


def _list_shows_it_by_its_address(page: Page, hand: Hand, campaign_id: str) -> None:
    page.goto(page.url.split("/campaign")[0] + "/?q=Messe")
    hand.at(f"campaign-{campaign_id}").wait_for(timeout=WAIT)
    expect(page.locator("[class*='st-key-campaign-camp_']")).to_have_count(1)
    _name_leads_there_and_back(page, hand, campaign_id)
    page.goto(page.url.split("/?")[0] + "/?status=draft&q=Messe")
    hand.at("clear-filters").wait_for(timeout=WAIT)
    expect(page.locator("[class*='st-key-campaign-camp_']")).to_have_count(0)


def _name_leads_there_and_back(page: Page, hand: Hand, campaign_id: str) -> None:
    """By keyboard, without loading the console anew."""
    name = hand.at(f"campaign-{campaign_id}").get_by_role("link")
    expect(name).to_have_text(NAME)
    page.evaluate("window.loadedOnce = true")
    name.press("Enter")
    hand.at("view-overview").wait_for(timeout=WAIT)
    assert page.url.endswith(f"/campaign?id={campaign_id}")
    hand.at("view-people").click()
    hand.at("people-status").wait_for(timeout=WAIT)
    assert page.url.endswith(f"/campaign?id={campaign_id}&view=people")
    page.go_back()
    expect(hand.at("view-overview")).to_have_attribute("aria-current", "page", timeout=WAIT)
    page.go_back()
    hand.at(f"campaign-{campaign_id}").wait_for(timeout=WAIT)
    assert page.url.endswith("/?q=Messe")
    assert page.evaluate("window.loadedOnce")


def test_each_point_of_the_list_leads_to_where_it_is_mended(open_tab: Callable[..., Tab]) -> None:
    """From a campaign's own page and out of the launch window."""
    empty, draft = "camp_demo_12", "camp_demo_11"
    tab = open_tab("en")
    hand = Hand(tab.open(f"/campaign?id={empty}"))
    hand.click(f"campaign-{empty}-mend-people-none")
    hand.page.wait_for_url(re.compile(rf"/upload\?campaign={empty}"), timeout=WAIT)

    tab.open(f"/campaign?id={empty}")
    hand.click(f"campaign-{empty}-mend-concurrency-beyond-numbers")
    hand.at(f"save-{empty}").wait_for(timeout=WAIT)

    tab.open(f"/campaign?id={draft}")
    hand.click(f"launch-{draft}")
    dialog = hand.page.get_by_role("dialog")
    hand.at(f"confirm-launch-{draft}").wait_for(timeout=WAIT)
    dialog.locator("summary").last.click()
    hand.click(f"launch-{draft}-mend-people-without-number")
    hand.page.wait_for_url(re.compile("view=people"), timeout=WAIT)
    expect(dialog).to_have_count(0, timeout=WAIT)
