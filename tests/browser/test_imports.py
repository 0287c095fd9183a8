"""A list on its way survives a closed tab and a revoked key; she sees where it stands, in words, without reloading."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from services.api import Api
from services.api.models import Campaign
from tests.browser.axe import faults_in_both_themes
from tests.browser.console_server import ConsoleServer
from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

SLOW = {"kind": "delay_before", "seconds": 1.0, "times": None}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox of our own, for its key is taken away."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def slow_imports(sandbox: RunningSandbox) -> Iterator[None]:
    """Every import takes long enough to be left alone in the middle."""
    sandbox.faults(*({**SLOW, "operation": operation} for operation in ("importContacts", "listContacts")))
    yield
    sandbox.faults()


@pytest.fixture
def campaign(sandbox: RunningSandbox) -> Campaign:
    api = Api(sandbox.url, sandbox.token, sandbox.team_id, demo=True)
    made = make_campaign(api, "Messe Köln :red[x] *fett*")
    api.close()
    return made


def german_export(folder: Path, first: int) -> Path:
    """What Excel saves in Germany, here with country codes: four people who may be called from `first` on, and one without a number."""
    rows = [f"Anna;Becker {number};+49 30 71235{first + number};Bäckerei" for number in range(4)]
    file = folder / f"Kunden {first}.csv"
    lines = ["Vorname;Nachname;Telefon;Firma", *rows, "Max;Bauer;unbekannt;"]
    file.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return file


def enrolled(sandbox: RunningSandbox, campaign: Campaign) -> list[str]:
    """Numbers in the campaign, from the sandbox's own database; one for each enrolment."""
    query = "select c.phone from enrolments e join contacts c on c.id = e.contact_id where e.campaign_id = ?"
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        return sorted(str(phone) for (phone,) in database.execute(query, (campaign.id,)))


def start_import(tab: Tab, campaign: Campaign, file: Path) -> str:
    """Upload and hand over; answers the import's id, from the address of the page she lands on."""
    hand = Hand(tab.open(f"/upload?campaign={campaign.id}"))
    hand.at("contact-file").wait_for()
    hand.settled()
    hand.give_file("contact-file", file)
    use = hand.at("use-people").locator("button")
    expect(use).to_contain_text("4", timeout=WAIT)
    expect(use).to_be_enabled()
    hand.click("use-people")
    hand.page.wait_for_url("**job=*")
    return hand.page.url.split("job=")[1].split("&")[0]


@pytest.mark.usefixtures("slow_imports")
def test_a_closed_tab_changes_nothing(
    open_tab: Callable[..., Tab],
    sandbox: RunningSandbox,
    campaign: Campaign,
    tmp_path: Path,
) -> None:
    tab = open_tab("de")
    job_id = start_import(tab, campaign, german_export(tmp_path, 100))
    tab.page.close()
    assert enrolled(sandbox, campaign) == []

    page = open_tab("de").open("/imports")
    hand = Hand(page)
    expect(page.get_by_role("link", name="Importe · 1")).to_be_visible(timeout=WAIT)
    hand.at(f"import-{job_id}").get_by_role("link").click()
    expect(hand.at(f"import-{job_id}")).to_contain_text("4 + 0 + 1 + 0 = 5", timeout=WAIT)  # by itself

    expect(page.get_by_role("link", name="Importe", exact=True)).to_be_visible()
    assert len(enrolled(sandbox, campaign)) == len(set(enrolled(sandbox, campaign))) == 4


@pytest.mark.usefixtures("slow_imports")
def test_a_revoked_key_pauses_it_and_the_next_one_lets_it_go_on(
    open_tab: Callable[..., Tab],
    server: ConsoleServer,
    sandbox: RunningSandbox,
    campaign: Campaign,
    tmp_path: Path,
) -> None:
    tab = open_tab("en")
    job_id = start_import(tab, campaign, german_export(tmp_path, 200))
    sandbox.replace_token(None)
    page = tab.open(f"/imports?job={job_id}")
    hand = Hand(page)
    box = hand.at(f"import-{job_id}")
    expect(box).to_contain_text("Talkturo does not accept the key any more", timeout=WAIT)
    expect(page.get_by_role("link", name="Imports · 1")).to_be_visible(timeout=WAIT)
    assert enrolled(sandbox, campaign) == []

    sandbox.replace_token("tk_test_the_next_one")
    server.write_key("tk_test_the_next_one")
    expect(box).to_contain_text("4 + 0 + 1 + 0 = 5", timeout=WAIT)
    assert len(enrolled(sandbox, campaign)) == len(set(enrolled(sandbox, campaign))) == 4
    sandbox.control(
        "PUT", "tokens", {"tokens": [sandbox.token, "tk_test_the_next_one"]}
    )  # for the tests to come

    hand.click(f"forget-import-{job_id}")
    hand.click(f"confirm-forget-import-{job_id}")
    hand.at(f"download-rows-{job_id}").wait_for(state="detached")
    expect(box).to_contain_text("4 + 0 + 1 + 0 = 5")
    assert len(enrolled(sandbox, campaign)) == 4


@pytest.mark.usefixtures("slow_imports")
@pytest.mark.soak  # by day without a browser: tests/pages/test_imports_page.py
def test_stopping_for_good_asks_first(
    open_tab: Callable[..., Tab],
    sandbox: RunningSandbox,
    campaign: Campaign,
    tmp_path: Path,
) -> None:
    tab = open_tab("de")
    job_id = start_import(tab, campaign, german_export(tmp_path, 300))
    hand = Hand(tab.open(f"/imports?job={job_id}"))
    hand.click(f"pause-import-{job_id}")
    hand.click(f"cancel-import-{job_id}")
    hand.sees("Was getan ist, bleibt getan")
    assert faults_in_both_themes(tab.page, "de") == []
    hand.click(f"confirm-cancel-import-{job_id}")

    hand.at(f"forget-import-{job_id}").wait_for()
    expect(hand.at(f"import-{job_id}")).to_contain_text("Endgültig beendet")
    assert enrolled(sandbox, campaign) == []
