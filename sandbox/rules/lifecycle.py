"""State machine of a campaign: what its status allows, and how it moves from one to the next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from sandbox.contract.errors import RefusedError
from sandbox.dialling import webhooks
from sandbox.dialling.calls import credits_left
from sandbox.dialling.dialling import release
from sandbox.tables import campaigns
from services.api.models import CampaignStatus

DRAFT, SCHEDULED, RUNNING = CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.RUNNING
PAUSED, COMPLETED, CANCELLED = CampaignStatus.PAUSED, CampaignStatus.COMPLETED, CampaignStatus.CANCELLED

FINAL = (COMPLETED, CANCELLED)
MOVES: dict[str, tuple[CampaignStatus, ...]] = {
    DRAFT: (SCHEDULED, RUNNING, CANCELLED),
    SCHEDULED: (DRAFT, RUNNING, PAUSED, CANCELLED),
    RUNNING: (PAUSED, COMPLETED, CANCELLED),
    PAUSED: (RUNNING, COMPLETED, CANCELLED),
    COMPLETED: (),
    CANCELLED: (),
}


def find(connection: Connection, campaign_id: str, *, deleted: bool = False) -> Row[Any]:
    """The campaign of that id.

    Raises:
        RefusedError: 404, also for a deleted one unless `deleted`.
    """
    found = connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).first()
    if found is None or (found.deleted_at is not None and not deleted):
        raise RefusedError(404, "Campaign not found")
    return found


def need_credit(connection: Connection) -> None:
    if credits_left(connection) < 1:
        raise RefusedError(402, "Insufficient credits: at least 1 credit is needed to place calls")


def takes_people(campaign: Row[Any]) -> bool:
    if campaign.status == RUNNING:
        return bool(campaign.settings.get("no_auto_complete"))
    return campaign.status in (DRAFT, SCHEDULED, PAUSED)


def move(connection: Connection, campaign: Row[Any], to: str, now: float) -> None:
    """Change the status as a person asks for it.

    Raises:
        RefusedError: 400 where there is no way from here to there; 402 without a credit.
    """
    if to == campaign.status:
        return
    if to not in MOVES[campaign.status]:
        raise RefusedError(400, f"A {campaign.status} campaign cannot become {to}", field="status")
    if to == RUNNING:
        start(connection, campaign, now)
        return
    if to == SCHEDULED and (campaign.scheduled_start_at or 0) <= now:
        raise RefusedError(400, "A scheduled campaign needs a start in the future", field="scheduledStartAt")
    if campaign.status == RUNNING:
        release(connection, campaign.id)
    changes: dict[str, Any] = {"status": to, "updated_at": now}
    if to == COMPLETED:
        changes["completed_at"] = now
    connection.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(changes))
    if to == COMPLETED:
        webhooks.tell(connection, campaign, webhooks.COMPLETED, now)


def start(
    connection: Connection, campaign: Row[Any], now: float, *, calls_allowed: int | None = None
) -> None:
    """Set it running, with at most `calls_allowed` calls from now on.

    Raises:
        RefusedError: 402 without a credit.
    """
    need_credit(connection)
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign.id)
        .values(
            status=RUNNING,
            started_at=campaign.started_at or now,
            calls_allowed=calls_allowed,
            origin="person",
            updated_at=now,
        )
    )
    if campaign.started_at is None:
        webhooks.tell(connection, campaign, webhooks.STARTED, now)
