"""Planned day as anybody sees it: the plan of one campaign or of all, by caller number, and what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.forecast.plan_of_day import DayPlan
from services.results.calls_of_day import CallsMade

NOT_TOLD = ""
"""Stands for caller numbers that are not told."""


@dataclass(frozen=True)
class NumberPlan:
    """Calls of one caller number today. `made` is None where nothing tells of calls."""

    number: str
    made: float | None
    to_come: float

    @property
    def together(self) -> float:
        return (self.made or 0.0) + self.to_come


@dataclass(frozen=True)
class PlannedDay:
    """`complete` is False where some of the calls that were made may not have been read yet. `not_reckoned` are names of campaigns
    that may call today and are not in it. `afar`: it rests on counters, at least in part. The most used number comes first."""

    plan: DayPlan
    numbers: Sequence[NumberPlan]
    complete: bool
    not_reckoned: Sequence[str] = ()
    afar: bool = False

    @property
    def empty(self) -> bool:
        return not self.plan.expected and not self.plan.done and not self.plan.taken


def by_number(to_come: Mapping[str, float], made: CallsMade | None) -> tuple[NumberPlan, ...]:
    so_far = made.by_number() if made else None
    found = [
        NumberPlan(number, None if so_far is None else float(so_far[number]), to_come.get(number, 0.0))
        for number in {*to_come, *(so_far or ())}
    ]
    return tuple(sorted(found, key=lambda one: (-one.together, one.number)))
