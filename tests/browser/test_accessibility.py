"""Accessibility, as axe-core judges it: every page and every dialog, in what a language, a theme and a width can change; and
that nothing on a German page is English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import arrived, english_words, faults
from tests.browser.streamlits_own import STREAMLITS_OWN, StreamlitsOwn
from tests.browser.tabs import Tab
from tests.browser.walk import walk

BY_DAY = [(False, 1280), (True, 390)]
"""Light on a desk, dark on a phone: each place is looked at one way by turns, and in the soak all ways."""
WIDTHS = (1280, 390)


def _walk_with_axe(
    tab: Tab, folder: Path, looks: list[tuple[bool, int]], *, all_over: bool = True
) -> tuple[dict[str, list[str]], set[StreamlitsOwn]]:
    wrong: dict[str, list[str]] = {}
    seen: set[StreamlitsOwn] = set()
    for place in walk(tab, folder):
        for dark, width in looks if all_over else looks[:1]:
            _look(tab.page, dark, width)
            found, own = faults(tab.page)
            if tab.language == "de":
                found += english_words(tab.page)
            seen |= own
            if found:
                wrong[f"{place}, {'dark' if dark else 'light'}, {width} wide"] = found
        looks = looks[::-1]  # the next place is loaded as this one was left
    return wrong, seen


def _look(page: Page, dark: bool, width: int) -> None:
    """The page follows the machine's theme and the window's width while it is open."""
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.set_viewport_size({"width": width, "height": 844})
    arrived(page)


@pytest.mark.lengthy
def test_axe_finds_nothing_serious_on_any_page_or_dialog(
    open_tab: Callable[..., Tab], tmp_path: Path
) -> None:
    wrong, _seen = _walk_with_axe(open_tab("de", height=844), tmp_path, BY_DAY, all_over=False)

    assert wrong == {}


@pytest.mark.soak
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_serious_in_any_language_theme_and_width(
    open_tab: Callable[..., Tab], tmp_path: Path, language: str, dark: bool
) -> None:
    looks = [(dark, width) for width in WIDTHS]
    wrong, seen = _walk_with_axe(open_tab(language, height=844), tmp_path, looks)

    assert wrong == {}
    assert seen >= {one for one in STREAMLITS_OWN if one.rule != "listitem"}, "named in vain"
