"""Routes of the newest generation's groups of contacts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import Connection, delete, func, insert, select, update

from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import storable
from sandbox.newest import joining, views
from sandbox.newest.shapes import GroupCreateBody, GroupName, Member
from sandbox.rules.parameters import Id, Offset, OptionalTeamId, Search, TheWorld, text_like
from sandbox.tables import TEAM_ID, contacts, fold, folded, groups, memberships, new_id

router = APIRouter()
ADDRESS = "/api/crm/groups/{id}"


@router.get("/api/crm/groups")
def list_groups(world: TheWorld, team_id: OptionalTeamId = TEAM_ID, search: Search = None) -> dict[str, Any]:
    """Of the key's own team, whatever `teamId` says."""
    found = views.groups_with_counts().where(groups.c.team_id == TEAM_ID)
    if search:
        found = found.where(text_like(search, groups.c.name))
    with world.read() as connection:
        rows = connection.execute(found.order_by(groups.c.name, groups.c.seq)).all()
    return {"success": True, "groups": [views.group(row) for row in rows], "count": len(rows)}


@router.post("/api/crm/groups")
def create_group(world: TheWorld, body: GroupCreateBody) -> dict[str, Any]:
    now = world.now()
    row = {
        "id": new_id("grp"),
        "team_id": TEAM_ID,
        "created_at": now,
        "updated_at": now,
        "created_by": "user_demo",
    }
    with world.write() as connection:
        row["name"] = _free_name(connection, body.name)
        connection.execute(insert(groups).values(row))
        return _answer(connection, row["id"])


def _free_name(connection: Connection, name: str, but: str = "") -> str:
    """Raises:
    RefusedError: 400 for a name that is empty, or another group's.
    """
    tidy = name.strip()
    same = folded(groups.c.name) == fold(tidy), groups.c.team_id == TEAM_ID, groups.c.id != but
    if not tidy or connection.scalar(select(groups.c.id).where(*same)):
        raise RefusedError(400, "A group of this name exists already", field="name")
    return tidy


def _answer(connection: Connection, group_id: str) -> dict[str, Any]:
    row = connection.execute(views.groups_with_counts().where(groups.c.id == group_id)).one()
    return {"success": True, "group": views.group(row)}


@router.get(ADDRESS)
def get_group(world: TheWorld, group_id: Id) -> dict[str, Any]:
    with world.read() as connection:
        joining.find_group(connection, group_id)
        answer = _answer(connection, group_id)
        newest = connection.execute(views.members(group_id).limit(views.PEOPLE_SHOWN))
        answer["group"]["contacts"] = [views.member(row) for row in newest]
    return answer


@router.put(ADDRESS)
def rename_group(world: TheWorld, group_id: Id, body: GroupName) -> dict[str, Any]:
    with world.write() as connection:
        joining.find_group(connection, group_id)
        renamed = {"name": _free_name(connection, body.name, but=group_id), "updated_at": world.now()}
        connection.execute(update(groups).where(groups.c.id == group_id).values(renamed))
        return _answer(connection, group_id)


@router.get(f"{ADDRESS}/contacts")
def list_members(
    world: TheWorld, group_id: Id, limit: Annotated[int, Query(ge=1)] = 100, offset: Offset = 0
) -> dict[str, Any]:
    """Here `count` is all members."""
    size = min(limit, 1000)
    with world.read() as connection:
        joining.find_group(connection, group_id)
        rows = connection.execute(views.members(group_id).limit(size).offset(min(offset, 2**53))).all()
        mine = select(func.count()).where(memberships.c.group_id == group_id)
        count = connection.scalar(mine) or 0
    shown = [views.member(row) for row in rows]
    return {"success": True, "contacts": shown, "count": count, "limit": size, "offset": offset}


@router.post(f"{ADDRESS}/contacts")
def add_member(world: TheWorld, group_id: Id, body: Member) -> dict[str, Any]:
    with world.write() as connection:
        group = joining.find_group(connection, group_id)
        mine = contacts.c.id == body.contact_id, contacts.c.team_id == group.team_id
        if connection.scalar(select(contacts.c.id).where(*mine)) is None:
            raise RefusedError(404, "Contact not found")
        joining.join(connection, world.dialler, group_id, [body.contact_id], world.now())
    return {"success": True, "message": "Contact added to the group"}


@router.delete(f"{ADDRESS}/contacts")
def remove_member(
    world: TheWorld,
    group_id: Id,
    contact_id: Annotated[str, Query(alias="contactId", min_length=1), AfterValidator(storable)],
) -> dict[str, Any]:
    """Out of the group, and out of nothing else."""
    with world.write() as connection:
        joining.find_group(connection, group_id)
        mine = memberships.c.group_id == group_id, memberships.c.contact_id == contact_id
        connection.execute(delete(memberships).where(*mine))
    return {"success": True, "message": "Contact removed from the group"}
