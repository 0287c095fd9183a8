"""Simulation of one stream of people in every run: from each person's turn through her attempts to her end.

The calls of all runs stand in one long row; `run` tells to which each belongs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from services.api.models import Outcome
from services.forecast.assumptions import ENDINGS
from services.forecast.flow import QueueTurns
from services.forecast.open_hours import Minutes
from services.forecast.random_numbers import RunDraws, shares_by_run, uniform
from services.forecast.sampling import Cohort, Numbers
from services.forecast.stream import DIALLER_SECONDS, Stream

_ENDING_AT = {ending: at for at, ending in enumerate(ENDINGS)}
_BUDGET_SEED = 104_729
"""Keeps the draw of whether a budget is used up apart from that of how a call ends."""
_APART = 1e9
"""Minutes between one run and the next where all stand in one row: more than any forecast spans."""


class SimulatedCalls(NamedTuple):
    """Calls of the same attempt in all runs: which person of the cohort, and when."""

    run: Numbers
    person: Numbers
    moment: Minutes


@dataclass
class Played:
    """`over`: when each run's last call ends. `ends`: runs × people, with the people's weights. `placed`: moments of
    calls in all the runs, and for how many each stands. The others are means of the runs."""

    over: Minutes
    ends: list[Minutes] = field(default_factory=list)
    weights: list[Minutes] = field(default_factory=list)
    placed: list[tuple[Minutes, Minutes]] = field(default_factory=list)
    calls: float = 0.0
    answered: float = 0.0


class QueueStage:
    """A stream in front of so many lines, with the chances of every run."""

    def __init__(self, stream: Stream, draws: RunDraws, lines: int) -> None:
        self.stream, self.draws, self.lines = stream, draws, lines
        shares = shares_by_run(stream, draws)
        self.ceilings = np.cumsum(shares, axis=1)
        self.ceilings[:, -1] = 1.0
        self.shares = shares
        self.seconds = np.array([stream.seconds[ending] for ending in ENDINGS])
        self.call_minutes = ((shares @ self.seconds) * draws.lengths + DIALLER_SECONDS) / 60
        self.due: list[tuple[Numbers, Minutes, Minutes]] = []
        """Every call: its run, when it was due in open minutes, for how many it stands."""

    def play(self, cohorts: Sequence[Cohort], turns: QueueTurns, stretch: float) -> Played:
        """`stretch`: places of the whole list for each place of this stream."""
        played = Played(np.zeros(self.draws.runs))
        pace = self._pace()
        for cohort in cohorts:
            starts = self.stream.hours.next_open(
                np.maximum(self._turns(cohort, turns, pace, stretch), cohort.due)
            )
            played.ends.append(self._follow(cohort, starts, played))
            played.weights.append(cohort.weights)
        lasts = np.max([ends.max(axis=1) for ends in played.ends], axis=0)
        played.over = np.maximum(lasts, self._worked_off())
        return played

    def _pace(self) -> Minutes:
        """How much more work a run's world makes of each person than is to be expected."""
        again, reach = np.zeros(self.draws.runs), np.ones(self.draws.runs)
        for attempt in range(1, self.stream.attempts + 1):
            again += reach
            reach *= self.shares @ self._goes_on(attempt)
        return again * self.call_minutes / (self.stream.calls_left(0) * self.stream.call_minutes)

    def _turns(self, cohort: Cohort, turns: QueueTurns, pace: Minutes, stretch: float) -> Minutes:
        """Runs × people: when each place's turn comes. Over a long list chance evens out, by the root of its length."""
        places = np.maximum(cohort.places - 0.5, 0.0)[None, :]
        noise = self.draws.list_noise[:, None] * self.stream.work_spread() * np.sqrt(places)
        in_order = np.maximum.accumulate(np.maximum(places * pace[:, None] + noise, 0.0), axis=1)
        at_once = (
            0 if turns.limited else self.lines - 1
        )  # who begins on a free line is one of the day's calls too
        return turns.at(np.maximum(in_order - at_once, 0.0) * stretch / self.lines)

    def _follow(self, cohort: Cohort, starts: Minutes, played: Played) -> Minutes:
        """Play the attempts of a cohort; answers, runs × people, when each was done."""
        ends = np.full_like(starts, np.inf)
        run, person = np.nonzero(np.isfinite(starts))
        calls = SimulatedCalls(run, person, starts[run, person])
        attempt = cohort.attempts + 1
        while len(calls.run):
            weights = cohort.weights[calls.person]
            if attempt > cohort.attempts + 1:
                calls = calls._replace(moment=self._in_line(calls, weights))
            self.due.append((calls.run, self.stream.hours.open_until(calls.moment), weights))
            played.placed.append((calls.moment, weights))
            endings, over = self._endings(cohort, calls, attempt)
            ends[calls.run, calls.person] = over
            played.calls += float(weights.sum()) / self.draws.runs
            answered = endings == _ENDING_AT[Outcome.ANSWERED]
            played.answered += float(weights[answered].sum()) / self.draws.runs
            calls = self._again(cohort, calls, attempt, endings, over, ends)
            attempt += 1
        return ends

    def _endings(self, cohort: Cohort, calls: SimulatedCalls, attempt: int) -> tuple[Numbers, Minutes]:
        """The ending of each call and when it comes. Most calls are shorter than the mean, a few much longer."""
        chance = uniform(self.draws.seed, cohort.people[calls.person], calls.run, attempt)
        ceilings = self.ceilings[calls.run]
        endings = (chance[:, None] >= ceilings).sum(axis=1)
        ceiling = np.take_along_axis(ceilings, endings[:, None], axis=1)[:, 0]
        within = np.clip((ceiling - chance) / self.shares[calls.run, endings], 1e-9, 1.0)
        minutes = self.seconds[endings] / 60 * self.draws.lengths[calls.run] * (0.4 - 0.6 * np.log(within))
        return endings, calls.moment + minutes

    def _goes_on(self, attempt: int) -> Minutes:
        """By ending: how likely another attempt follows."""
        chances = np.zeros(len(ENDINGS))
        for outcome in self.stream.retried(attempt):
            chances[_ENDING_AT[outcome]] = self.stream.goes_on(outcome, attempt)
        return chances

    def _again(
        self,
        cohort: Cohort,
        calls: SimulatedCalls,
        attempt: int,
        endings: Numbers,
        over: Minutes,
        ends: Minutes,
    ) -> SimulatedCalls:
        """The next attempts. Who would be called later than anybody looks is never done."""
        delays = np.full(len(ENDINGS), np.nan)
        for outcome in self.stream.retried(attempt):
            delays[_ENDING_AT[outcome]] = self.stream.rules.delay(outcome, attempt) + DIALLER_SECONDS / 60
        later = self.stream.hours.next_open(np.nan_to_num(over + delays[endings], nan=0.0))
        retried = np.isfinite(delays[endings])
        if self.stream.rules.budgets:
            seed = self.draws.seed + _BUDGET_SEED
            luck = uniform(seed, cohort.people[calls.person], calls.run, attempt)
            retried &= luck < self._goes_on(attempt)[endings]
        never = retried & ~np.isfinite(later)
        ends[calls.run[never], calls.person[never]] = np.inf
        kept = retried & ~never
        return SimulatedCalls(calls.run[kept], calls.person[kept], later[kept])

    def _in_line(self, calls: SimulatedCalls, weights: Minutes) -> Minutes:
        """The moments when retries that fall due together get a line, first due first: overnight they pile up."""
        due = self.stream.hours.open_until(calls.moment)
        order = np.lexsort((due, calls.run))
        run = calls.run[order]
        work = weights[order] * self.call_minutes[run] / self.lines
        before = np.cumsum(work) - work
        # Runs stand far apart, so that no run's queue reaches into the next.
        free = np.maximum.accumulate(due[order] - before + run * _APART)
        served = np.empty_like(due)
        served[order] = free - run * _APART + before
        return np.where(served > due + 1e-3, self.stream.hours.when_open_for(served), calls.moment)

    def _worked_off(self) -> Minutes:
        """By when the lines have done what is due after any moment."""
        run = np.concatenate([run for run, _, _ in self.due])
        opened = np.concatenate([opened for _, opened, _ in self.due])
        weights = np.concatenate([weights for _, _, weights in self.due])
        order = np.lexsort((-opened, run))
        run, opened = run[order], opened[order]
        work = np.cumsum(weights[order])
        first = np.searchsorted(run, np.arange(self.draws.runs))
        work -= np.concatenate(([0.0], work))[first][run]
        # The last calls run side by side, one on each line.
        queue = np.maximum(work - (self.lines - 1), 0.0) * self.call_minutes[run] / self.lines
        last = np.zeros(self.draws.runs)
        np.maximum.at(last, run, opened + queue)
        return self.stream.hours.when_open_for(last)
