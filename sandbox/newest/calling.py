"""Routes of calling on the newest generation: run, dry run, dashboard, the call log, and one call now.

A run calls nobody itself. It sets the campaign running; the dialler takes up the work at its next beat, and goes on
until the campaign is paused or done, whatever the run selected.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection, Row, func, insert, select, update

from sandbox.contract.errors import RefusedError
from sandbox.contract.views import call, outcome_counts
from sandbox.contract.views import status_counts as all_status_counts
from sandbox.dialling.dialling import IN_ORDER
from sandbox.newest import lifecycle, views
from sandbox.newest.shapes import CallBody, RunBody
from sandbox.routes import calling as seeds
from sandbox.rules import dry_run
from sandbox.rules.importing import normalised
from sandbox.rules.lifecycle import FINAL, find, need_credit
from sandbox.rules.parameters import Few, Id, Limit, Offset, TeamId, TheWorld
from sandbox.tables import assistants, calls, campaigns, enrolments, new_id, phone_numbers
from services.api.models import EnrollmentStatus, Outcome

router = APIRouter()
NO_LIMIT = 2**31
SELECTED = "Campaign is running; the dialer places calls on its next tick"


@router.post("/api/crm/campaigns/{id}/run")
def run(world: TheWorld, campaign_id: Id, wanted: RunBody) -> dict[str, Any]:
    now = world.now()
    with world.write() as connection:
        campaign = find(connection, campaign_id)
        if campaign.status in FINAL:
            raise RefusedError(409, f"The campaign is {campaign.status}")
        picked = dry_run.look(connection, campaign, now, wanted.most, at_once=NO_LIMIT)
        if not wanted.calls_nobody:
            lifecycle.start(connection, campaign, now)
            if wanted.goes_on is not None:
                settings = campaign.settings | {"no_auto_complete": wanted.goes_on}
                connection.execute(
                    update(campaigns).where(campaigns.c.id == campaign.id).values(settings=settings)
                )
            world.dialler.wake(campaign.id)
        selected = 0 if wanted.calls_nobody else len(picked["calls"])
        seeds.log_run(connection, campaign, now, selected, dry_run=wanted.calls_nobody, max_calls=wanted.most)
    return {
        "success": True,
        "started": selected,
        "failed": 0,
        "calls": [],
        "errors": picked["errors"] if wanted.calls_nobody else [],
        "message": picked["message"] if wanted.calls_nobody else SELECTED,
        "dryRun": wanted.calls_nobody,
        "picks": [_pick(each) for each in picked["calls"]] if wanted.calls_nobody else [],
        "dialing": "none" if wanted.calls_nobody else "async",
    }


def _pick(candidate: dict[str, Any]) -> dict[str, Any]:
    return {
        "campaign_contact_id": candidate["campaign_contact_id"],
        "contact_id": candidate["contact_id"],
        "toNumber": candidate["to_number"],
        "fromNumber": candidate["from_number"],
    }


@router.get("/api/crm/campaigns/{id}/dashboard")
def dashboard(
    world: TheWorld,
    campaign_id: Id,
    limit_pending: Annotated[Few, Query(alias="limitPending")] = 25,
    limit_calling: Annotated[Few, Query(alias="limitCalling")] = 25,
    limit_calls: Annotated[Few, Query(alias="limitCalls")] = 25,
) -> dict[str, Any]:
    with world.read() as connection:
        find(connection, campaign_id, deleted=True)
        by_status = all_status_counts(connection, campaign_id)
        answered = select(func.count()).where(
            enrolments.c.campaign_id == campaign_id, enrolments.c.outcome == Outcome.ANSWERED
        )
        return {
            "success": True,
            "campaign": views.campaign(connection, campaign_id),
            "counts": {
                "byStatus": by_status,
                "byOutcome": outcome_counts(connection, campaign_id),
                "answered": connection.scalar(answered) or 0,
                "total": sum(by_status.values()),
            },
            "queue": {
                "pending": _queue(connection, campaign_id, EnrollmentStatus.PENDING, limit_pending),
                "calling": _queue(connection, campaign_id, EnrollmentStatus.CALLING, limit_calling),
            },
            "recentCalls": seeds.recent_calls(connection, campaign_id, limit_calls),
        }


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
    campaign_id: seeds.CampaignId = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    with world.read() as connection:
        found = seeds.matching(team_id, campaign_id, outcome)
        rows, answer = views.page(connection, found, limit, offset)
    return answer | {"calls": [call(row) for row in rows]}


@router.post("/api/crm/calls")
def start_call(world: TheWorld, body: CallBody) -> dict[str, Any]:
    """Rings now: no hours, no mark and no limit of attempts is looked at, nor whether the number is one."""
    now = world.now()
    with world.write() as connection:
        assistant = connection.execute(select(assistants).where(assistants.c.id == body.assistant_id)).first()
        if assistant is None:
            raise RefusedError(404, "Assistant not found")
        caller = _caller(connection, assistant, body.from_number)
        need_credit(connection)
        number = normalised(body.to_number) or body.to_number
        ending = world.network.call(number, 1, int(now % 86_400 // 3600))
        row = {
            "id": new_id("call"),
            "team_id": assistant.team_id,
            "from_number": caller,
            "to_number": number,
            "status": "in_progress",
            "attempt": 1,
            "ending": str(ending.outcome),
            "started_at": now,
            "ends_at": now + ending.seconds,
        }
        connection.execute(insert(calls).values(row))
    room = {"room_name": f"room_{row['id']}", "sip_call_id": new_id("sip")}
    return {"success": True, "call": room | {"from_number": caller, "to_number": number}}


def _caller(connection: Connection, assistant: Row[Any], wanted: str | None) -> str:
    """Raises:
    RefusedError: 400 where it is no active number of hers, or she has none.
    """
    mine = phone_numbers.c.assistant_id == assistant.id, phone_numbers.c.status == "active"
    own = list(
        connection.scalars(select(phone_numbers.c.phone_number).where(*mine).order_by(phone_numbers.c.id))
    )
    if not own or (wanted is not None and wanted not in own):
        raise RefusedError(400, "The assistant has no such active number", field="from_number")
    return wanted or own[0]
