"""Routes of calling: run, dry run, the live dashboard and the call log."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy import Connection, Row, Select, func, insert, select, update

from sandbox.contract import views
from sandbox.contract.errors import RefusedError
from sandbox.contract.shapes import Run, storable
from sandbox.dialling.dialling import IN_ORDER
from sandbox.rules import dry_run, lifecycle
from sandbox.rules.parameters import Few, Id, Limit, Offset, TeamId, TheWorld
from sandbox.tables import calls, campaigns, enrolments, runs
from sandbox.world import World
from services.api.models import EnrollmentStatus, Outcome

router = APIRouter()
NOTHING_SAID = Run()
CampaignId = Annotated[str | None, Query(alias="campaignId"), AfterValidator(storable)]


@router.post("/api/crm/campaigns/{id}/run")
def run(world: TheWorld, campaign_id: Id, wanted: Run = NOTHING_SAID) -> dict[str, Any]:
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if campaign.status in lifecycle.FINAL:
            raise RefusedError(409, f"The campaign is {campaign.status}")
        if wanted.dry_run:
            answer = dry_run.look(connection, campaign, world.now(), wanted.max_calls)
        else:
            answer = _start(connection, world, campaign, wanted)
        log_run(
            connection,
            campaign,
            world.now(),
            answer["started"],
            dry_run=wanted.dry_run,
            max_calls=wanted.max_calls,
        )
    return {"success": True, **answer, "dryRun": wanted.dry_run}


def _start(connection: Connection, world: World, campaign: Row[Any], wanted: Run) -> dict[str, Any]:
    now = world.now()
    left_out = dry_run.look(connection, campaign, now, wanted.max_calls)["errors"]
    lifecycle.start(connection, campaign, now, calls_allowed=wanted.max_calls)
    if wanted.no_auto_complete is not None:
        settings = campaign.settings | {"no_auto_complete": wanted.no_auto_complete}
        mine = campaigns.c.id == campaign.id
        connection.execute(update(campaigns).where(mine).values(settings=settings))
    campaign = lifecycle.find(connection, campaign.id)
    placed = world.dialler.start_calls(connection, campaign, now, wanted.max_calls)
    shown = [{**call, "started_at": views.iso(call["started_at"])} for call in placed]
    for call in shown:
        del call["ending"]
    return {
        "started": len(placed),
        "failed": 0,
        "calls": shown,
        "picks": [],
        "errors": left_out,
        "message": f"{len(placed)} calls started",
    }


def log_run(
    connection: Connection,
    campaign: Row[Any],
    now: float,
    started: int,
    *,
    dry_run: bool,
    max_calls: int | None,
) -> None:
    """Keep that it was run, for whoever asks the sandbox what happened."""
    row = {
        "campaign_id": campaign.id,
        "at": now,
        "dry_run": dry_run,
        "max_calls": max_calls,
        "status_before": campaign.status,
        "started": started,
    }
    connection.execute(insert(runs).values(row))


@router.get("/api/crm/campaigns/{id}/dashboard")
def dashboard(
    world: TheWorld,
    campaign_id: Id,
    limit_pending: Annotated[Few, Query(alias="limitPending")] = 25,
    limit_calling: Annotated[Few, Query(alias="limitCalling")] = 25,
    limit_calls: Annotated[Few, Query(alias="limitCalls")] = 25,
) -> dict[str, Any]:
    with world.read() as connection:
        campaign = lifecycle.find(connection, campaign_id, deleted=True)
        by_status = views.status_counts(connection, campaign_id)
        answered = select(func.count()).where(
            enrolments.c.campaign_id == campaign_id, enrolments.c.outcome == Outcome.ANSWERED
        )
        return {
            "success": True,
            "campaign": views.campaign(campaign, views.numbers_by_id(connection)),
            "counts": {
                "byStatus": by_status,
                "byOutcome": views.outcome_counts(connection, campaign_id),
                "answered": connection.scalar(answered) or 0,
                "total": sum(by_status.values()),
            },
            "queue": {
                "pending": _queue(connection, campaign_id, EnrollmentStatus.PENDING, limit_pending),
                "calling": _queue(connection, campaign_id, EnrollmentStatus.CALLING, limit_calling),
            },
            "recentCalls": recent_calls(connection, campaign_id, limit_calls),
        }


def recent_calls(connection: Connection, campaign_id: str, most: int) -> list[dict[str, Any]]:
    mine = select(calls).where(calls.c.campaign_id == campaign_id)
    rows = connection.execute(mine.order_by(calls.c.started_at.desc(), calls.c.seq.desc()).limit(most))
    return [views.call(row) for row in rows]


def _queue(
    connection: Connection, campaign_id: str, status: EnrollmentStatus, most: int
) -> list[dict[str, Any]]:
    mine = enrolments.c.campaign_id == campaign_id, enrolments.c.status == status
    rows = connection.execute(views.enrolled().where(*mine).order_by(*IN_ORDER).limit(most))
    return [views.enrolment(row) for row in rows]


@router.get("/api/crm/calls")
def list_calls(
    world: TheWorld,
    team_id: TeamId,
    campaign_id: CampaignId = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    ordered = matching(team_id, campaign_id, outcome)
    with world.read() as connection:
        rows, answer = views.page(connection, ordered, limit, offset)
    return answer | {"calls": [views.call(row) for row in rows]}


def matching(team_id: str, campaign_id: str | None, outcome: Outcome | None) -> Select[Any]:
    """The calls, newest first."""
    found = select(calls).where(calls.c.team_id == team_id)
    if campaign_id is not None:
        found = found.where(calls.c.campaign_id == campaign_id)
    if outcome is not None:
        found = found.where(calls.c.outcome == outcome)
    return found.order_by(calls.c.started_at.desc(), calls.c.seq.desc())
