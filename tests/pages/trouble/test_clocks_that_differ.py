"""A real platform whose clock is not this machine's: every page says so, and no night becomes a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.audit.audit import AuditAction, Result
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import FILES, OpenPage, everything, running_console
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox

JUDGED_BY_BOTH = {"en": "judged by both", "de": "nach beiden beurteilt"}
TOO_FAR_OFF = {"en": "too far off", "de": "zu weit auseinander"}


@contextmanager
def platform_of(folder: Path, ahead: timedelta) -> Iterator[RunningSandbox]:
    """A platform whose clock is `ahead` of this machine's."""
    start = (datetime.now(UTC) + ahead).strftime("%Y-%m-%dT%H:%M:%SZ")
    with start_sandbox(folder, "--empty", "--no-skip", "--clock-start", start) as sandbox:
        yield sandbox


@contextmanager
def console_of(sandbox: RunningSandbox, folder: Path) -> Iterator[Runtime]:
    """A console with a real account on that platform, which has read its list."""
    consoles = running_console(sandbox, folder, demo=False)
    console = next(consoles)
    console.campaigns.all()
    yield console
    next(consoles, None)


@pytest.fixture(scope="module")
def platform_half_a_day_ahead(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with platform_of(tmp_path_factory.mktemp("ahead"), timedelta(hours=12)) as sandbox:
        yield sandbox


@pytest.fixture
def half_a_day_ahead(platform_half_a_day_ahead: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    with console_of(platform_half_a_day_ahead, tmp_path) as console:
        yield console


@pytest.mark.parametrize("page", [page for page in FILES if page != "campaign"])
def test_every_page_says_that_the_clocks_differ(
    half_a_day_ahead: Runtime, open_page: OpenPage, language: str, page: str
) -> None:
    tab = open_page(page, language)
    assert not tab.exception
    assert JUDGED_BY_BOTH[language] in everything(tab)


def test_a_launch_at_what_may_be_night_is_not_called_fine(
    half_a_day_ahead: Runtime, open_page: OpenPage
) -> None:
    api, now = half_a_day_ahead.api, half_a_day_ahead.api.clock.now()
    hours = {
        "call_window_start": f"{now - timedelta(hours=2):%H:00}",
        "call_window_end": f"{now + timedelta(hours=2):%H:59}",
    }
    campaign = make_campaign(api, "By day", people=2, **hours)
    shown = everything(open_page("campaign", "en", id=campaign.id))
    assert "outside the calling hours for everybody now" in shown
    assert "within the calling hours now" not in shown


def test_a_clock_that_is_days_off_is_named_and_does_not_count(
    tmp_path: Path, open_page: OpenPage, language: str
) -> None:
    with platform_of(tmp_path, timedelta(days=400)) as sandbox, console_of(sandbox, tmp_path) as console:
        assert TOO_FAR_OFF[language] in everything(open_page("campaigns", language))
        assert abs(console.api.clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_clocks_that_agree_are_not_spoken_of(tmp_path: Path, open_page: OpenPage) -> None:
    with platform_of(tmp_path, timedelta(seconds=20)) as sandbox, console_of(sandbox, tmp_path):
        assert "clock" not in everything(open_page("campaigns", "en"))


def test_the_activity_record_shows_both_times(half_a_day_ahead: Runtime, open_page: OpenPage) -> None:
    half_a_day_ahead.audit.record(AuditAction.LAUNCH, Result.DONE, who=Person("Anna"))
    [table] = open_page("activity", "en").dataframe
    assert "platform:" in str(table.value.iloc[0, 0])
