"""First N, then look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.api.models import CampaignContact, EnrollmentStatus
from services.launch import Intent, IntentState
from services.launch.intents import IntentKind
from services.live import stage_of
from services.person import Person
from tests.services.live.cast import NOON, calls, state

LAUNCH = Intent(
    id=1,
    kind=IntentKind.RUN,
    state=IntentState.LAUNCHED,
    who=Person("Anna"),
    campaign_id="c",
    campaign_name="c",
    max_calls=3,
    previous=None,
    seen={"contacts_called": 0},
    claimed_at=NOON,
    settled_at=NOON,
    lease_until=datetime(2026, 3, 3, tzinfo=UTC),
    answer=None,
    error_kind=None,
    error_message=None,
    finding=None,
)
SOON = NOON + timedelta(minutes=1)


def test_it_counts_the_calls_since_the_launch_and_what_came_of_them() -> None:
    earlier = calls("error", "error", at=NOON - timedelta(hours=1))
    stage = stage_of(state(recent_calls=[*calls("answered", "busy", "answered", at=SOON), *earlier]), LAUNCH)
    assert stage is not None
    assert (stage.called, stage.outcomes, stage.over) == (3, {"answered": 2, "busy": 1}, True)


def test_it_is_over_once_the_last_call_has_ended() -> None:
    talking = [CampaignContact(id="e", status=EnrollmentStatus.CALLING)]
    stage = stage_of(state(recent_calls=calls("answered", "busy", "", at=SOON), calling=talking), LAUNCH)
    assert stage is not None
    assert (stage.called, stage.over) == (3, False)


@pytest.mark.parametrize(
    "last", [None, replace(LAUNCH, max_calls=None), replace(LAUNCH, state=IntentState.UNCERTAIN)]
)
def test_there_is_no_stage_where_everybody_was_launched_or_nothing_is_certain(last: Intent | None) -> None:
    assert stage_of(state(), last) is None


def test_there_is_no_stage_once_the_campaign_rests() -> None:
    assert stage_of(state(status="paused"), LAUNCH) is None
