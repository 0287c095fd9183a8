"""Generation of the platform on *Connection*: what was found and by what, in both languages, and an admin's decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.api import errors
from services.api.generation import Generation
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything, running_console
from tests.sandbox_process import RunningSandbox, start_sandbox

FOUND = {"en": "First version, August 2026", "de": "Erste Version, August 2026"}
UNKNOWN = {"en": "Not certain", "de": "Nicht sicher"}
DECIDED = {"en": "Decided by somebody at this console", "de": "Entschieden von jemandem an dieser Konsole"}


@pytest.fixture(scope="module")
def without_campaigns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A platform of which no campaign tells what it is."""
    with start_sandbox(tmp_path_factory.mktemp("unknown"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture
def console(without_campaigns: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(without_campaigns, tmp_path)


def test_an_unknown_platform_is_not_asked_for_a_run_until_an_admin_decides(
    open_page: OpenPage, console: Runtime, language: str
) -> None:
    with pytest.raises(errors.VersionUnknown):
        console.api.campaigns.run("any", dry_run=True)
    tab = open_page("connection", language)
    assert UNKNOWN[language] in everything(tab)

    tab.button(key="decide-seed").click().run()
    assert tab.button(key="confirm-generation")
    console.generations.decide(Generation.SEED, Person.at_console())
    with pytest.raises(errors.NotFound):  # sent, and there is no such campaign
        console.api.campaigns.run("any", dry_run=True)

    tab = open_page("connection", language)
    assert DECIDED[language] in everything(tab)
    tab.button(key="decide-nothing").click().run()
    assert not tab.exception
    assert console.generations.generation is Generation.UNKNOWN
    with pytest.raises(errors.VersionUnknown):
        console.api.campaigns.run("any", dry_run=True)


@pytest.fixture
def demo_console(demo_sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from running_console(demo_sandbox, tmp_path)


@pytest.mark.usefixtures("demo_console")
def test_what_was_found_stands_there_with_its_signs(open_page: OpenPage, language: str) -> None:
    tab = open_page("connection", language)
    assert not tab.exception
    assert FOUND[language] in everything(tab)
    assert "`company_id`" in everything(tab)
    assert not [one for one in tab.button if (one.key or "").startswith("decide-")]
