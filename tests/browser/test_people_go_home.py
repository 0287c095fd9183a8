"""People who answered go home: one click, or one key, from the funnel's bar and from the list of people."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, ViewportSize

from tests.browser.hand import WAIT
from tests.browser.tabs import Tab

OVER, RUNNING = "camp_demo_01", "camp_demo_08"
PHONE: ViewportSize = {"width": 390, "height": 844}


def workbook_of(page: Page, key: str) -> list[list[object]]:
    """By the keyboard: whoever sees the link may not have a mouse."""
    link = page.locator(f".{key}")
    link.wait_for(timeout=WAIT)
    link.focus()
    with page.expect_download(timeout=WAIT) as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("language", ["en", pytest.param("de", marks=pytest.mark.soak)])
def test_as_many_go_home_as_the_screen_says(open_tab: Callable[..., Tab], language: str) -> None:
    answered = {"en": "Answered", "de": "Angenommen"}[language]
    page = open_tab(language).open(f"/campaign?id={OVER}")
    page.set_viewport_size(PHONE)

    from_the_funnel = workbook_of(page, "download-funnel-excel")

    said = page.locator("div", has=page.locator("> .download-funnel-excel")).last.inner_text()
    assert re.findall(r"\((\d+)\)", said) == [str(len(from_the_funnel))]
    assert {row[2] for row in from_the_funnel} == {answered}
    page.goto(page.url.split("?")[0] + f"?id={OVER}&view=people&outcome=answered")
    assert workbook_of(page, "take-home-excel") == from_the_funnel
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_page_that_refreshes_itself_gives_the_file_at_any_moment(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("en").open(f"/campaign?id={RUNNING}")

    for _click in range(3):
        assert workbook_of(page, "download-funnel-excel")
