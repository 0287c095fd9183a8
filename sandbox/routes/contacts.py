"""Routes of the CRM's people: list and create."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import Connection, insert, select

from sandbox.contract import views
from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import ContactCreateBody, storable
from sandbox.dialling.call_window import zone
from sandbox.rules import enrolling, lifecycle
from sandbox.rules.parameters import Limit, Offset, Search, TeamId, TheWorld, YesNo, text_like
from sandbox.tables import TEAM_ID, companies, contacts, new_id

router = APIRouter()


@router.get("/api/crm/contacts")
def list_contacts(
    world: TheWorld,
    team_id: TeamId,
    company_id: Annotated[str | None, Query(alias="companyId"), AfterValidator(storable)] = None,
    search: Search = None,
    lead_status: Annotated[str | None, Query(alias="leadStatus"), AfterValidator(storable)] = None,
    do_not_call: Annotated[YesNo | None, Query(alias="doNotCall")] = None,
    has_phone: Annotated[YesNo | None, Query(alias="hasPhone")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = views.contacts_with_company().where(contacts.c.team_id == team_id)
    if company_id is not None:
        found = found.where(contacts.c.company_id == company_id)
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
        rows, answer = views.page(connection, found.order_by(contacts.c.seq), limit, offset)
    return answer | {"contacts": [views.contact(row) for row in rows]}


@router.post("/api/crm/contacts", status_code=201)
def create_contact(world: TheWorld, body: ContactCreateBody) -> dict[str, Any]:
    team_id = body.team_id or TEAM_ID
    with world.write() as connection:
        mine = companies.c.id == body.company_id, companies.c.team_id == team_id
        if connection.scalar(select(companies.c.id).where(*mine)) is None:
            raise RefusedError(404, "Company not found")
        campaign = lifecycle.find(connection, body.campaign_id) if body.campaign_id else None
        if exists(connection, team_id, body.phone):
            raise RefusedError(409, "A contact with this phone number already exists")
        given = body.model_dump(exclude={"campaign_id", "campaign_priority", "preferred_contact_method"})
        person = {**given, "id": new_id("con"), "team_id": team_id, "created_at": world.now()}
        person["timezone"] = body.timezone if zone(body.timezone) else None
        connection.execute(insert(contacts).values(person))
        enrolled = None
        if campaign is not None and enrolling.takes(campaign, person["company_id"]):
            enrolled = enrolling.enrol_one(
                connection, campaign, person["id"], body.campaign_priority or 0, world.now()
            )
            world.dialler.wake(campaign.id)
        row = connection.execute(views.contacts_with_company().where(contacts.c.id == person["id"])).one()
    return {"success": True, "contact": views.contact(row), "campaign_enrollment": enrolled}


def exists(connection: Connection, team_id: str, phone: str) -> bool:
    same = select(contacts.c.seq).where(contacts.c.team_id == team_id, contacts.c.phone == phone)
    return connection.execute(same.limit(1)).first() is not None
