"""Routes of the newest generation's people: list, create or merge, read, change, import."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator
from sqlalchemy import Connection, select

from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import storable
from sandbox.newest import joining, views
from sandbox.newest.merging import People, columns_of
from sandbox.newest.shapes import ContactCreateBody, ContactPatchBody, ContactUpdateBody
from sandbox.rules.parameters import Id, Limit, Offset, OptionalTeamId, Search, TheWorld, YesNo, text_like
from sandbox.tables import TEAM_ID, campaigns, contacts, enrolments, memberships

router = APIRouter()
ADDRESS = "/api/crm/contacts/{id}"
HISTORY_SHOWN = 20


@router.get("/api/crm/contacts")
def list_contacts(
    world: TheWorld,
    team_id: OptionalTeamId = TEAM_ID,
    group_id: Annotated[str | None, Query(alias="groupId"), AfterValidator(storable)] = None,
    search: Search = None,
    lead_status: Annotated[str | None, Query(alias="leadStatus"), AfterValidator(storable)] = None,
    do_not_call: Annotated[YesNo | None, Query(alias="doNotCall")] = None,
    has_phone: Annotated[YesNo | None, Query(alias="hasPhone")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    c = contacts.c
    found = views.contacts_with_company().where(c.team_id == team_id)
    if group_id is not None:
        found = found.where(
            c.id.in_(select(memberships.c.contact_id).where(memberships.c.group_id == group_id))
        )
    if search:
        found = found.where(text_like(search, c.first_name, c.last_name, c.email, c.phone))
    if lead_status is not None:
        found = found.where(c.lead_status == lead_status)
    if do_not_call is not None:
        found = found.where(c.do_not_call == (do_not_call == "true"))
    if has_phone is not None:
        found = found.where(c.phone.is_not(None) if has_phone == "true" else c.phone.is_(None))
    with world.read() as connection:
        rows, answer = views.page(connection, found.order_by(c.seq), limit, offset)
        latest = views.latest_enrolments(connection, rows)
    return answer | {"contacts": [views.contact(row, latest) for row in rows]}


@router.post("/api/crm/contacts", status_code=201)
def create_contact(world: TheWorld, body: ContactCreateBody, response: Response) -> dict[str, Any]:
    """200 where somebody had the number already, and is now as was sent."""
    with world.write() as connection:
        joining.find_group(connection, body.group_id, body.team_id)
        people = People(connection, world.dialler, body.team_id, world.now())
        contact_id, created = people.keep(body, body.group_id)
        answer = _answer(connection, contact_id)
        if body.campaign_id:
            answer["campaign_enrollment"] = people.enrol(
                contact_id, body.campaign_id, body.campaign_priority or 0
            )
            if answer["campaign_enrollment"] is None:
                answer["warning"] = "The contact was saved, but not added to the campaign"
    response.status_code = 201 if created else 200
    return answer


def _answer(connection: Connection, contact_id: str) -> dict[str, Any]:
    row = connection.execute(views.contacts_with_company().where(contacts.c.id == contact_id)).one()
    return {"success": True, "contact": views.contact(row, views.latest_enrolments(connection, [row]))}


def _find(connection: Connection, contact_id: str) -> Any:
    """Raises:
    RefusedError: 404.
    """
    row = connection.execute(select(contacts).where(contacts.c.id == contact_id)).first()
    if row is None:
        raise RefusedError(404, "Contact not found")
    return row


@router.get(ADDRESS)
def get_contact(world: TheWorld, contact_id: Id) -> dict[str, Any]:
    history = (
        select(enrolments.c.id, enrolments.c.status, enrolments.c.campaign_id, campaigns.c.name)
        .join(campaigns, campaigns.c.id == enrolments.c.campaign_id)
        .where(enrolments.c.contact_id == contact_id)
        .order_by(enrolments.c.created_at.desc(), enrolments.c.seq.desc())
        .limit(HISTORY_SHOWN)
    )
    with world.read() as connection:
        _find(connection, contact_id)
        answer = _answer(connection, contact_id)
        rows = connection.execute(history).all()
    shown = [
        {
            "campaign_contact_id": row.id,
            "campaign_id": row.campaign_id,
            "campaign_name": row.name,
            "status": row.status,
        }
        for row in rows
    ]
    return answer | {"activities": [], "opportunities": [], "campaign_history": shown}


@router.put(ADDRESS)
def update_contact(world: TheWorld, contact_id: Id, body: ContactUpdateBody) -> dict[str, Any]:
    with world.write() as connection:
        person = _find(connection, contact_id)
        people = People(connection, world.dialler, person.team_id, world.now())
        if body.group_id:
            joining.find_group(connection, body.group_id, person.team_id)
            joining.join(connection, world.dialler, body.group_id, [contact_id], world.now())
        people.change(contact_id, columns_of(body))
        if body.campaign_id:
            people.enrol(contact_id, body.campaign_id, body.campaign_priority or 0)
        world.dialler.wake_all()
        return _answer(connection, contact_id)


@router.patch(ADDRESS)
def patch_contact(world: TheWorld, contact_id: Id, body: ContactPatchBody) -> dict[str, Any]:
    with world.write() as connection:
        person = _find(connection, contact_id)
        People(connection, world.dialler, person.team_id, world.now()).change(contact_id, body.columns())
        world.dialler.wake_all()
        return _answer(connection, contact_id)
