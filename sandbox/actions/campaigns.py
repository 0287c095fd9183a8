"""Routes of campaigns in the generation `actions`: list, create, read, change, delete, and counting an audience.

A create without a word about enrollment takes in the whole group of the assistant, and says nothing of it. One with a
start answers `draft`, and is scheduled all the same. An update knows no status: one that is sent changes nothing.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import Connection, Row, func, insert, select, update

from sandbox.actions import views
from sandbox.actions.shapes import CampaignCreateBody, CampaignSettings, CampaignUpdateBody, PreviewQuery
from sandbox.contract.shapes import storable
from sandbox.dialling.dialling import UNDIALABLE
from sandbox.newest import audience
from sandbox.newest.configuration import IN_SETTINGS
from sandbox.routes import campaigns as seeds
from sandbox.rules import configuration, lifecycle
from sandbox.rules.parameters import Id, Limit, Offset, TeamId, TheWorld
from sandbox.tables import campaigns, contacts, enrolments, new_id
from sandbox.world import World
from services.api.models import (
    DEFAULT_ATTEMPTS,
    DEFAULT_DELAY_MINUTES,
    DEFAULT_WINDOW_END,
    DEFAULT_WINDOW_START,
    DEFAULT_ZONE,
    CampaignStatus,
    EnrollmentStatus,
    Outcome,
)

router = APIRouter()
LIST = "/api/crm/campaigns"
AT_ONCE = 5
PLAIN = (
    "name", "description", "call_window_start", "call_window_end", "max_concurrent_calls", "max_attempts_per_contact",
    "retry_delay_minutes", "live_sync",
)  # fmt: skip


@router.get(LIST)
def list_campaigns(
    world: TheWorld,
    team_id: TeamId,
    status: Annotated[str | None, Query(), AfterValidator(storable)] = None,
    assistant_id: Annotated[str | None, Query(alias="assistantId"), AfterValidator(storable)] = None,
    deleted: Annotated[Literal["exclude", "include", "only"], Query()] = "exclude",
    include_contact_stats: Annotated[Literal["1", "true"] | None, Query(alias="includeContactStats")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = seeds.matching(team_id, status, assistant_id, deleted)
    with world.read() as connection:
        shown = [views.campaign(row) for row in views.page(connection, found, limit, offset)]
        if include_contact_stats:
            _add_contact_stats(connection, shown)
    return views.listed(world, "campaigns", shown, limit=limit, offset=offset)


def _add_contact_stats(connection: Connection, shown: list[dict[str, Any]]) -> None:
    retry = (enrolments.c.status == EnrollmentStatus.PENDING) & (enrolments.c.attempts > 0)
    for campaign in shown:
        counted = connection.execute(
            select(
                func.count().label("total"),
                func.count().filter(enrolments.c.outcome == Outcome.ANSWERED).label("answered"),
                func.count().filter(retry).label("awaiting_retry"),
                func.count().filter(enrolments.c.outcome == Outcome.VOICEMAIL).label("voicemail"),
            ).where(enrolments.c.campaign_id == campaign["id"])
        )
        campaign["contactStats"] = dict(counted.one()._mapping)


@router.get(f"{LIST}/preview-enrollment")
def preview_enrollment(world: TheWorld, asked: Annotated[PreviewQuery, Query()]) -> dict[str, Any]:
    """How many of an assistant's group would be put in; where neither she nor a campaign is named, of the whole team."""
    with world.read() as connection:
        count = _previewed(connection, asked)
    return {"success": True, "eligibleContacts" if views.german(world) else "count": count}


def _previewed(connection: Connection, asked: PreviewQuery) -> int:
    if asked.campaign_id:
        campaign: Any = lifecycle.find(connection, asked.campaign_id)
    elif asked.assistant_id:
        configuration.check_assistant(connection, asked.assistant_id, asked.team_id)
        campaign = SimpleNamespace(id="", team_id=asked.team_id, assistant_id=asked.assistant_id)
    else:
        mine = contacts.c.team_id == asked.team_id, ~UNDIALABLE
        return connection.scalar(select(func.count()).select_from(contacts).where(*mine)) or 0
    found = audience.of_group(connection, campaign, asked)
    return len(found.fresh) + len(found.again)


@router.post(LIST, status_code=201)
def create_campaign(world: TheWorld, body: CampaignCreateBody) -> dict[str, Any]:
    now = world.now()
    with world.write() as connection:
        configuration.check_assistant(connection, body.assistant_id, body.team_id)
        configuration.check_numbers(connection, body.from_number_ids, body.assistant_id, body.team_id)
        usual: dict[str, Any] = {
            "call_window_start": f"{DEFAULT_WINDOW_START:%H:%M}",
            "call_window_end": f"{DEFAULT_WINDOW_END:%H:%M}",
            "call_window_timezone": DEFAULT_ZONE,
            "max_concurrent_calls": AT_ONCE,
            "max_attempts_per_contact": DEFAULT_ATTEMPTS,
            "retry_delay_minutes": DEFAULT_DELAY_MINUTES,
        }
        starts = configuration.future_start(body.scheduled_start_at, now)
        row = usual | _columns(body, {}) | {"id": new_id("cmp"), "created_at": now, "updated_at": now}
        row |= {name: getattr(body, name) for name in ("team_id", "assistant_id", "from_number_ids")}
        row |= {"scheduled_start_at": starts, "status": "scheduled" if starts else "draft"}
        connection.execute(insert(campaigns).values(row))
        campaign = lifecycle.find(connection, row["id"])
        if body.enrollment.mode != "none":
            delta = body.enrollment.mode == "delta"
            found = audience.of_group(connection, campaign, body.enrollment, delta=delta)
            audience.enrol(connection, campaign, found, 0, now)
    return _created(world, campaign, body)


def _created(world: World, campaign: Row[Any], body: CampaignCreateBody) -> dict[str, Any]:
    """The settings that were sent, and nothing of what has come of them: neither a count nor that it is scheduled."""
    shown = {name: value for name, value in views.campaign(campaign).items() if name not in views.COUNTS}
    shown["status"] = CampaignStatus.DRAFT
    if "enrollment" in body.model_fields_set and not views.german(world):
        shown["enrollment"] = body.enrollment.model_dump(by_alias=True, exclude_unset=True)
    return views.alone(world, "campaign", shown)


@router.get(seeds.ADDRESS)
def get_campaign(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    with world.read() as connection:
        found = lifecycle.find(connection, campaign_id, deleted=True)
    return views.alone(world, "campaign", views.campaign(found))


@router.put(seeds.ADDRESS)
def update_campaign(world: TheWorld, campaign_id: Id, body: CampaignUpdateBody) -> dict[str, Any]:
    given, now = body.model_fields_set, world.now()
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if given:
            seeds.check_may_change(campaign)
            changes = _columns(body, campaign.settings) | {"updated_at": now}
            if "assistant_id" in given:
                configuration.check_assistant(connection, body.assistant_id, campaign.team_id)
                changes["assistant_id"] = body.assistant_id
            if "scheduled_start_at" in given:
                changes |= seeds.rescheduled(campaign, body.scheduled_start_at, now)
            mine = campaigns.c.id == campaign_id
            connection.execute(update(campaigns).where(mine).values(changes))
            world.dialler.wake(campaign_id)
        shown = views.campaign(lifecycle.find(connection, campaign_id))
    return views.alone(world, "campaign", shown)


def _columns(body: CampaignSettings, settings: dict[str, Any]) -> dict[str, Any]:
    """The columns of what was sent; `settings` are those there are."""
    given = body.model_fields_set
    found: dict[str, Any] = {name: getattr(body, name) for name in PLAIN if name in given}
    if "call_window_timezone" in given:
        found["call_window_timezone"] = configuration.known_zone(body.call_window_timezone)
    own = {name: getattr(body, name) for name in IN_SETTINGS if name in given}
    if body.live_sync:
        own["no_auto_complete"] = True  # a campaign that is kept filled is never done
    found["settings"] = configuration.merged(settings | (body.settings or {}), own)
    return found


@router.delete(seeds.ADDRESS)
def delete_campaign(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    answer = seeds.delete_campaign(world, campaign_id)
    return {"success": True, "deleted": True} if views.german(world) else answer
