"""Document of the browser: it is told the language of the page and the name of its tab, and has Streamlit's own words and menu."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab

TITLES = {
    "en": {"/": "Campaigns", "/new": "New campaign", "/upload": "Upload people", "/insights": "Insights"},
    "de": {
        "/": "Kampagnen",
        "/new": "Neue Kampagne",
        "/upload": "Personen hochladen",
        "/insights": "Auswertung",
    },
}
CONSOLE = {"en": "Campaign console", "de": "Kampagnenkonsole"}
OPEN_MENU, SHUT_MENU = "[data-testid=stExpandSidebarButton]", "[data-testid=stSidebarCollapseButton] button"


def menu_right(page: Page) -> float:
    """How far the menu reaches into the page, in pixels."""
    box = page.locator("[data-testid=stSidebar]").bounding_box()
    return max(0, box["x"] + box["width"]) if box else 0


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.soak), "de"])
def test_a_tab_has_the_language_and_the_name_of_its_page(open_tab: Callable[..., Tab], language: str) -> None:
    tab = open_tab(language)
    for address, title in TITLES[language].items():
        page = tab.open(address)
        expect(page).to_have_title(f"{title} · {CONSOLE[language]}", timeout=WAIT)
        expect(page.locator(f"html[lang={language}]")).to_have_count(1, timeout=WAIT)
    page = tab.open("/campaign?id=camp_demo_08")
    name = page.locator(".st-key-campaign-head h1 bdi").first
    name.wait_for(timeout=WAIT)
    expect(page).to_have_title(name.inner_text(), timeout=WAIT)


def test_a_language_that_was_chosen_is_there_after_a_reload_and_gives_way_to_the_address(
    open_tab: Callable[..., Tab],
) -> None:
    tab = open_tab("en")
    page = tab.open("/new")
    page.get_by_role("radio", name="Deutsch").or_(page.get_by_text("Deutsch", exact=True)).first.click()
    expect(page).to_have_title(f"Neue Kampagne · {CONSOLE['de']}", timeout=WAIT)
    Hand(page).arrived()
    page.reload()
    expect(page).to_have_title(f"Neue Kampagne · {CONSOLE['de']}", timeout=WAIT)
    page = tab.open("/new?lang=en")
    expect(page).to_have_title(f"New campaign · {CONSOLE['en']}", timeout=WAIT)
    page = tab.open("/new")
    expect(page).to_have_title(f"Neue Kampagne · {CONSOLE['de']}", timeout=WAIT)


@pytest.mark.soak  # by day every place of the walk: test_accessibility.py
def test_streamlits_own_words_are_german_on_a_german_page(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("de")
    page = tab.open("/new")
    hand = Hand(page)
    hand.at("campaign-name").wait_for(timeout=WAIT)
    hand.at("campaign-name").locator("input").fill("Frühling")
    expect(page.locator("[data-testid=InputInstructions]").first).to_contain_text(
        "Mit Eingabetaste übernehmen"
    )
    page.keyboard.press("Tab")
    hand.settled()
    hand.unfold("fold-who")
    box = hand.at("campaign-assistant").locator("input").first
    box.click()
    box.press_sequentially("zzz")
    expect(page.locator("[role=listbox]")).to_have_text("Keine Treffer", timeout=WAIT)
    page = tab.open("/upload")
    dropzone = page.locator("[data-testid=stFileUploaderDropzone]")
    expect(dropzone).to_contain_text("je Datei", timeout=WAIT)
    expect(dropzone).not_to_contain_text("per file")


def test_the_menu_of_a_phone_closes_once_a_page_was_chosen_and_shut_takes_no_tab_of_the_keyboard(
    open_tab: Callable[..., Tab],
) -> None:
    page = open_tab("de", width=390, height=844).open("/")
    Hand(page).arrived()
    expect(page.locator("[data-testid=stSidebarNavLink]").first).to_be_hidden()
    page.locator(OPEN_MENU).click()
    expect(page.locator(SHUT_MENU)).to_be_visible(timeout=WAIT)
    Hand(page).until(lambda: menu_right(page) > 200)
    page.locator("[data-testid=stSidebarNavLink]").nth(1).click()
    expect(page).to_have_title(f"Neue Kampagne · {CONSOLE['de']}", timeout=WAIT)
    Hand(page).until(lambda: menu_right(page) < 10)


def test_the_keyboard_is_back_where_it_was_once_something_was_done(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("en").open("/campaign?id=camp_demo_09")
    hand, controls = Hand(page), page.locator(".st-key-campaign-controls-camp_demo_09")
    hand.at("pause-camp_demo_09").wait_for(timeout=WAIT)
    hand.arrived()
    hand.at("pause-camp_demo_09").locator("button").focus()
    page.keyboard.press("Enter")
    hand.at("resume-camp_demo_09").wait_for(timeout=WAIT)
    hand.arrived()
    expect(controls.locator("button:focus")).to_have_count(1, timeout=WAIT)

    hand.at("resume-camp_demo_09").locator("button").focus()
    page.keyboard.press("Enter")
    hand.at("not-resume-camp_demo_09").locator("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=WAIT)
    hand.arrived()
    expect(controls.locator("button:focus")).to_have_count(1, timeout=WAIT)


def test_buttons_of_one_word_are_told_apart_by_who_listens(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("en").open("/")
    page.get_by_role("button", name="Dry run: Household insurance for policy holders").wait_for(timeout=WAIT)
