"""What `services.reads.reads` expects of a store that several processes share."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple, Protocol


class Head(NamedTuple):
    """What is kept of a key, without the value. A value read before the latest `generation` was forgotten since."""

    generation: int
    fetched_generation: int
    fetched_at: datetime | None


class Lease(Enum):
    GRANTED = auto()
    BUSY = auto()  # another process is fetching
    RESTING = auto()  # another process has just failed to


class SharedStore(Protocol):
    """Where several processes keep their reads; `services.reads.store.SharedReads` is one on the database."""

    def head(self, key: str) -> Head | None: ...

    def load(self, key: str) -> bytes | None: ...

    def lease(self, key: str) -> Lease: ...

    def save(self, key: str, value: bytes, generation: int, fetched_at: datetime) -> None: ...

    def rest(self, key: str, duration: timedelta) -> None: ...

    def replace(self, key: str, value: bytes, seen: Head) -> bool: ...

    def drop(self, key: str) -> None: ...

    def forget(self, prefix: str) -> None: ...
