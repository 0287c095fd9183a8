"""Budget of looks: at most 60 requests an hour and campaign, some of them at once where a limit is near."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.keeper.pace import Bucket

AN_HOUR = 60
HELD = 8.0
USUAL = 90.0
"""Seconds of the platform's time between two looks, of which each takes little more than one request."""


def look_budget(kept: Any, at: datetime) -> Bucket:
    """As it was kept in a watch."""
    return Bucket.read(kept, at, an_hour=AN_HOUR, held=HELD)
