"""Calls under way, by whatever tells of them."""

from __future__ import annotations

from services.api.models import Call, StatusCounts
from services.live import last_dialled, ringing
from tests.services.live.cast import NOON, calls, state, waiting


def test_the_statuses_of_the_people_tell_first() -> None:
    assert ringing(state(by_status=StatusCounts(calling=2, queued=1), calling=[waiting()])) == 3
    assert ringing(state(by_status=None, calling=[waiting()])) == 1


def test_else_the_call_log_tells_what_has_not_ended() -> None:
    failed = Call(id="f", status="failed", started_at=NOON)
    under_way = Call(id="u", started_at=NOON)
    told = [under_way, failed, *calls("answered")]
    assert ringing(state(by_status=None, calling=None, recent_calls=told)) == 1
    assert ringing(state(by_status=None, calling=None, recent_calls=[])) == 0


def test_where_nothing_tells_it_is_not_known() -> None:
    assert ringing(state(by_status=None, calling=None, calls_told=False, recent_calls=[])) is None


def test_the_last_call_is_of_the_log_or_of_the_people() -> None:
    assert last_dialled(state(recent_calls=calls("answered"))) == NOON
    assert last_dialled(state(recent_calls=[], next_up=[waiting(last_attempt_at=NOON)])) == NOON
    assert last_dialled(state(recent_calls=[])) is None
