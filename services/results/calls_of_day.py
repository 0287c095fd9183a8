"""Calls made since a moment, from the stored call log: by quarter of an hour, by campaign, by caller number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np

from services.api import ApiError
from services.database.circuit_breaker import DatabaseAway
from services.reads.reads import Reads
from services.results.call_log import CallLog
from services.results.call_table import CallTable
from services.results.counted import KEY, VISIT

QUARTER_SECONDS = 15 * 60
PAGES_A_VISIT = 3
UP_TO_DATE = timedelta(minutes=10)
"""One visit in so long serves everybody who looks at a plan of the day: with a busy log some 20 requests an hour."""


@dataclass(frozen=True)
class CallsMade:
    """`complete` is False where older calls of that time may not have been read yet."""

    table: CallTable
    complete: bool

    def quarters(self, campaign_id: str = "") -> tuple[tuple[datetime, float], ...]:
        """Calls by the beginning of their quarter of an hour, of one campaign or of all."""
        started = self.table.started[self._of(campaign_id)]
        quarters, counts = np.unique(started // QUARTER_SECONDS, return_counts=True)
        return tuple(
            (datetime.fromtimestamp(int(quarter) * QUARTER_SECONDS, UTC), float(count))
            for quarter, count in zip(quarters, counts, strict=True)
        )

    def by_number(self) -> Counter[str]:
        """Calls by the caller number they were made from; "" for those of which it is not told."""
        words = [*self.table.number.words, ""]
        found, counts = np.unique(self.table.number.codes, return_counts=True)
        counted: Counter[str] = Counter()
        for code, count in zip(found, counts, strict=True):
            counted[words[code]] += int(count)
        return counted

    def _of(self, campaign_id: str) -> Any:
        if not campaign_id:
            return np.ones(len(self.table), dtype=bool)
        return self.table.campaign.matches([campaign_id])


class CallsOfDay:
    """Those of one connection. `may` tells which operations are known to be closed."""

    def __init__(self, reads: Reads, call_log: CallLog, may: Callable[[str], bool]) -> None:
        self._reads = reads
        self._call_log = call_log
        self._may = may

    def since(self, moment: datetime, max_age: timedelta = UP_TO_DATE) -> CallsMade | None:
        """As of `max_age` ago at most. None where nothing tells of calls: the log is closed to this key, or has not been read yet. Where it fails now, the
        calls that were stored before."""
        visited = self._may("listCalls") and self._visit(max_age)
        try:
            table, complete = self._call_log.since(moment)
        except DatabaseAway:
            return None
        return CallsMade(table, complete and visited) if visited or len(table) else None

    def _visit(self, max_age: timedelta) -> bool:
        fetch = partial(self._call_log.fetch, PAGES_A_VISIT)
        try:
            return self._reads.get(KEY, fetch, max_age, shape=VISIT, purpose="call log").error is None
        except (ApiError, DatabaseAway):
            return False
