"""Stream: people whose window opens and closes together, and what a call to one of them leads to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    """After the `attempt`-th attempt (from 1) ended in `outcome`: the wait in minutes, and in how many of those cases
    there is another attempt, as a share."""

    attempt: int
    outcome: Outcome
    minutes: float
    chance: float = 1.0


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
        return min(self.rules.most_calls, MOST_ATTEMPTS)

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

    def goes_on(self, outcome: Outcome, attempt: int) -> float:
        """The share of those whose `attempt`-th attempt ended in `outcome` who get another one: all or none of them, unless
        each outcome has a budget of its own."""
        if outcome not in self.retried(attempt):
            return 0.0
        budgets = self.rules.budgets
        if not budgets:
            return 1.0
        shares = tuple(self.shares[one] for one in budgets)
        left = chances_within(tuple(budgets.values()), shares, self.attempts)
        return left[attempt - 1][list(budgets).index(outcome)]

    def share_again(self, attempt: int) -> float:
        """The share of `attempt`-th attempts that are followed by another."""
        return sum(self.shares[o] * self.goes_on(o, attempt) for o in self.retried(attempt))

    def work_spread(self) -> float:
        """Standard deviation of a person's minutes on the line, as a share of their mean."""
        by_calls: list[float] = []
        reach = 1.0
        for attempt in range(1, self.attempts + 1):
            again = reach * self.share_again(attempt)
            by_calls.append(reach - again)
            reach = again
        mean = sum(calls * chance for calls, chance in enumerate(by_calls, 1))
        square = sum(calls * calls * chance for calls, chance in enumerate(by_calls, 1))
        return math.sqrt(CALL_SPREAD**2 / mean + max(0.0, square - mean * mean) / mean**2)

    def line_minutes(self, ending: Outcome) -> float:
        return (self.seconds[ending] + DIALLER_SECONDS) / 60

    def retries(self) -> Iterator[Retry]:
        """Every retry the rules make."""
        for attempt in range(1, self.attempts):
            for outcome in self.retried(attempt):
                chance = self.goes_on(outcome, attempt)
                yield Retry(attempt, outcome, self.rules.delay(outcome, attempt), chance)

    def calls_left(self, attempts_made: int) -> float:
        """Calls to expect for somebody who was called so often and may be called again."""
        expected, reach = 0.0, 1.0
        for attempt in range(attempts_made + 1, max(self.attempts, attempts_made + 1) + 1):
            expected += reach
            reach *= self.share_again(attempt)
        return expected


@lru_cache(maxsize=200)
def chances_within(
    budgets: tuple[int, ...], shares: tuple[float, ...], attempts: int
) -> tuple[tuple[float, ...], ...]:
    """By attempt and outcome: how likely that outcome's budget is not used up by it, for somebody still called until then.

    `budgets` are the attempts that may end in each outcome, `shares` how many do. Exact: all ways to get there are counted.
    """
    ways: dict[tuple[int, ...], float] = {(0,) * len(budgets): 1.0}
    found: list[tuple[float, ...]] = []
    for _attempt in range(attempts):
        total = sum(ways.values()) or 1.0
        within = [
            sum(chance for used, chance in ways.items() if used[n] + 1 < budget) / total
            for n, budget in enumerate(budgets)
        ]
        found.append(tuple(within))
        later: dict[tuple[int, ...], float] = defaultdict(float)
        for used, chance in ways.items():
            for n, budget in enumerate(budgets):
                if used[n] + 1 < budget:
                    later[(*used[:n], used[n] + 1, *used[n + 1 :])] += chance * shares[n]
        ways = later
    return tuple(found)
