"""The forecast beside the sandbox's dialler: campaigns of all sorts, forecast first, then played to their end."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from services.api.models import Outcome
from services.calling_days.days import CLOSED, DAILY, EVERY_DAY, CallingDays
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast import Assumptions, Forecast, Situation, forecast, measured
from tests.services.forecast.played_campaigns import Exchange, Setting

pytestmark = pytest.mark.lengthy

BERLIN, LONDON, NEW_YORK = "Europe/Berlin", "Europe/London", "America/New_York"
MONDAY = datetime(2026, 7, 13, tzinfo=UTC)
BEFORE_CLOSED_DAYS = tuple(
    datetime(*moment, tzinfo=UTC)
    for moment in ((2026, 12, 24, 9), (2026, 12, 31, 9), (2027, 3, 25, 13), (2027, 4, 16, 13))
)
DAYS = (DAILY,) * 5
WEEKDAYS = CallingDays(week=(*DAYS, CLOSED, CLOSED), holidays_closed=True)
NO_SUNDAYS = CallingDays(week=(*DAYS, ((10 * 60, 14 * 60),), CLOSED), holidays_closed=True)
many = pytest.mark.parametrize(
    ("campaigns", "at_least"), [(7, 5), pytest.param(20, 16, marks=pytest.mark.soak)]
)
MIXES: tuple[Mapping[str | None, int], ...] = ({BERLIN: 1}, {BERLIN: 2, NEW_YORK: 1}, {None: 1, LONDON: 2})


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    return Exchange(tmp_path_factory.mktemp("exchange"), seed=1)


@pytest.fixture(scope="module")
def own_figures(exchange: Exchange) -> Assumptions:
    """What the team's own earlier calls say: three campaigns of the week before."""
    for seed in (900, 901, 902):
        exchange.play(Setting(seed, {BERLIN: 120}, MONDAY - timedelta(days=7, hours=-8)))
    return measured(exchange.calls(), lambda call: BERLIN)


def setting(seed: int) -> Setting:
    """Some campaign, drawn from the seed."""
    draw = random.Random(seed)
    begins = MONDAY + timedelta(days=draw.randrange(5), minutes=draw.randrange(6 * 60, 16 * 60))
    size, mix = draw.choice([15, 30, 60, 100]), draw.choice(MIXES)
    return Setting(
        seed,
        {zone: size * part // sum(mix.values()) + 1 for zone, part in mix.items()},
        begins,
        concurrency=draw.choice([1, 2, 3, 5, 8]),
        attempts=draw.choice([2, 3, 4]),
        delay=draw.choice([15, 60, 120, 300]),
    )


def over_closed_days(seed: int) -> Setting:
    """Some campaign begun in the last hours before Christmas, New Year or Easter, or on a Friday."""
    draw = random.Random(seed)
    begins = draw.choice(BEFORE_CLOSED_DAYS) + timedelta(minutes=draw.randrange(4 * 60))
    size, mix = draw.choice([30, 60, 100]), draw.choice(MIXES)
    return Setting(
        seed,
        {zone: size * part // sum(mix.values()) + 1 for zone, part in mix.items()},
        begins,
        concurrency=draw.choice([1, 2, 3, 5]),
        attempts=draw.choice([2, 3, 4]),
        delay=draw.choice([60, 120, 300, 1440]),
        days=draw.choice([NO_SUNDAYS, WEEKDAYS]),
    )


def foretold(of: Setting, situation: Situation, figures: Assumptions) -> Forecast:
    rules = RetryRules.from_campaign(of.campaign)
    hours = CallWindow.from_campaign(of.campaign) if of.days == EVERY_DAY else of.calendar
    found = forecast(situation, hours, of.concurrency, rules, figures)
    assert found is not None
    return found


def holds(found: Forecast, finished: datetime | None) -> bool:
    assert found.earliest and found.latest and finished
    return found.earliest <= finished <= found.latest


@pytest.mark.soak  # by day those that are harder to foretell, below
@many
def test_most_campaigns_end_within_the_range(
    exchange: Exchange, own_figures: Assumptions, campaigns: int, at_least: int
) -> None:
    inside = 0
    for seed in range(campaigns):
        one = setting(seed)
        found = foretold(one, Situation(one.begins, one.people), own_figures)
        inside += holds(found, exchange.play(one))
    assert inside >= at_least


@many
def test_with_weekends_and_holidays_in_it_most_end_within_the_range(
    exchange: Exchange, own_figures: Assumptions, campaigns: int, at_least: int
) -> None:
    inside, closed = 0, 0
    for seed in range(200, 200 + campaigns):
        one = over_closed_days(seed)
        found = foretold(one, Situation(one.begins, one.people), own_figures)
        finished = exchange.play(one)
        inside += holds(found, finished)
        closed += finished is not None and bool(one.calendar.holds(one.begins, finished))
    assert closed >= 0.7 * campaigns, "hardly any of them met a closed day"
    assert inside >= at_least


def test_while_a_campaign_runs_it_starts_from_where_it_is(
    exchange: Exchange, own_figures: Assumptions
) -> None:
    inside: list[bool] = []
    for seed in range(100, 107):
        one = setting(seed)
        half_way = one.begins + timedelta(minutes=random.Random(seed).choice([30, 60, 300]))
        if exchange.play(one, until=half_way) is None:
            situation = Situation.of_rows(half_way, exchange.people(one))
            inside.append(holds(foretold(one, situation, own_figures), exchange.play(one)))
    assert len(inside) >= 4
    assert sum(inside) >= 0.8 * len(inside) - 1


def test_shares_and_lengths_are_those_of_the_calls(own_figures: Assumptions) -> None:
    assert own_figures.measured
    assert 0.3 < own_figures.shares[Outcome.ANSWERED] < 0.42
    assert sum(own_figures.shares.values()) == pytest.approx(1)
