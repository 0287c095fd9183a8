"""The README's pictures, and with them: light, dark and phone width show the same campaigns without sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tab
from tests.browser.hand import WAIT, Hand
from tests.sandbox_process import RunningSandbox

RUNNING, DRAFT = "camp_demo_08", "camp_demo_11"
LEADS = [
    "First name,Last name,Company,Phone,Country,Do not call",
    "Anna,Schmidt,Bäckerei Groß,030 71235911,Germany,",
    "Liam,Jones,Globex Ltd,020 7123 4911,United Kingdom,",
    "Grace,Brown,Initech LLC,(212) 456-7911,USA,",
    "Max,Bauer,Stark AG,493071235913.0,Germany,",
    "Zoë,Weiß,Öko & Söhne,0151 71235911,Germany,yes",
    "Tom,Fischer,Straßenbau AG,0151 71235912 / 030 71235912,Germany,",
    "Olivia,Taylor,,call me,United Kingdom,",
]


def drawn(page: Page) -> None:
    """No script runs any more, and every part of the page has arrived in the browser."""
    Hand(page).settled()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=WAIT)


def test_campaigns_in_light(open_tab: Callable[..., Tab], pictures: Path) -> None:
    page = open_tab("en").open("/")
    Hand(page).at(f"launch-{RUNNING}").wait_for(timeout=WAIT)
    drawn(page)
    page.screenshot(path=pictures / "campaigns-light.png")


def test_a_campaign_in_dark(open_tab: Callable[..., Tab], pictures: Path) -> None:
    page = open_tab("en", dark=True, height=1100).open(f"/campaign?id={RUNNING}")
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=WAIT)
    drawn(page)
    page.screenshot(path=pictures / "campaign-dark.png")


def test_a_launch_before_the_click(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, pictures: Path
) -> None:
    page = open_tab("en").open("/")
    hand = Hand(page)
    hand.at(f"launch-{DRAFT}").wait_for(timeout=WAIT)
    hand.click(f"launch-{DRAFT}")
    expect(hand.at(f"confirm-launch-{DRAFT}").locator("button")).to_be_enabled(timeout=WAIT)
    drawn(page)
    page.screenshot(path=pictures / "launch-light.png")
    assert [run for run in sandbox.runs() if run["campaign_id"] == DRAFT and not run["dry_run"]] == []


def test_an_upload_before_the_click(open_tab: Callable[..., Tab], tmp_path: Path, pictures: Path) -> None:
    file = tmp_path / "Trade fair leads.csv"
    file.write_text("\n".join(LEADS), encoding="utf-8")
    page = open_tab("en", height=1000).open(f"/upload?campaign={DRAFT}")
    hand = Hand(page)
    hand.at("contact-file").wait_for(timeout=WAIT)
    hand.settled()
    hand.give_file("contact-file", file)
    expect(hand.at("use-people").locator("button")).to_be_enabled(timeout=WAIT)
    drawn(page)
    page.screenshot(path=pictures / "upload-light.png")


@pytest.mark.parametrize(
    "address", ["/", f"/campaign?id={RUNNING}", "/new", "/upload", "/insights", "/connection"]
)
def test_nothing_is_cut_off_on_a_phone(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, pictures: Path, address: str
) -> None:
    page = open_tab("de", width=390, height=844).open(address)
    page.locator("h1").first.wait_for(timeout=WAIT)
    Hand(page).settled()
    wider = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert wider <= 0
    if address == "/":
        Hand(page).at(f"launch-{RUNNING}").wait_for(timeout=WAIT)
        drawn(page)
        page.screenshot(path=pictures / "campaigns-phone.png")
