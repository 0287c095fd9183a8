"""Live view: a campaign as it happens, and what to warn of."""

from services.live.dialling import last_dialled, ringing
from services.live.snapshot import LiveSource
from services.live.stage import FirstStage, stage_of
from services.live.warnings import HandedOver, LiveWarning, StalledBy, WarningCode, warnings
from services.live.watch import CREDITS_AGE, Live, LiveState, RefreshPace

__all__ = [
    "CREDITS_AGE",
    "FirstStage",
    "HandedOver",
    "Live",
    "LiveSource",
    "LiveState",
    "LiveWarning",
    "RefreshPace",
    "StalledBy",
    "WarningCode",
    "last_dialled",
    "ringing",
    "stage_of",
    "warnings",
]
