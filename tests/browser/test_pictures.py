"""The README's pictures, and with them: light, dark and phone width show the same campaigns without sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Tab
from tests.browser.hand import WAIT, Hand
from tests.sandbox_process import RunningSandbox

RUNNING = "camp_demo_08"


def drawn(page: Page) -> None:
    """Charts are loaded and drawn, and no script runs any more."""
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=WAIT)
    Hand(page).settled()


def test_campaigns_in_light(open_tab: Callable[..., Tab], pictures: Path) -> None:
    page = open_tab("en").open("/")
    Hand(page).at(f"launch-{RUNNING}").wait_for(timeout=WAIT)
    Hand(page).settled()
    page.screenshot(path=pictures / "campaigns-light.png")


def test_a_campaign_in_dark(open_tab: Callable[..., Tab], pictures: Path) -> None:
    page = open_tab("en", dark=True, height=1100).open(f"/campaign?id={RUNNING}")
    drawn(page)
    page.screenshot(path=pictures / "campaign-dark.png")


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
        page.screenshot(path=pictures / "campaigns-phone.png")
