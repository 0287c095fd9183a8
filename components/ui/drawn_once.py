"""Cache of what takes long to make, made once for all who see the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from components.ui import format as form
from services.process.recent import LruCache
from services.texts import language

T = TypeVar("T")


class DrawnOnce(Generic[T]):
    """Keeps the `kept` last asked for. Nobody may change what it answers."""

    def __init__(self, kept: int) -> None:
        self._made = LruCache[T](kept)

    def __call__(self, make: Callable[[], T], *shows: Hashable) -> T:
        """What `make` makes of what it `shows`, in the language and for the clock of who looks."""
        return self._made.get_or_make((*shows, language(), str(form.viewer_zone())), make)


class ByIdentity:
    """An object that nobody changes, as a key: the same only as itself, which is quicker than to compare its fields."""

    def __init__(self, it: object) -> None:
        self._it = it  # held, so that no other object can come to have its identity

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other._it is self._it

    def __hash__(self) -> int:
        return id(self._it)
