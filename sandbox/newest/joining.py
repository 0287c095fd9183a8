"""Membership of groups. Whoever joins the group of a campaign that is kept in step with it gets into the campaign too,
and a running one calls her by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from sandbox.contract.errors import RefusedError
from sandbox.dialling.dialler import Dialler
from sandbox.newest import audience
from sandbox.rules.enrolling import listed
from sandbox.rules.lifecycle import FINAL
from sandbox.tables import assistants, campaigns, contacts, groups, memberships


def find_group(connection: Connection, group_id: str, team_id: str | None = None) -> Row[Any]:
    """Raises:
    RefusedError: 404.
    """
    found = select(groups).where(groups.c.id == group_id)
    if team_id is not None:
        found = found.where(groups.c.team_id == team_id)
    row = connection.execute(found).first()
    if row is None:
        raise RefusedError(404, "Group not found")
    return row


def default_group(connection: Connection, team_id: str) -> str | None:
    """The group of whoever is put nowhere else."""
    mine = groups.c.team_id == team_id, groups.c.is_default
    return connection.scalar(select(groups.c.id).where(*mine).limit(1))


def join(
    connection: Connection, dialler: Dialler, group_id: str, contact_ids: Sequence[str], now: float
) -> None:
    """They are members from now on, and in the campaigns that follow the group. Who was a member already stays one."""
    rows = [{"group_id": group_id, "contact_id": each, "joined_at": now} for each in contact_ids]
    before = select(memberships.c.contact_id).where(
        memberships.c.group_id == group_id, memberships.c.contact_id.in_(listed(contact_ids))
    )
    members = set(connection.scalars(before))
    joined = [row for row in rows if row["contact_id"] not in members]
    if not joined:
        return
    connection.execute(insert(memberships).on_conflict_do_nothing(), joined)
    ids = [row["contact_id"] for row in joined]
    connection.execute(update(contacts).where(contacts.c.id.in_(listed(ids))).values(group_id=group_id))
    for campaign in _following(connection, group_id):
        found, _ = audience.of_ids(connection, campaign, ids)
        found.again.clear()
        audience.enrol(connection, campaign, found, 0, now)
        dialler.wake(campaign.id)


def _following(connection: Connection, group_id: str) -> list[Row[Any]]:
    found = (
        select(campaigns)
        .join(assistants, assistants.c.id == campaigns.c.assistant_id)
        .where(
            assistants.c.group_id == group_id,
            campaigns.c.live_sync,
            campaigns.c.deleted_at.is_(None),
            campaigns.c.status.not_in(FINAL),
        )
    )
    return list(connection.execute(found))
