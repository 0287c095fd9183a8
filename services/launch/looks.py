"""Schedule of looks at what became of an unclear request: how many, and whether they are enough for a person to go on
from.

One look right after an error proves nothing, the platform may act later. It takes two that are a cycle of the platform
apart, the last of them after the time in which it may still act (`services.api.unclear`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.api.unclear import CYCLE

SENDING_LEASE = timedelta(minutes=3)  # longer than any request's deadline
LOOK_EVERY = timedelta(seconds=10)  # however many screens and processes watch
PROCESS_LOOKS_FOR = timedelta(hours=1)  # after that only where a person asks
_KEY = "looks"


@dataclass(frozen=True)
class Looks:
    """`count` looks that could see something, between `first` and `last`, in this machine's time."""

    count: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @classmethod
    def of(cls, finding: Mapping[str, Any] | None) -> Looks:
        """Those kept in an intent's finding."""
        kept = (finding or {}).get(_KEY)
        if not kept:
            return cls()
        return cls(kept["count"], _moment(kept["first"]), _moment(kept["last"]))

    def record(self) -> dict[str, Any]:
        """For an intent's finding, as JSON."""
        first, last = (moment.isoformat() if moment else None for moment in (self.first, self.last))
        return {_KEY: {"count": self.count, "first": first, "last": last}}

    def and_one(self, at: datetime) -> Looks:
        """With one more that began at `at`."""
        return replace(self, count=self.count + 1, first=self.first or at, last=at)

    def enough(self, may_act_until: datetime) -> bool:
        """Whether what was seen last can be gone by."""
        if self.first is None or self.last is None:
            return False
        return self.last >= may_act_until and self.last - self.first >= CYCLE

    def enough_at(self, may_act_until: datetime, now: datetime) -> datetime:
        """The earliest moment at which one more look is enough."""
        return max(may_act_until, (self.first or now) + CYCLE)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
