"""The simulation: many times over, each person's calls are played from her turn to her end.

The same random numbers are used whatever the settings, so that two forecasts differ by what was changed and not by
luck.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from services.call_window import CallWindow
from services.forecast.assumptions import USUAL, Assumptions
from services.forecast.flow import turns
from services.forecast.luck import luck
from services.forecast.open_hours import Minutes, OpenHours
from services.forecast.play import Played, lots, play
from services.forecast.situation import Situation
from services.forecast.stream import Stream
from services.retry_rules import RetryRules

RUNS = 60
SAMPLE = 600
CURVE_POINTS = 60
NEAR_DAYS, FAR_DAYS = 60, 730
END_OF_CAMPAIGN = 0.5
"""Minutes until the dialler notices that nothing is left."""


@dataclass(frozen=True)
class Forecast:
    """When it is over: in half of the runs before `finish`, in eight of ten between `earliest` and `latest`.

    A moment more than two years away is None. `reached` is the share of all people who will have answered;
    `calls_a_day` holds for a whole day of calling hours. `curve`: moments, and people done by then.
    """

    begins: datetime
    earliest: datetime | None
    finish: datetime | None
    latest: datetime | None
    people: int
    left: int
    calls: float
    calls_a_day: float
    reached: float
    curve: tuple[tuple[datetime, float], ...]
    assumptions: Assumptions
    concurrency: int


def forecast(
    situation: Situation,
    window: CallWindow,
    concurrency: int,
    retries: RetryRules,
    assumptions: Assumptions = USUAL,
    seed: int = 1,
) -> Forecast | None:
    """What will become of a campaign from `situation` on; None where nobody is left to call or the window is empty."""
    if not situation.left or not window.seconds_a_day:
        return None
    lines = max(1, concurrency)
    for days in (NEAR_DAYS, FAR_DAYS):
        streams = _streams(situation, window, retries, assumptions, days)
        played = _play(streams, lines, assumptions, seed)
        over = np.max([one.over for one in played], axis=0) + END_OF_CAMPAIGN
        if np.isfinite(over).all():
            break
    return _forecast(situation, window, lines, assumptions, streams, played, over)


def _streams(
    situation: Situation, window: CallWindow, retries: RetryRules, assumptions: Assumptions, days: int
) -> list[Stream]:
    """People by what their window does: zones with the same openings are one."""
    fresh: dict[str, int] = defaultdict(int)
    waiting: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for timezone, count in situation.fresh.items():
        fresh[window.zone(timezone).key] += count
    for timezone, attempts, due in situation.waiting:
        minutes = max(0.0, (due - situation.begins) / timedelta(minutes=1))
        waiting[window.zone(timezone).key].append((attempts, minutes))
    alike: dict[tuple[datetime, ...], list[str]] = defaultdict(list)
    for zone in sorted({*fresh, *waiting}):
        alike[_openings(window, zone, situation.begins)].append(zone)
    shares = assumptions.within(window)
    return [
        Stream(
            hours=OpenHours(window, zones[0], situation.begins, days),
            fresh=sum(fresh[zone] for zone in zones),
            waiting=[one for zone in zones for one in waiting[zone]],
            shares=shares,
            seconds=assumptions.seconds,
            rules=retries,
        )
        for zones in alike.values()
        if any(fresh[zone] or waiting[zone] for zone in zones)
    ]


def _openings(window: CallWindow, zone: str, begins: datetime) -> tuple[datetime, ...]:
    """What tells two zones apart within a fortnight, and over the next clock changes."""
    days = [*range(0, 14, 2), *range(14, 370, 14)]
    openings = (window.next_opening(begins + timedelta(days=day), zone) for day in days)
    return tuple(opening for opening in openings if opening)


def _play(streams: Sequence[Stream], lines: int, assumptions: Assumptions, seed: int) -> list[Played]:
    total = sum(stream.people for stream in streams)
    drawn = luck(assumptions, RUNS, seed)
    flowing = turns(streams, farthest=2 * total / lines + 1)
    sample = max(100, SAMPLE // len(streams))
    return [
        play(stream, lots(stream, sample), turn, drawn, lines, total / stream.people)
        for stream, turn in zip(streams, flowing, strict=True)
    ]


def _forecast(
    situation: Situation,
    window: CallWindow,
    lines: int,
    assumptions: Assumptions,
    streams: Sequence[Stream],
    played: Sequence[Played],
    over: Minutes,
) -> Forecast:
    # The order statistic itself, not an interpolation: infinity may be among them.
    earliest, finish, latest = np.quantile(over, (0.1, 0.5, 0.9), method="higher").tolist()
    calls = sum(one.calls for one in played)
    answered = situation.answered + sum(one.answered for one in played)
    largest = max(streams, key=lambda stream: stream.people)
    horizon = finish if math.isfinite(finish) else FAR_DAYS * 1440.0
    days = float(largest.hours.open_until(np.array([horizon]))[0]) / max(1, window.minutes_a_day)
    return Forecast(
        begins=situation.begins,
        earliest=_moment(situation.begins, earliest),
        finish=_moment(situation.begins, finish),
        latest=_moment(situation.begins, latest),
        people=situation.people,
        left=situation.left,
        calls=calls,
        calls_a_day=calls / max(1.0, days),
        reached=min(1.0, answered / situation.people),
        curve=_curve(situation, played, min(horizon, FAR_DAYS * 1440.0)),
        assumptions=assumptions,
        concurrency=lines,
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
