"""Calling days in a real browser: a campaign with hours of its own on Saturday and no calls on public holidays, chosen in
the form, shown in strip, forecast and settings, in both languages, on a phone and in the dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox, start_sandbox

BEFORE_EASTER = "2027-03-23T09:00:00Z"  # a Tuesday; Good Friday is the 26th, Easter Monday the 29th
WORDS = {
    "en": {
        "saturday": "Sat 10:00\u00a0AM–2:00\u00a0PM",
        "good friday": "Fri, Mar 26: Good Friday",
        "settings": "Mon–Fri; Sat 10:00\u00a0AM–2:00\u00a0PM; no public holidays",
        "rows": ["Mon", "Sat"],
        "release": "Release",
    },
    "de": {
        "saturday": "Sa 10:00–14:00",
        "good friday": "Fr., 26. März: Karfreitag",
        "settings": "Mo–Fr; Sa 10:00–14:00; keine Feiertage",
        "rows": ["Mo", "Sa"],
        "release": "Freigeben",
    },
}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(
        tmp_path_factory.mktemp("sandbox"), "--speed", "1", "--seed", "1", "--clock-start", BEFORE_EASTER
    ) as running:
        yield running


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_saturday_and_a_holiday_are_chosen_and_shown_wherever_the_campaign_is(
    open_tab: Callable[..., Tab], language: str
) -> None:
    said = WORDS[language]
    tab = open_tab(language, height=2000)
    tab.open("/new")
    hand = Hand(tab.page)
    hand.at("campaign-name").wait_for(timeout=WAIT)
    hand.fill("campaign-name", f"Before Easter {language}")
    hand.choose("campaign-assistant", "Clara")
    hand.choose("campaign-company", "Nordlicht")
    hand.click("step-next")
    hand.at("week-strip").locator(".main-svg").first.wait_for(timeout=WAIT)
    hand.fill("hours-of-5", "10-14")

    expect(hand.at("new-campaign-summary")).to_contain_text(said["saturday"], timeout=WAIT)
    expect(hand.at("coming-single-days")).to_contain_text(said["good friday"])
    expect(hand.at("week-strip")).to_contain_text(said["good friday"].partition(": ")[2])
    hand.at("figure-forecast").locator(".main-svg").first.wait_for(timeout=WAIT)

    # a day is released by keyboard, and taken back
    release = hand.at("coming-single-days").get_by_role("button", name=said["release"]).first
    release.focus()
    tab.page.keyboard.press("Enter")
    hand.fill("release-2027-03-26-reason-single-days", "Open house")
    hand.click("release-2027-03-26-set-single-days")
    expect(hand.at("coming-single-days")).to_contain_text("Open house", timeout=WAIT)
    hand.click("undo-2027-03-26-single-days")
    expect(hand.at("coming-single-days")).to_contain_text(said["good friday"], timeout=WAIT)

    hand.click("step-next")
    hand.at("people-source").locator("[role=radiogroup] label").nth(1).click()
    hand.settled()
    hand.click("step-next")
    hand.click("create-campaign")
    tab.page.wait_for_url("**/campaign?id=*", timeout=WAIT)
    tab.open(tab.page.url.removeprefix(tab.page.url.split("/campaign")[0]) + "&view=settings")
    hand.sees(said["settings"])


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, True)])
def test_the_days_fit_a_phone_and_the_dark(open_tab: Callable[..., Tab], width: int, dark: bool) -> None:
    tab = open_tab("de", width=width, height=844, dark=dark)
    page = tab.open("/new?step=hours")
    hand = Hand(page)
    hand.at("week-strip").locator(".main-svg").first.wait_for(timeout=WAIT)
    hand.arrived()
    wider = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert wider <= 0
