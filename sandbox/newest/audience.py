"""Audience of a campaign: whom an enrolment takes in, whom it leaves out and why, and whom it calls again.

Whoever is in the campaign already is not skipped: her next call is moved to now. Nobody is asked whether that is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from sandbox.contract.shapes import moment
from sandbox.dialling.dialling import count_up
from sandbox.newest.shapes import AudienceFilters
from sandbox.newest.views import FINAL
from sandbox.rules.enrolling import among, listed
from sandbox.rules.parameters import text_like
from sandbox.tables import assistants, calls, contacts, enrolments, memberships, new_id
from services.api.models import EnrollmentStatus, Outcome

BUSY = (EnrollmentStatus.QUEUED, EnrollmentStatus.CALLING)


@dataclass
class Audience:
    """Whom a campaign takes in. `again`: ids of enrolments that are moved."""

    group_id: str | None = None
    fresh: list[Row[Any]] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    no_phone: int = 0
    dnc: int = 0
    already_dialed: int = 0
    duplicate: int = 0
    over_cap: int = 0

    def counts(self) -> dict[str, Any]:
        """As the platform answers them: scanned is inserted plus all that is excluded."""
        excluded = {
            "excludedNoPhone": self.no_phone,
            "excludedDnc": self.dnc,
            "excludedAlreadyDialed": self.already_dialed,
            "excludedDuplicate": self.duplicate,
            "excludedOverCap": self.over_cap,
        }
        inserted = len(self.fresh)
        told = {"inserted": inserted, "scanned": inserted + sum(excluded.values()), **excluded}
        return told | {"updated": len(self.again), "groupId": self.group_id}


def nobody() -> dict[str, Any]:
    return Audience().counts()


def of_ids(connection: Connection, campaign: Row[Any], ids: Iterable[str]) -> tuple[Audience, list[str]]:
    """Those people, in their order, whatever group they are in; and the ids that are nobody's."""
    wanted = list(ids)
    known = {
        row.id: row
        for row in connection.execute(
            select(contacts).where(among(wanted), contacts.c.team_id == campaign.team_id)
        )
    }
    people = [known[each] for each in dict.fromkeys(wanted) if each in known]
    audience = _sorted_out(connection, campaign, people, None)
    audience.duplicate += len(wanted) - len(set(wanted))
    return audience, [each for each in dict.fromkeys(wanted) if each not in known]


def of_group(
    connection: Connection, campaign: Row[Any], filters: AudienceFilters, *, delta: bool = False
) -> Audience:
    """The assistant's whole group, as far as `filters` let it. `delta`: without those who are in already."""
    group_id = connection.scalar(
        select(assistants.c.group_id).where(assistants.c.id == campaign.assistant_id)
    )
    people = list(connection.execute(_members(campaign, group_id, filters)))
    if delta:
        inside = {row.contact_id for row in _inside(connection, campaign)}
        people = [person for person in people if person.id not in inside]
    audience = _sorted_out(connection, campaign, people, filters)
    audience.group_id = group_id
    return audience


def _members(campaign: Row[Any], group_id: str | None, filters: AudienceFilters) -> Select[Any]:
    found = (
        select(contacts)
        .join(memberships, memberships.c.contact_id == contacts.c.id)
        .where(memberships.c.group_id == group_id, contacts.c.team_id == campaign.team_id)
        .order_by(memberships.c.seq)
    )
    if filters.added_after:
        found = found.where(memberships.c.joined_at > moment(filters.added_after))
    if filters.import_batch_ids:
        found = found.where(contacts.c.import_batch.in_(listed(filters.import_batch_ids)))
    if filters.search:
        c = contacts.c
        found = found.where(text_like(filters.search, c.first_name, c.last_name, c.email, c.phone))
    if filters.lead_status:
        found = found.where(contacts.c.lead_status == filters.lead_status)
    return found


def _sorted_out(
    connection: Connection, campaign: Row[Any], people: list[Row[Any]], filters: AudienceFilters | None
) -> Audience:
    audience = Audience()
    inside = {row.contact_id: row for row in _inside(connection, campaign)}
    phones = {row.phone for row in inside.values()}
    dialed = _dialed(connection, people) if filters and filters.not_yet_dialed else set()
    most = filters.max_to_add if filters else len(people)
    for person in people:
        known = inside.get(person.id)
        if not person.phone:
            audience.no_phone += 1
        elif person.do_not_call:
            audience.dnc += 1
        elif person.id in dialed:
            audience.already_dialed += 1
        elif known is not None:
            audience.again += [known.id] if known.status not in BUSY else []
        elif person.phone in phones:
            audience.duplicate += 1
        elif len(audience.fresh) >= most:
            audience.over_cap += 1
        else:
            audience.fresh.append(person)
            phones.add(person.phone)
    return audience


def _inside(connection: Connection, campaign: Row[Any]) -> Sequence[Any]:
    found = select(enrolments.c.id, enrolments.c.contact_id, enrolments.c.status, contacts.c.phone).join(
        contacts, contacts.c.id == enrolments.c.contact_id
    )
    return connection.execute(found.where(enrolments.c.campaign_id == campaign.id)).all()


def _dialed(connection: Connection, people: list[Row[Any]]) -> set[str | None]:
    mine = calls.c.contact_id.in_(listed([person.id for person in people]))
    return set(connection.scalars(select(calls.c.contact_id).distinct().where(mine)))


def enrol(connection: Connection, campaign: Row[Any], audience: Audience, priority: int, now: float) -> None:
    rows = [
        {
            "id": new_id("enr"),
            "campaign_id": campaign.id,
            "contact_id": person.id,
            "status": EnrollmentStatus.PENDING,
            "priority": priority,
            "zone": person.timezone or "",
            "created_at": now,
        }
        for person in audience.fresh
    ]
    if rows:
        connection.execute(insert(enrolments), rows)
    count_up(connection, campaign.id, total_contacts=len(rows))
    _call_again(connection, campaign, audience.again, now)


def _call_again(connection: Connection, campaign: Row[Any], ids: list[str], now: float) -> None:
    """Their next call is due now, also for those who were done with."""
    mine = enrolments.c.id.in_(listed(ids))
    done = mine, enrolments.c.status.in_(FINAL)
    finished = connection.scalar(select(func.count()).where(*done)) or 0
    answered = (
        connection.scalar(select(func.count()).where(*done, enrolments.c.outcome == Outcome.ANSWERED)) or 0
    )
    moved = {
        "status": EnrollmentStatus.PENDING,
        "next_attempt_at": now,
        "outcome": None,
        "completed_at": None,
    }
    connection.execute(update(enrolments).where(mine).values(moved))
    count_up(connection, campaign.id, contacts_completed=-finished, contacts_answered=-answered)
