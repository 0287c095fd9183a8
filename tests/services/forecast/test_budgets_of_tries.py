"""Budgets of tries by outcome in a forecast: as many calls as somebody gets whose outcomes are drawn one after the other."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time

import pytest

from services.api.models import Outcome
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Situation, forecast
from services.forecast.stream import chances_within

ALL_DAY = CallWindow(time(0), time(23, 59), "UTC", False)
BEGINS = datetime(2026, 11, 24, 10, tzinfo=UTC)
SHARES = {Outcome.NO_ANSWER: 0.5, Outcome.BUSY: 0.3, Outcome.ERROR: 0.1}


def drawn(budgets: dict[Outcome, int], chance: random.Random) -> int:
    """Calls of one person, by the rule itself."""
    used = dict.fromkeys(budgets, 0)
    calls = 0
    while True:
        calls += 1
        ended = chance.choices([*SHARES, None], [*SHARES.values(), 1 - sum(SHARES.values())])[0]
        if ended is None or ended not in budgets:
            return calls
        used[ended] += 1
        if used[ended] >= budgets[ended]:
            return calls


@pytest.mark.parametrize(
    "budgets",
    [
        {Outcome.NO_ANSWER: 5, Outcome.BUSY: 2},
        {Outcome.NO_ANSWER: 1, Outcome.BUSY: 4, Outcome.ERROR: 3},
        {Outcome.NO_ANSWER: 3, Outcome.BUSY: 3, Outcome.ERROR: 3},
    ],
)
def test_the_chances_are_those_of_people_drawn_one_by_one(budgets: dict[Outcome, int]) -> None:
    chance = random.Random(7)
    mean = sum(drawn(budgets, chance) for _person in range(40_000)) / 40_000
    shares = tuple(SHARES[one] for one in budgets)
    within = chances_within(tuple(budgets.values()), shares, sum(budgets.values()))
    expected, reach = 0.0, 1.0
    for chances in within:
        expected += reach
        reach *= sum(share * one for share, one in zip(shares, chances, strict=True))
    assert expected == pytest.approx(mean, rel=0.02)


def test_a_forecast_plays_more_calls_where_budgets_add_up_and_never_more_than_the_most() -> None:
    situation = Situation(BEGINS, {"UTC": 200})
    limits = {Outcome.NO_ANSWER: 6, Outcome.BUSY: 4}
    adding_up = RetryRules(3, delay_minutes=10, limits=limits, add_up=True)
    shared = RetryRules(3, delay_minutes=10, limits=limits)
    more, fewer = forecast(situation, ALL_DAY, 5, adding_up), forecast(situation, ALL_DAY, 5, shared)
    assert more is not None
    assert fewer is not None
    assert 200 < fewer.calls < more.calls <= 200 * adding_up.most_calls


def test_without_budgets_of_their_own_a_forecast_is_the_same_on_every_version() -> None:
    situation = Situation(BEGINS, {"UTC": 50})
    assert forecast(situation, ALL_DAY, 3, RetryRules(4, add_up=True)) == forecast(
        situation, ALL_DAY, 3, RetryRules(4)
    )
