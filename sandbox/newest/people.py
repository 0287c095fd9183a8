"""Routes of the people of the newest generation's campaigns: list, enrol, and what an audience would take in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection, Row, select
from starlette.exceptions import HTTPException

from sandbox.contract.errors import RefusedError
from sandbox.dialling.dialling import IN_ORDER
from sandbox.newest import audience, joining, views
from sandbox.newest.merging import People, enrolment_of
from sandbox.newest.shapes import ContactUpdateBody, EnrolmentBody, InlineContact, PreviewBody
from sandbox.routes.enrolments import ADDRESS, EnrolmentStatus
from sandbox.rules import lifecycle
from sandbox.rules.importing import normalised
from sandbox.rules.parameters import Id, Limit, Offset, TheWorld
from sandbox.tables import enrolments, groups
from sandbox.world import World

router = APIRouter()
PREVIEW = "/api/crm/campaigns/preview-enrollment"


@router.post(PREVIEW)
def preview_enrollment(world: TheWorld, body: PreviewBody) -> dict[str, Any]:
    with world.read() as connection:
        campaign = lifecycle.find(connection, body.campaign_id)
        found = audience.of_group(connection, campaign, body)
        name = connection.scalar(select(groups.c.name).where(groups.c.id == found.group_id))
    return {"success": True, "preview": found.counts(), "groupName": name}


@router.api_route(PREVIEW, methods=["GET", "PUT", "DELETE"], include_in_schema=False)
def no_campaign_of_this_name() -> None:
    raise HTTPException(405, "Method Not Allowed")


@router.get(ADDRESS)
def list_people(
    world: TheWorld,
    campaign_id: Id,
    status: Annotated[EnrolmentStatus | None, Query()] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    with world.read() as connection:
        lifecycle.find(connection, campaign_id, deleted=True)
        found = views.enrolled().where(enrolments.c.campaign_id == campaign_id)
        if status is not None:
            found = found.where(enrolments.c.status == status)
        rows, answer = views.page(connection, found.order_by(*IN_ORDER), limit, offset)
        counts = views.status_counts(connection, campaign_id)
    return answer | {"contacts": [views.enrolment(row) for row in rows], "statusCounts": counts}


@router.post(ADDRESS)
def add_people(world: TheWorld, campaign_id: Id, body: EnrolmentBody) -> dict[str, Any]:
    """Into any campaign that is not over, a running one included."""
    chosen = body.model_fields_set & {"contact_ids", "contact", "audience"}
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if len(chosen) != 1:
            raise RefusedError(400, "Exactly one of contactIds, contact and audience is needed")
        if campaign.status in lifecycle.FINAL:
            raise RefusedError(409, f"Contacts cannot be added while the campaign is {campaign.status}")
        told: dict[str, Any] = {}
        invalid: list[str] = []
        if body.audience is not None:
            delta = body.audience.mode == "delta"
            found = audience.of_group(connection, campaign, body.audience, delta=delta)
        elif body.contact is not None:
            told["contact_id"] = _kept(connection, world, campaign, body.contact)
            found, _ = audience.of_ids(connection, campaign, [told["contact_id"]])
        else:
            found, invalid = audience.of_ids(connection, campaign, body.contact_ids)
        audience.enrol(connection, campaign, found, body.priority, world.now())
        world.dialler.wake(campaign_id)
        if told and (row := enrolment_of(connection, campaign_id, told["contact_id"])):
            told["campaign_contact_id"] = row.id
    added = len(found.fresh)
    answer = {"success": True, "added": added, "invalid": invalid, "message": f"{added} contacts added"}
    return answer | told | {"enrollment": found.counts()}


def _kept(connection: Connection, world: World, campaign: Row[Any], person: InlineContact) -> str:
    """A person typed in is kept in the CRM, in the default group, or merged with whoever has the number.

    Raises:
        RefusedError: 400 for a number that is none.
    """
    phone = normalised(person.phone)
    if phone is None or not person.first_name.strip() or not person.last_name.strip():
        raise RefusedError(
            400, "A contact needs a first name, a last name and a phone number", field="contact"
        )
    typed = {name: getattr(person, name) for name in person.model_fields_set} | {"phone": phone}
    body = ContactUpdateBody.model_validate(
        {ContactUpdateBody.model_fields[name].alias or name: value for name, value in typed.items()}
    )
    group_id = joining.default_group(connection, campaign.team_id)
    contact_id, _ = People(connection, world.dialler, campaign.team_id, world.now()).keep(body, group_id)
    return contact_id
