"""Dialling rules of one campaign: who is due, who must be skipped, who waits for their turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, case, func, or_, select, update

from sandbox.dialling.call_window import DiallerWindow, zone
from sandbox.dialling.retry import DiallerRetries
from sandbox.dialling.week import WeekWindow
from sandbox.tables import campaigns, contacts, enrolments, phone_numbers
from services.api.models import DEFAULT_ZONE, CampaignStatus, EnrollmentStatus, Outcome

FALLBACK_ZONE = ZoneInfo(DEFAULT_ZONE)
IN_ORDER = (enrolments.c.priority.desc(), enrolments.c.created_at, enrolments.c.seq)
UNDIALABLE = or_(contacts.c.phone.is_(None), contacts.c.do_not_call)


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


def pause(connection: Connection, campaign_id: str, now: float) -> None:
    """Running calls end by themselves, queued people wait."""
    release(connection, campaign_id)
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(status=CampaignStatus.PAUSED, updated_at=now)
    )
