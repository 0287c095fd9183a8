"""Estimate of what is left of an import, in requests and in time."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from services.api import BudgetState
from services.api.budget import KEPT_FOR_PEOPLE
from services.imports.job import Estimate, ImportPlace, JobState

SECONDS_A_REQUEST = 1.0
HOUR = 3600.0


def estimate(row: Any, place: ImportPlace, budget: BudgetState | None, now: datetime) -> Estimate:
    """From the place of the work and the hour's budget; honest rather than precise.

    `budget` is None where no platform is connected; then only requests are told.
    """
    todo = max(0, row.total - row.enrolled - row.already - row.left_out)
    requests = _requests_left(place, todo)
    an_hour = requests_an_hour(budget)
    goes_on = row.sleep_until if row.state == JobState.SLEEPING else None
    waits = max(0.0, (goes_on - now).total_seconds()) if goes_on else 0.0
    seconds = waits + _seconds(requests, budget, an_hour) if budget else None
    return Estimate(requests, seconds, an_hour, goes_on)


def requests_an_hour(budget: BudgetState | None) -> int:
    """Requests an import may spend an hour when nothing else runs; 0 where no platform is connected."""
    return max(1, int(budget.limit * (1 - KEPT_FOR_PEOPLE))) if budget else 0


def _seconds(requests: int, budget: BudgetState, an_hour: int) -> float:
    at_once = min(requests, budget.left_for_jobs)
    return at_once * SECONDS_A_REQUEST + (requests - at_once) / an_hour * HOUR


def _requests_left(place: ImportPlace, todo: int) -> int:
    pages = ceil(todo / max(1, place.page_rows))
    enrolments = ceil(todo / max(1, place.enrol_rows))
    if place.stage == "done":
        return 0
    if place.way == "single":
        return todo + 2
    if place.stage in ("enrol", "missing", "check"):
        return enrolments + 1
    if place.stage in ("find", "sort_found", "search"):
        read = ceil(place.offset / max(1, place.page_rows))
        return max(1, pages - read) + enrolments + pages + 1
    imports = ceil(min(todo, place.strangers or todo) / max(1, place.import_rows))
    return imports + pages + enrolments + pages + 3
