"""Dry run: what a run would do now, without doing any of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from sandbox.clock import iso
from sandbox.dialling.dialling import IN_ORDER, UNDIALABLE, CallingRules, active_numbers, due, zones_of
from sandbox.dialling.live import ACTIVE
from sandbox.tables import contacts, enrolments
from services.api.models import EnrollmentStatus

OPEN = (EnrollmentStatus.PENDING, EnrollmentStatus.QUEUED)


def look(
    connection: Connection,
    campaign: Row[Any],
    now: float,
    max_calls: int | None,
    *,
    at_once: int | None = None,
) -> dict[str, Any]:
    """The candidates in `calls` and `picks`, and in `errors` one sentence for each person left out.

    People who would be called but for the concurrency or `max_calls` are in neither: they are not left out, only later.
    `at_once`: in place of the campaign's own concurrency.
    """
    picked = _picks(connection, campaign, now, max_calls, at_once or campaign.max_concurrent_calls)
    numbers = active_numbers(connection, campaign)
    candidates = [
        _candidate(person, numbers[(campaign.next_number + turn) % len(numbers)], numbers)
        for turn, person in enumerate(picked)
        if numbers
    ]
    return {
        "started": 0,
        "failed": 0,
        "calls": candidates,
        "picks": candidates,
        "errors": _left_out(connection, campaign, now),
        "message": f"Dry run: {len(candidates)} calls would be started",
    }


def _picks(
    connection: Connection, campaign: Row[Any], now: float, max_calls: int | None, at_once: int
) -> list[Row[Any]]:
    rules = CallingRules.of(campaign)
    zones = [zone for zone in zones_of(connection, campaign.id) if rules.open_for(zone, now)]
    busy = select(enrolments.c.seq).where(
        enrolments.c.campaign_id == campaign.id, enrolments.c.status.in_(ACTIVE)
    )
    free = at_once - len(connection.execute(busy).all())
    most = free if max_calls is None else min(free, max_calls)
    if most <= 0 or not zones:
        return []
    dialable = due(campaign.id, zones, now, most).where(~UNDIALABLE)
    return list(connection.execute(dialable))


def _candidate(person: Row[Any], in_turn: Row[Any], numbers: list[Row[Any]]) -> dict[str, Any]:
    number = next((number for number in numbers if number.id == person.number_id), in_turn)
    return {
        "campaign_contact_id": person.id,
        "contact_id": person.contact_id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "phone": person.phone,
        "to_number": person.phone,
        "from_number": number.phone_number,
        "from_number_id": number.id,
        "timezone": person.zone or None,
        "priority": person.priority,
        "attempt": person.attempts + 1,
    }


def _left_out(connection: Connection, campaign: Row[Any], now: float) -> list[str]:
    """One pass over the people not finished, and those skipped without ever being called."""
    rules = CallingRules.of(campaign)
    never_called = and_(enrolments.c.status == EnrollmentStatus.SKIPPED, enrolments.c.attempts == 0)
    people = connection.execute(
        select(
            contacts.c.first_name,
            contacts.c.last_name,
            contacts.c.phone,
            contacts.c.do_not_call,
            enrolments.c.zone,
            enrolments.c.next_attempt_at,
        )
        .join(contacts, contacts.c.id == enrolments.c.contact_id)
        .where(enrolments.c.campaign_id == campaign.id, or_(enrolments.c.status.in_(OPEN), never_called))
        .order_by(*IN_ORDER)
    )
    why_closed: dict[str, str | None] = {}
    sentences: list[str] = []
    for person in people:
        if person.zone not in why_closed:
            why_closed[person.zone] = _closed(rules, person.zone, now)
        why = _why(person, now, why_closed[person.zone])
        if why:
            name = f"{person.first_name} {person.last_name}".strip() or person.phone or "Unnamed contact"
            sentences.append(f"{name}: {why}")
    return sentences


def _why(person: Any, now: float, closed: str | None) -> str | None:
    if person.do_not_call:
        return "marked do-not-call"
    if not person.phone:
        return "no phone number"
    if person.next_attempt_at is not None and person.next_attempt_at > now:
        return f"waiting for its retry at {iso(person.next_attempt_at)}"
    return closed


def _closed(rules: CallingRules, zone: str, now: float) -> str | None:
    if rules.open_for(zone, now):
        return None
    where = rules.where(zone)
    wall = datetime.fromtimestamp(now, where).strftime("%H:%M")
    hours = f"{rules.window.daily.start:%H:%M}-{rules.window.daily.end:%H:%M}"
    return f"outside its call window {hours} (now {wall} in {where.key})"
