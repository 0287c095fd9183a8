"""Assumptions of a forecast: how calls end and how long they take, measured from the team's own calls, else stated as
assumed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from services.api.models import Call, Outcome
from services.calling_rules.call_window import CallWindow, find_zone

_USUAL: dict[Outcome, tuple[float, float]] = {
    Outcome.ANSWERED: (0.30, 90.0),
    Outcome.NO_ANSWER: (0.30, 30.0),
    Outcome.BUSY: (0.07, 5.0),
    Outcome.ERROR: (0.02, 5.0),
    Outcome.VOICEMAIL: (0.20, 35.0),
    Outcome.DECLINED: (0.08, 12.0),
    Outcome.INVALID_NUMBER: (0.03, 3.0),
}
"""How a call ends where nothing was measured: its share, and seconds from dialling to hanging up."""
ENDINGS = tuple(_USUAL)
BELIEF = 50
"""The assumed figures weigh as much as so many measured calls, so that ten calls do not decide a forecast."""
HOUR_BELIEF = 40
"""An hour's own figures weigh against the whole day's as if the day had so many calls in that hour."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Shares of the outcomes (they add up to 1), seconds from dialling to hanging up, and how sure that is.

    `by_hour` holds shares for an hour of the contact's day where they are known. `calls` were measured; 0 means that
    all of it is assumed, which a page must say.
    """

    shares: Mapping[Outcome, float]
    seconds: Mapping[Outcome, float]
    by_hour: Mapping[int, Mapping[Outcome, float]] = field(default_factory=dict)
    calls: int = 0

    @property
    def measured(self) -> bool:
        return self.calls > 0

    def within(self, window: CallWindow) -> dict[Outcome, float]:
        """The shares to expect over the hours of `window`."""
        hours = hours_of(window)
        total = sum(hours.values()) or 1
        parts = [(self.by_hour.get(hour, self.shares), minutes / total) for hour, minutes in hours.items()]
        if not parts:
            return dict(self.shares)
        return {ending: sum(shares.get(ending, 0.0) * part for shares, part in parts) for ending in ENDINGS}


USUAL = Assumptions(
    shares={ending: share for ending, (share, _seconds) in _USUAL.items()},
    seconds={ending: seconds for ending, (_share, seconds) in _USUAL.items()},
)
"""What is assumed while a team has no calls of its own. Rough figures of the trade, to be replaced by measured ones."""


def measured(
    calls: Iterable[Call],
    zone_of: Callable[[Call], str | None] = lambda _: None,
    otherwise: Assumptions = USUAL,
) -> Assumptions:
    """Assumptions from `calls`, leaning on `otherwise` where they are few. `zone_of` a call: the zone of who was
    called."""
    ends: Counter[Outcome] = Counter()
    lasted: dict[Outcome, list[float]] = defaultdict(list)
    hours: dict[int, Counter[Outcome]] = defaultdict(Counter)
    for call in calls:
        if call.outcome not in ENDINGS or call.started_at is None:
            continue
        outcome = Outcome(call.outcome)
        ends[outcome] += 1
        if (seconds := _seconds(call)) is not None:
            lasted[outcome].append(seconds)
        zone = find_zone(zone_of(call))
        if zone is not None:
            hours[call.started_at.astimezone(zone or UTC).hour][outcome] += 1
    if not ends:
        return otherwise
    shares = _blended(ends, otherwise.shares, BELIEF)
    return Assumptions(
        shares=shares,
        seconds={ending: _mean(lasted[ending], otherwise.seconds[ending]) for ending in ENDINGS},
        by_hour={hour: _blended(count, shares, HOUR_BELIEF) for hour, count in hours.items()},
        calls=ends.total(),
    )


def hours_of(window: CallWindow) -> dict[int, int]:
    """Minutes of each hour of the day that a window covers."""
    start = window.start.hour * 60 + window.start.minute
    covered: Counter[int] = Counter()
    for minute in range(start, start + window.minutes_a_day):
        covered[minute // 60 % 24] += 1
    return covered


def _seconds(call: Call) -> float | None:
    """How long the line was taken; what a clock that jumped makes of it counts as not known."""
    if call.started_at is not None and call.ended_at is not None:
        seconds = (call.ended_at - call.started_at).total_seconds()
    else:
        seconds = float(call.duration_seconds) if call.duration_seconds is not None else -1.0
    return seconds if 0 <= seconds <= 4 * 3600 else None


def _blended(
    counted: Mapping[Outcome, int], otherwise: Mapping[Outcome, float], belief: int
) -> dict[Outcome, float]:
    total = sum(counted.values()) + belief
    return {
        ending: (counted.get(ending, 0) + belief * otherwise.get(ending, 0.0)) / total for ending in ENDINGS
    }


def _mean(values: list[float], otherwise: float) -> float:
    return (sum(values) + 5 * otherwise) / (len(values) + 5)
