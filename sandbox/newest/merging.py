"""Merging of people by their telephone number: somebody with the number of another is that other, and what is sent
overwrites what is there, a wish not to be called included.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from sandbox.contract.errors import RefusedError
from sandbox.dialling.call_window import zone
from sandbox.dialling.dialler import Dialler
from sandbox.newest import audience, joining
from sandbox.newest.shapes import PersonBody, given
from sandbox.rules import lifecycle
from sandbox.rules.enrolling import follow_contacts
from sandbox.tables import contacts, enrolments, new_id

ELSEWHERE = ("team_id", "group_id", "campaign_id", "campaign_priority", "company_name")


class People:
    """The team's people, in one transaction."""

    def __init__(self, connection: Connection, dialler: Dialler, team_id: str, now: float) -> None:
        self._connection, self._dialler, self._team_id, self._now = connection, dialler, team_id, now

    def keep(self, body: PersonBody, group_id: str | None) -> tuple[str, bool]:
        """Somebody new, or her who has the number. Answers the id, and whether she is new."""
        same = contacts.c.team_id == self._team_id, contacts.c.phone == body.phone
        known = self._connection.scalar(select(contacts.c.id).where(*same).order_by(contacts.c.seq).limit(1))
        contact_id = known or new_id("con")
        if known:
            self.change(contact_id, columns_of(body))
        else:
            person = {"lead_status": "new", "source": "api", **columns_of(body)}
            person |= {"id": contact_id, "team_id": self._team_id, "created_at": self._now}
            self._connection.execute(insert(contacts).values(person))
        if group_id is not None and (body.group_id or not known):
            joining.join(self._connection, self._dialler, group_id, [contact_id], self._now)
        return contact_id, not known

    def change(self, contact_id: str, columns: Mapping[str, Any]) -> None:
        if columns:
            self._connection.execute(update(contacts).where(contacts.c.id == contact_id).values(columns))
        if "timezone" in columns:
            follow_contacts(self._connection)

    def enrol(self, contact_id: str, campaign_id: str, priority: int) -> dict[str, Any] | None:
        """Into the campaign, also a running one; whoever is in already is called again. None where it takes nobody."""
        try:
            campaign = lifecycle.find(self._connection, campaign_id)
        except RefusedError:
            return None
        if campaign.status in lifecycle.FINAL:
            return None
        found, _ = audience.of_ids(self._connection, campaign, [contact_id])
        audience.enrol(self._connection, campaign, found, priority, self._now)
        self._dialler.wake(campaign.id)
        row = enrolment_of(self._connection, campaign.id, contact_id)
        return {"campaign_contact_id": row.id, "status": row.status} if row else None


def enrolment_of(connection: Connection, campaign_id: str, contact_id: str) -> Row[Any] | None:
    mine = enrolments.c.campaign_id == campaign_id, enrolments.c.contact_id == contact_id
    return connection.execute(select(enrolments).where(*mine)).first()


def columns_of(body: PersonBody) -> dict[str, Any]:
    """What was sent, by the columns it is kept in."""
    columns = given(body, *ELSEWHERE)
    if "company_name" in body.model_fields_set:
        columns["employer"] = body.company_name
    if "timezone" in columns:
        columns["timezone"] = body.timezone if zone(body.timezone) else None
    return columns
