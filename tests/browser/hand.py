"""A person's hand on a page, by the keys of controls, so that rewording and translating break nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.conversation import conversation_of

WAIT = 60_000  # ms; a busy machine is slow, not wrong
REOPEN = 10_000  # ms; a list that has not opened by then has been shut again


class Hand:
    """Finds controls by their `key` (`docs/testing.md`) and uses them as a person would."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, key: str) -> Locator:
        """The control with this key; a key that ends in `-` finds the first that begins so."""
        if key.endswith("-"):
            return self.page.locator(f"[class*='st-key-{key}']").first
        return self.page.locator(f".st-key-{key}").first

    def settled(self) -> None:
        """Wait until the console has answered the last click: no script runs any more."""
        if talk := conversation_of(self.page):
            talk.answered(WAIT)
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=WAIT)

    def arrived(self) -> None:
        """Wait until no script runs any more, and every part of the page has arrived in the browser."""
        self.settled()
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=WAIT)

    def click(self, key: str) -> None:
        button = self.at(key).locator("button").first
        button.wait_for(state="attached", timeout=WAIT)
        if not button.is_visible():  # in a menu: a person opens that first
            self._menu_of(button)
        button.click()
        self.settled()

    def unfold(self, key: str) -> None:
        """Open a fold that is shut."""
        head = self.at(key).locator("summary").first
        head.wait_for(timeout=WAIT)
        if not head.locator("xpath=..").evaluate("fold => fold.open"):
            head.click()
            self.settled()

    def _menu_of(self, button: Locator) -> None:
        opener = button.locator("xpath=ancestor::*[@popover]/preceding-sibling::*//button[@popovertarget]")
        if opener.count():
            opener.first.click()

    def fill(self, key: str, text: str) -> None:
        box = self._in_sight(self.at(key).locator("input, textarea").first)
        box.fill(text)
        box.press("Tab")
        self.settled()

    def choose(self, key: str, option: str | None = None) -> str:
        """Choose from a list by its text, else the first there is; answers what was chosen."""
        options = self.page.get_by_role("option")
        self._open(key, options.first)
        wanted = options.filter(has_text=option).first if option else options.first
        if (
            option and not wanted.is_visible()
        ):  # a long list draws what is in view: a person types for the rest
            self.page.keyboard.type(option)
        wanted.wait_for()
        chosen = wanted.inner_text()
        wanted.click()
        self.settled()
        return chosen

    def _in_sight(self, control: Locator) -> Locator:
        """The control, once the fold that it may be in is open: a person opens that first."""
        control.wait_for(state="attached", timeout=WAIT)
        shut = control.locator("xpath=ancestor::details[not(@open)]/summary")
        if shut.count():
            shut.first.click()
            self.settled()
        return control

    def _open(self, key: str, first: Locator) -> None:
        """Click a list open, and again where a part of the page that was just arriving has shut it."""
        self._in_sight(self.at(key).locator("input").first)
        deadline = time.monotonic() + WAIT / 1000
        while True:
            self.at(key).locator("input").first.click()
            try:
                first.wait_for(timeout=REOPEN)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def press_choice(self, key: str, text: str) -> None:
        """One of the buttons of a segmented control, by its text."""
        self.at(key).get_by_role("radio").filter(has_text=text).first.click()
        self.settled()

    def give_file(self, key: str, file: Path) -> None:
        self.at(key).locator("input[type=file]").set_input_files(file)
        self.settled()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=WAIT)

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait until `seen` holds of something outside the page."""
        deadline = time.monotonic() + WAIT / 1000
        while not seen():
            assert time.monotonic() < deadline, "it did not come to pass"
            self.page.wait_for_function("() => new Promise(done => setTimeout(() => done(true), 100))")
