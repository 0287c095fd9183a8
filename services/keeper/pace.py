"""Pace of looking (token bucket): every few seconds near a limit, seldom far from it, and never more than so many requests an hour.

A bucket of requests fills by the hour. It may be overdrawn by what one look took more than there was. Near the limit it is spent; the emptier it is, the further apart are the looks.
A campaign that stays near its limit until the bucket is empty calls slowly, and little begins between two looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.api.clock import PlatformClock

AN_HOUR = 180
HELD = 60.0
"""Requests that may be spent at once; what comes into the bucket within the hour is the rest of it, and enough for a look
every `SPENT` seconds."""
TICK = 15.0
"""Seconds between two looks of the quickest dialler for somebody to call."""
NEAR = 3.0
RESTING = 60.0
SPENT = 30.0
SHORTEST_REAL = 0.2
"""Seconds of this machine, however fast the platform's clock runs."""


@dataclass
class Bucket:
    """Requests that may be spent, as of `at`, a time of this machine."""

    left: float
    at: datetime
    an_hour: float = AN_HOUR
    held: float = HELD

    @classmethod
    def full(cls, at: datetime, **how: float) -> Bucket:
        made = cls(0.0, at, **how)
        made.left = made.held
        return made

    @classmethod
    def read(cls, kept: Any, at: datetime, **how: float) -> Bucket:
        """As it was kept in a watch; `how` are `an_hour` and `held`."""
        if not isinstance(kept, list) or len(kept) != 2:
            return cls.full(at, **how)
        return cls(float(kept[0]), datetime.fromisoformat(kept[1]), **how)

    def stored(self) -> list[Any]:
        return [round(self.left, 3), self.at.isoformat()]

    def spend(self, requests: int, now: datetime, speed: float) -> None:
        gone = max((now - self.at).total_seconds(), 0.0) * speed
        self.left = min(self.left + gone * self._refill, self.held) - requests
        self.at = now

    @property
    def _refill(self) -> float:
        """Requests a second that come in, so that with what is held no hour sees more."""
        return (self.an_hour - self.held) / 3600

    def after(self, wanted: float) -> float:
        """Seconds of the platform's time until the next look: as wanted, but not before there is a request for it."""
        return max(wanted, (1 - self.left) / self._refill)

    @property
    def apart(self) -> float:
        """Seconds of the platform's time that looks have to be apart."""
        if self.left > self.held / 2:
            return NEAR
        if self.left > self.held / 4:
            return 10.0
        return SPENT


def until_next(left: int, at_once: int, bucket: Bucket) -> float:
    """Seconds of the platform's time until the next look, where `left` more may be called and at most `at_once` begin at a
    tick: half of the time in which as many can begin."""
    ticks = -(-left // max(at_once, 1))
    return max(NEAR, (ticks - 1) * TICK / 2, bucket.apart)


def real_seconds(seconds: float, clock: PlatformClock) -> float:
    return max(seconds / clock.speed, SHORTEST_REAL)
