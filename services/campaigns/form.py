"""What a person types about a campaign, what is wrong with it, and the requests it becomes.

Three groups, as the forms show them: `Basics`, `Hours`, `Retries`. What the platform keeps in `settings` has a name
here; keys of `settings` this console does not know are handed on untouched when a campaign is copied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from services.api.models import Campaign, CampaignCreate, CampaignUpdate
from services.calling_rules.call_window import DEFAULT_END, DEFAULT_START, DEFAULT_ZONE, CallWindow, find_zone

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2000
LONGEST_DELAY = 10_080  # minutes: one week, the contract's limit
SMALLEST_GROWTH, LARGEST_GROWTH = 1.01, 10.0
MOST_AT_ONCE = 100
MOST_ATTEMPTS = 20
RETRIED_OUTCOMES = ("no_answer", "busy", "error")

CLEARABLE = {"description", "scheduled_start_at"}

_CONTACT_ZONE = "use_contact_timezone_for_call_window"


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


def basics_of(campaign: Campaign) -> Basics:
    return Basics(
        campaign.name,
        campaign.description or "",
        campaign.assistant_id,
        tuple(campaign.from_number_ids or ()),
        campaign.company_id,
    )


def hours_of(campaign: Campaign) -> Hours:
    window = CallWindow.from_campaign(campaign)
    starts_at = campaign.scheduled_start_at
    return Hours(
        window.start,
        window.end,
        window.timezone,
        window.use_contact_timezone,
        starts_at is not None,
        starts_at,
    )


def retries_of(campaign: Campaign) -> Retries:
    """The calling pace of a campaign, with the platform's defaults where it gives none."""
    settings, usual = campaign.settings or {}, Retries()
    delays = {
        outcome: _minutes(settings.get(f"retry_delay_minutes_{outcome}")) for outcome in RETRIED_OUTCOMES
    }
    growth = settings.get("retry_backoff_multiplier")
    return Retries(
        people_at_once=campaign.max_concurrent_calls or usual.people_at_once,
        attempts=campaign.max_attempts_per_contact or usual.attempts,
        delay=campaign.retry_delay_minutes or usual.delay,
        after_error=settings.get("retry_on_error") is True,
        delay_by_outcome={outcome: delay for outcome, delay in delays.items() if delay},
        growing=settings.get("retry_backoff_mode") == "exponential",
        growth=float(growth) if isinstance(growth, int | float) else usual.growth,
        longest_delay=_minutes(settings.get("retry_backoff_max_minutes")) or usual.longest_delay,
        stays_open=settings.get("no_auto_complete") is True,
    )


def _minutes(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value >= 1 else None


def settings_of(hours: Hours, retries: Retries, others: dict[str, Any] | None = None) -> dict[str, Any]:
    """`settings` as the platform keeps it; `others` are the keys of a copied campaign."""
    settings = dict(others or {})
    settings[_CONTACT_ZONE] = hours.use_contact_timezone
    settings["retry_on_error"] = retries.after_error
    settings.pop("no_auto_complete", None)  # has a field of its own in the request
    settings["retry_backoff_mode"] = "exponential" if retries.growing else "fixed"
    for name in ("retry_backoff_multiplier", "retry_backoff_max_minutes"):
        settings.pop(name, None)
    if retries.growing:
        settings["retry_backoff_multiplier"] = retries.growth
        settings["retry_backoff_max_minutes"] = retries.longest_delay
    for outcome in RETRIED_OUTCOMES:
        settings.pop(f"retry_delay_minutes_{outcome}", None)
        if delay := retries.delay_by_outcome.get(outcome):
            settings[f"retry_delay_minutes_{outcome}"] = delay
    return settings


def create_request(
    team_id: str,
    basics: Basics,
    hours: Hours,
    retries: Retries,
    copied_settings: dict[str, Any] | None = None,
) -> CampaignCreate:
    """The request for a form without faults."""
    request = CampaignCreate(
        team_id=team_id,
        assistant_id=basics.assistant_id or "",
        company_id=basics.company_id or "",
        from_number_ids=list(basics.from_number_ids),
        name=basics.name.strip(),
        call_window_start=clock_text(hours.start),
        call_window_end=clock_text(hours.end),
        call_window_timezone=hours.timezone,
        max_concurrent_calls=retries.people_at_once,
        max_attempts_per_contact=retries.attempts,
        retry_delay_minutes=retries.delay,
        settings=settings_of(hours, retries, copied_settings),
    )
    if basics.description.strip():
        request.description = basics.description.strip()
    if retries.stays_open:
        request.no_auto_complete = True
    if hours.on_a_date:
        request.scheduled_start_at = hours.starts_at
    return request


def update_request(campaign: Campaign, basics: Basics, hours: Hours, retries: Retries) -> CampaignUpdate:
    """Only what differs from `campaign`; empty where nothing does. Assistant, numbers and company cannot change."""
    before = _editable(basics_of(campaign), hours_of(campaign), retries_of(campaign))
    after = _editable(basics, hours, retries)
    changed = {name: value for name, value in after.items() if value != before[name]}
    for outcome in RETRIED_OUTCOMES:
        if (name := f"retry_delay_minutes_{outcome}") in changed:
            # An own delay cannot be taken back by the platform's API; the general one has the same effect.
            changed[name] = changed[name] or retries.delay
    return CampaignUpdate(
        **{name: value for name, value in changed.items() if value is not None or name in CLEARABLE}
    )


def _editable(basics: Basics, hours: Hours, retries: Retries) -> dict[str, Any]:
    """Entries by the platform's names."""
    return {
        "name": basics.name.strip(),
        "description": basics.description.strip() or None,
        "call_window_start": clock_text(hours.start),
        "call_window_end": clock_text(hours.end),
        "call_window_timezone": hours.timezone,
        "scheduled_start_at": hours.starts_at if hours.on_a_date else None,
        _CONTACT_ZONE: hours.use_contact_timezone,
        "max_concurrent_calls": retries.people_at_once,
        "max_attempts_per_contact": retries.attempts,
        "retry_delay_minutes": retries.delay,
        "retry_on_error": retries.after_error,
        "no_auto_complete": retries.stays_open,
        "retry_backoff_mode": "exponential" if retries.growing else "fixed",
        "retry_backoff_multiplier": retries.growth if retries.growing else None,
        "retry_backoff_max_minutes": retries.longest_delay if retries.growing else None,
        **{
            f"retry_delay_minutes_{outcome}": retries.delay_by_outcome.get(outcome)
            for outcome in RETRIED_OUTCOMES
        },
    }


def clock_text(value: time | None) -> str | None:
    """As the platform writes it: "09:00"."""
    return value and f"{value:%H:%M}"
