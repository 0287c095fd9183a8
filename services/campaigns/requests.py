"""Mapping between a form's entries and the platform: entries from a campaign, and requests to create and to change
one from entries.

What the platform keeps in `settings` has a name here; keys of `settings` this console does not know are handed on
untouched when a campaign is copied.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from pydantic.alias_generators import to_camel

from services.api.generation import Generation, knows_companies
from services.api.models import (
    NEWER_SETTINGS,
    RETRIED,
    USUAL_CALL_MINUTES,
    Campaign,
    CampaignCreate,
    CampaignUpdate,
)
from services.api.taken_settings import FIELDS, offered, tries_add_up
from services.calling_rules.call_window import CallWindow
from services.calling_rules.retry_rules import RetryRules
from services.campaigns.form import Basics, EachCall, Hours, Retries

_LONGEST_CALL = "max_call_duration_minutes"
CLEARABLE = {"description", "scheduled_start_at", *NEWER_SETTINGS} - {_LONGEST_CALL}
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


def each_call_of(campaign: Campaign) -> EachCall:
    """As far as the campaign tells."""
    return EachCall(
        campaign.max_call_duration_minutes,
        campaign.voicemail_detection_enabled,
        campaign.voicemail_action,
        campaign.unavailable_action,
    )


def retries_of(campaign: Campaign, generation: Generation = Generation.SEED) -> Retries:
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
        tries_by_outcome={outcome.value: tries for outcome, tries in rules.limits.items()},
        tries_add_up=tries_add_up(generation),
    )


def setting(campaign: Campaign, name: str) -> Any:
    """What a campaign tells of one of its settings, wherever it stands; None where it does not tell."""
    if name in Campaign.model_fields:
        return getattr(campaign, name)
    settings = campaign.settings or {}
    return settings.get(name, settings.get(to_camel(name)))


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
    *,
    each: EachCall | None = None,
    generation: Generation = Generation.SEED,
) -> CampaignCreate:
    """The request for a form without faults, with what `generation` takes."""
    newer = taken_of(generation)
    known = set(CampaignCreate.model_fields) - (set(NEWER_SETTINGS) - newer)
    own: dict[str, Any] = {
        name: value
        for name, value in entries(basics, hours, retries, each).items()
        if name in known and (value not in (None, False) or (value is False and name in newer))
    }
    if basics.company_id and knows_companies(generation):
        own["company_id"] = basics.company_id
    return CampaignCreate(
        team_id=team_id,
        assistant_id=basics.assistant_id or "",
        from_number_ids=list(basics.from_number_ids),
        settings=settings_of(hours, retries, _without(copied_settings, newer)),
        **own,
    )


def taken_of(generation: Generation) -> set[str]:
    """The fields of the newer settings that a generation takes."""
    return {name for setting in offered(generation) for name in FIELDS[setting]}


def after_creation(wanted: CampaignCreate, generation: Generation) -> CampaignUpdate:
    """What no creation of this generation is documented to take, as the change that follows it; empty where nothing is left.

    Elsewhere what stands in `settings` of the creation holds. Here a change has a field for each, so that nothing depends on
    whether it does.
    """
    if not offered(generation):
        return CampaignUpdate()
    told = wanted.model_dump(include=taken_of(generation), exclude_none=True)
    settings = wanted.settings or {}
    return CampaignUpdate(**{name: settings[name] for name in _IN_SETTINGS if name in settings}, **told)


def _without(settings: dict[str, Any] | None, names: set[str]) -> dict[str, Any]:
    """Settings of another campaign without those that have a field of their own here."""
    written = {*names, *map(to_camel, names)}
    return {name: value for name, value in (settings or {}).items() if name not in written}


def update_request(
    campaign: Campaign,
    basics: Basics,
    hours: Hours,
    retries: Retries,
    each: EachCall | None = None,
) -> CampaignUpdate:
    """Only what differs from `campaign`; empty where nothing does. Assistant, numbers and company cannot change."""
    told = each_call_of(campaign)
    before = entries(basics_of(campaign), hours_of(campaign), retries_of(campaign), told)
    after = entries(basics, hours, retries, each or told)
    changed = {name: value for name, value in after.items() if value != before[name]}
    for outcome in RETRIED:
        if (name := f"retry_delay_minutes_{outcome}") in changed:
            # An own delay cannot be taken back by the platform's API; the general one has the same effect.
            changed[name] = changed[name] or retries.delay
    if _LONGEST_CALL in changed:
        changed[_LONGEST_CALL] = changed[_LONGEST_CALL] or USUAL_CALL_MINUTES  # nor can this one
    return CampaignUpdate(
        **{name: value for name, value in changed.items() if value is not None or name in CLEARABLE}
    )


def entries(basics: Basics, hours: Hours, retries: Retries, each: EachCall | None = None) -> dict[str, Any]:
    """What a form says, by the platform's names: a setting that stands here is sent, copied, compared and forecast."""
    each = each or EachCall()
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
        _LONGEST_CALL: each.longest_minutes,
        "voicemail_detection_enabled": each.detects_voicemail,
        "voicemail_action": each.on_voicemail,
        "unavailable_action": each.when_unavailable,
        **{f"max_attempts_{outcome}": retries.tries_by_outcome.get(outcome) for outcome in RETRIED},
    }


def _clock_text(value: time | None) -> str | None:
    """As the platform writes it: "09:00"."""
    return value and f"{value:%H:%M}"
