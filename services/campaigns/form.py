"""The entries of a campaign's form and what is wrong with them, in three groups as the forms show them: `Basics`,
`Hours`, `Retries`. `services.campaigns.requests` makes the platform's requests of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple

from services.calling_rules.call_window import DEFAULT_END, DEFAULT_START, DEFAULT_ZONE, CallWindow, find_zone

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2000
LONGEST_DELAY = 10_080  # minutes: one week, the contract's limit
SMALLEST_GROWTH, LARGEST_GROWTH = 1.01, 10.0
MOST_AT_ONCE = 100
MOST_ATTEMPTS = 20
RETRIED_OUTCOMES = ("no_answer", "busy", "error")


@dataclass(frozen=True)
class Basics:
    name: str = ""
    description: str = ""
    assistant_id: str | None = None
    from_number_ids: tuple[str, ...] = ()
    company_id: str | None = None


@dataclass(frozen=True)
class Hours:
    """`starts_at` is aware; with `on_a_date` False somebody launches the campaign by hand."""

    start: time | None = DEFAULT_START
    end: time | None = DEFAULT_END
    timezone: str | None = DEFAULT_ZONE
    use_contact_timezone: bool = True
    on_a_date: bool = False
    starts_at: datetime | None = None

    @property
    def window(self) -> CallWindow | None:
        """The call window; None while a part of it is missing."""
        if self.start is None or self.end is None or not self.timezone:
            return None
        return CallWindow(self.start, self.end, self.timezone, self.use_contact_timezone)


@dataclass(frozen=True)
class Retries:
    """Delays in minutes. An outcome without an own delay waits `delay`; growing ones are multiplied by `growth` after
    each attempt, up to `longest_delay`. `stays_open`: not completed when nobody is left to call."""

    people_at_once: int | None = 3
    attempts: int | None = 3
    delay: int | None = 60
    after_error: bool = False
    delay_by_outcome: dict[str, int | None] = field(default_factory=dict)
    growing: bool = False
    growth: float | None = 2.0
    longest_delay: int | None = 1440
    stays_open: bool = False


class Flaw(StrEnum):
    """Why an entry cannot be sent; the sentence is in `components.campaign_form.basics`."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    NOT_ITS_NUMBER = "not_its_number"
    WINDOW_EMPTY = "window_empty"
    UNKNOWN_ZONE = "unknown_zone"
    IN_THE_PAST = "in_the_past"


class FieldFault(NamedTuple):
    """`field` is the name of the entry, as in the three groups."""

    field: str
    flaw: Flaw


def basics_faults(basics: Basics, active_numbers: Collection[str] | None = None) -> list[FieldFault]:
    """What keeps the first step from being sent. `active_numbers`: ids the chosen assistant may call from; None where
    the deployment does not tell."""
    return list(_basics_faults(basics, active_numbers))


def _basics_faults(basics: Basics, active_numbers: Collection[str] | None) -> Iterator[FieldFault]:
    yield from text_faults(basics.name, basics.description)
    if not basics.assistant_id:
        yield FieldFault("assistant", Flaw.MISSING)
    if not basics.from_number_ids:
        yield FieldFault("numbers", Flaw.MISSING)
    elif active_numbers is not None and set(basics.from_number_ids) - set(active_numbers):
        yield FieldFault("numbers", Flaw.NOT_ITS_NUMBER)
    if not basics.company_id:
        yield FieldFault("company", Flaw.MISSING)


def text_faults(name: str, description: str) -> Iterator[FieldFault]:
    if not name.strip():
        yield FieldFault("name", Flaw.MISSING)
    elif len(name) > LONGEST_NAME:
        yield FieldFault("name", Flaw.TOO_LONG)
    if len(description) > LONGEST_DESCRIPTION:
        yield FieldFault("description", Flaw.TOO_LONG)


def hours_faults(hours: Hours, now: datetime) -> list[FieldFault]:
    """What keeps the calling hours from being sent. A start later than the end is none: the window spans midnight."""
    found: list[FieldFault] = []
    if hours.start is None or hours.end is None:
        found.append(FieldFault("start" if hours.start is None else "end", Flaw.MISSING))
    elif hours.start == hours.end:
        found.append(FieldFault("end", Flaw.WINDOW_EMPTY))
    if not find_zone(hours.timezone):
        found.append(FieldFault("timezone", Flaw.UNKNOWN_ZONE))
    if hours.on_a_date and hours.starts_at is None:
        found.append(FieldFault("starts_at", Flaw.MISSING))
    elif hours.on_a_date and hours.starts_at is not None and hours.starts_at <= now:
        found.append(FieldFault("starts_at", Flaw.IN_THE_PAST))
    return found


def retries_faults(retries: Retries) -> list[FieldFault]:
    """Entries outside of what the platform takes."""
    limits: list[tuple[str, float | None, float, float]] = [
        ("people_at_once", retries.people_at_once, 1, MOST_AT_ONCE),
        ("attempts", retries.attempts, 1, MOST_ATTEMPTS),
        ("delay", retries.delay, 1, LONGEST_DELAY),
    ]
    limits += [
        (f"delay_{outcome}", delay, 1, LONGEST_DELAY)
        for outcome, delay in retries.delay_by_outcome.items()
        if delay is not None
    ]
    if retries.growing:
        limits.append(("growth", retries.growth, SMALLEST_GROWTH, LARGEST_GROWTH))
        limits.append(("longest_delay", retries.longest_delay, 1, LONGEST_DELAY))
    return [
        FieldFault(name, Flaw.MISSING if value is None else Flaw.OUT_OF_RANGE)
        for name, value, least, most in limits
        if value is None or not least <= value <= most
    ]
