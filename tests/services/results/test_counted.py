"""Counts of *Insights*: from the stored calls, else from the campaigns' counters, asked of services without a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.api.models import Campaign
from services.results.insights import Dimension, Selection
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.whole_console import whole_console


@pytest.fixture
def console(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from whole_console(sandbox, tmp_path)
    sandbox.faults()
    sandbox.account(profile="full")


@pytest.fixture
def called(console: Runtime, sandbox: RunningSandbox) -> Campaign:
    """Two people of it were called."""
    sandbox.at_ten_on_a_tuesday()
    draft = make_campaign(console.api, "Counted offer", people=2)
    console.api.campaigns.run(draft.id)
    sandbox.advance(minutes=30)
    sandbox.forget_requests()
    return console.api.campaigns.get(draft.id)


def selection(*campaigns: Campaign) -> Selection:
    return Selection(campaigns, None)


def test_the_calls_are_read_once_for_all_who_look_and_every_selection(
    console: Runtime, called: Campaign, sandbox: RunningSandbox
) -> None:
    first = console.counted.of(selection(called))
    again = console.counted.of(selection(called))

    assert first.calls is not None
    assert first.visit is not None
    assert first.error is None
    assert len(first.calls) >= 2
    assert again.funnel() == first.funnel()
    assert sandbox.requests()["listCalls"] == 1


def test_a_time_without_calls_has_none_and_not_those_of_all_time(console: Runtime, called: Campaign) -> None:
    assert console.counted.of(selection(called)).funnel().called.people == 2
    later = Selection((called,), since=console.api.clock.now() + timedelta(days=1))

    found = console.counted.of(later)

    assert (found.funnel().called.people, found.funnel().answered.people) == (0, 0)
    assert found.ranking(Dimension.ASSISTANT, {}).rows == []


def test_stored_calls_are_counted_while_the_platform_fails(
    console: Runtime, called: Campaign, sandbox: RunningSandbox
) -> None:
    known = console.counted.of(selection(called))
    console.reads.forget("call-log")
    sandbox.faults({"operation": "listCalls", "kind": "server_error", "times": None})

    found = console.counted.of(selection(called))

    assert found.error is not None
    assert found.visit is None
    assert found.calls is not None
    assert found.funnel() == known.funnel()


def test_without_a_call_log_the_counters_of_the_campaigns_are_counted(
    console: Runtime, called: Campaign, sandbox: RunningSandbox
) -> None:
    sandbox.account(profile="core")

    found = console.counted.of(selection(called))

    assert found.calls is None
    assert found.error is not None
    assert found.funnel().called.people == called.contacts_called
    (row,) = found.ranking(Dimension.ASSISTANT, {called.assistant_id or "": "Mia"}).rows
    assert row.name == "Mia"
