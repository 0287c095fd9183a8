"""From the exported file to the running campaign in seven clicks: the way that is gone most often is the shortest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hand import WAIT, Hand
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox, start_sandbox

MOST = 7
CHOOSING_A_FILE = 2
"""The uploader's button and the one of the system's own dialog; dragging the file takes one."""
PEOPLE = {
    "en": {"+4930901820": "Anna Berger", "+4930901821": "Jörg Groß", "+4930901822": "Zoë Weiß"},
    "de": {"+4930901830": "Änne Vogt", "+4930901831": "Max Klein"},
}
COUNT_CLICKS = """document.addEventListener('click', event => {
    if (!event.isTrusted) return;
    const button = event.target.closest('button, a, label, summary, input');
    window.clicked = [...(window.clicked || []), (button || event.target).innerText.split('\\n').pop()];
}, true)"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Somebody has made campaigns here before; it is Tuesday, and the clock stands."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--speed", "0", "--seed", "1") as running:
        yield running


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def export(tmp_path: Path, language: str) -> Path:
    file = tmp_path / "Spring_offer Cologne.csv"
    lines = ["Name;Phone", *(f"{name};{number}" for number, name in PEOPLE[language].items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_from_the_exported_file_to_the_running_campaign(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, export: Path, language: str
) -> None:
    page = open_tab(language).open("/")
    hand = Hand(page)
    hand.at("begin-with-list").wait_for(timeout=WAIT)
    hand.arrived()
    page.evaluate(COUNT_CLICKS)
    called_before = {run["campaign_id"] for run in sandbox.runs()}

    hand.give_file("begin-with-list", export)
    use = hand.at("use-people").locator("button")
    expect(use).to_be_enabled(timeout=WAIT)
    expect(hand.at("begun-campaign")).to_contain_text("Spring offer Cologne")
    hand.arrived()
    use.click()
    hand.at("start-").locator("button").click(timeout=WAIT)
    confirm = hand.at("confirm-launch-").locator("button")
    expect(confirm).to_be_enabled(timeout=WAIT)
    hand.arrived()
    confirm.click()
    hand.at("close-launch-").wait_for(timeout=WAIT)

    clicks = page.evaluate("window.clicked")
    print(f"{language}: {CHOOSING_A_FILE} for the file, then {', '.join(clicks)}")
    assert CHOOSING_A_FILE + len(clicks) <= MOST
    [started] = {run["campaign_id"] for run in sandbox.runs() if not run["dry_run"]} - called_before
    sandbox.advance(hours=1)
    assert sandbox.called(started) == set(PEOPLE[language])
