"""Stream: people whose window opens and closes together, and what a call to one of them leads to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.api.models import DIALLER_LOOKS_EVERY, RETRIED, Outcome
from services.calling_rules.retry_rules import RetryRules
from services.forecast.assumptions import ENDINGS
from services.forecast.open_hours import OpenHours

DIALLER_SECONDS = DIALLER_LOOKS_EVERY / 2 + 1.0
"""A line that comes free waits half the time between two looks of the dialler, and a moment for the call to be placed."""
CALL_SPREAD = 0.8
"""Standard deviation of a call's length, as a share of its mean."""
MOST_ATTEMPTS = 50
"""So many are played, far more than a form takes: of a list where hardly anybody answers, people come to the last one."""


@dataclass(frozen=True)
class Retry:
    """After the `attempt`-th attempt (from 1) ended in `outcome`: the wait in minutes."""

    attempt: int
    outcome: Outcome
    minutes: float


@dataclass(frozen=True)
class Stream:
    """`fresh` people never called; `waiting`: attempts made and the minute from which they may be called again."""

    hours: OpenHours
    fresh: int
    waiting: Sequence[tuple[int, float]]
    shares: Mapping[Outcome, float]
    seconds: Mapping[Outcome, float]
    rules: RetryRules

    @property
    def attempts(self) -> int:
        return min(self.rules.max_attempts, MOST_ATTEMPTS)

    @property
    def call_minutes(self) -> float:
        """How long a call takes a line, on average, until the next one is placed on it."""
        return sum(self.shares[ending] * self.line_minutes(ending) for ending in ENDINGS)

    @property
    def people(self) -> float:
        """How much of the list it is: somebody who waits for her last try counts less than a whole person."""
        return self.fresh + sum(self.weight(made) for made, _ in self.waiting)

    def weight(self, attempts_made: int) -> float:
        """The calls still to be expected of somebody, as a part of those of a person never called."""
        return self.calls_left(attempts_made) / self.calls_left(0)

    def retried(self, attempt: int) -> tuple[Outcome, ...]:
        """The outcomes after which an `attempt`-th attempt is followed by another."""
        if attempt >= self.attempts:
            return ()
        return tuple(outcome for outcome in RETRIED if self.rules.again(outcome, attempt))

    def work_spread(self) -> float:
        """Standard deviation of a person's minutes on the line, as a share of their mean."""
        by_calls: list[float] = []
        reach = 1.0
        for attempt in range(1, self.attempts + 1):
            goes_on = reach * sum(self.shares[o] for o in self.retried(attempt))
            by_calls.append(reach - goes_on)
            reach = goes_on
        mean = sum(calls * chance for calls, chance in enumerate(by_calls, 1))
        square = sum(calls * calls * chance for calls, chance in enumerate(by_calls, 1))
        return math.sqrt(CALL_SPREAD**2 / mean + max(0.0, square - mean * mean) / mean**2)

    def line_minutes(self, ending: Outcome) -> float:
        return (self.seconds[ending] + DIALLER_SECONDS) / 60

    def retries(self) -> Iterator[Retry]:
        """Every retry the rules make."""
        for attempt in range(1, self.attempts):
            for outcome in self.retried(attempt):
                yield Retry(attempt, outcome, self.rules.delay(outcome, attempt))

    def calls_left(self, attempts_made: int) -> float:
        """Calls to expect for somebody who was called so often and may be called again."""
        expected, reach = 0.0, 1.0
        for attempt in range(attempts_made + 1, max(self.attempts, attempts_made + 1) + 1):
            expected += reach
            reach *= sum(self.shares[o] for o in self.retried(attempt))
        return expected
