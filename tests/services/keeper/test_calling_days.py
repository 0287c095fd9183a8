"""Calling days are kept: nobody's phone rings on a closed day or in closed hours, and the campaign goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.api import errors
from services.api.models import CampaignStatus, CampaignUpdate
from services.audit.audit import AuditAction, Result
from services.calling_days.days import CLOSED, EVERY_DAY, CallingDays, SingleDay
from services.keeper import Duty, WatchState, Why
from services.keeper.duties import KeeperDuty
from services.keeper.duties.days import DaysDuty
from services.keeper.keeper import DUTIES
from services.launch import LaunchOutcome
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.keeper.weeks import (
    FRIDAY,
    HOLIDAYS,
    LONG_CALL,
    MONDAY,
    PARISIAN,
    SATURDAY,
    SATURDAYS,
    SUNDAY,
    WORKDAYS,
    Weeks,
)

Begin = Callable[..., Weeks]
AN_HOUR = 3600
"""So long is each call, so that few people are enough for days."""
SELDOM_LOOKING = {**DUTIES, Duty.DAYS: DaysDuty(seldom=6.0 * AN_HOUR, resting=2.0 * AN_HOUR)}
"""Far from an edge, where most tests see nothing happen; near one it looks as it always does."""
NOONS = CallingDays(week=(((9 * 60, 12 * 60), (13 * 60, 17 * 60)),) * 7)
DONE = (AuditAction.PAUSE, Result.DONE), (AuditAction.RESUME, Result.DONE)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Its clock stands until it is moved."""
    with start_sandbox(tmp_path_factory.mktemp("platform"), "--empty", "--speed", "0") as running:
        running.account(credits=1_000_000)
        yield running


@pytest.fixture
def begin(platform: RunningSandbox) -> Iterator[Begin]:
    made: list[Weeks] = []

    def begin(
        days: CallingDays = WORKDAYS,
        people: int = 25,
        begins: str = "",
        *,
        launched: bool = True,
        seconds: int = AN_HOUR,
        looks: Mapping[Duty, KeeperDuty] = SELDOM_LOOKING,
    ) -> Weeks:
        weeks = Weeks(platform, begins)
        weeks.console.duties = looks
        made.append(weeks)
        weeks.people(people, seconds=seconds)
        weeks.console.keep_days(weeks.campaign, days)
        if launched:
            weeks.console.launch(weeks.campaign, None)
        return weeks

    yield begin
    for weeks in made:
        weeks.close()


def in_soak(*kinds: str) -> list[Any]:
    """Others of a kind of which one stays in each run."""
    return [pytest.param(kind, marks=pytest.mark.soak) for kind in kinds]


def acts(weeks: Weeks) -> tuple[tuple[AuditAction, Result], ...]:
    return tuple((one.action, one.result) for one in weeks.acts())


# closed days


def test_nobody_is_called_at_the_weekend_and_it_goes_on_on_monday(begin: Begin) -> None:
    weeks = begin(looks=DUTIES)
    weeks.until(weeks.at(FRIDAY, 20))
    assert weeks.rest.holds
    assert (weeks.rest.why, weeks.rest.until) == (Why.CLOSED, weeks.at(MONDAY, 9))

    weeks.until(weeks.at(MONDAY, 12))

    assert weeks.days_called() == [FRIDAY, MONDAY]
    assert (weeks.status, weeks.rest.state) == (CampaignStatus.RUNNING, WatchState.WATCHING)
    assert acts(weeks) == DONE, "each act once, under the keeper's name"


def test_without_the_keeper_they_would_be_called(begin: Begin) -> None:
    weeks = begin()
    weeks.console.looks.clear()

    weeks.until(weeks.at(MONDAY, 12))

    assert SATURDAY in weeks.days_called()


def test_other_hours_on_a_saturday_are_kept_at_both_ends(begin: Begin) -> None:
    weeks = begin(SATURDAYS)

    weeks.until(weeks.at(MONDAY, 12))

    saturday = [at.time() for at in weeks.rang() if at.date() == weeks.at(SATURDAY, 0).date()]
    assert saturday
    assert time(10) <= min(saturday) and max(saturday) < time(14)
    assert weeks.days_called() == [FRIDAY, SATURDAY, MONDAY]


def test_a_holiday_of_one_of_two_countries_is_kept_for_all_who_are_in_it(begin: Begin) -> None:
    weeks = begin(HOLIDAYS, begins="2026-07-13T08:00:00Z", people=15, launched=False)
    weeks.people(10, PARISIAN, seconds=AN_HOUR)
    weeks.console.launch(weeks.campaign, None)

    weeks.until(weeks.at(2, 12))

    assert weeks.days_called() == [0, 2], "nobody on 14 July"


def test_a_day_that_somebody_closes_is_kept_from_then_on(begin: Begin) -> None:
    weeks = begin()
    saturday, monday = weeks.at(SATURDAY, 12).date(), weeks.at(MONDAY, 12).date()
    days = WORKDAYS.with_date(monday, SingleDay(CLOSED, "fair")).with_date(saturday, SingleDay(None, "open"))
    weeks.console.keep_days(weeks.campaign, days)

    weeks.until(weeks.at(MONDAY + 1, 12))

    assert weeks.days_called() == [FRIDAY, SATURDAY, MONDAY + 1]


def test_without_days_any_more_it_goes_on(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(SATURDAY, 12))

    weeks.console.keep_days(weeks.campaign, EVERY_DAY)
    weeks.until(weeks.at(SATURDAY, 16))

    assert SATURDAY in weeks.days_called()
    assert (weeks.watch.state, weeks.watch.code) == (WatchState.DONE, Why.BY_HAND)


def test_where_the_days_cannot_be_told_they_are_kept_as_they_were_known(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(FRIDAY, 16, 30))
    weeks.console.days_away = True

    weeks.until(weeks.at(FRIDAY, 18))
    assert (weeks.status, weeks.rest.until) == (CampaignStatus.PAUSED, weeks.at(MONDAY, 9))

    weeks.console.days_away = False
    weeks.until(weeks.at(MONDAY, 8))
    weeks.console.days_away, weeks.console.duties = True, DUTIES
    weeks.until(weeks.at(MONDAY, 11))
    assert weeks.days_called() == [FRIDAY]

    weeks.console.days_away = False
    weeks.until(weeks.at(MONDAY, 13))
    assert weeks.days_called() == [FRIDAY, MONDAY], "nothing goes on by what was known once"


def test_over_the_clock_change_the_wall_clock_decides(begin: Begin) -> None:
    weeks = begin(SATURDAYS, begins="2026-10-23T09:00:00Z")

    weeks.until(weeks.at(MONDAY, 12))

    first = min(at for at in weeks.rang() if at.date() == weeks.at(MONDAY, 0).date())
    assert weeks.days_called() == [FRIDAY, SATURDAY, MONDAY]
    assert first - weeks.at(MONDAY, 9) < timedelta(minutes=2)


@pytest.mark.lengthy
@pytest.mark.parametrize("generation", [pytest.param("actions", marks=pytest.mark.soak), "newest"])
def test_on_the_newer_generations_too(tmp_path: Path, generation: str) -> None:
    with start_sandbox(tmp_path, "--empty", "--speed", "0", "--generation", generation) as sandbox:
        weeks = Weeks(sandbox)
        weeks.console.duties = SELDOM_LOOKING
        weeks.people(25, seconds=AN_HOUR)
        weeks.console.keep_days(weeks.campaign, WORKDAYS)
        weeks.console.launch(weeks.campaign, None)

        weeks.until(weeks.at(MONDAY, 12))

        assert weeks.days_called() == [FRIDAY, MONDAY]
        assert weeks.status is CampaignStatus.RUNNING
        assert [one.result for one in weeks.acts()] == [Result.DONE, Result.DONE]
        weeks.close()


# what a person does


def test_a_pause_of_a_person_stays_one(begin: Begin) -> None:
    weeks = begin()
    weeks.console.pause(weeks.campaign)

    weeks.until(weeks.at(MONDAY, 12))

    assert (weeks.status, acts(weeks)) == (CampaignStatus.PAUSED, ())


def test_one_that_rests_stays_paused_where_a_person_says_so(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(SATURDAY, 12))

    weeks.console.stay_paused(weeks.campaign)
    weeks.until(weeks.at(MONDAY, 12))

    assert (weeks.status, weeks.rest.holds) == (CampaignStatus.PAUSED, False)


def test_a_pause_in_the_moment_of_the_keepers_stays_one(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(FRIDAY, 16, 57))

    weeks.console.meanwhile("before it pauses", lambda: weeks.console.pause(weeks.campaign))
    weeks.until(weeks.at(MONDAY, 12))

    assert (weeks.status, weeks.rest.holds) == (CampaignStatus.PAUSED, False)


def test_who_resumes_in_a_closed_time_is_told_when_it_opens(begin: Begin) -> None:
    weeks = begin()
    weeks.console.pause(weeks.campaign)
    weeks.until(weeks.at(SUNDAY, 12))

    result = weeks.console.resume(weeks.campaign)

    assert result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(result.error, errors.ClosedNow)
    assert result.error.opens_at == weeks.at(MONDAY, 9)
    weeks.until(weeks.at(MONDAY, 12))
    assert weeks.days_called() == [FRIDAY, MONDAY]


def test_a_launch_in_a_closed_time_begins_at_the_next_opening_for_as_many_as_were_said(begin: Begin) -> None:
    weeks = begin(NOONS, launched=False, seconds=LONG_CALL)
    weeks.until(weeks.at(FRIDAY, 12, 30))

    result = weeks.console.launch(weeks.campaign, 3)

    assert isinstance(result.error, errors.ClosedNow)
    assert weeks.rest.begins and weeks.rest.holds
    weeks.until(weeks.at(FRIDAY, 15))
    assert min(weeks.rang()) >= weeks.at(FRIDAY, 13)
    assert 3 <= len(weeks.rang()) <= 4
    limit = weeks.console.limit(weeks.campaign)
    assert limit is not None and limit.reached


def test_a_launch_in_a_closed_time_can_be_taken_back(begin: Begin) -> None:
    weeks = begin(launched=False)
    weeks.until(weeks.at(SUNDAY, 12))
    weeks.console.launch(weeks.campaign, None)

    weeks.console.stay_paused(weeks.campaign)
    weeks.until(weeks.at(MONDAY, 12))

    assert (weeks.rang(), weeks.status) == ([], CampaignStatus.DRAFT)


def test_a_planned_start_in_a_closed_time_begins_at_the_next_opening(begin: Begin) -> None:
    weeks = begin(launched=False)
    change = CampaignUpdate(status=CampaignStatus.SCHEDULED, scheduled_start_at=weeks.at(SUNDAY, 12))
    weeks.console.api.campaigns.update(weeks.campaign, change)

    weeks.until(weeks.at(MONDAY, 12))

    assert weeks.days_called() == [MONDAY]


def test_who_lets_it_go_on_elsewhere_in_a_closed_time_is_seen_within_ten_minutes(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(SUNDAY, 10))
    weeks.console.duties = DUTIES
    weeks.until(weeks.at(SUNDAY, 12))

    weeks.console.api.campaigns.update(weeks.campaign, CampaignUpdate(status=CampaignStatus.RUNNING))
    weeks.until(weeks.at(MONDAY, 12))

    sunday = [at for at in weeks.rang() if at.date() == weeks.at(SUNDAY, 0).date()]
    assert max(sunday) <= weeks.at(SUNDAY, 12, 11)
    assert (weeks.status, acts(weeks)) == (CampaignStatus.RUNNING, (DONE[0], *DONE))


def test_what_is_cancelled_while_it_rests_stays_so(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(SUNDAY, 12))

    weeks.console.api.campaigns.update(weeks.campaign, CampaignUpdate(status=CampaignStatus.CANCELLED))
    weeks.until(weeks.at(MONDAY, 12))

    assert (weeks.status, weeks.watch.code) == (CampaignStatus.CANCELLED, Why.OVER)


# before it goes on


def test_what_speaks_against_calls_keeps_it_paused_until_that_is_mended(begin: Begin) -> None:
    weeks = begin()
    weeks.console.speaks_against = ("credits-none",)
    weeks.until(weeks.at(MONDAY, 12))
    assert (weeks.rest.why, weeks.rest.against) == (Why.NOT_READY, ("credits-none",))
    assert weeks.days_called() == [FRIDAY]

    weeks.console.speaks_against = ()
    weeks.until(weeks.at(MONDAY, 13))

    assert weeks.days_called() == [FRIDAY, MONDAY]


def test_one_that_was_stopped_after_n_is_not_let_go_on(begin: Begin) -> None:
    weeks = begin(NOONS, launched=False, seconds=LONG_CALL)
    weeks.console.launch(weeks.campaign, 2)
    weeks.until(weeks.at(FRIDAY, 11, 58))
    called = len(weeks.rang())

    weeks.until(weeks.at(FRIDAY, 14))

    limit = weeks.console.limit(weeks.campaign)
    assert limit is not None and limit.reached
    assert (weeks.status, len(weeks.rang())) == (CampaignStatus.PAUSED, called)


def test_a_limit_that_is_not_reached_holds_over_closed_hours(begin: Begin) -> None:
    weeks = begin(NOONS, launched=False, seconds=LONG_CALL)
    most = 4
    weeks.until(weeks.at(FRIDAY, 11, 30))
    weeks.console.launch(weeks.campaign, most)

    weeks.until(weeks.at(FRIDAY, 15))

    limit = weeks.console.limit(weeks.campaign)
    assert limit is not None and (limit.state, limit.why) == (WatchState.PAUSED, Why.REACHED)
    assert {11, 13} <= {at.hour for at in weeks.rang()} <= {11, 13, 14}
    assert len(weeks.rang()) <= most + 1
    assert acts(weeks) == (*DONE, DONE[0])


def test_a_key_that_may_not_pause_launches_nothing_that_keeps_days(begin: Begin) -> None:
    weeks = begin(launched=False)
    weeks.console.closed.add("updateCampaign")

    result = weeks.console.launch(weeks.campaign, None)

    assert result.outcome is LaunchOutcome.NOT_SENT
    assert isinstance(result.error, errors.DaysNotKept)
    assert weeks.status is CampaignStatus.DRAFT
    weeks.console.answered_for.add(weeks.campaign)
    assert weeks.console.launch(weeks.campaign, None).outcome is LaunchOutcome.LAUNCHED


# trouble


@pytest.mark.parametrize("kind", [*in_soak("drop_before", "server_error", "html"), "drop_after"])
def test_where_the_answer_to_its_pause_is_lost_it_is_told_again(begin: Begin, kind: str) -> None:
    weeks = begin()
    weeks.until(weeks.at(FRIDAY, 16, 57))
    weeks.sandbox.faults({"kind": kind, "operation": "updateCampaign"})

    weeks.until(weeks.at(MONDAY, 12))

    assert weeks.days_called() == [FRIDAY, MONDAY]
    assert acts(weeks) == DONE


@pytest.mark.parametrize("kind", [*in_soak("drop_before", "server_error"), "drop_after", "act_late"])
def test_where_the_answer_to_its_resume_is_lost_it_goes_on_once(begin: Begin, kind: str) -> None:
    weeks = begin()
    weeks.until(weeks.at(MONDAY, 8))
    weeks.sandbox.faults({"kind": kind, "operation": "updateCampaign", "act": True})
    weeks.sandbox.forget_requests()

    weeks.until(weeks.at(MONDAY, 12))

    assert weeks.days_called() == [FRIDAY, MONDAY]
    assert weeks.status is CampaignStatus.RUNNING
    assert [one for one in acts(weeks) if one[1] is Result.DONE] == list(DONE)


def test_a_platform_that_does_not_pause_is_told_of_and_told_again(begin: Begin) -> None:
    weeks = begin()
    weeks.until(weeks.at(FRIDAY, 16, 57))
    weeks.sandbox.faults({"kind": "server_error", "operation": "updateCampaign", "times": 40})

    weeks.until(weeks.at(FRIDAY, 17))
    assert (weeks.rest.state, weeks.rest.why) == (WatchState.ALARM, Why.NOT_PAUSED)

    weeks.until(weeks.at(MONDAY, 12))
    assert weeks.days_called() == [FRIDAY, MONDAY]


@pytest.mark.parametrize("step", [*in_soak("before it pauses", "before it goes on", "paused"), "it went on"])
def test_killed_at_any_step_it_rests_and_goes_on(begin: Begin, step: str) -> None:
    weeks = begin()
    weeks.console.dies(step)

    weeks.until(weeks.at(MONDAY, 12))

    assert step not in weeks.console.steps
    assert weeks.days_called() == [FRIDAY, MONDAY]
    assert acts(weeks) == DONE


def test_no_hour_sees_more_than_sixty_requests(begin: Begin) -> None:
    weeks = begin(SATURDAYS, looks=DUTIES)
    weeks.sandbox.forget_requests()
    spent: list[int] = []
    while weeks.now < weeks.at(SUNDAY, 13):
        before = weeks.requests()
        weeks.passes(hours=1)
        spent.append(weeks.requests() - before)
    assert max(spent) <= 60
    assert sum(spent) < 300
