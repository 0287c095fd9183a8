"""Simulation: many times over, each person's calls are played from her turn to her end.

The same random numbers are used whatever the settings, so that two forecasts differ by what was changed and not by
luck.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from services.api.models import RETRIED
from services.calling_days.calendar import Calendar
from services.calling_rules.call_window import CallWindow, find_zone
from services.calling_rules.retry_rules import RetryRules
from services.forecast.assumptions import USUAL, Assumptions
from services.forecast.flow import DailyLimit, flowed
from services.forecast.open_hours import Hours, Minutes, OpenHours
from services.forecast.play import Played, QueueStage
from services.forecast.quarters import Quarters, quarters_of
from services.forecast.random_numbers import RunDraws, draw_runs
from services.forecast.sampling import cohorts
from services.forecast.situation import Situation
from services.forecast.stream import DIALLER_SECONDS, MOST_ATTEMPTS, Stream

RUNS = 80
SAMPLE = 250
RANGE = (0.06, 0.5, 0.94)
"""Quantiles of the runs. A little wider than eight of ten: the runs know only the chances the simulation knows."""
CURVE_POINTS = 60
FAR_DAYS = 730
END_OF_CAMPAIGN = 1.0
"""Minutes until the dialler notices that nothing is left."""


@dataclass(frozen=True)
class Forecast:
    """Forecast of the end: in half of the runs before `finish`, in eight of ten between `earliest` and `latest`.

    A moment more than two years away, or after the last day of the campaign, is None. `reached` is the share of all people
    who will have answered. `curve`: moments, and people done by then. `last_day` is the campaign's where it has one, and
    `not_done` the people to expect who are not done by then.
    `quarters`: calls to be placed in each quarter of an hour of the next two days.
    """

    begins: datetime
    earliest: datetime | None
    finish: datetime | None
    latest: datetime | None
    people: int
    left: int
    calls: float
    reached: float
    curve: tuple[tuple[datetime, float], ...]
    assumptions: Assumptions
    concurrency: int
    last_day: date | None = None
    not_done: float = 0.0
    quarters: Quarters = ()


def forecast(
    situation: Situation,
    hours: Hours,
    concurrency: int,
    retries: RetryRules,
    assumptions: Assumptions = USUAL,
    seed: int = 1,
    *,
    most_a_day: float | None = None,
) -> Forecast | None:
    """Forecast of a campaign from `situation` on, with at most so many calls a day where that is a limit; None where nobody is
    left to call or it never has an hour to call in."""
    if not situation.left or not _window(hours).seconds_a_day:
        return None
    lines = max(1, concurrency if most_a_day is None else min(concurrency, int(most_a_day)))
    for days in _horizons(situation, hours, lines, retries, assumptions):
        streams = _streams(situation, hours, retries, assumptions, days)
        if not any(len(stream.hours.opens) for stream in streams):
            continue
        draws = draw_runs(assumptions, RUNS, seed)
        limit = _daily_limit(situation, hours, lines, most_a_day, days)
        played = _play(streams, lines, draws, limit)
        last_call = max(stream.call_minutes for stream in streams)
        over = np.max([one.over for one in played], axis=0) + END_OF_CAMPAIGN + draws.end_noise * last_call
        if np.isfinite(over).all() or days == _farthest(situation, hours):
            return _forecast(situation, hours, lines, assumptions, played, over)
    return None


def _window(hours: Hours) -> CallWindow:
    return hours.window if isinstance(hours, Calendar) else hours


def _last_day(hours: Hours) -> date | None:
    return hours.days.last_day if isinstance(hours, Calendar) else None


def _farthest(situation: Situation, hours: Hours) -> int:
    """Days until nobody is called any more, wherever people are; so far is looked ahead at most."""
    last = _last_day(hours)
    if last is None:
        return FAR_DAYS
    return min(FAR_DAYS, max(1, (last - situation.begins.astimezone(UTC).date()).days + 2))


def _horizons(
    situation: Situation, hours: Hours, lines: int, retries: RetryRules, assumptions: Assumptions
) -> list[int]:
    """Days of hours to look at, each a farther look for whoever falls beyond the one before."""
    farthest = _farthest(situation, hours)
    near = _days_needed(situation, _window(hours), lines, retries, assumptions)
    return sorted({min(near, farthest), min(4 * near, farthest), farthest})


def _days_needed(
    situation: Situation, window: CallWindow, lines: int, retries: RetryRules, assumptions: Assumptions
) -> int:
    """Days of hours that will do where each day is a calling day; generous, for weekends too."""
    minutes = 2 * situation.left * (max(assumptions.seconds.values()) + DIALLER_SECONDS) / 60
    calls = min(retries.most_calls, MOST_ATTEMPTS)
    delays = max((retries.delay(outcome, calls) for outcome in RETRIED), default=0.0)
    waits = calls * (delays / 1440 + 2)
    return min(FAR_DAYS, math.ceil(minutes / lines / window.seconds_a_day * 60 + waits) + 30)


def _streams(
    situation: Situation, hours: Hours, retries: RetryRules, assumptions: Assumptions, days: int
) -> list[Stream]:
    """People by what their hours do: zones with the same openings are one. A day on which some must not be called is closed
    for all, so that zones with the same clock have the same days too."""
    fresh: dict[str, int] = defaultdict(int)
    waiting: dict[str, list[tuple[int, float]]] = defaultdict(list)
    told: dict[str, str | None] = {}
    for timezone, count in situation.fresh.items():
        zone = hours.zone(timezone).key
        told[zone] = timezone
        fresh[zone] += count
    for timezone, attempts, due in situation.waiting:
        zone = hours.zone(timezone).key
        told[zone] = timezone
        minutes = max(0.0, (due - situation.begins) / timedelta(minutes=1))
        waiting[zone].append((attempts, minutes))
    alike: dict[tuple[timedelta | None, ...], list[str]] = defaultdict(list)
    for zone in sorted(told):
        alike[_clock_of(zone, situation.begins)].append(zone)
    shares = assumptions.within(_window(hours))
    return [
        Stream(
            hours=OpenHours(hours, told[zones[0]], situation.begins, days),
            fresh=sum(fresh[zone] for zone in zones),
            waiting=[one for zone in zones for one in waiting[zone]],
            shares=shares,
            seconds=assumptions.seconds,
            rules=retries,
        )
        for zones in alike.values()
        if any(fresh[zone] or waiting[zone] for zone in zones)
    ]


def _clock_of(zone: str, begins: datetime) -> tuple[timedelta | None, ...]:
    """Key that tells two zones' clocks apart: their offsets over the coming year."""
    found = find_zone(zone)
    return tuple((begins + timedelta(days=day)).astimezone(found).utcoffset() for day in range(0, 370, 7))


def _play(streams: Sequence[Stream], lines: int, draws: RunDraws, limit: DailyLimit | None) -> list[Played]:
    """A day whose calls are used up is over: what falls due in its rest waits for the next one."""
    total = sum(stream.people for stream in streams)
    flow = flowed(streams, 2 * total / lines + 1, limit)
    return [
        QueueStage(replace(stream, hours=stream.hours.without(flow.used_up)), draws, lines).play(
            cohorts(stream, SAMPLE), turn, total / stream.people
        )
        for stream, turn in zip(streams, flow.turns, strict=True)
    ]


def _daily_limit(
    situation: Situation, hours: Hours, lines: int, most: float | None, days: int
) -> DailyLimit | None:
    """By the days of the campaign's own clock."""
    if most is None or most <= 0:
        return None
    zone = find_zone(_window(hours).timezone) or UTC
    today = situation.begins.astimezone(zone).date()
    midnights = [
        datetime.combine(today + timedelta(days=ahead), time(), zone) for ahead in range(1, days + 1)
    ]
    return DailyLimit(most / lines, [(at - situation.begins) / timedelta(minutes=1) for at in midnights])


def _forecast(
    situation: Situation,
    hours: Hours,
    lines: int,
    assumptions: Assumptions,
    played: Sequence[Played],
    over: Minutes,
) -> Forecast:
    # The order statistic itself, not an interpolation: infinity may be among them.
    earliest, finish, latest = np.quantile(over, RANGE, method="higher").tolist()
    calls = sum(one.calls for one in played)
    answered = situation.answered + sum(one.answered for one in played)
    horizon = finish if math.isfinite(finish) else _farthest(situation, hours) * 1440.0
    curve = _curve(situation, played, min(horizon, FAR_DAYS * 1440.0))
    last_day = _last_day(hours)
    return Forecast(
        begins=situation.begins,
        earliest=_moment(situation.begins, earliest),
        finish=_moment(situation.begins, finish),
        latest=_moment(situation.begins, latest),
        people=situation.people,
        left=situation.left,
        calls=calls,
        reached=min(1.0, answered / situation.people),
        curve=curve,
        assumptions=assumptions,
        concurrency=lines,
        last_day=last_day,
        not_done=max(0.0, situation.people - curve[-1][1]) if last_day and not math.isfinite(finish) else 0.0,
        quarters=quarters_of(situation.begins, played, RUNS),
    )


def _moment(begins: datetime, minutes: float) -> datetime | None:
    return begins + timedelta(minutes=minutes) if math.isfinite(minutes) else None


def _curve(
    situation: Situation, played: Sequence[Played], horizon: float
) -> tuple[tuple[datetime, float], ...]:
    """People done over time, the mean of the runs."""
    edges = np.linspace(0.0, horizon, CURVE_POINTS + 1)
    done = np.zeros(CURVE_POINTS)
    for one in played:
        for ends, weights in zip(one.ends, one.weights, strict=True):
            counted, _ = np.histogram(
                np.clip(ends, 0.0, None).ravel(),
                bins=edges,
                weights=np.broadcast_to(weights, ends.shape).ravel(),
            )
            done += counted / len(ends)
    people = situation.finished + np.concatenate(([0.0], np.cumsum(done)))
    moments = (situation.begins + timedelta(minutes=float(edge)) for edge in edges)
    return tuple(zip(moments, people.tolist(), strict=True))
