"""Mapping between a form's entries and the platform: entries from a campaign, and requests to create and to change
one from entries.

What the platform keeps in `settings` has a name here; keys of `settings` this console does not know are handed on
untouched when a campaign is copied.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from services.api.models import RETRIED, Campaign, CampaignCreate, CampaignUpdate
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.campaigns.form import Basics, Hours, Retries

CLEARABLE = {"description", "scheduled_start_at"}
_STAYS_OPEN = ("no_auto_complete", "noAutoComplete")
_IN_SETTINGS = tuple(
    name for name in CampaignUpdate.model_fields if name not in {*Campaign.model_fields, *_STAYS_OPEN}
)
"""What the platform keeps in `settings`. Whether it stays open has a field of its own in the requests."""
_CONTACT_ZONE = "use_contact_timezone_for_call_window"


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
    """The calling pace of a campaign, with the platform's defaults where it gives none: what its dialler goes by."""
    settings, rules, usual = campaign.settings or {}, RetryRules.from_campaign(campaign), Retries()
    growing = rules.multiplier > 1
    growth = settings.get("retry_backoff_multiplier")
    longest = rules.longest_minutes if growing else _minutes(settings.get("retry_backoff_max_minutes"))
    return Retries(
        people_at_once=campaign.max_concurrent_calls or usual.people_at_once,
        attempts=rules.max_attempts,
        delay=rules.delay_minutes,
        after_error=rules.retry_on_error,
        delay_by_outcome={outcome.value: delay for outcome, delay in rules.delays.items()},
        growing=growing,
        growth=float(growth) if isinstance(growth, int | float) else usual.growth,
        longest_delay=longest or usual.longest_delay,
        stays_open=stays_open(campaign),
    )


def stays_open(campaign: Campaign) -> bool:
    """Whether it goes on when nobody is left to call, and so takes people while it runs. Platforms write it either way."""
    settings = campaign.settings or {}
    return any(settings.get(name) is True for name in _STAYS_OPEN)


def _minutes(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value >= 1 else None


def settings_of(hours: Hours, retries: Retries, others: dict[str, Any] | None = None) -> dict[str, Any]:
    """`settings` as the platform keeps it; `others` are the keys of a copied campaign."""
    own = entries(Basics(), hours, retries)
    kept = {
        name: value for name, value in (others or {}).items() if name not in (*_IN_SETTINGS, *_STAYS_OPEN)
    }
    return kept | {name: own[name] for name in _IN_SETTINGS if own[name] is not None}


def create_request(
    team_id: str,
    basics: Basics,
    hours: Hours,
    retries: Retries,
    copied_settings: dict[str, Any] | None = None,
) -> CampaignCreate:
    """The request for a form without faults."""
    own = {
        name: value for name, value in entries(basics, hours, retries).items() if value not in (None, False)
    }
    return CampaignCreate(
        team_id=team_id,
        assistant_id=basics.assistant_id or "",
        company_id=basics.company_id or "",
        from_number_ids=list(basics.from_number_ids),
        settings=settings_of(hours, retries, copied_settings),
        **{name: value for name, value in own.items() if name in CampaignCreate.model_fields},
    )


def update_request(campaign: Campaign, basics: Basics, hours: Hours, retries: Retries) -> CampaignUpdate:
    """Only what differs from `campaign`; empty where nothing does. Assistant, numbers and company cannot change."""
    before = entries(basics_of(campaign), hours_of(campaign), retries_of(campaign))
    after = entries(basics, hours, retries)
    changed = {name: value for name, value in after.items() if value != before[name]}
    for outcome in RETRIED:
        if (name := f"retry_delay_minutes_{outcome}") in changed:
            # An own delay cannot be taken back by the platform's API; the general one has the same effect.
            changed[name] = changed[name] or retries.delay
    return CampaignUpdate(
        **{name: value for name, value in changed.items() if value is not None or name in CLEARABLE}
    )


def entries(basics: Basics, hours: Hours, retries: Retries) -> dict[str, Any]:
    """What a form says, by the platform's names: a setting that stands here is sent, copied, compared and forecast."""
    return {
        "name": basics.name.strip(),
        "description": basics.description.strip() or None,
        "call_window_start": _clock_text(hours.start),
        "call_window_end": _clock_text(hours.end),
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
        **{f"retry_delay_minutes_{outcome}": retries.delay_by_outcome.get(outcome) for outcome in RETRIED},
    }


def _clock_text(value: time | None) -> str | None:
    """As the platform writes it: "09:00"."""
    return value and f"{value:%H:%M}"
