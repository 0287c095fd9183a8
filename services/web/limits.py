"""Token buckets and the limits of what one browser, one address and all strangers together may ask for.

What comes too fast is not refused: it waits, and the sender waits with it, as nothing more is read from the connection.
A page computes at most some 40 times a second in one process, so the limits per address keep nobody from anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self


class TokenBucket:
    """`burst` messages at once, then `rate` a second. Whoever comes in between gets a place in the queue."""

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._tokens = float(burst)
        self._since = now()

    def take(self) -> float:
        """Take one, and answer how many seconds it takes until it is there."""
        now = self._now()
        self._tokens = min(self._burst, self._tokens + (now - self._since) * self._rate) - 1
        self._since = now
        return max(0.0, -self._tokens / self._rate)


@dataclass(frozen=True)
class MessagePace:
    """Messages a second that go on and on, and how many may come at once before."""

    rate: float
    burst: float

    def bucket(self) -> TokenBucket:
        return TokenBucket(self.rate, self.burst)


@dataclass(frozen=True)
class SocketLimits:
    """Of one process. A page that refreshes itself asks about once in two seconds; a click is one message."""

    people: int = 250
    """Pages that are open at a time. Each takes four file handles."""
    strangers: int = 100
    """Pages that are open at a time where nobody has signed in, where people do."""
    strangers_per_address: int = 20
    person: MessagePace = field(default=MessagePace(5, 60))
    """For one page of who is let in."""
    address: MessagePace = field(default=MessagePace(100, 600))
    """For all pages of who is let in at one address: behind a proxy that may be everybody."""
    stranger: MessagePace = field(default=MessagePace(1, 15))
    """For one page of who is not."""
    all_strangers: MessagePace = field(default=MessagePace(20, 100))

    def within(self, pages: int) -> Self:
        """These limits, with fewer pages in all where there is room for so many only."""
        wanted = self.people + self.strangers
        if pages >= wanted:
            return self
        people = max(1, self.people * pages // wanted)
        return replace(self, people=people, strangers=max(1, pages - people))
