"""Sourced answer: a value with how it was come by, how old it is, and why it is not newer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from services.api import ApiError, UnreadableRow
from services.reads.reads import Read

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
NO_AGE = timedelta(0)


class Way(StrEnum):
    """Way a value was come by, the better ones first for each kind of value."""

    DIRECT = "direct"  # the operation made for it
    DASHBOARD = "dashboard"  # a campaign's live state
    NUMBERS = "numbers"  # the caller numbers, which name their assistants
    LIST = "list"  # the list of campaigns
    BY_HAND = "by_hand"  # the person has to type it
    ABSENT = "absent"  # not to be had here


@dataclass(frozen=True)
class SourcedAnswer(Generic[T_co]):
    value: T_co
    way: Way
    age: timedelta = NO_AGE
    error: ApiError | None = None
    unreadable: tuple[UnreadableRow, ...] = ()
    """Rows of it that could not be read."""


def answer(
    value: T, way: Way, *reads: Read[object], unreadable: Iterable[UnreadableRow] = ()
) -> SourcedAnswer[T]:
    """An answer as old as the oldest of the reads it was made of."""
    age = max((read.age for read in reads), default=NO_AGE)
    error = next((read.error for read in reads if read.error), None)
    return SourcedAnswer(value, way, age, error, tuple(unreadable))
