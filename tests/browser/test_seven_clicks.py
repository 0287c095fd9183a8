"""From the exported file to the running campaign in seven clicks: the way that is gone most often is the shortest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.shortest_way import CHOOSING_A_FILE, TO_USE, by_keyboard, by_mouse
from tests.browser.tabs import Tab
from tests.sandbox_process import RunningSandbox, start_sandbox

MOST, MOST_TABS = 7, 25
PEOPLE = {
    "en": {"+4930901820": "Anna Berger", "+4930901821": "Jörg Groß", "+4930901822": "Zoë Weiß"},
    "de": {"+4930901830": "Änne Vogt", "+4930901831": "Max Klein"},
}

READY, KINDS = {"+4930901840", "+4930901841"}, 2
QUESTIONS = """Name;Telefon;Bemerkung
Anna Berger;030 901840;
Jörg Groß;030 901841;
Zoë Weiß;030 901842;bitte nicht mehr anrufen
Max Klein;030 901843 / 0171 9901843;
Änne Vogt;O30 901844;
"""


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
    called_before = {run["campaign_id"] for run in sandbox.runs()}

    clicks = by_mouse(open_tab(language).open("/"), export)

    print(f"{language}: {CHOOSING_A_FILE} for the file, then {', '.join(clicks)}")
    assert CHOOSING_A_FILE + len(clicks) <= MOST
    [started] = {run["campaign_id"] for run in sandbox.runs() if not run["dry_run"]} - called_before
    sandbox.advance(hours=1)
    assert sandbox.called(started) == set(PEOPLE[language])


def test_the_same_way_by_keyboard_alone(
    open_tab: Callable[..., Tab], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """With questions on the way, each kind of them answered; after a dialog the keyboard goes on where it was."""
    file = tmp_path / "Herbst.csv"
    file.write_text(QUESTIONS, encoding="utf-8")
    called_before = {run["campaign_id"] for run in sandbox.runs()}

    keys = by_keyboard(open_tab("de").open("/"), file)

    print(f"{sum(keys.tabs.values())} Tabs: {keys.tabs}, answered {keys.answered}")
    assert len(set(keys.answered)) == KINDS
    assert keys.tabs[TO_USE] <= MOST_TABS
    [started] = {run["campaign_id"] for run in sandbox.runs() if not run["dry_run"]} - called_before
    sandbox.advance(hours=1)
    assert sandbox.called(started) >= READY
