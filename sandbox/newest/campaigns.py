"""Routes of the newest generation's campaigns: list, create, read, change, delete."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import insert, select, update

from sandbox.contract.shapes import Status, storable
from sandbox.dialling.dialling import IN_ORDER
from sandbox.newest import audience, configuration, lifecycle, views
from sandbox.newest.shapes import AT_ONCE, CampaignCreateBody, CampaignUpdateBody
from sandbox.routes import campaigns as seeds
from sandbox.rules import lifecycle as common
from sandbox.rules.parameters import Id, Limit, Offset, TeamId, TheWorld
from sandbox.tables import campaigns, enrolments, new_id
from services.api.models import (
    DEFAULT_ATTEMPTS,
    DEFAULT_DELAY_MINUTES,
    DEFAULT_WINDOW_END,
    DEFAULT_WINDOW_START,
    DEFAULT_ZONE,
    CampaignStatus,
    EnrollmentStatus,
)

router = APIRouter()
ContactFilter = Literal["voicemail", "awaiting_retry", "answered", "no_answer", "busy", "error"]
NOT_TOLD = ("job_title", "do_not_call")
"""Of the people within a campaign."""


@router.get("/api/crm/campaigns")
def list_campaigns(
    world: TheWorld,
    team_id: TeamId,
    status: Annotated[Status | None, Query()] = None,
    assistant_id: Annotated[str | None, Query(alias="assistantId"), AfterValidator(storable)] = None,
    deleted: Annotated[Literal["exclude", "include", "only"], Query()] = "exclude",
    contact_filter: Annotated[ContactFilter | None, Query(alias="contactFilter")] = None,
    include_contact_stats: Annotated[Literal["1", "true"] | None, Query(alias="includeContactStats")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = seeds.matching(team_id, status, assistant_id, deleted)
    if contact_filter is not None:
        retry = (enrolments.c.status == EnrollmentStatus.PENDING) & (enrolments.c.attempts > 0)
        fits = retry if contact_filter == "awaiting_retry" else enrolments.c.outcome == contact_filter
        found = found.where(campaigns.c.id.in_(select(enrolments.c.campaign_id).where(fits)))
    with world.read() as connection:
        rows, answer = views.page(connection, found, limit, offset)
        view = views.CampaignView(connection)
        shown = [view(row) for row in rows]
        if include_contact_stats:
            seeds.add_contact_stats(connection, shown)
    return answer | {"campaigns": shown}


@router.post("/api/crm/campaigns", status_code=201)
def create_campaign(world: TheWorld, body: CampaignCreateBody) -> dict[str, Any]:
    """Takes in the assistant's whole group, unless the enrollment says otherwise."""
    now, wanted = world.now(), body.enrollment
    with world.write() as connection:
        configuration.check_belongings(connection, body)
        usual: dict[str, Any] = {
            "call_window_start": f"{DEFAULT_WINDOW_START:%H:%M}",
            "call_window_end": f"{DEFAULT_WINDOW_END:%H:%M}",
            "call_window_timezone": DEFAULT_ZONE,
            "max_concurrent_calls": AT_ONCE,
            "max_attempts_per_contact": DEFAULT_ATTEMPTS,
            "retry_delay_minutes": DEFAULT_DELAY_MINUTES,
        }
        given = configuration.columns(body, {}, now)
        row = {
            **usual,
            **given,
            "id": new_id("camp"),
            "team_id": body.team_id,
            "assistant_id": body.assistant_id,
            "from_number_ids": list(dict.fromkeys(body.from_number_ids)),
            "status": CampaignStatus.SCHEDULED if given.get("scheduled_start_at") else CampaignStatus.DRAFT,
            "created_at": now,
            "updated_at": now,
        }
        connection.execute(insert(campaigns).values(row))
        counts = audience.nobody()
        if wanted.mode != "none":
            campaign = common.find(connection, row["id"])
            found = audience.of_group(connection, campaign, wanted, delta=wanted.mode == "delta")
            audience.enrol(connection, campaign, found, 0, now)
            counts = found.counts()
        return {"success": True, "campaign": views.campaign(connection, row["id"]), "enrollment": counts}


@router.get(seeds.ADDRESS)
def get_campaign(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    first = views.enrolled().where(enrolments.c.campaign_id == campaign_id).order_by(*IN_ORDER)
    with world.read() as connection:
        row = common.find(connection, campaign_id, deleted=True)
        people = connection.execute(first.limit(views.PEOPLE_SHOWN)).all()
        shown = views.campaign(connection, campaign_id)
    told = [views.enrolment(person, without=NOT_TOLD) for person in people]
    return {
        "success": True,
        "campaign": shown | {"campaign_contacts": told, "contact_count": row.total_contacts},
    }


@router.put(seeds.ADDRESS)
def update_campaign(world: TheWorld, campaign_id: Id, body: CampaignUpdateBody) -> dict[str, Any]:
    now = world.now()
    with world.write() as connection:
        campaign = common.find(connection, campaign_id)
        if body.model_fields_set - {"status"}:
            seeds.check_may_change(campaign)
            changes = configuration.columns(body, campaign.settings, now)
            changes |= configuration.numbers(connection, campaign, body)
            if "scheduled_start_at" in body.model_fields_set:
                changes |= seeds.rescheduled(campaign, body.scheduled_start_at, now)
            mine = campaigns.c.id == campaign_id
            connection.execute(update(campaigns).where(mine).values(changes | {"updated_at": now}))
            campaign = common.find(connection, campaign_id)
        if "status" in body.model_fields_set:
            lifecycle.move(connection, campaign, body.status, now)
        world.dialler.wake(campaign_id)
        return {"success": True, "campaign": views.campaign(connection, campaign_id)}


@router.delete(seeds.ADDRESS)
def delete_campaign(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    return seeds.delete_campaign(world, campaign_id)
