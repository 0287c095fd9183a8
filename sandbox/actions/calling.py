"""Routes of calling in the generation `actions`: start and stop, the dashboard, and the call log.

A run knows nothing but its action. What it does not know it does not refuse: a dry run starts the campaign, and whoever
asked for at most five gets all. Nobody is called by the request itself, everybody by the dialler's next look.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection, Row, update

from sandbox.actions import views
from sandbox.actions.shapes import RunBody
from sandbox.contract.errors import RefusedError
from sandbox.dialling.dialling import release
from sandbox.routes import calling as seeds
from sandbox.routes.campaigns import ADDRESS
from sandbox.rules import lifecycle
from sandbox.rules.parameters import Id, Limit, Offset, TeamId, TheWorld
from sandbox.tables import campaigns
from services.api.models import Outcome

router = APIRouter()
NOTHING_SAID = RunBody()
STOPPABLE = (lifecycle.RUNNING, lifecycle.SCHEDULED)


@router.post(f"{ADDRESS}/run")
def run(world: TheWorld, campaign_id: Id, body: RunBody = NOTHING_SAID) -> dict[str, Any]:
    now = world.now()
    with world.write() as connection:
        campaign = lifecycle.find(connection, campaign_id)
        if campaign.status in lifecycle.FINAL:
            raise RefusedError(409, f"The campaign is {campaign.status}")
        if body.action == "stop":
            _stop(connection, campaign, now)
        else:
            lifecycle.start(connection, campaign, now)
            seeds.log_run(connection, campaign, now, 0, dry_run=False, max_calls=None)
        world.dialler.wake(campaign_id)
        return {"success": True, "status": lifecycle.find(connection, campaign_id).status}


def _stop(connection: Connection, campaign: Row[Any], now: float) -> None:
    """Calls that go on go on. What neither runs nor will run stays as it is."""
    if campaign.status in STOPPABLE:
        release(connection, campaign.id)
        stopped = {"status": views.STOPPED, "updated_at": now}
        connection.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(stopped))


@router.get(f"{ADDRESS}/dashboard")
def dashboard(world: TheWorld, campaign_id: Id) -> dict[str, Any]:
    with world.read() as connection:
        lifecycle.find(connection, campaign_id, deleted=True)
        return views.stats(world, connection, campaign_id)


@router.get("/api/crm/calls")
def list_calls(
    world: TheWorld,
    team_id: TeamId,
    campaign_id: seeds.CampaignId = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = seeds.matching(team_id, campaign_id, outcome)
    with world.read() as connection:
        rows = [views.call(row) for row in views.page(connection, found, limit, offset)]
    return views.listed(world, "calls", rows, limit=limit, offset=offset)
