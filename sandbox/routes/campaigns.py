"""Routes of campaigns: list, create, read, change, delete."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import Connection, Row, Select, func, insert, select, update

from sandbox.contract import views
from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import CampaignCreateBody, CampaignUpdateBody, Status, storable
from sandbox.rules import configuration, lifecycle
from sandbox.rules.parameters import Id, Limit, Offset, TeamId, TheWorld
from sandbox.tables import campaigns, enrolments, new_id
from services.api.models import (
    DEFAULT_WINDOW_END,
    DEFAULT_WINDOW_START,
    DEFAULT_ZONE,
    CampaignStatus,
    EnrollmentStatus,
    Outcome,
)

router = APIRouter()
ADDRESS = "/api/crm/campaigns/{id}"


@router.get("/api/crm/campaigns")
def list_campaigns(
    world: TheWorld,
    team_id: TeamId,
    status: Annotated[Status | None, Query()] = None,
    assistant_id: Annotated[str | None, Query(alias="assistantId"), AfterValidator(storable)] = None,
    deleted: Annotated[Literal["exclude", "include", "only"], Query()] = "exclude",
    include_contact_stats: Annotated[Literal["1", "true"] | None, Query(alias="includeContactStats")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = matching(team_id, status, assistant_id, deleted)
    with world.read() as connection:
        rows, answer = views.page(connection, found, limit, offset)
        numbers = views.numbers_by_id(connection)
        shown = [views.campaign(row, numbers) for row in rows]
        if include_contact_stats:
            add_contact_stats(connection, shown)
    return answer | {"campaigns": shown}


def matching(team_id: str, status: str | None, assistant_id: str | None, deleted: str) -> Select[Any]:
    """The campaigns, newest first."""
    found = select(campaigns).where(campaigns.c.team_id == team_id)
    if status is not None:
        found = found.where(campaigns.c.status == status)
    if assistant_id is not None:
        found = found.where(campaigns.c.assistant_id == assistant_id)
    return _deleted(found, deleted).order_by(campaigns.c.created_at.desc(), campaigns.c.seq.desc())


def _deleted(found: Select[Any], which: str) -> Select[Any]:
    if which == "include":
        return found
    gone = campaigns.c.deleted_at.is_not(None)
    return found.where(gone if which == "only" else ~gone)


def add_contact_stats(connection: Connection, shown: list[dict[str, Any]]) -> None:
    """`voicemail`: people whose last call a machine took; `awaiting_retry`: those to be called again."""
    ids = [campaign["id"] for campaign in shown]
    retry = (enrolments.c.status == EnrollmentStatus.PENDING) & (enrolments.c.attempts > 0)
    counted = (
        select(
            enrolments.c.campaign_id,
            func.count().filter(enrolments.c.outcome == Outcome.VOICEMAIL).label("voicemail"),
            func.count().filter(retry).label("awaiting_retry"),
        )
        .where(enrolments.c.campaign_id.in_(ids))
        .group_by(enrolments.c.campaign_id)
    )
    stats = {row.campaign_id: row for row in connection.execute(counted)}
    for campaign in shown:
        row = stats.get(campaign["id"])
        voicemail, awaiting = (row.voicemail, row.awaiting_retry) if row else (0, 0)
        campaign["contact_stats"] = {"voicemail": voicemail, "awaiting_retry": awaiting}


@router.post("/api/crm/campaigns", status_code=201)
def create_campaign(world: TheWorld, body: CampaignCreateBody) -> dict[str, Any]:
    now = world.now()
    with world.write() as connection:
        configuration.check_belongings(connection, body)
        starts = configuration.future_start(body.scheduled_start_at, now)
        row = {
            **body.model_dump(exclude={"scheduled_start_at", "no_auto_complete", "settings"}),
            "id": new_id("camp"),
            "from_number_ids": list(dict.fromkeys(body.from_number_ids)),
            "status": CampaignStatus.DRAFT if starts is None else CampaignStatus.SCHEDULED,
            "scheduled_start_at": starts,
            "call_window_start": body.call_window_start or f"{DEFAULT_WINDOW_START:%H:%M}",
            "call_window_end": body.call_window_end or f"{DEFAULT_WINDOW_END:%H:%M}",
            "call_window_timezone": configuration.known_zone(body.call_window_timezone) or DEFAULT_ZONE,
            "settings": configuration.settings_of(body.settings or {}, body),
            "created_at": now,
            "updated_at": now,
        }
        connection.execute(insert(campaigns).values(row))
        return _answer(connection, row["id"])


@router.get(ADDRESS)
def get_campaign(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    with world.read() as connection:
        lifecycle.find(connection, campaign_id, deleted=True)
        return _answer(connection, campaign_id)


@router.put(ADDRESS)
def update_campaign(world: TheWorld, campaign_id: Id, body: CampaignUpdateBody) -> dict[str, Any]:
    now = world.now()
    given = body.model_fields_set
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if given - {"status"}:
            check_may_change(campaign)
            changes = _changes(campaign, body, now)
            mine = campaigns.c.id == campaign_id
            connection.execute(update(campaigns).where(mine).values(changes | {"updated_at": now}))
            campaign = lifecycle.find(connection, campaign_id)
        if "status" in given:
            lifecycle.move(connection, campaign, body.status, now)
        world.dialler.wake(campaign_id)
        return _answer(connection, campaign_id)


def check_may_change(campaign: Row[Any]) -> None:
    if campaign.status == CampaignStatus.RUNNING:
        raise RefusedError(
            409, "Pause the campaign first: its configuration cannot change while it is running"
        )
    if campaign.status in lifecycle.FINAL:
        raise RefusedError(409, f"A {campaign.status} campaign can no longer be changed")


PLAIN = (
    "name", "description", "call_window_start", "call_window_end", "max_concurrent_calls", "max_attempts_per_contact",
    "retry_delay_minutes",
)  # fmt: skip


def _changes(campaign: Row[Any], body: CampaignUpdateBody, now: float) -> dict[str, Any]:
    given = body.model_fields_set
    changes: dict[str, Any] = {name: getattr(body, name) for name in PLAIN if name in given}
    if "call_window_timezone" in given:
        changes["call_window_timezone"] = configuration.known_zone(body.call_window_timezone)
    changes["settings"] = configuration.settings_of(campaign.settings | (body.settings or {}), body)
    if "scheduled_start_at" in given:
        changes |= rescheduled(campaign, body.scheduled_start_at, now)
    return changes


def rescheduled(campaign: Row[Any], start: str | None, now: float) -> dict[str, Any]:
    """A start makes a draft scheduled; without one a scheduled campaign is a draft again."""
    at = configuration.future_start(start, now)
    changes: dict[str, Any] = {"scheduled_start_at": at}
    if campaign.status == CampaignStatus.DRAFT and at is not None:
        changes["status"] = CampaignStatus.SCHEDULED
    if campaign.status == CampaignStatus.SCHEDULED and at is None:
        changes["status"] = CampaignStatus.DRAFT
    return changes


@router.delete(ADDRESS)
def delete_campaign(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if campaign.status not in (CampaignStatus.DRAFT, CampaignStatus.CANCELLED):
            raise RefusedError(400, f"A {campaign.status} campaign cannot be deleted: cancel it first")
        gone = {"deleted_at": world.now(), "updated_at": world.now()}
        connection.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(gone))
    return {"success": True, "message": "Campaign deleted"}


def _answer(connection: Connection, campaign_id: str) -> dict[str, Any]:
    row = lifecycle.find(connection, campaign_id, deleted=True)
    return {"success": True, "campaign": views.campaign(row, views.numbers_by_id(connection))}
