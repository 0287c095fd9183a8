"""Routes of a campaign's people in the generation `actions`. Nobody can be taken out.

How its page names people is not documented: `contactIds` and `contacts` are both read, and ids nobody has are left out
without a word; they may take in the assistant's whole group too (`--contact-ids group`). A choice of nobody is taken for no choice, and means the whole group: so does a body that says nothing else.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from sqlalchemy import Connection, Row, Select, select

from sandbox.actions import views
from sandbox.actions.shapes import PeopleBody
from sandbox.contract.errors import RefusedError
from sandbox.dialling.dialling import IN_ORDER
from sandbox.newest import audience
from sandbox.newest.merging import People
from sandbox.newest.shapes import AudienceFilters, ImportRow
from sandbox.rules import lifecycle
from sandbox.rules.enrolling import among
from sandbox.rules.parameters import Id, Limit, Offset, TheWorld
from sandbox.tables import assistants, contacts, enrolments
from sandbox.world import WHOLE_GROUP, World

router = APIRouter()
ADDRESS = "/api/crm/campaigns/{id}/contacts"
EVERYBODY = AudienceFilters()
Status = Literal["pending", "queued", "calling", "completed", "skipped", "failed"]


@router.get(ADDRESS, response_model=None)
def list_people(
    world: TheWorld,
    campaign_id: Id,
    status: Annotated[Status | None, Query()] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> JSONResponse:
    """Flat rows and nothing beside them: neither how many there are nor how they stand."""
    found = _enrolled(campaign_id)
    if status is not None:
        found = found.where(enrolments.c.status == status)
    with world.read() as connection:
        lifecycle.find(connection, campaign_id, deleted=True)
        rows = [views.person(row) for row in views.page(connection, found, limit, offset)]
    return JSONResponse(rows if views.german(world) else {"success": True, "contacts": rows})


@router.post(ADDRESS)
def add_people(world: TheWorld, campaign_id: Id, body: PeopleBody) -> dict[str, Any]:
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if not (lifecycle.takes_people(campaign) or campaign.status == views.STOPPED):
            raise RefusedError(409, f"Contacts cannot be added while the campaign is {campaign.status}")
        if body.contact_ids or body.contacts:
            named = _named(connection, world, campaign, body)
            if world.contact_ids == WHOLE_GROUP:
                named += [one.id for one in audience.of_group(connection, campaign, EVERYBODY).fresh]
            chosen, _ = audience.of_ids(connection, campaign, named)
        else:
            chosen = audience.of_group(connection, campaign, EVERYBODY)
        audience.enrol(connection, campaign, chosen, body.priority, world.now())
        world.dialler.wake(campaign_id)
        meant = enrolments.c.id.in_(chosen.again) | among([person.id for person in chosen.fresh])
        rows = [views.person(row) for row in connection.execute(_enrolled(campaign_id).where(meant))]
    return {"success": True, "contacts": rows}


def _named(connection: Connection, world: World, campaign: Row[Any], body: PeopleBody) -> list[str]:
    """Ids of who is named, those made of them who are written out."""
    ids = list(body.contact_ids or ())
    for one in body.contacts or ():
        match one:
            case str() | {"id": str()}:
                ids.append(one if isinstance(one, str) else one["id"])
            case _:
                ids.append(_made(connection, world, campaign, one))
    return ids


def _made(connection: Connection, world: World, campaign: Row[Any], person: dict[str, Any]) -> str:
    """She joins the group of the campaign's assistant: nobody is without one."""
    try:
        row = ImportRow.model_validate(views.camel(person))
    except ValidationError as error:
        raise RefusedError(
            400, "A contact needs a first name, a last name and a phone number", field="contacts"
        ) from error
    hers = select(assistants.c.group_id).where(assistants.c.id == campaign.assistant_id)
    people = People(connection, world.dialler, campaign.team_id, world.now())
    return people.keep(row, connection.scalar(hers))[0]


def _enrolled(campaign_id: str) -> Select[Any]:
    return (
        select(enrolments, contacts.c.first_name, contacts.c.last_name, contacts.c.phone)
        .join(contacts, contacts.c.id == enrolments.c.contact_id)
        .where(enrolments.c.campaign_id == campaign_id)
        .order_by(*IN_ORDER)
    )
