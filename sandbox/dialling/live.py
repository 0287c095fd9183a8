"""Campaigns that run or will start by themselves: which they are, and how they come to an end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from sandbox.dialling import webhooks
from sandbox.dialling.dialling import release
from sandbox.tables import campaigns, enrolments
from services.api.models import CampaignStatus, EnrollmentStatus

ACTIVE = (EnrollmentStatus.QUEUED, EnrollmentStatus.CALLING)
UNFINISHED = (EnrollmentStatus.PENDING, *ACTIVE)


def live_campaigns(connection: Connection) -> list[Row[Any]]:
    """Those that run or will start by themselves."""
    live = campaigns.c.status.in_([CampaignStatus.RUNNING, CampaignStatus.SCHEDULED])
    return list(
        connection.execute(
            select(campaigns).where(live, campaigns.c.deleted_at.is_(None)).order_by(campaigns.c.seq)
        )
    )


def busy_with(connection: Connection, campaign: Row[Any]) -> Row[Any] | None:
    """The other campaign that runs with the assistant of this one."""
    others = campaigns.c.assistant_id == campaign.assistant_id, campaigns.c.id != campaign.id
    running = campaigns.c.status == CampaignStatus.RUNNING, campaigns.c.deleted_at.is_(None)
    return connection.execute(select(campaigns).where(*others, *running).limit(1)).first()


def complete_ended(connection: Connection, now: float) -> None:
    """A campaign past its end date is completed; whoever was not called by then stays as she is."""
    ended = (
        campaigns.c.scheduled_end_at <= now,
        campaigns.c.status.in_([CampaignStatus.RUNNING, CampaignStatus.SCHEDULED]),
    )
    for campaign in connection.execute(select(campaigns).where(*ended)).all():
        release(connection, campaign.id)
        _complete(connection, campaign, now)


def complete_if_done(connection: Connection, campaign: Row[Any], now: float) -> None:
    unfinished = select(enrolments.c.seq).where(
        enrolments.c.campaign_id == campaign.id, enrolments.c.status.in_(UNFINISHED)
    )
    if campaign.settings.get("no_auto_complete") or connection.execute(unfinished.limit(1)).first():
        return
    _complete(connection, campaign, now)


def _complete(connection: Connection, campaign: Row[Any], now: float) -> None:
    completed = {"status": CampaignStatus.COMPLETED, "completed_at": now, "updated_at": now}
    connection.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(completed))
    webhooks.tell(connection, campaign, webhooks.COMPLETED, now)
