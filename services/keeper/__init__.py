"""Keeper: a durable watcher that acts on the platform for what people have asked for (`docs/keeper.md`)."""

from services.keeper.duties import Tools
from services.keeper.keeper import Keeper
from services.keeper.limits import Limit, Limits, NotKept, most_beyond
from services.keeper.queue import QUEUE
from services.keeper.watch import Duty, Watch, WatchState, Why

__all__ = [
    "QUEUE",
    "Duty",
    "Keeper",
    "Limit",
    "Limits",
    "NotKept",
    "Tools",
    "Watch",
    "WatchState",
    "Why",
    "most_beyond",
]
