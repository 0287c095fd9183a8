"""Counts that *Insights* shows: from the stored calls, brought up to date for all who look, else the campaigns' counters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter

from services.api import ApiError
from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.reads.reads import Read, Reads
from services.results.call_log import CallLog, Visit
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

KEY = "call-log"
VISIT = TypeAdapter(Visit)
UP_TO_DATE = timedelta(minutes=5)
GOING_ON = timedelta(seconds=20)

Lists = Callable[[], dict[str, str]]


@dataclass(frozen=True)
class Counted:
    """`calls` is None where there is no call log, or one that does not tell when any call was and how it ended; `visit` tells how far it was read, None where that failed. `lists` asks
    for the file most people of each campaign came from."""

    campaigns: list[Campaign]
    calls: SelectedCalls | None
    visit: Visit | None
    error: ApiError | DatabaseAway | None
    lists: Lists

    def funnel(self) -> Funnel:
        return self.calls.funnel() if self.calls is not None else funnel_of_counters(self.campaigns)

    def ranking(self, dimension: Dimension, assistants: Mapping[str, str]) -> Ranking:
        names = {one.id: one.name for one in self.campaigns} | dict(assistants)
        lists = self.lists() if dimension is Dimension.LIST else {}
        if self.calls is not None:
            return self.calls.ranking(dimension, names, lists)
        return ranking_of_counters(dimension, self.campaigns, names, lists)


class CountedCalls:
    """The call log of one connection, as *Insights* counts it."""

    def __init__(self, reads: Reads, call_log: CallLog, lists: Lists) -> None:
        self._reads = reads
        self._call_log = call_log
        self._lists = lists

    def of(self, selection: Selection) -> Counted:
        """Everything the page asks of this selection. Calls that were stored before are used when no more can be read."""
        campaigns = list(selection.campaigns)
        try:
            visit, error = self._visit(), None
            table = self._call_log.table()
        except (ApiError, DatabaseAway) as problem:
            visit, error = None, problem
            table = self._stored_table()
        if table is None or (not len(table) and (visit is None or visit.untold)):
            return Counted(campaigns, None, visit, error, self._lists)
        return Counted(campaigns, SelectedCalls(table, selection), visit, error, self._lists)

    def _stored_table(self) -> CallTable | None:
        try:
            return self._call_log.table()
        except DatabaseAway:
            return None

    def _visit(self) -> Visit:
        """One visit to the platform's call log for all who look; soon again while older calls are missing."""
        known = self._read(UP_TO_DATE)
        if known.error:
            raise known.error
        return known.value if known.value.complete else self._read(GOING_ON).value

    def _read(self, age: timedelta) -> Read[Visit]:
        return self._reads.get(KEY, self._call_log.fetch, age, shape=VISIT, purpose="insights")
