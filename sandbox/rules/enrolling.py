"""Enrolment: people of the CRM put into a campaign, and taken out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import AudienceBody, InlineContact
from sandbox.dialling.dialling import count_up
from sandbox.rules.importing import normalised
from sandbox.rules.lifecycle import takes_people
from sandbox.rules.parameters import text_like
from sandbox.tables import contacts, enrolments, new_id
from services.api.models import EnrollmentStatus, Outcome


def takes(campaign: Row[Any], company_id: str) -> bool:
    """Does the campaign take somebody of that company now?"""
    return takes_people(campaign) and campaign.company_id == company_id


def enrol(
    connection: Connection,
    campaign: Row[Any],
    people: ColumnElement[bool],
    priority: int,
    now: float,
    most: int,
) -> int:
    """Enrol those contacts for whom `people` holds and who are not in yet, at most `most`. Answers how many."""
    inside = select(enrolments.c.contact_id).where(enrolments.c.campaign_id == campaign.id)
    status = case(
        (contacts.c.do_not_call, str(EnrollmentStatus.SKIPPED)), else_=str(EnrollmentStatus.PENDING)
    )
    chosen = (
        select(
            literal("enr_").concat(func.lower(func.hex(func.randomblob(8)))),
            literal(campaign.id),
            contacts.c.id,
            status,
            case((contacts.c.do_not_call, str(Outcome.DO_NOT_CALL))),
            literal(0),
            literal(priority),
            func.coalesce(contacts.c.timezone, ""),
            literal(now),
        )
        .where(people, contacts.c.company_id == campaign.company_id, contacts.c.id.not_in(inside))
        .order_by(contacts.c.seq)
        .limit(most)
    )
    columns = [
        "id",
        "campaign_id",
        "contact_id",
        "status",
        "outcome",
        "attempts",
        "priority",
        "zone",
        "created_at",
    ]
    before = connection.scalar(select(func.max(enrolments.c.seq))) or 0
    added = connection.execute(insert(enrolments).from_select(columns, chosen)).rowcount
    skipped = connection.scalar(
        select(func.count()).where(enrolments.c.seq > before, enrolments.c.status == EnrollmentStatus.SKIPPED)
    )
    count_up(connection, campaign.id, total_contacts=added, contacts_completed=skipped or 0)
    return added


def among(ids: Sequence[str]) -> ColumnElement[bool]:
    """Condition that the contact is one of `ids`. As many as there may be: they travel as one JSON parameter."""
    return contacts.c.id.in_(listed(ids))


def listed(ids: Sequence[str]) -> Select[Any]:
    """A query of these ids, to be looked in."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def enrol_by_id(
    connection: Connection, campaign: Row[Any], ids: Sequence[str], priority: int, now: float
) -> dict[str, Any]:
    """Counts: `invalid` are ids of nobody, or of people of another company."""
    wanted = set(ids)
    mine = and_(among(list(wanted)), contacts.c.company_id == campaign.company_id)
    valid = connection.scalar(select(func.count()).select_from(contacts).where(mine)) or 0
    added = enrol(connection, campaign, mine, priority, now, len(wanted))
    return {
        "added": added,
        "skipped": valid - added,
        "invalid": len(wanted) - valid,
        "message": f"{added} contacts added",
    }


def enrol_audience(
    connection: Connection, campaign: Row[Any], audience: AudienceBody, priority: int, now: float
) -> dict[str, Any]:
    """Everybody of the campaign's company who fits.

    Raises:
        RefusedError: 400 for another company.
    """
    if audience.company_id != campaign.company_id:
        raise RefusedError(400, "The audience must be of the campaign's company", field="audience.companyId")
    fits = [contacts.c.company_id == campaign.company_id]
    if audience.search:
        c = contacts.c
        fits.append(text_like(audience.search, c.first_name, c.last_name, c.email, c.phone))
    if audience.lead_status:
        fits.append(contacts.c.lead_status == audience.lead_status)
    if audience.has_phone_only:
        fits.append(contacts.c.phone.is_not(None))
    if audience.exclude_dnc:
        fits.append(~contacts.c.do_not_call)
    matching = connection.scalar(select(func.count()).select_from(contacts).where(*fits)) or 0
    inside = select(enrolments.c.contact_id).where(enrolments.c.campaign_id == campaign.id)
    already = connection.scalar(
        select(func.count()).select_from(contacts).where(*fits, contacts.c.id.in_(inside))
    )
    added = enrol(connection, campaign, and_(*fits), priority, now, audience.max_to_add)
    skipped = min(already or 0, matching)
    return {"added": added, "skipped": skipped, "invalid": 0, "message": f"{added} contacts added"}


def enrol_inline(
    connection: Connection, campaign: Row[Any], person: InlineContact, priority: int, now: float
) -> dict[str, Any]:
    """A person typed in: made in the CRM unless the campaign's company has the number already.

    Raises:
        RefusedError: 400 for a number that is none, 409 where another company has it.
    """
    phone = normalised(person.phone)
    if phone is None or not person.first_name.strip() or not person.last_name.strip():
        raise RefusedError(
            400, "A contact needs a first name, a last name and a phone number", field="contact"
        )
    same = select(contacts).where(contacts.c.team_id == campaign.team_id, contacts.c.phone == phone)
    known = connection.execute(same).first()
    if known is not None and known.company_id != campaign.company_id:
        raise RefusedError(409, "A contact with this phone number already exists in another company")
    contact_id = known.id if known else new_id("con")
    if known is None:
        row = {**person.model_dump(), "phone": phone, "id": contact_id, "team_id": campaign.team_id}
        row |= {"company_id": campaign.company_id, "lead_status": "new", "created_at": now}
        connection.execute(insert(contacts).values(row))
    enrolled = enrol_one(connection, campaign, contact_id, priority, now)
    fresh = enrolled["added"]
    return {
        "added": fresh,
        "skipped": 1 - fresh,
        "invalid": 0,
        "contact_id": contact_id,
        "campaign_contact_id": enrolled["campaign_contact_id"],
        "message": f"{fresh} contacts added",
    }


def enrol_one(
    connection: Connection, campaign: Row[Any], contact_id: str, priority: int, now: float
) -> dict[str, Any]:
    added = enrol(connection, campaign, contacts.c.id == contact_id, priority, now, 1)
    row = connection.execute(
        select(enrolments.c.id, enrolments.c.status).where(
            enrolments.c.campaign_id == campaign.id, enrolments.c.contact_id == contact_id
        )
    ).one()
    return {"campaign_contact_id": row.id, "status": row.status, "added": added}


def remove(connection: Connection, campaign: Row[Any], contact_ids: Sequence[str]) -> int:
    """Take out those who were not called and are not about to be. Answers how many."""
    gone = connection.execute(
        delete(enrolments)
        .where(
            enrolments.c.campaign_id == campaign.id,
            enrolments.c.status.in_([EnrollmentStatus.PENDING, EnrollmentStatus.SKIPPED]),
            enrolments.c.contact_id.in_(listed(contact_ids)),
        )
        .returning(enrolments.c.status, enrolments.c.attempts)
    ).all()
    skipped = sum(row.status == EnrollmentStatus.SKIPPED for row in gone)
    called = sum(row.attempts > 0 for row in gone)
    count_up(
        connection,
        campaign.id,
        total_contacts=-len(gone),
        contacts_completed=-skipped,
        contacts_called=-called,
    )
    return len(gone)


def follow_contacts(connection: Connection) -> None:
    """Enrolments take over the time zones their people have by now."""
    now_in = select(func.coalesce(contacts.c.timezone, "")).where(contacts.c.id == enrolments.c.contact_id)
    connection.execute(
        update(enrolments)
        .where(enrolments.c.status == EnrollmentStatus.PENDING, enrolments.c.zone != now_in.scalar_subquery())
        .values(zone=now_in.scalar_subquery())
    )
