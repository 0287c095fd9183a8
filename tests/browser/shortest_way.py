"""Shortest way from an exported file to a running campaign, gone by mouse and gone by keyboard, and what it costs: the clicks one
by one, and how often Tab is pressed on each stretch. A test holds both, and a bench prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import WAIT, Hand

CHOOSING_A_FILE = 2
"""Clicks: the uploader's button and the one of the system's own dialog; dragging the file takes one."""
CLICKS_BEFORE, TABS_BEFORE = 16, 76
"""What the way cost once: clicks from the file to the running campaign, and Tabs from the file to *Use these people*."""
TO_USE = "file to Use these people"
COUNT_CLICKS = """document.addEventListener('click', event => {
    if (!event.isTrusted) return;
    const button = event.target.closest('button, a, label, summary, input');
    window.clicked = [...(window.clicked || []), (button || event.target).innerText.split('\\n').pop()];
}, true)"""
FOCUSED = """() => {
    const keys = [];
    for (let at = document.activeElement; at; at = at.parentElement)
        keys.push(...[...at.classList].filter(name => name.startsWith('st-key-')).map(name => name.slice(7)),
            ...(at.dataset.testid ? [at.dataset.testid] : []));
    return keys;
}"""
MOST = 60  # Tabs on a stretch: then the keyboard does not get there


def by_mouse(page: Page, file: Path) -> list[str]:
    """Words of what was clicked after the file."""
    hand = Hand(page)
    hand.at("begin-with-list").wait_for(timeout=WAIT)
    hand.arrived()
    page.evaluate(COUNT_CLICKS)
    hand.give_file("begin-with-list", file)
    _once_ready(hand, "use-people").click()
    hand.at("start-").locator("button").click(timeout=WAIT)
    _once_ready(hand, "confirm-launch-").click()
    hand.at("close-launch-").wait_for(timeout=WAIT)
    return page.evaluate("window.clicked")


def _once_ready(hand: Hand, key: str) -> Locator:
    button = hand.at(key).locator("button")
    expect(button).to_be_enabled(timeout=WAIT)
    hand.arrived()
    return button


@dataclass
class Keyboard:
    """A person without a mouse: Tab, and whatever key uses a control. `tabs` are counted by the stretch that is gone."""

    page: Page
    tabs: dict[str, int] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    stretch: str = ""

    def begin(self, stretch: str) -> None:
        self.stretch = stretch
        self.tabs[stretch] = 0

    @property
    def at(self) -> list[str]:
        """Keys around the control that has the focus, and Streamlit's names of its parts, from the inside out."""
        return self.page.evaluate(FOCUSED)

    def reach(self, key: str, *, answer: str = "") -> None:
        """Press Tab until the control with this key has the focus; a key that ends in `-` is the beginning of one. On the way
        every choice whose key begins with `answer` is answered by its second option."""
        while not self.is_at(key):
            assert self.tabs[self.stretch] < MOST, f"{key} is not reached"
            self.page.keyboard.press("Tab")
            self.tabs[self.stretch] += 1
            if answer and self.is_at(answer):
                self._answer(answer)

    def is_at(self, key: str) -> bool:
        return any(one == key or (key.endswith("-") and one.startswith(key)) for one in self.at)

    def _answer(self, begins: str) -> None:
        before = self.at
        self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("Space")
        Hand(self.page).arrived()
        assert self.at == before, "the focus stays where a question was answered"
        self.answered += [key for key in before if key.startswith(begins)]


def by_keyboard(page: Page, file: Path) -> Keyboard:
    """From the start page to the campaign that runs and its dialog closed; questions about people are answered on the way. The
    launch is looked at twice: the first time she goes back."""
    keys, hand = Keyboard(page), Hand(page)
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    hand.at("begin-with-list").wait_for(timeout=WAIT)
    hand.arrived()

    keys.begin("start page to the file")
    keys.reach("stSkipToContent")
    page.keyboard.press("Enter")
    keys.reach("stFileUploaderDropzone")
    page.keyboard.press("Enter")
    hand.at("use-people").wait_for(timeout=WAIT)
    hand.arrived()

    keys.begin(TO_USE)
    keys.reach("use-people", answer="answer-")
    page.keyboard.press("Enter")
    hand.at("start-").wait_for(timeout=WAIT)
    hand.arrived()

    keys.begin("used to Launch")
    keys.reach("start-")
    for goes_back in (True, False):
        page.keyboard.press("Enter")
        _once_ready(hand, "confirm-launch-")
        if goes_back:
            page.keyboard.press("Escape")
            hand.at("confirm-launch-").wait_for(state="detached", timeout=WAIT)
            hand.until(lambda: keys.is_at("start-"))
            hand.arrived()

    keys.begin("Launch to Start campaign")
    keys.reach("confirm-launch-")
    page.keyboard.press("Enter")
    hand.at("close-launch-").wait_for(timeout=WAIT)
    hand.arrived()

    keys.begin("started to closed")
    keys.reach("close-launch-")
    page.keyboard.press("Enter")
    hand.at("close-launch-").wait_for(state="detached", timeout=WAIT)
    hand.until(lambda: keys.is_at("after-import"))
    return keys
