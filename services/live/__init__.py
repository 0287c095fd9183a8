"""A campaign as it happens, and what to warn of."""

from services.live.snapshot import LiveSource
from services.live.stage import Stage, stage_of
from services.live.warnings import LiveWarning, StalledBy, WarningCode, warnings
from services.live.watch import Live, LiveState, Pace

__all__ = [
    "Live",
    "LiveSource",
    "LiveState",
    "LiveWarning",
    "Pace",
    "Stage",
    "StalledBy",
    "WarningCode",
    "stage_of",
    "warnings",
]
