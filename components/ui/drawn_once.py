"""LRU cache of what takes long to make, made once for all who see the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache, cached

from components.ui import formats
from services.texts import language

T = TypeVar("T")


class DrawnOnce(Generic[T]):
    """Keeps the `kept` last asked for. Nobody may change what it answers."""

    def __init__(self, kept: int) -> None:
        self._made = cached(LRUCache(kept), key=_seen_by_all, lock=Lock())(_made)

    def __call__(self, make: Callable[[], T], *shows: Hashable) -> T:
        """What `make` makes of what it `shows`, in the language and for the clock of who looks."""
        return self._made(make, *shows)


def _made(make: Callable[[], T], *_shows: Hashable) -> T:
    return make()


def _seen_by_all(_make: Callable[[], object], *shows: Hashable) -> tuple[Hashable, ...]:
    return (*shows, language(), str(formats.viewer_zone()))


class ByIdentity:
    """An object that nobody changes, as a key: the same only as itself, which is quicker than to compare its fields."""

    def __init__(self, it: object) -> None:
        self._it = it  # held, so that no other object can come to have its identity

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other._it is self._it

    def __hash__(self) -> int:
        return id(self._it)
