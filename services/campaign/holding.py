"""Holding of a campaign: the limit that keeps each of its people from being called, in the order in which limits bite.

A partition: everybody is in exactly one part, so that the parts add up to the people. Who waits is held by the first limit
that bites; done, not callable and being called are parts of their own, and so is what is not known, which is never 0 and
never a reason. Pure: it asks nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from services.api.models import (
    FINAL,
    Campaign,
    CampaignContact,
    CampaignStatus,
    EnrollmentStatus,
    OtherStatus,
    StatusCounts,
)
from services.calling_days.calendar import Calendar
from services.campaign.held_parts import OF_A_PERSON, Holding, Part, Share
from services.campaign.told_hours import ToldHours
from services.campaigns.stops import is_stopped

A_LOOK = timedelta(minutes=2)
"""So soon a dialler has called whoever may be called."""


@dataclass(frozen=True)
class Limits:
    """State of everything that can hold a campaign's people, at `at`. None is what is not told.

    `calling`: calls under way. `numbers_usable`: whether a caller number can call. `at_most_reached`: the console has stopped
    it, or is about to. `quiet_since`: when somebody was last dialled, or the campaign was last started or changed.
    `zones_told`: whether somebody without a time zone has none, and not only none that is shown here.
    `starts_at` is the start that the console will set, where the campaign does not have it yet. `rests_until`: the opening until
    which the console has it rest on closed days. `kept_paused`: the console keeps it paused for another reason, `kept_until` then.
    """

    campaign: Campaign
    at: datetime
    calendar: Calendar
    calling: int | None = None
    credits: float | None = None
    numbers_usable: bool | None = None
    at_most_reached: bool = False
    starts_at: datetime | None = None
    rests_until: datetime | None = None
    kept_paused: bool = False
    kept_until: datetime | None = None
    quiet_since: datetime | None = None
    zones_told: bool = True


def holding(
    limits: Limits,
    counts: StatusCounts | None,
    pending: Sequence[CampaignContact],
    *,
    readable: bool = False,
) -> Holding:
    """`counts` are everybody by status, `pending` those who wait and were looked at: all of them, some or none. `readable`:
    the others could be read if a person wished it."""
    whole, hours = _whole(limits), _told_hours(limits)
    placed = [_placed(one, limits, hours, whole) for one in pending]
    # who was not looked at is held by a limit only where it holds whoever they are
    closed = _Placed(_closed(hours, None), limits.at) if hours.closed_to_all else None
    unseen = whole or closed or _Placed(Part.UNKNOWN)
    behind = max(((counts and counts.pending) or 0) - len(pending), 0)
    found = Counter(one.part for one in placed) + _by_status(counts) + Counter({unseen.part: behind})
    told = limits.campaign.total_contacts
    known = told is not None or (counts is not None and counts.total is not None)
    people = max(told or 0, found.total())
    found[Part.UNKNOWN] += people - found.total()
    ends = _ends([*placed, *([unseen] if behind or closed else [])], hours, whole=whole is not None)
    shares = tuple(Share(part, found[part], ends.get(part)) for part in Part if found[part])
    alike = whole or (closed and _Placed(closed.part, ends.get(closed.part)))
    binding = _binding(alike, shares, known=known)
    return Holding(
        people if known else None,
        shares,
        binding,
        _then(limits, binding),
        _next_call(whole, shares),
        behind if readable and unseen.part is Part.UNKNOWN and not whole else 0,
        hours.special_day() if binding and binding.part is Part.DAY else None,
        limits.at,
    )


def counted(rows: Iterable[CampaignContact], *, nobody_rings: bool = False) -> StatusCounts:
    """People by status; without one that is known, an outcome after which nobody is called again tells as much.
    `nobody_rings`: whoever is said to be called was so a moment ago; how she stands is not known."""
    found = Counter(_status(one) for one in rows)
    if nobody_rings:
        found["other"] = found.pop("calling", 0) + found.pop("queued", 0)
    return StatusCounts.model_validate(found)


def _by_status(counts: StatusCounts | None) -> Counter[Part]:
    """Those who do not wait."""
    if counts is None:
        return Counter()
    return Counter(
        {
            Part.DONE: (counts.completed or 0) + (counts.failed or 0),
            Part.NOT_CALLABLE: counts.skipped or 0,
            Part.CALLING: (counts.calling or 0) + (counts.queued or 0),
            Part.UNKNOWN: counts.other or 0,
        }
    )


def _told_hours(limits: Limits) -> ToldHours:
    return ToldHours(limits.campaign, limits.calendar, limits.at, zones_told=limits.zones_told)


def _status(one: CampaignContact) -> str:
    known = isinstance(one.status, EnrollmentStatus)
    if known or one.outcome not in FINAL:
        return str(one.status) if known else "other"
    return str(EnrollmentStatus.COMPLETED)


class _Placed(NamedTuple):
    """`due`: not called before then, whatever her hours are, which are read on the clock of `zone`."""

    part: Part
    due: datetime | None = None
    zone: str | None = None


def _whole(limits: Limits) -> _Placed | None:
    """The limit that holds all of a campaign alike, whoever they are."""
    campaign = limits.campaign
    status, start = campaign.status, campaign.scheduled_start_at or limits.starts_at
    if campaign.deleted_at or status.is_over:
        return _Placed(Part.OVER)
    if is_stopped(status):
        return _paused(limits)
    if isinstance(status, OtherStatus):
        return _Placed(Part.UNKNOWN)
    if limits.rests_until is not None and status is not CampaignStatus.RUNNING:
        return _Placed(Part.DAY, limits.rests_until)
    if status is CampaignStatus.DRAFT and limits.starts_at is None:
        return _Placed(Part.NOT_LAUNCHED)
    if status is CampaignStatus.RUNNING:
        return None
    if start is None or start > limits.at:
        return _Placed(Part.START_DATE, start)
    return _Placed(Part.OVERDUE if limits.at - start >= A_LOOK else Part.NEXT)


def _paused(limits: Limits) -> _Placed:
    """Who has paused it says when it goes on."""
    if limits.at_most_reached:
        return _Placed(Part.AT_MOST)
    if limits.rests_until is not None:
        return _Placed(Part.DAY, limits.rests_until)
    return _Placed(Part.KEPT_PAUSED, limits.kept_until) if limits.kept_paused else _Placed(Part.PAUSED)


def _placed(one: CampaignContact, limits: Limits, hours: ToldHours, whole: _Placed | None) -> _Placed:
    """The part of somebody who waits."""
    who = one.contact
    if who is not None and (who.do_not_call or not who.phone):
        return _Placed(Part.NOT_CALLABLE)
    if whole is not None:
        return whole
    due = one.next_attempt_at if one.next_attempt_at and one.next_attempt_at > limits.at else None
    zone = who.timezone if who else None
    is_open = hours.open(limits.at, zone)
    if is_open is False:
        return _Placed(_closed(hours, zone), due or limits.at, zone)
    if due:
        return _Placed(Part.RETRY, due, zone)
    if is_open is None:
        return _Placed(Part.UNKNOWN)
    return _Placed(_of_the_campaign(limits) or _how_long(one, limits, hours, zone))


def _closed(hours: ToldHours, zone: str | None) -> Part:
    return Part.DAY if hours.day_is_closed(zone) else Part.HOURS


def _of_the_campaign(limits: Limits) -> Part | None:
    """The first limit that holds whoever may be called now."""
    return next(_bites(limits), None)


def _bites(limits: Limits) -> Iterator[Part]:
    at_once = limits.campaign.max_concurrent_calls
    if limits.calling and at_once is not None and limits.calling >= at_once:
        yield Part.AT_ONCE
    if limits.numbers_usable is False:
        yield Part.NUMBERS
    if limits.credits is not None and limits.credits < 1:
        yield Part.CREDITS
    if limits.at_most_reached:
        yield Part.AT_MOST


def _how_long(one: CampaignContact, limits: Limits, hours: ToldHours, zone: str | None) -> Part:
    """Next, or held by nothing but the platform: it has had the time to call her, and has called nobody."""
    since = limits.at - A_LOOK
    busy = limits.calling is None or limits.calling > 0
    if busy or limits.quiet_since is None or limits.quiet_since > since:
        return Part.NEXT
    just_due = one.next_attempt_at is not None and one.next_attempt_at > since
    return Part.NEXT if just_due or not hours.open(since, zone) else Part.SILENCE


def _ends(placed: Iterable[_Placed], hours: ToldHours, *, whole: bool) -> dict[Part, datetime | None]:
    """When the first of each part may be called. Whoever is due first where the hours are the same is called first."""
    soonest: dict[tuple[Part, str | None], datetime] = {}
    for part, due, zone in placed:
        if due is not None:
            soonest[part, zone] = min(soonest.get((part, zone), due), due)
    found: dict[Part, datetime | None] = {}
    for (part, zone), due in soonest.items():
        moment = due if whole or part not in OF_A_PERSON else hours.opening(due, zone)
        if moment is not None:
            found[part] = min(found.get(part) or moment, moment)
    return found


def _binding(whole: _Placed | None, shares: Sequence[Share], *, known: bool) -> Share | None:
    """A limit of the whole campaign, also where nobody tells how many it holds. Else what keeps those who could be called
    this moment; else what holds the most."""
    waiting = [one for one in shares if one.part.waits]
    if whole is not None:
        return next((one for one in waiting if one.part is whole.part), None) or (
            Share(whole.part, None, whole.due) if waiting or not known else None
        )
    of_all = [one for one in waiting if one.part not in (*OF_A_PERSON, Part.UNKNOWN)]
    candidates = of_all or [one for one in waiting if one.part in OF_A_PERSON] or waiting
    return max(candidates, key=lambda one: one.people or 0, default=None)


def _then(limits: Limits, binding: Share | None) -> tuple[Part, ...]:
    if binding is None or binding.part is Part.OVER:
        return ()
    return tuple(one for one in _bites(limits) if one not in (binding.part, Part.AT_ONCE))


def _next_call(whole: _Placed | None, shares: Sequence[Share]) -> datetime | None:
    if whole is not None:
        return whole.due
    return min((one.until for one in shares if one.until and one.part in OF_A_PERSON), default=None)
