"""Dialling rules of one campaign: who is due, who must be skipped, how a call begins and ends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, and_, case, func, insert, or_, select, update

from sandbox.dialling.call_window import DiallerWindow, zone
from sandbox.dialling.retry import DiallerRetries, call_status, final_status
from sandbox.dialling.telephony import PhoneNetwork, as_set
from sandbox.dialling.week import WeekWindow
from sandbox.tables import account, calls, campaigns, contacts, enrolments, new_id, phone_numbers
from services.api.models import DEFAULT_ZONE, CampaignStatus, EnrollmentStatus, Outcome

FALLBACK_ZONE = ZoneInfo(DEFAULT_ZONE)
IN_ORDER = (enrolments.c.priority.desc(), enrolments.c.created_at, enrolments.c.seq)
UNDIALABLE = or_(contacts.c.phone.is_(None), contacts.c.do_not_call)
COSTS_CREDITS = {Outcome.ANSWERED, Outcome.VOICEMAIL}


@dataclass(frozen=True)
class CallingRules:
    """Rules of one campaign, read from its row: when and how often it calls."""

    window: WeekWindow
    home: ZoneInfo
    by_contact: bool
    retry: DiallerRetries

    @classmethod
    def of(cls, campaign: Row[Any]) -> Self:
        return cls.read(campaign._mapping)

    @classmethod
    def read(cls, campaign: Mapping[Any, Any]) -> Self:
        """From a campaign's columns by name."""
        settings: dict[str, Any] = campaign["settings"]
        return cls(
            WeekWindow.of(
                DiallerWindow.of(campaign["call_window_start"], campaign["call_window_end"]),
                campaign.get("days_of_week"),
                campaign.get("day_windows"),
                campaign.get("scheduled_end_at"),
            ),
            zone(campaign["call_window_timezone"]) or FALLBACK_ZONE,
            settings.get("use_contact_timezone_for_call_window") is not False,
            DiallerRetries(campaign["max_attempts_per_contact"], campaign["retry_delay_minutes"], settings),
        )

    def where(self, contact_zone: str | None) -> ZoneInfo:
        """The zone in which the window counts for somebody whose own zone is `contact_zone`."""
        return (zone(contact_zone) if self.by_contact else None) or self.home

    def open_for(self, contact_zone: str | None, now: float) -> bool:
        return self.window.open_at(now, self.where(contact_zone))


def due(campaign_id: str, zones: Iterable[str], now: float, limit: int) -> Select[Any]:
    """People who may be dialled now, in dialling order. `zones`: those whose window is open."""
    return (
        select(
            enrolments,
            contacts.c.phone,
            contacts.c.do_not_call,
            contacts.c.first_name,
            contacts.c.last_name,
        )
        .join(contacts, contacts.c.id == enrolments.c.contact_id)
        .where(
            enrolments.c.campaign_id == campaign_id,
            enrolments.c.status == EnrollmentStatus.PENDING,
            enrolments.c.zone.in_(list(zones)),
            or_(enrolments.c.next_attempt_at.is_(None), enrolments.c.next_attempt_at <= now),
        )
        .order_by(*IN_ORDER)
        .limit(limit)
    )


def zones_of(connection: Connection, campaign_id: str) -> list[str]:
    """The zones of the people still to be called."""
    found = select(enrolments.c.zone).distinct()
    waiting = found.where(
        enrolments.c.campaign_id == campaign_id, enrolments.c.status == EnrollmentStatus.PENDING
    )
    return list(connection.scalars(waiting))


def next_due(connection: Connection, campaign: Row[Any], now: float) -> float | None:
    """Moment when somebody of the campaign can be dialled next, from `now` on; None: never as things stand."""
    rules = CallingRules.of(campaign)
    soonest = select(
        enrolments.c.zone, func.min(func.coalesce(enrolments.c.next_attempt_at, 0.0)).label("at")
    )
    pending = soonest.where(
        enrolments.c.campaign_id == campaign.id, enrolments.c.status == EnrollmentStatus.PENDING
    ).group_by(enrolments.c.zone)
    moments = [
        rules.window.next_opening(max(now, row.at), rules.where(row.zone))
        for row in connection.execute(pending)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def active_numbers(connection: Connection, campaign: Row[Any]) -> list[Row[Any]]:
    """The campaign's caller numbers that can call, in its order."""
    found = connection.execute(
        select(phone_numbers).where(
            phone_numbers.c.id.in_(campaign.from_number_ids), phone_numbers.c.status == "active"
        )
    ).all()
    return sorted(found, key=lambda number: campaign.from_number_ids.index(number.id))


def count_up(connection: Connection, campaign_id: str, **people: int) -> None:
    """Add to the campaign's counters: `total_contacts`, `contacts_called`, `_completed`, `_answered`."""
    changes = {name: campaigns.c[name] + amount for name, amount in people.items() if amount}
    if changes:
        connection.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(changes))


def skip_undialable(connection: Connection, campaign_id: str) -> int:
    """Skip who has no number or must not be called. Answers how many."""
    barred = select(contacts.c.id).where(contacts.c.id == enrolments.c.contact_id, UNDIALABLE).exists()
    outcome = (
        select(case((contacts.c.do_not_call, str(Outcome.DO_NOT_CALL)), else_=str(Outcome.INVALID_NUMBER)))
        .where(contacts.c.id == enrolments.c.contact_id)
        .scalar_subquery()
    )
    skipped = connection.execute(
        update(enrolments)
        .where(
            enrolments.c.campaign_id == campaign_id,
            enrolments.c.status.in_([EnrollmentStatus.PENDING, EnrollmentStatus.QUEUED]),
            barred,
        )
        .values(status=EnrollmentStatus.SKIPPED, outcome=outcome, next_attempt_at=None, event_at=None)
    ).rowcount
    count_up(connection, campaign_id, contacts_completed=skipped)
    return skipped


def enqueue(connection: Connection, people: Sequence[Row[Any]], now: float) -> None:
    """Line people up: they are dialled a second apart, as an exchange would."""
    for place, person in enumerate(people):
        connection.execute(
            update(enrolments)
            .where(enrolments.c.seq == person.seq)
            .values(status=EnrollmentStatus.QUEUED, event_at=now + 1 + place)
        )


def release(connection: Connection, campaign_id: str) -> None:
    """Queued people wait again: the campaign stopped dialling before their turn."""
    connection.execute(
        update(enrolments)
        .where(enrolments.c.campaign_id == campaign_id, enrolments.c.status == EnrollmentStatus.QUEUED)
        .values(status=EnrollmentStatus.PENDING, event_at=None)
    )


def place_call(
    connection: Connection, network: PhoneNetwork, campaign: Row[Any], person: Row[Any], now: float
) -> dict[str, Any] | None:
    """Dial one person. Answers the call, or None where the campaign has no active number."""
    numbers = active_numbers(connection, campaign)
    if not numbers:
        return None
    kept = next((number for number in numbers if number.id == person.number_id), None)
    rotation: int = (
        connection.scalar(select(campaigns.c.next_number).where(campaigns.c.id == campaign.id)) or 0
    )
    number = kept or numbers[rotation % len(numbers)]
    hour = datetime.fromtimestamp(now, CallingRules.of(campaign).where(person.zone)).hour
    ending = as_set(network.call(person.phone, person.attempts + 1, hour), campaign.settings)
    call = {
        "id": new_id("call"),
        "team_id": campaign.team_id,
        "campaign_id": campaign.id,
        "campaign_contact_id": person.id,
        "contact_id": person.contact_id,
        "from_number": number.phone_number,
        "to_number": person.phone,
        "status": "in_progress",
        "attempt": person.attempts + 1,
        "ending": str(ending.outcome),
        "started_at": now,
    }
    connection.execute(insert(calls).values(call))
    connection.execute(
        update(enrolments)
        .where(enrolments.c.seq == person.seq)
        .values(
            status=EnrollmentStatus.CALLING,
            attempts=person.attempts + 1,
            last_attempt_at=now,
            next_attempt_at=None,
            event_at=now + ending.seconds,
            number_id=number.id,
        )
    )
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign.id)
        .values(
            contacts_called=campaigns.c.contacts_called + (person.attempts == 0),
            next_number=campaigns.c.next_number + (kept is None),
            calls_allowed=campaigns.c.calls_allowed - 1,
        )
    )
    return call


def end_call(
    connection: Connection, campaign: Row[Any], person: Row[Any], *, budgets_add_up: bool = False
) -> None:
    """The call of somebody who is `calling` ends, at its `event_at`."""
    at: float = person.event_at
    this_call = and_(calls.c.campaign_contact_id == person.id, calls.c.status == "in_progress")
    call = connection.execute(select(calls).where(this_call)).one()
    outcome = Outcome(call.ending)
    seconds = round(at - call.started_at)
    connection.execute(
        update(calls)
        .where(calls.c.seq == call.seq)
        .values(
            status=call_status(outcome),
            outcome=outcome,
            ended_at=at,
            duration_seconds=seconds,
        )
    )
    retry = CallingRules.of(campaign).retry
    alike = _ended_so(connection, person.id, outcome) if budgets_add_up else None
    again = retry.again(outcome, person.attempts, alike)
    connection.execute(
        update(enrolments)
        .where(enrolments.c.seq == person.seq)
        .values(
            status=EnrollmentStatus.PENDING if again else final_status(outcome),
            outcome=outcome,
            next_attempt_at=at + retry.delay_seconds(outcome, person.attempts) if again else None,
            completed_at=None if again else at,
            event_at=None,
        )
    )
    count_up(
        connection, campaign.id, contacts_completed=not again, contacts_answered=outcome is Outcome.ANSWERED
    )
    if outcome in COSTS_CREDITS:
        charge(connection, math.ceil(seconds / 60))


def _ended_so(connection: Connection, campaign_contact_id: str, outcome: Outcome) -> int:
    mine = calls.c.campaign_contact_id == campaign_contact_id, calls.c.outcome == outcome
    return connection.scalar(select(func.count()).where(*mine)) or 0


def end_calls_of_their_own(connection: Connection, now: float) -> None:
    """Calls that belong to no campaign end by themselves, and nothing follows."""
    for call in connection.execute(select(calls).where(calls.c.ends_at <= now)).all():
        outcome, seconds = Outcome(call.ending), round(call.ends_at - call.started_at)
        ended = {
            "status": call_status(outcome),
            "outcome": outcome,
            "ended_at": call.ends_at,
            "duration_seconds": seconds,
            "ends_at": None,
        }
        connection.execute(update(calls).where(calls.c.seq == call.seq).values(ended))
        if outcome in COSTS_CREDITS:
            charge(connection, math.ceil(seconds / 60))


def charge(connection: Connection, credits: int) -> None:
    """A begun minute costs one credit; the balance never falls below nothing."""
    spent = func.min(credits, account.c.credits)
    connection.execute(
        update(account).values(credits=account.c.credits - spent, total_used=account.c.total_used + spent)
    )


def credits_left(connection: Connection) -> float:
    return connection.scalar(select(account.c.credits)) or 0.0


def pause(connection: Connection, campaign_id: str, now: float) -> None:
    """Running calls end by themselves, queued people wait."""
    release(connection, campaign_id)
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(status=CampaignStatus.PAUSED, updated_at=now)
    )
