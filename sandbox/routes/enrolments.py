"""Routes of a campaign's people."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from sandbox.contract import views
from sandbox.contract.errors import RefusedError
from sandbox.contract.operations import CORE
from sandbox.contract.shapes import Enrolment, Removal
from sandbox.dialling.dialling import IN_ORDER
from sandbox.rules import enrolling, lifecycle
from sandbox.rules.parameters import Id, Limit, Offset, TheWorld
from sandbox.tables import enrolments

router = APIRouter()
ADDRESS = "/api/crm/campaigns/{id}/contacts"
EnrolmentStatus = Literal["pending", "queued", "calling", "completed", "skipped", "failed"]


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
def add_people(world: TheWorld, campaign_id: Id, body: Enrolment) -> dict[str, Any]:
    given = body.model_fields_set & {"contact_ids", "contact", "audience"}
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if world.profile == CORE and body.contact_ids is None:
            raise RefusedError(400, "contactIds is required", field="contactIds")
        if len(given) != 1:
            raise RefusedError(400, "Exactly one of contactIds, contact and audience is needed")
        if not lifecycle.takes_people(campaign):
            raise RefusedError(409, f"Contacts cannot be added while the campaign is {campaign.status}")
        now = world.now()
        world.dialler.wake(campaign_id)
        if body.contact_ids is not None:
            counts = enrolling.enrol_by_id(connection, campaign, body.contact_ids, body.priority, now)
        elif body.audience is not None:
            counts = enrolling.enrol_audience(connection, campaign, body.audience, body.priority, now)
        else:
            counts = enrolling.enrol_inline(connection, campaign, body.contact, body.priority, now)
    return {"success": True, **counts}


@router.delete(ADDRESS)
def remove_people(world: TheWorld, campaign_id: Id, body: Removal) -> dict[str, Any]:
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        removed = enrolling.remove(connection, campaign, body.contact_ids)
        world.dialler.wake(campaign_id)
    return {"success": True, "removed": removed, "message": f"{removed} contacts removed"}
