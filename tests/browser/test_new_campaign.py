"""*New campaign* is one page of at most two screens: one click says at the field what is missing and goes there, and where the people
are known the window that launches follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox, start_sandbox

TALL = "() => document.querySelector('[data-testid=stMain]').scrollHeight"

BEHIND_BAR = """() => {
  const bar = document.querySelector("[data-testid=stBottom]"), at = document.activeElement;
  const below = at.getBoundingClientRect().top >= bar.getBoundingClientRect().top;
  return below && at.closest("[data-testid=stMain]") && !bar.contains(at) ? at.innerText || at.ariaLabel : null;
}"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """The demo's people and companies."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--speed", "15", "--seed", "1") as running:
        yield running


def has_focus(page: Page, key: str) -> None:
    expect(page.locator(f".st-key-{key} :focus").first).to_be_attached(timeout=WAIT)


def test_it_is_at_most_two_screens_also_with_all_that_has_to_be_checked(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("de", width=390, height=844).open("/new")
    hand = Hand(page)
    hand.at("create-campaign").wait_for(timeout=WAIT)
    hand.fill("campaign-name", "Alle von hier")
    hand.at("people-source").locator("[role=radiogroup] label").nth(1).click()
    hand.at("preset").get_by_role("radio").nth(3).click()
    hand.at("findings-new").wait_for(timeout=WAIT)

    for width, height in ((390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        hand.arrived()
        assert page.evaluate(TALL) <= 2 * height
        expect(hand.at("create-campaign")).to_be_in_viewport()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 600})
        hand.at("campaign-name").locator("input").focus()
        behind = []
        for _ in range(40):
            page.keyboard.press("Tab")
            behind.append(page.evaluate(BEHIND_BAR))
        assert set(behind) == {None}, "what has the focus is not behind the bar"


def test_the_click_goes_to_what_is_missing_and_then_to_the_launch(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("de").open("/new")
    hand = Hand(page)
    has_focus(page, "campaign-name")
    hand.arrived()

    hand.click("create-campaign")
    name = hand.at("campaign-name").locator("input")
    expect(name).to_have_attribute("aria-invalid", "true", timeout=WAIT)
    expect(name).to_have_attribute("aria-describedby", "campaign-name-error")
    expect(page.locator("#campaign-name-error")).to_contain_text("einen Namen")
    has_focus(page, "campaign-name")

    hand.fill("campaign-name", "Alle von hier")
    expect(name).not_to_have_attribute("aria-invalid", "true", timeout=WAIT)
    hand.choose("campaign-assistant", "Clara")
    hand.choose("campaign-company", "Alpenblick Reisen")
    hand.at("people-source").locator("[role=radiogroup] label").nth(1).click()
    hand.settled()
    hand.unfold("fold-zone")
    hand.fill("hours-of-5", "zehn bis zwei")
    hand.at("fold-zone").locator("summary").click()
    hand.click("create-campaign")
    has_focus(page, "hours-of-5")  # its fold is open again

    hand.fill("hours-of-5", "10:00–14:00")
    hand.click("create-campaign")
    hand.at("confirm-launch-").wait_for(timeout=WAIT)
    expect(page.get_by_role("dialog")).to_contain_text("Alle von hier", timeout=WAIT)
