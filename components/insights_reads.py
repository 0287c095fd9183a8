"""What *Insights* counts from: the stored calls, brought up to date for all who look, else the campaigns' counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter

from components.console import console
from components.ui.messages import Trouble
from services.api import ApiError
from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.reads.reads import Read
from services.results.call_log import Visit
from services.results.call_table import CallTable
from services.results.insights import (
    Dimension,
    Ranking,
    SelectedCalls,
    Selection,
    funnel_of_counters,
    ranking_of_counters,
)
from services.results.outcomes import Funnel

VISIT = TypeAdapter(Visit)
UP_TO_DATE = timedelta(minutes=5)
GOING_ON = timedelta(seconds=20)


@dataclass(frozen=True)
class Counted:
    """`calls` is None where there is no call log; `visit` tells how far it was read, None where that failed."""

    campaigns: list[Campaign]
    calls: SelectedCalls | None
    visit: Visit | None
    error: Trouble | None

    def funnel(self) -> Funnel:
        return self.calls.funnel() if self.calls else funnel_of_counters(self.campaigns)

    def ranking(self, dimension: Dimension, assistants: dict[str, str]) -> Ranking:
        names = {one.id: one.name for one in self.campaigns} | assistants
        lists = console().links.lists() if dimension is Dimension.LIST else {}
        if self.calls:
            return self.calls.ranking(dimension, names, lists)
        return ranking_of_counters(dimension, self.campaigns, names, lists)


def counted(selection: Selection) -> Counted:
    """Everything the page asks of this selection. Calls that were stored before are used when no more can be read."""
    made = console()
    campaigns = list(selection.campaigns)
    try:
        visit, error = _visit(), None
        table = made.call_log.table()
    except (ApiError, DatabaseAway) as problem:
        visit, error = None, problem
        table = _stored_table()
    if table is None or (not len(table) and visit is None):
        return Counted(campaigns, None, None, error)
    return Counted(campaigns, SelectedCalls(table, selection), visit, error)


def _stored_table() -> CallTable | None:
    try:
        return console().call_log.table()
    except DatabaseAway:
        return None


def _visit() -> Visit:
    """One visit to the platform's call log for all who look; soon again while older calls are missing."""
    reads, log = console().reads, console().call_log

    def read(age: timedelta) -> Read[Visit]:
        return reads.get("call-log", log.fetch, age, shape=VISIT, purpose="insights")

    known = read(UP_TO_DATE)
    if known.error:
        raise known.error
    return known.value if known.value.complete else read(GOING_ON).value
