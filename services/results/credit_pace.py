"""Pace of credits: how many are spent an hour, by what was left at some moments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta


def credits_an_hour(samples: Sequence[tuple[datetime, float]]) -> float | None:
    """By the platform's time, the oldest first; None before anything was spent. A top-up begins anew."""
    for index in range(len(samples) - 1, 0, -1):
        if samples[index][1] > samples[index - 1][1]:
            samples = samples[index:]
            break
    if len(samples) < 2:
        return None
    hours = (samples[-1][0] - samples[0][0]) / timedelta(hours=1)
    spent = samples[0][1] - samples[-1][1]
    return spent / hours if hours > 0 and spent > 0 else None
