"""Plan of the day: the calls a campaign is expected to place today, those it has made, and those each limit takes away.

A decomposition by counterfactuals: the same forecast is played once more without the lines' limit, and once more without the
calling hours. What each of them would add today is what the limit takes away. The parts add up to the calls still to come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType

from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.forecast.assumptions import Assumptions
from services.forecast.open_hours import Hours
from services.forecast.outlook import forecast
from services.forecast.quarters import Quarters, within
from services.forecast.situation import Situation

ALL_DAY = time(0), time(23, 59, 59)
MOST_LINES = 2_000
"""As good as no limit: more people at once than any campaign's first minutes have."""


class Takes(StrEnum):
    """What keeps a call from being placed today, in the order in which it bites."""

    RESTS = "rests"  # the campaign is paused, or starts another day
    CREDITS = "credits"  # none are left
    HOURS = "hours"
    RETRY = "retry"
    AT_ONCE = "at_once"
    AT_MOST = "at_most"
    LIMIT = "limit"  # of calls a day, or in all


@dataclass(frozen=True)
class ExpectedCalls:
    """Expected calls of one campaign from `begins` on, for whatever clock a day is told by. `calls` are all that are still to
    come, `most` how many of them a limit "at most N people" lets through, `left` how many the campaign's limits of calls do; None
    without one. `stopped` is what keeps all of them
    from being placed as things stand."""

    begins: datetime
    calls: float
    quarters: Quarters
    without_lines: Quarters = ()
    without_hours: Quarters = ()
    most: float | None = None
    left: float | None = None
    stopped: Takes | None = None


@dataclass(frozen=True)
class DayPlan:
    """Calls of one day by its quarters of an hour. `taken`: calls that are still to come and not today, by what takes them. `made` is
    None where nothing tells of calls."""

    since: datetime
    until: datetime
    expected: Quarters
    made: Quarters | None = None
    taken: Mapping[Takes, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def to_come(self) -> float:
        return sum(calls for _at, calls in self.expected)

    @property
    def done(self) -> float:
        return sum(calls for _at, calls in self.made or ())


def expected_calls(
    situation: Situation,
    hours: Hours,
    concurrency: int,
    retries: RetryRules,
    assumptions: Assumptions,
    *,
    most: float | None = None,
    stopped: Takes | None = None,
) -> ExpectedCalls | None:
    """None where nobody is left to call. Calls for which there is no hour are taken by the hours."""
    always = forecast(situation, CallWindow(*ALL_DAY, hours.timezone), MOST_LINES, retries, assumptions)
    if always is None:
        return None
    found = forecast(situation, hours, concurrency, retries, assumptions)
    if stopped or found is None:
        calls = found.calls if found else always.calls
        return ExpectedCalls(situation.begins, calls, (), most=most, stopped=stopped or Takes.HOURS)
    more = forecast(situation, hours, MOST_LINES, retries, assumptions)
    return ExpectedCalls(
        situation.begins,
        found.calls,
        found.quarters,
        more.quarters if more else (),
        always.quarters,
        most,
    )


def day_plan(
    campaigns: Sequence[ExpectedCalls],
    since: datetime,
    until: datetime,
    made: Quarters | None = None,
) -> DayPlan:
    """The plan of [since, until) for campaigns together."""
    expected: Counter[datetime] = Counter()
    taken: Counter[Takes] = Counter()
    for one in campaigns:
        today, takes = _of_one(one, since, until)
        expected.update(dict(today))
        taken.update(takes)
    done = None if made is None else tuple((at, calls) for at, calls in made if since <= at < until)
    to_come = tuple(sorted((at, calls) for at, calls in expected.items() if calls > 0))
    takes = {one: taken[one] for one in Takes if taken[one] > 0}
    return DayPlan(since, until, to_come, done, MappingProxyType(takes))


def _of_one(one: ExpectedCalls, since: datetime, until: datetime) -> tuple[Quarters, dict[Takes, float]]:
    if one.stopped or one.begins >= until:
        return (), {one.stopped or Takes.RESTS: one.calls}
    today = tuple((at, calls) for at, calls in one.quarters if since <= at < until)
    placed = within(today, since, until)
    later = max(one.calls - placed, 0.0)
    lines = min(later, max(within(one.without_lines, since, until) - placed, 0.0))
    always = within(one.without_hours, since, until) - placed - lines
    hours = min(later - lines, max(always, 0.0))
    takes = {Takes.HOURS: hours, Takes.RETRY: later - lines - hours, Takes.AT_ONCE: lines}
    for limit, most in ((Takes.AT_MOST, one.most), (Takes.LIMIT, one.left)):
        if most is not None and placed > most:
            takes[limit] = placed - most
            today, placed = _first(today, most), most
    return today, takes


def _first(quarters: Iterable[tuple[datetime, float]], most: float) -> Quarters:
    """The first so many calls."""
    kept: list[tuple[datetime, float]] = []
    left = most
    for at, calls in quarters:
        kept.append((at, min(calls, left)))
        left = max(left - calls, 0.0)
    return tuple(one for one in kept if one[1] > 0)
