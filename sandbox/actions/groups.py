"""Routes of groups of contacts in the generation `actions`: the newest's in camelCase, with many members changed at once,
and with an end. No answer has a count.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import delete, select, update

from sandbox.actions import views
from sandbox.actions.shapes import MembersBody
from sandbox.newest import groups as newest
from sandbox.newest import joining
from sandbox.newest.shapes import GroupCreateBody, GroupName
from sandbox.newest.views import members
from sandbox.rules.enrolling import among
from sandbox.rules.parameters import Id, Limit, Offset, Search, TheWorld
from sandbox.tables import assistants, contacts, groups, memberships

router = APIRouter()
LIST = "/api/crm/groups"


@router.get(LIST)
def list_groups(world: TheWorld, search: Search = None) -> dict[str, Any]:
    found = newest.list_groups(world, search=search)["groups"]
    return views.listed(world, "groups", [views.group(one) for one in found])


@router.post(LIST, status_code=201)
def create_group(world: TheWorld, body: GroupCreateBody) -> dict[str, Any]:
    return {"success": True, "group": views.group(newest.create_group(world, body)["group"])}


@router.get(newest.ADDRESS)
def get_group(world: TheWorld, group_id: Id) -> dict[str, Any]:
    found = newest.get_group(world, group_id)["group"]
    people = [views.camel(person) for person in found["contacts"]]
    return {"success": True, "group": views.group(found) | {"contacts": people}}


@router.put(newest.ADDRESS)
def rename_group(world: TheWorld, group_id: Id, body: GroupName) -> dict[str, Any]:
    return {"success": True, "group": views.group(newest.rename_group(world, group_id, body)["group"])}


@router.delete(newest.ADDRESS)
def delete_group(world: TheWorld, group_id: Id) -> dict[str, Any]:
    """Its people stay in the CRM and in their campaigns; an assistant who called them has nobody from then on."""
    with world.write() as connection:
        joining.find_group(connection, group_id)
        connection.execute(delete(memberships).where(memberships.c.group_id == group_id))
        for table in (contacts, assistants):
            connection.execute(update(table).where(table.c.group_id == group_id).values(group_id=None))
        connection.execute(delete(groups).where(groups.c.id == group_id))
    return {"success": True}


@router.get(f"{newest.ADDRESS}/contacts")
def list_members(world: TheWorld, group_id: Id, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    with world.read() as connection:
        joining.find_group(connection, group_id)
        rows = [views.member(row) for row in views.page(connection, members(group_id), limit, offset)]
    return views.listed(world, "contacts", rows, limit=limit, offset=offset)


@router.post(f"{newest.ADDRESS}/contacts")
def change_members(world: TheWorld, group_id: Id, body: MembersBody) -> dict[str, Any]:
    """Who joins is put into the campaigns that follow the group, who leaves stays in them."""
    with world.write() as connection:
        team = contacts.c.team_id == joining.find_group(connection, group_id).team_id
        known = list(connection.scalars(select(contacts.c.id).where(among(body.contact_ids), team)))
        if body.action == "add":
            joining.join(connection, world.dialler, group_id, known, world.now())
        else:
            leaving = memberships.c.group_id == group_id, memberships.c.contact_id.in_(known)
            connection.execute(delete(memberships).where(*leaving))
    return {"success": True}
