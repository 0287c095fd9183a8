"""Outcomes of a campaign, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.api.models import Call, Campaign, CampaignContact, Dashboard
from services.results.outcomes import (
    FigureSource,
    answer_rate_by_hour,
    answer_rate_by_hour_and_weekday,
    attempts_until_answered,
    frame_of_calls,
    frame_of_people,
    funnel,
    outcome_counts,
)

MONDAY_EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def call(
    person: str, outcome: str | None, hours: float = 0, number: str = "+4930123456", **more: Any
) -> Call:
    at = MONDAY_EIGHT + timedelta(hours=hours)
    row = {
        "id": f"{person}-{hours}",
        "campaign_contact_id": person,
        "contact_id": person,
        "to_number": number,
    }
    return Call.model_validate(row | {"outcome": outcome, "started_at": at.isoformat()} | more)


CALLS = [
    call("anna", "no_answer"),
    call("anna", "answered", 1),
    call("ben", "answered", 1, "+442079460000"),
    call("carl", "busy", 2),
    call("carl", "voicemail", 30),
    call("dora", "no_answer", 30, "+18005550100"),
    call("emil", None, 30),
]


def person(
    name: str, status: str, outcome: str | None = None, attempts: int | None = 0, **more: Any
) -> CampaignContact:
    return CampaignContact.model_validate(
        {"id": name, "status": status, "outcome": outcome, "attempts": attempts} | more
    )


def counters(total: int | None, called: int | None, answered: int | None, finished: int | None) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "c",
            "name": "c",
            "status": "running",
            "total_contacts": total,
            "contacts_called": called,
            "contacts_answered": answered,
            "contacts_completed": finished,
        }
    )


def test_it_counts_the_funnel_with_parts_of_before_and_of_all() -> None:
    found = funnel(counters(200, 100, 25, 60))
    assert (found.called.of_before, found.called.of_all) == (0.5, 0.5)
    assert (found.answered.of_before, found.answered.of_all) == (0.25, 0.125)
    assert found.finished.of_all == 0.3
    assert (found.consistent, found.source) == (True, FigureSource.COUNTERS)


def test_it_takes_more_answered_than_finished_for_normal() -> None:
    assert funnel(counters(10, 8, 5, 3)).consistent


@pytest.mark.parametrize("counts", [(10, 12, 5, 3), (10, 5, 6, 3), (10, 5, 5, 11), (None, 1, 2, 1)])
def test_it_says_that_the_platforms_counters_contradict_each_other(
    counts: tuple[int | None, int, int, int],
) -> None:
    assert not funnel(counters(*counts)).consistent


def test_counters_that_are_not_told_are_neither_zero_nor_a_contradiction() -> None:
    found = funnel(counters(None, 3, None, 1))
    assert (found.people.people, found.called.people, found.answered.people) == (None, 3, None)
    assert (found.called.of_all, found.answered.of_before, found.finished.of_all) == (None, None, None)
    assert found.consistent


def test_it_divides_by_nothing_nowhere() -> None:
    empty = funnel(counters(0, 0, 0, 0))
    assert (empty.called.of_before, empty.answered.of_before, empty.people.of_all) == (None, None, None)
    assert empty.consistent


def test_it_reads_the_counters_of_a_dashboard() -> None:
    assert funnel(Dashboard(campaign=counters(4, 3, 2, 1))).answered.people == 2


def test_it_counts_outcomes_of_calls_that_ended() -> None:
    assert outcome_counts(frame_of_calls(CALLS)) == {"no_answer": 2, "answered": 2, "busy": 1, "voicemail": 1}


def test_it_places_calls_on_the_clock_of_the_person_called() -> None:
    """Eight in the morning UTC is nine in Berlin and eight in London; a toll-free number is nowhere."""
    rates = answer_rate_by_hour(frame_of_calls(CALLS))
    assert {hour: (one.count, one.of) for hour, one in rates.by.items()} == {
        9: (1, 2),
        10: (1, 1),
        11: (0, 1),
        15: (0, 1),
    }
    assert rates.unplaced == 1


def test_it_prefers_the_persons_own_zone_to_her_numbers() -> None:
    rates = answer_rate_by_hour(frame_of_calls(CALLS[:1], zones={"anna": "America/New_York"}))
    assert list(rates.by) == [3]


def test_it_uses_the_campaigns_zone_where_nothing_else_is_known() -> None:
    table = frame_of_calls([CALLS[5]], otherwise=ZoneInfo("America/Chicago"))
    assert list(answer_rate_by_hour(table).by) == [8]


def test_it_counts_by_hour_and_weekday() -> None:
    by = answer_rate_by_hour_and_weekday(frame_of_calls(CALLS))
    assert [sum(one.of for (of, _hour), one in by.items() if of == day) for day in (0, 1)] == [4, 1]
    assert by[0, 9].of == 2


@pytest.mark.parametrize(
    ("utc", "hour"), [("2026-03-29T00:30:00Z", 1), ("2026-03-29T01:30:00Z", 3), ("2026-10-25T00:30:00Z", 2)]
)
def test_it_follows_the_change_of_the_clock(utc: str, hour: int) -> None:
    table = frame_of_calls([call("anna", "answered", started_at=utc)])
    assert list(answer_rate_by_hour(table).by) == [hour]


def test_it_counts_attempts_until_somebody_answered() -> None:
    found = attempts_until_answered(frame_of_calls(CALLS))
    assert (found.answered_at, found.never, found.people) == ({1: 1, 2: 1}, 2, 4)


def test_it_counts_from_people_what_they_tell() -> None:
    people = [
        person("anna", "completed", "answered", 3, last_attempt_at="2026-03-02T08:00:00Z"),
        person("ben", "pending", "busy", 1),
        person("carl", "skipped", "do_not_call"),
    ]
    table = frame_of_people(people, ZoneInfo("Europe/Berlin"))
    assert outcome_counts(table) == {"answered": 1, "busy": 1}
    assert attempts_until_answered(table).answered_at == {3: 1}
    assert (list(answer_rate_by_hour(table).by), answer_rate_by_hour(table).unplaced) == ([9], 1)
    assert attempts_until_answered(table).source is FigureSource.PEOPLE


def test_it_has_nothing_to_say_of_nothing() -> None:
    table = frame_of_calls([])
    assert outcome_counts(table) == {}
    assert answer_rate_by_hour(table).by == {}
    assert answer_rate_by_hour_and_weekday(table) == {}
    assert attempts_until_answered(table).people == 0


def test_it_keeps_outcomes_it_does_not_know() -> None:
    assert outcome_counts(frame_of_calls([call("anna", "teleported")])) == {"teleported": 1}
