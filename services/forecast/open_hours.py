"""Open spans of one campaign's hours in minutes after a beginning, for whole arrays of moments at once."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import Self

import numpy as np
import numpy.typing as npt

from services.calling_days.calendar import Calendar
from services.calling_rules.call_window import CallWindow

Minutes = npt.NDArray[np.floating]
Hours = CallWindow | Calendar
"""The daily hours alone, or with the days in them on which a campaign rests."""


class OpenHours:
    """Spans until `days` after `begins`; whatever lies later is infinity."""

    def __init__(self, hours: Hours, timezone: str | None, begins: datetime, days: int) -> None:
        spans = hours.spans(begins, begins + timedelta(days=days), timezone)
        minute = timedelta(minutes=1)
        self.opens: Minutes = np.array([(opening - begins) / minute for opening, _ in spans]).round(6)
        self.closes: Minutes = np.array([(closing - begins) / minute for _, closing in spans]).round(6)
        self._before: Minutes = np.concatenate(([0.0], np.cumsum(self.closes - self.opens)))

    def without(self, closed: Sequence[tuple[float, float]]) -> Self:
        """The same hours with some spans of minutes, in order, taken out."""
        spans = list(zip(self.opens.tolist(), self.closes.tolist(), strict=True))
        for since, until in closed:
            parts = [((a, min(b, since)), (max(a, until), b)) for a, b in spans]
            spans = [(a, b) for both in parts for a, b in both if a < b]
        made = copy(self)
        made.opens = np.array([a for a, _ in spans])
        made.closes = np.array([b for _, b in spans])
        made._before = np.concatenate(([0.0], np.cumsum(made.closes - made.opens)))
        return made

    def next_open(self, moments: Minutes) -> Minutes:
        """Each moment itself where it is open, else the next opening."""
        span = np.searchsorted(self.closes, moments, side="right")
        opens = np.append(self.opens, np.inf)
        return np.maximum(moments, opens[span])

    def open_until(self, moments: Minutes) -> Minutes:
        """Open minutes from the beginning until each moment."""
        if not len(self.opens):
            return np.zeros_like(moments)
        span = np.searchsorted(self.opens, moments, side="right") - 1
        at = np.maximum(span, 0)
        inside = np.clip(moments, self.opens[at], self.closes[at]) - self.opens[at]
        return np.where(span < 0, 0.0, self._before[at] + inside)

    def when_open_for(self, open_minutes: Minutes) -> Minutes:
        """The first moment by which it was open for so many minutes."""
        span = np.searchsorted(self._before[1:], open_minutes, side="left")
        at = np.minimum(span, len(self.opens) - 1)
        found = self.opens[at] + (open_minutes - self._before[at])
        return np.where(span < len(self.opens), found, np.inf)
