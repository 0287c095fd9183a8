"""Form of a campaign, its entries and what is wrong with them, in three groups as they are shown: `Basics`, `Hours`,
`Retries`. `services.campaigns.requests` makes the platform's requests of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple, Self

from services.api.generation import Generation
from services.api.models import (
    DEFAULT_AT_ONCE,
    DEFAULT_ATTEMPTS,
    DEFAULT_DELAY_MINUTES,
    DEFAULT_GROWTH,
    DEFAULT_WINDOW_END,
    DEFAULT_WINDOW_START,
    DEFAULT_ZONE,
    LARGEST_GROWTH,
    LONGEST_CALL_MINUTES,
    LONGEST_DELAY_MINUTES,
    MOST_TRIES,
    SMALLEST_GROWTH,
    Campaign,
    Outcome,
)
from services.api.taken_settings import most_at_once
from services.calling_rules.call_window import CallWindow, find_zone
from services.calling_rules.most_calls import most_calls

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2000


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

    start: time | None = DEFAULT_WINDOW_START
    end: time | None = DEFAULT_WINDOW_END
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

    people_at_once: int | None = DEFAULT_AT_ONCE
    attempts: int | None = DEFAULT_ATTEMPTS
    delay: int | None = DEFAULT_DELAY_MINUTES
    after_error: bool = False
    delay_by_outcome: dict[str, int | None] = field(default_factory=dict)
    growing: bool = False
    growth: float | None = DEFAULT_GROWTH
    longest_delay: int | None = 1440
    stays_open: bool = False
    tries_by_outcome: dict[str, int | None] = field(default_factory=dict)
    """Limits of their own; where `tries_add_up`, each is a budget of that outcome."""
    tries_add_up: bool = False

    @property
    def most_calls(self) -> int | None:
        """The most calls one person can get; None while the tries are missing."""
        if self.attempts is None:
            return None
        own = {Outcome(outcome): tries for outcome, tries in self.tries_by_outcome.items() if tries}
        return most_calls(self.attempts, own, after_error=self.after_error, add_up=self.tries_add_up)


@dataclass(frozen=True)
class EachCall:
    """Settings of each call. None: nothing of its own is set, so that the platform's usual, or the assistant's own setting
    holds."""

    longest_minutes: int | None = None
    detects_voicemail: bool | None = None
    on_voicemail: str | None = None
    when_unavailable: str | None = None


@dataclass(frozen=True)
class PaceLimits:
    """The most that a form takes where the platform has no limit of its own, so that a slip is noticed. A campaign that
    somebody set to more elsewhere stays as it is."""

    people_at_once: int = 100
    attempts: int = 20
    delay: int = LONGEST_DELAY_MINUTES
    at_once_by_platform: bool = False
    """Whether the platform itself takes no more people at once."""

    @classmethod
    def of(cls, campaign: Campaign | None, generation: Generation = Generation.SEED) -> Self:
        """For a form that begins with `campaign`. What the platform itself does not take is not kept."""
        most = most_at_once(generation)
        usual = cls() if most is None else cls(people_at_once=most, at_once_by_platform=True)
        if campaign is None:
            return usual
        return cls(
            most or max(usual.people_at_once, campaign.max_concurrent_calls or 0),
            max(usual.attempts, campaign.max_attempts_per_contact or 0),
            max(usual.delay, campaign.retry_delay_minutes or 0),
            usual.at_once_by_platform,
        )


def usual_at_once(numbers: int) -> int:
    """People at once where nobody says how many: one for each number to call from, and few."""
    return min(numbers, DEFAULT_AT_ONCE) if numbers else DEFAULT_AT_ONCE


class Flaw(StrEnum):
    """Reason why an entry cannot be sent; the sentence is in `components.campaign_form.basics`."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    NOT_ITS_NUMBER = "not_its_number"
    WINDOW_EMPTY = "window_empty"
    UNKNOWN_ZONE = "unknown_zone"
    IN_THE_PAST = "in_the_past"
    UNREADABLE = "unreadable"
    GONE = "gone"


class FieldFault(NamedTuple):
    """`field` is the name of the entry, as in the three groups."""

    field: str
    flaw: Flaw


def basics_faults(
    basics: Basics, active_numbers: Collection[str] | None = None, *, company_needed: bool = True
) -> list[FieldFault]:
    """Faults that keep the first step from being sent. `active_numbers`: ids the chosen assistant may call from; None
    where the deployment does not tell."""
    found = list(_basics_faults(basics, active_numbers))
    if company_needed and not basics.company_id:
        found.append(FieldFault("company", Flaw.MISSING))
    return found


def _basics_faults(basics: Basics, active_numbers: Collection[str] | None) -> Iterator[FieldFault]:
    yield from text_faults(basics.name, basics.description)
    if not basics.assistant_id:
        yield FieldFault("assistant", Flaw.MISSING)
    if not basics.from_number_ids:
        yield FieldFault("numbers", Flaw.MISSING)
    elif active_numbers is not None and set(basics.from_number_ids) - set(active_numbers):
        yield FieldFault("numbers", Flaw.NOT_ITS_NUMBER)


def text_faults(name: str, description: str) -> Iterator[FieldFault]:
    if not name.strip():
        yield FieldFault("name", Flaw.MISSING)
    elif len(name) > LONGEST_NAME:
        yield FieldFault("name", Flaw.TOO_LONG)
    if len(description) > LONGEST_DESCRIPTION:
        yield FieldFault("description", Flaw.TOO_LONG)


def hours_faults(hours: Hours, now: datetime) -> list[FieldFault]:
    """Faults that keep the calling hours from being sent. A start later than the end is none: the window spans
    midnight."""
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


def retries_faults(retries: Retries, most: PaceLimits) -> list[FieldFault]:
    """Entries outside of what the platform, or the form, takes."""
    limits: list[tuple[str, float | None, float, float]] = [
        ("people_at_once", retries.people_at_once, 1, most.people_at_once),
        ("attempts", retries.attempts, 1, most.attempts),
        ("delay", retries.delay, 1, most.delay),
    ]
    limits += [
        (f"delay_{outcome}", delay, 1, LONGEST_DELAY_MINUTES)
        for outcome, delay in retries.delay_by_outcome.items()
        if delay is not None
    ]
    limits += [
        (f"tries_{outcome}", tries, 1, MOST_TRIES)
        for outcome, tries in retries.tries_by_outcome.items()
        if tries is not None and retries.tries_add_up
    ]
    if retries.growing:
        limits.append(("growth", retries.growth, SMALLEST_GROWTH, LARGEST_GROWTH))
        limits.append(("longest_delay", retries.longest_delay, 1, LONGEST_DELAY_MINUTES))
    return [
        FieldFault(name, Flaw.MISSING if value is None else Flaw.OUT_OF_RANGE)
        for name, value, least, most in limits
        if value is None or not least <= value <= most
    ]


def each_call_faults(each: EachCall) -> list[FieldFault]:
    """Entries outside of what the platform takes. Nothing set is none: then another's setting holds."""
    longest = each.longest_minutes
    fine = longest is None or 1 <= longest <= LONGEST_CALL_MINUTES
    return [] if fine else [FieldFault("longest_minutes", Flaw.OUT_OF_RANGE)]
