"""Routes of the CRM's people in the generation `actions`: list, create, read, change, and import of JSON rows.

A new person needs a group. An import tells how many rows it took and which failed; who was merged is counted among the
taken, and no batch and no id is named.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator, ValidationError
from sqlalchemy import Connection, Row, select

from sandbox.actions import views
from sandbox.actions.shapes import ImportBody
from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import storable
from sandbox.newest import joining
from sandbox.newest.merging import People, columns_of
from sandbox.newest.shapes import ContactCreateBody, ContactUpdateBody, ImportRow
from sandbox.rules.importing import MOST_ERRORS
from sandbox.rules.parameters import Id, Limit, Offset, OptionalTeamId, Search, TheWorld, YesNo, text_like
from sandbox.tables import TEAM_ID, campaigns, contacts, enrolments, memberships

router = APIRouter()
LIST = "/api/crm/contacts"
Text = Annotated[str | None, AfterValidator(storable)]


@router.get(LIST)
def list_contacts(
    world: TheWorld,
    team_id: OptionalTeamId = TEAM_ID,
    group_id: Annotated[Text, Query(alias="groupId")] = None,
    search: Search = None,
    lead_status: Annotated[Text, Query(alias="leadStatus")] = None,
    do_not_call: Annotated[YesNo | None, Query(alias="doNotCall")] = None,
    has_phone: Annotated[YesNo | None, Query(alias="hasPhone")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = select(contacts).where(contacts.c.team_id == team_id)
    if group_id is not None:
        mine = select(memberships.c.contact_id).where(memberships.c.group_id == group_id)
        found = found.where(contacts.c.id.in_(mine))
    if search:
        c = contacts.c
        found = found.where(text_like(search, c.first_name, c.last_name, c.email, c.phone))
    if lead_status is not None:
        found = found.where(contacts.c.lead_status == lead_status)
    if do_not_call is not None:
        found = found.where(contacts.c.do_not_call == (do_not_call == "true"))
    if has_phone is not None:
        absent = contacts.c.phone.is_(None)
        found = found.where(~absent if has_phone == "true" else absent)
    with world.read() as connection:
        page = views.page(connection, found.order_by(contacts.c.seq), limit, offset)
        rows = [views.contact(row) for row in page]
    return views.listed(world, "contacts", rows, limit=limit, offset=offset)


@router.post(LIST, status_code=201)
def create_contact(world: TheWorld, body: ContactCreateBody) -> dict[str, Any]:
    with world.write() as connection:
        joining.find_group(connection, body.group_id, body.team_id)
        people = People(connection, world.dialler, body.team_id, world.now())
        contact_id, _ = people.keep(body, body.group_id)
        if body.campaign_id:
            people.enrol(contact_id, body.campaign_id, body.campaign_priority or 0)
        return {"success": True, "contact": views.contact(_find(connection, contact_id))}


@router.post(f"{LIST}/import")
def import_contacts(world: TheWorld, body: ImportBody) -> dict[str, Any]:
    """Rows without a group join the team's default group, which may be the one that an assistant calls."""
    if len(body.contacts) > world.options.max_import_rows:
        raise RefusedError(413, f"There are more than {world.options.max_import_rows} rows")
    errors: list[str] = []
    with world.write() as connection:
        people = People(connection, world.dialler, body.team_id, world.now())
        usual = joining.default_group(connection, body.team_id)
        for number, row in enumerate(body.contacts, start=1):
            why = _take(connection, people, row, body.team_id, usual)
            if why:
                errors.append(f"Row {number}: {why}")
    taken = len(body.contacts) - len(errors)
    return {"success": True, "imported": taken, "failed": len(errors), "errors": errors[:MOST_ERRORS]}


def _take(connection: Connection, people: People, given: Any, team_id: str, usual: str | None) -> str | None:
    """Take one row, or say why it cannot be taken."""
    try:
        row = ImportRow.model_validate(given)
        if row.group_id:
            joining.find_group(connection, row.group_id, team_id)
    except ValidationError as error:
        [first, *_] = error.errors()
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except RefusedError as refused:
        return refused.sentence
    contact_id, _ = people.keep(row, row.group_id or usual)
    if row.campaign_id:
        people.enrol(contact_id, row.campaign_id, row.campaign_priority or 0)
    return None


@router.get(f"{LIST}/{{id}}")
def get_contact(world: TheWorld, contact_id: Id) -> dict[str, Any]:
    history = (
        select(enrolments, campaigns.c.name)
        .join(campaigns, campaigns.c.id == enrolments.c.campaign_id)
        .where(enrolments.c.contact_id == contact_id)
        .order_by(enrolments.c.seq.desc())
        .limit(20)
    )
    with world.read() as connection:
        shown = views.contact(_find(connection, contact_id))
        mine = [
            {
                "campaignContactId": row.id,
                "campaignId": row.campaign_id,
                "campaignName": row.name,
                "status": row.status,
            }
            for row in connection.execute(history)
        ]
    return {"success": True, "contact": shown, "campaignHistory": mine}


@router.put(f"{LIST}/{{id}}")
def update_contact(world: TheWorld, contact_id: Id, body: ContactUpdateBody) -> dict[str, Any]:
    with world.write() as connection:
        team_id = _find(connection, contact_id).team_id
        people = People(connection, world.dialler, team_id, world.now())
        people.change(contact_id, columns_of(body))
        if body.group_id:
            joining.find_group(connection, body.group_id, team_id)
            joining.join(connection, world.dialler, body.group_id, [contact_id], world.now())
        if body.campaign_id:
            people.enrol(contact_id, body.campaign_id, body.campaign_priority or 0)
        return {"success": True, "contact": views.contact(_find(connection, contact_id))}


def _find(connection: Connection, contact_id: str) -> Row[Any]:
    found = connection.execute(select(contacts).where(contacts.c.id == contact_id)).first()
    if found is None:
        raise RefusedError(404, "Contact not found")
    return found
