"""Common random numbers of a forecast: the same for the same person, attempt and run, whatever the settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from services.forecast.assumptions import BELIEF, ENDINGS, Assumptions
from services.forecast.open_hours import Minutes
from services.forecast.stream import CALL_SPREAD, Stream

END_CAUTION = 1.5
LIST_CAUTION = 1.5
"""The lines take turns less evenly than the flow of a list does; measured against the sandbox's dialler."""


@dataclass(frozen=True)
class RunDraws:
    """Random draws of all runs: how each run's world is (`shares` by ending, `lengths`) and how its list falls out."""

    seed: int
    shares: Minutes
    lengths: Minutes
    list_noise: Minutes
    end_noise: Minutes

    @property
    def runs(self) -> int:
        return len(self.lengths)


def draw_runs(assumptions: Assumptions, runs: int, seed: int) -> RunDraws:
    """The draws of so many runs. Shares are as unsure as the calls behind them are few; those behind an assumption
    count as `BELIEF`."""
    random = np.random.default_rng(seed)
    known = assumptions.calls + BELIEF
    shares = np.array([max(assumptions.shares[ending], 1e-6) for ending in ENDINGS])
    return RunDraws(
        seed=seed,
        list_noise=random.standard_normal(runs) * LIST_CAUTION,
        end_noise=random.standard_normal(runs) * END_CAUTION,
        lengths=np.exp(random.standard_normal(runs) * CALL_SPREAD / np.sqrt(known)),
        shares=random.dirichlet(shares / shares.sum() * known, runs) / (shares / shares.sum()),
    )


def shares_by_run(stream: Stream, draws: RunDraws) -> Minutes:
    """Runs × endings: the shares of a stream as each run's world has them."""
    shares = np.array([stream.shares[ending] for ending in ENDINGS]) * draws.shares
    return shares / shares.sum(axis=1, keepdims=True)


def uniform(seed: int, people: npt.NDArray[np.int64], runs: npt.NDArray[np.int64], attempt: int) -> Minutes:
    """Between 0 and 1 for each person and run: a mixing function, not a generator, so that no draw shifts another."""
    with np.errstate(over="ignore"):
        person = people.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        run = (runs.astype(np.uint64) + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = person ^ (run + np.uint64(attempt * 1_000_003 + seed * 7919))
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53
