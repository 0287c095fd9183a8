"""Across campaigns and time, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.api.models import Call, Campaign
from services.results.call_table import CallTable, columns_of
from services.results.insights import (
    Dimension,
    SelectedCalls,
    Selection,
    Sureness,
    best_hour,
    compare,
    funnel_of_counters,
    ranking_of_counters,
)
from services.results.intervals import share
from services.results.outcomes import FigureSource, Rates

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
BERLIN, LONDON = "+4930123456", "+442079460000"


def call(
    campaign: str, person: str, outcome: str, hours: int, to: str = BERLIN, number: str = "+49891"
) -> Call:
    return Call(
        id=f"{campaign}-{person}-{hours}",
        campaign_id=campaign,
        campaign_contact_id=person,
        from_number=number,
        to_number=to,
        outcome=outcome,
        started_at=MONDAY + timedelta(hours=hours),
    )


def campaign(identifier: str, assistant: str = "a1", called: int = 0, answered: int = 0) -> Campaign:
    return Campaign.model_validate(
        {
            "id": identifier,
            "name": identifier.upper(),
            "status": "running",
            "assistant_id": assistant,
            "total_contacts": 10,
            "contacts_called": called,
            "contacts_answered": answered,
            "contacts_completed": answered,
        }
    )


SPRING, SUMMER = campaign("spring", "a1", 4, 2), campaign("summer", "a2", 2, 0)
TABLE = CallTable(
    columns_of(
        [
            call("spring", "anna", "no_answer", 0),
            call("spring", "anna", "answered", 24),
            call("spring", "ben", "answered", 0, LONDON),
            call("spring", "carl", "busy", 25, "+18005550100"),
            call("summer", "dora", "no_answer", 0, number="+49892"),
            call("summer", "emil", "voicemail", 0, number="+49892"),
            call("autumn", "fay", "answered", 0),
        ]
    )
)
BOTH = Selection([SPRING, SUMMER])


def test_it_selects_by_campaign_period_and_caller_number() -> None:
    assert len(SelectedCalls(TABLE, BOTH)) == 6
    assert len(SelectedCalls(TABLE, Selection([SPRING]))) == 4
    assert len(SelectedCalls(TABLE, Selection([SPRING], since=MONDAY + timedelta(days=1)))) == 2
    assert len(SelectedCalls(TABLE, Selection([SPRING], until=MONDAY + timedelta(days=1)))) == 2
    assert len(SelectedCalls(TABLE, Selection([SPRING, SUMMER], number="+49892"))) == 2
    assert len(SelectedCalls(TABLE, Selection([]))) == 0


def test_it_adds_up_the_counters_for_all_time_and_the_calls_for_a_period() -> None:
    whole = SelectedCalls(TABLE, BOTH).funnel()
    assert (whole.people.people, whole.called.people, whole.source) == (20, 6, FigureSource.COUNTERS)
    first_day = SelectedCalls(TABLE, Selection([SPRING, SUMMER], until=MONDAY + timedelta(days=1))).funnel()
    steps = (first_day.people, first_day.called, first_day.answered, first_day.finished)
    assert [step.people for step in steps] == [20, 4, 1, None]
    assert first_day.source is FigureSource.CALLS


def test_it_counts_outcomes_hours_weekdays_and_attempts() -> None:
    calls = SelectedCalls(TABLE, BOTH)
    assert calls.outcomes() == {"no_answer": 2, "answered": 2, "busy": 1, "voicemail": 1}
    assert {hour: (one.count, one.of) for hour, one in calls.by_hour().by.items()} == {8: (1, 1), 9: (1, 4)}
    assert calls.by_hour().unplaced == 1
    assert {at: (one.count, one.of) for at, one in calls.by_hour_and_weekday().items()} == {
        (0, 8): (1, 1),
        (0, 9): (0, 3),
        (1, 9): (1, 1),
    }
    assert (calls.attempts().answered_at, calls.attempts().never) == ({1: 1, 2: 1}, 3)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        (Dimension.CAMPAIGN, [("spring", 2, 4), ("summer", 0, 2)]),
        (Dimension.ASSISTANT, [("a1", 2, 4), ("a2", 0, 2)]),
        (Dimension.NUMBER, [("+49891", 2, 4), ("+49892", 0, 2)]),
        (Dimension.LIST, [("fair.csv", 2, 4)]),
    ],
)
def test_it_ranks(dimension: Dimension, expected: list[tuple[str, int, int]]) -> None:
    found = SelectedCalls(TABLE, BOTH).ranking(dimension, {"spring": "Spring"}, {"spring": "fair.csv"})
    assert [(row.key, row.rate.count, row.rate.of) for row in found.rows] == expected


def test_it_ranks_what_has_calls_enough_first() -> None:
    rows = ranking_of_counters(
        Dimension.CAMPAIGN, [campaign("few", "a", 3, 3), campaign("many", "a", 90, 9)], {}
    ).rows
    assert [row.key for row in rows] == ["many", "few"]


def test_it_ranks_by_counters_where_there_are_no_calls() -> None:
    found = ranking_of_counters(Dimension.ASSISTANT, [SPRING, SUMMER], {"a1": "Sofia"})
    assert [(row.name, row.rate.count, row.rate.of) for row in found.rows] == [("Sofia", 2, 4), ("a2", 0, 2)]
    assert ranking_of_counters(Dimension.NUMBER, [SPRING], {}).rows == []
    assert funnel_of_counters([]).people.of_all is None


def test_it_compares_two_and_says_whether_the_difference_is_certain() -> None:
    campaigns = [campaign("one", "a", 70, 56), campaign("two", "a", 80, 48), campaign("tiny", "a", 2, 1)]
    ranking = ranking_of_counters(Dimension.CAMPAIGN, campaigns, {})
    found = compare(ranking, "one", "two").difference
    assert found is not None
    assert (round(found.value, 2), found.certain) == (0.2, True)
    unsure = compare(ranking, "one", "tiny").difference
    assert unsure is not None
    assert not unsure.certain
    assert compare(ranking, "one", "unknown").difference is None


@pytest.mark.parametrize(
    ("by", "sureness", "hour"),
    [
        ({}, Sureness.TOO_FEW, None),
        ({9: share(20, 29), 10: share(1, 29)}, Sureness.TOO_FEW, None),
        ({9: share(300, 1000), 10: share(200, 1000), 11: share(210, 1000)}, Sureness.SURE, 9),
        ({9: share(130, 500), 10: share(105, 500), 11: share(105, 500)}, Sureness.LIKELY, 9),
        ({9: share(10, 40), 10: share(11, 40), 11: share(3, 4)}, Sureness.UNSURE, 10),
    ],
)
def test_it_names_the_best_hour_with_how_sure_it_is(by: dict, sureness: Sureness, hour: int | None) -> None:
    found = best_hour(Rates(by, 0, FigureSource.CALLS))
    assert (found.sureness, found.hour) == (sureness, hour)


def test_it_has_nothing_to_say_of_nothing() -> None:
    calls = SelectedCalls(CallTable(columns_of([])), BOTH)
    assert (calls.outcomes(), calls.by_hour().by, calls.by_hour_and_weekday(), calls.attempts().people) == (
        {},
        {},
        {},
        0,
    )
    assert calls.ranking(Dimension.CAMPAIGN, {}).rows == []
