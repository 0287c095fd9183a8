"""First N, then look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.api.models import CampaignContact, EnrollmentStatus, StatusCounts
from services.keeper import Duty, Limit, Watch, WatchState, Why
from services.live import stage_of
from services.person import Person
from tests.services.live.cast import NOON, calls, state

WATCH = Watch(
    id=1,
    duty=Duty.LIMIT,
    account="here",
    campaign_id="c",
    campaign_name="c",
    who=Person("Anna"),
    state=WatchState.WATCHING,
    code=Why.NONE,
    terms={"most": 3},
    sight={},
    created_at=NOON,
    changed_at=NOON,
    run=1,
)
LIMIT = Limit(WATCH, most=3, called=0, at_once=3, at_once_before=3, begun=NOON, put_back=True)
REACHED = replace(LIMIT, watch=replace(WATCH, state=WatchState.PAUSED, code=Why.REACHED), called=3)
SOON = NOON + timedelta(minutes=1)


def test_it_counts_the_calls_since_the_launch_and_what_came_of_them() -> None:
    earlier = calls("error", "error", at=NOON - timedelta(hours=1))
    stage = stage_of(state(recent_calls=[*calls("answered", "busy", "answered", at=SOON), *earlier]), REACHED)
    assert stage is not None
    assert (stage.called, stage.outcomes, stage.over) == (3, {"answered": 2, "busy": 1}, True)


def test_it_is_over_once_the_last_call_has_ended() -> None:
    talking = [CampaignContact(id="e", status=EnrollmentStatus.CALLING)]
    stage = stage_of(state(recent_calls=calls("answered", "busy", "", at=SOON), calling=talking), REACHED)
    assert stage is not None
    assert (stage.called, stage.over) == (3, False)


def test_it_is_not_over_before_the_console_has_stopped_it() -> None:
    stage = stage_of(state(recent_calls=calls("answered", "busy", "answered", at=SOON)), LIMIT)
    assert stage is not None and not stage.over


def test_the_keepers_count_counts_where_no_calls_are_told() -> None:
    stage = stage_of(state(), replace(LIMIT, called=2))
    assert stage is not None and stage.called == 2


@pytest.mark.parametrize("ended", [WatchState.DONE, WatchState.GIVEN_UP])
def test_there_is_no_stage_where_no_limit_holds(ended: WatchState) -> None:
    assert stage_of(state(), None) is None
    assert stage_of(state(), replace(LIMIT, watch=replace(WATCH, state=ended))) is None


def test_it_is_not_over_while_the_counts_show_calls_that_no_list_names() -> None:
    stage = stage_of(state(calling=[], by_status=StatusCounts(calling=2)), REACHED)
    assert stage is not None and stage.calling and not stage.over
