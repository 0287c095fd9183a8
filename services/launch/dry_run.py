"""Dry run: who would be called, from which number, at which local time; who not, and why.

"Now" is the platform's own answer to a dry run. "When the window next opens" is worked out here by the platform's
rules, because it answers for the present moment only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.api import Api
from services.api.models import Campaign, CampaignContact, EnrollmentStatus, Outcome, RunResult
from services.calling_rules.call_window import CallWindow
from services.calling_rules.places import zone_for
from services.calling_rules.retry_rules import RetryRules
from services.launch.reasons import LeftOut, LeftOutReason, grouped, read_sentence

_NAMES = ("name", "contact_name", "contactName", "full_name", "fullName")
_FIRST = ("first_name", "firstName")
_LAST = ("last_name", "lastName")
_TO = ("to_number", "toNumber", "to", "phone", "phone_number", "phoneNumber", "number")
_FROM = ("from_number", "fromNumber", "from", "caller_id", "callerId")
_ZONE = ("timezone", "time_zone", "timeZone", "contact_timezone", "contactTimezone")
_ENROLMENT = ("campaign_contact_id", "campaignContactId")
_CONTACT = ("contact_id", "contactId")


@dataclass(frozen=True)
class Candidate:
    """Somebody who would be called. `local_time` is in her zone; what is not known is None or empty."""

    name: str
    number: str | None
    from_number: str | None
    timezone: str | None
    local_time: datetime | None
    contact_id: str | None = None
    campaign_contact_id: str | None = None


@dataclass(frozen=True)
class DryRun:
    """`at` is the platform's time it holds for. `count` is how many would be called, where not even that is told None;
    `would_call` may then name nobody though somebody would be."""

    at: datetime
    would_call: list[Candidate]
    left_out: list[LeftOut]
    count: int | None

    @property
    def from_numbers(self) -> list[str]:
        """The caller numbers that would be used, each once."""
        return sorted({one.from_number for one in self.would_call if one.from_number})


def dry_run(api: Api, campaign_id: str, max_calls: int | None = None) -> DryRun:
    """Ask what a run would do now, with at most `max_calls` calls. Changes nothing and calls nobody.

    Raises:
        ApiError: the platform did not answer the dry run.
    """
    with api.budget.purpose("dry run"):
        answer = api.campaigns.run(campaign_id, dry_run=True, max_calls=max_calls)
    return read_answer(answer, api.clock.now())


def read_answer(answer: RunResult, at: datetime) -> DryRun:
    """A dry run's answer, whichever generation of the platform gave it."""
    rows = answer.calls or answer.picks
    told = answer.started if rows is None else len(rows)
    return DryRun(
        at=at,
        would_call=[_candidate(row, at) for row in rows or ()],
        left_out=grouped(read_sentence(sentence) for sentence in answer.errors or ()),
        count=told,
    )


def at_next_opening(
    campaign: Campaign, people: Sequence[CampaignContact], now: datetime, max_calls: int | None = None
) -> DryRun | None:
    """Those who could be called first when the window next opens for anyone who waits; None where it never does.

    `people` are in dialling order, as the platform lists them; those it has left out for good may be among them, and
    are then named with their reason. As many are named as may be called at once.
    """
    window = CallWindow.from_campaign(campaign)
    waiting = [one for one in people if one.status is EnrollmentStatus.PENDING]
    at = _next_opening(window, {_zone_name(one) for one in waiting}, now)
    if at is None:
        return None
    reasons = [(one, _obstacle(one, campaign, window, at)) for one in waiting]
    never = [(one, _never(one)) for one in people if one.status is EnrollmentStatus.SKIPPED]
    ready = [one for one, reason in reasons if reason is None]
    most = min(max_calls or len(ready), campaign.max_concurrent_calls or 3)
    first = [_enrolled(one, campaign, at) for one in ready[:most]]
    return DryRun(
        at=at,
        would_call=first,
        count=len(first),
        left_out=grouped((reason, _name(one)) for one, reason in [*reasons, *never] if reason is not None),
    )


def _next_opening(window: CallWindow, zones: Iterable[str | None], now: datetime) -> datetime | None:
    openings: list[datetime] = []
    for zone in zones:
        closed = window.next_closing(now, zone)
        opening = window.next_opening(closed, zone) if closed else None
        if opening:
            openings.append(opening)
    return min(openings, default=None)


def _obstacle(
    one: CampaignContact, campaign: Campaign, window: CallWindow, at: datetime
) -> LeftOutReason | None:
    person = one.contact
    if person and person.do_not_call:
        return LeftOutReason.DO_NOT_CALL
    if person is None or not person.phone:
        return LeftOutReason.NO_NUMBER
    # as many as any reading of its limits allows: nobody is left out here who may be called
    if (one.attempts or 0) >= RetryRules.from_campaign(campaign, add_up=True).most_calls:
        return LeftOutReason.ATTEMPTS_USED
    if one.next_attempt_at and one.next_attempt_at > at:
        return LeftOutReason.WAITING_FOR_RETRY
    if not window.is_open(at, person.timezone):
        return LeftOutReason.OUTSIDE_WINDOW
    return None


def _never(one: CampaignContact) -> LeftOutReason | None:
    """The reason why the platform will not call somebody at all."""
    person = one.contact
    if one.outcome == Outcome.DO_NOT_CALL or (person and person.do_not_call):
        return LeftOutReason.DO_NOT_CALL
    return LeftOutReason.NO_NUMBER if person is None or not person.phone else None


def _zone_name(one: CampaignContact) -> str | None:
    return one.contact.timezone if one.contact else None


def _name(one: CampaignContact) -> str:
    person = one.contact
    return f"{person.first_name} {person.last_name}".strip() if person else ""


def _enrolled(one: CampaignContact, campaign: Campaign, at: datetime) -> Candidate:
    number = one.contact.phone if one.contact else None
    zone = zone_for(_zone_name(one), number)
    return Candidate(
        name=_name(one),
        number=number,
        from_number=campaign.from_number,
        timezone=zone.key if zone else None,
        local_time=at.astimezone(zone) if zone else None,
        contact_id=one.contact.id if one.contact else None,
        campaign_contact_id=one.id,
    )


def _candidate(row: dict[str, Any], at: datetime) -> Candidate:
    """One row of `calls` or `picks`; some deployments put the person into an object of her own."""
    person = row.get("contact")
    places = [row, person] if isinstance(person, dict) else [row]
    number = _text(places, _TO)
    zone = zone_for(_text(places, _ZONE), number)
    first_last = f"{_text(places, _FIRST) or ''} {_text(places, _LAST) or ''}".strip()
    return Candidate(
        name=_text(places, _NAMES) or first_last,
        number=number,
        from_number=_text(places[:1], _FROM),
        timezone=zone.key if zone else None,
        local_time=at.astimezone(zone) if zone else None,
        contact_id=_text(places[:1], _CONTACT) or _text(places[1:], ("id",)),
        campaign_contact_id=_text(places[:1], _ENROLMENT),
    )


def _text(places: Sequence[dict[str, Any]], names: Sequence[str]) -> str | None:
    for place in places:
        for name in names:
            value = place.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
    return None
