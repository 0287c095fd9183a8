"""Dry run worked out here: by the platform's rules, from the people of a campaign, for now or for the next opening of its
hours.

Now, where the platform may not be asked, because it knows no dry run and could take one for a launch. For the next
opening everywhere, because a dry run answers for the present moment only. What is not known is told with it, and never
leaves anybody out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.api.models import (
    DEFAULT_AT_ONCE,
    FINAL,
    Campaign,
    CampaignContact,
    EnrollmentStatus,
    Outcome,
)
from services.calling_days.calendar import Calendar
from services.calling_rules.call_window import CallWindow
from services.calling_rules.places import zone_for
from services.calling_rules.retry_rules import RetryRules
from services.calling_rules.untold_settings import Untold, untold
from services.launch.dry_run import Candidate, DryRun, Gap
from services.launch.reasons import LeftOutReason, grouped

_UNDER_WAY = (EnrollmentStatus.QUEUED, EnrollmentStatus.CALLING)


def at_next_opening(
    campaign: Campaign,
    people: Sequence[CampaignContact],
    now: datetime,
    max_calls: int | None = None,
    *,
    hours: CallWindow | Calendar | None = None,
) -> DryRun | None:
    """Those who could be called first when the hours next open for anyone who waits; None where they never do. `hours` are the
    campaign's with its calling days; without them every day counts.

    `people` are in dialling order, as the platform lists them; those it has left out for good may be among them, and
    are then named with their reason. As many are named as may be called at once.
    """
    window = hours or CallWindow.from_campaign(campaign)
    at = _next_opening(window, {_zone_name(one) for one in people if _waits(one)}, now)
    if at is None:
        return None
    most = min(max_calls or len(people), campaign.max_concurrent_calls or DEFAULT_AT_ONCE)
    return _reckoned(campaign, people, window, at, most)


def worked_out_now(
    campaign: Campaign, people: Sequence[CampaignContact], now: datetime, gaps: Mapping[Gap, int]
) -> DryRun:
    """Those who would be called first if it were launched now. `gaps` are those of which the caller knows."""
    missing = untold(campaign)
    hours_told, told_at_once = Untold.HOURS not in missing, campaign.max_concurrent_calls
    under_way = sum(one.status in _UNDER_WAY for one in people)
    most = len(people) if told_at_once is None else max(0, told_at_once - under_way)
    window = CallWindow.from_campaign(campaign)
    found = {
        **gaps,
        Gap.STATE: sum(_state_not_told(one) for one in people),
        Gap.ZONES: sum(_waits(one) and _zone_name(one) is None for one in people)
        if hours_told and window.use_contact_timezone
        else 0,
        Gap.HOURS: 0 if hours_told else len(people),
        Gap.AT_ONCE: len(people) if told_at_once is None else 0,
    }
    run = _reckoned(campaign, people, window if hours_told else None, now, most)
    return replace(run, gaps={gap: count for gap, count in found.items() if count})


def nobody_shown(now: datetime) -> DryRun:
    """Where the people of a campaign cannot be read."""
    return DryRun(at=now, would_call=[], left_out=[], count=None, worked_out=True, gaps={Gap.PEOPLE: 1})


def _reckoned(
    campaign: Campaign,
    people: Sequence[CampaignContact],
    window: CallWindow | Calendar | None,
    at: datetime,
    most: int,
) -> DryRun:
    reasons = [(one, _obstacle(one, campaign, window, at)) for one in people if _waits(one)]
    never = [(one, _never(one)) for one in people if one.status is EnrollmentStatus.SKIPPED]
    ready = [one for one, reason in reasons if reason is None]
    first = [_candidate(one, campaign, at) for one in ready[:most]]
    return DryRun(
        at=at,
        would_call=first,
        count=len(first),
        left_out=grouped((reason, _name(one)) for one, reason in [*reasons, *never] if reason is not None),
        worked_out=True,
    )


def _waits(one: CampaignContact) -> bool:
    """Whether she may be called by the next calls: where nobody tells, she may."""
    return one.status is EnrollmentStatus.PENDING or _state_not_told(one)


def _state_not_told(one: CampaignContact) -> bool:
    """Of whom neither a status nor an outcome after which nobody is called again is told."""
    return not isinstance(one.status, EnrollmentStatus) and one.outcome not in FINAL


def _next_opening(
    window: CallWindow | Calendar, zones: Iterable[str | None], now: datetime
) -> datetime | None:
    openings: list[datetime] = []
    for zone in zones:
        closed = window.next_closing(now, zone)
        opening = window.next_opening(closed, zone) if closed else None
        if opening:
            openings.append(opening)
    return min(openings, default=None)


def _obstacle(
    one: CampaignContact, campaign: Campaign, window: CallWindow | Calendar | None, at: datetime
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
    if window and not window.is_open(at, person.timezone):
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


def _candidate(one: CampaignContact, campaign: Campaign, at: datetime) -> Candidate:
    person = one.contact
    number = person.phone if person else None
    zone = zone_for(_zone_name(one), number)
    return Candidate(
        name=_name(one),
        number=number,
        from_number=campaign.from_number,
        timezone=zone.key if zone else None,
        local_time=at.astimezone(zone) if zone else None,
        contact_id=person.id if person else None,
        campaign_contact_id=one.id,
        mark_known=person is not None and person.do_not_call is not None,
    )
