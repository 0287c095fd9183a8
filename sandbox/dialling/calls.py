"""Calls: how one begins, what it costs and what follows from its end."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from sandbox.dialling import webhooks
from sandbox.dialling.dialling import CallingRules, active_numbers, count_up
from sandbox.dialling.retry import call_status, final_status
from sandbox.dialling.telephony import PhoneNetwork, as_set
from sandbox.tables import account, calls, campaigns, enrolments, new_id
from services.api.models import EnrollmentStatus, Outcome

COSTS_CREDITS = {Outcome.ANSWERED, Outcome.VOICEMAIL}


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
    webhooks.tell(connection, campaign, webhooks.CALL_COMPLETED, at, person=person, outcome=outcome)
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
