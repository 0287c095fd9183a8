"""Pausing of a campaign by a duty: told once as an intent, read until it says that it is paused, told again where it does not.

One home for what every duty that stops calls does. To stop calls nothing is needed but the platform.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from services.api import ApiError
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import AuditAction, Result
from services.campaigns.stops import has_stopped
from services.database.circuit_breaker import DatabaseAway
from services.keeper.claim import Claim
from services.keeper.duties.duty import Tools
from services.keeper.watch import WatchState, Why
from services.notifications.events import EventKind, NewEvent

PAUSE_BOUND = timedelta(seconds=30)
PAUSE_AGAIN = 5.0
ALARMED = 30.0
CONFIRMING = 20.0
TO_BE_PAUSED = (WatchState.PAUSING, WatchState.ALARM)
"""Calls are to stop: that waits for no budget of requests."""


class PausingDuty:
    """What a duty says of itself: `figures` for the record, `event` for the people who are told, and `why_paused`. `alarmed` are
    the seconds between two tries after an alarm was raised."""

    alarmed = ALARMED

    def figures(self, claim: Claim) -> dict[str, int | float]:
        """Numbers of a record in *Activity*, by name."""
        raise NotImplementedError

    def why_paused(self, claim: Claim) -> Why:
        """Why it is held, once it is paused."""
        raise NotImplementedError

    def event(self, claim: Claim, kind: EventKind, reason: Why) -> NewEvent:
        return claim.event(kind, reason.value, **self.figures(claim))

    def paused_event(self, claim: Claim, why: Why) -> NewEvent | None:
        """What people are told once it is paused; None where it goes on by itself and nothing is amiss."""
        return self.event(claim, EventKind.PAUSED, why)

    def about_to_pause(self, claim: Claim, tools: Tools, campaign: Campaign) -> None:
        """What is to be known with the intent, before it is told."""

    def pause(self, claim: Claim, tools: Tools, campaign: Campaign, why: Why) -> float | None:
        """Tell it to pause, as an intent first, and read what it is then. None where it was over before."""
        if claim.watch.state not in TO_BE_PAUSED or claim.watch.code is Why.NOT_SEEN:
            claim.sight["pausing_since"] = tools.now().isoformat()
            self.about_to_pause(claim, tools, campaign)
            with suppress(DatabaseAway):  # to stop calls nothing is needed but the platform
                claim.commit(WatchState.PAUSING, why)
        with suppress(ApiError):  # a read tells what came of it
            tools.api.campaigns.stop(campaign.id, CampaignStatus.PAUSED)
        after = tools.read(campaign.id)
        if after.deleted_at or after.status.is_over:
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        if has_stopped(after):
            return self.is_paused(claim, tools, after)
        return self.not_paused(claim, tools)

    def is_paused(self, claim: Claim, tools: Tools, campaign: Campaign) -> float:
        claim.sight["paused_at"] = tools.now().isoformat()
        why = self.why_paused(claim)
        record = tools.record(claim.watch, AuditAction.PAUSE, Result.DONE, self.figures(claim))
        claim.commit(WatchState.PAUSED, why, record=record, event=self.paused_event(claim, why))
        if tools.stops:
            tools.stops.forget(campaign.id)
        tools.changed(campaign)
        return CONFIRMING

    def not_paused(self, claim: Claim, tools: Tools) -> float:
        if claim.watch.state is WatchState.ALARM:
            claim.commit()
            return self.alarmed
        if ago(claim.sight["pausing_since"], tools) < PAUSE_BOUND:
            claim.commit()
            return PAUSE_AGAIN
        record = tools.record(claim.watch, AuditAction.PAUSE, Result.FAILED, self.figures(claim))
        event = self.event(claim, EventKind.NOT_STOPPED, Why.NOT_PAUSED)
        claim.commit(WatchState.ALARM, Why.NOT_PAUSED, record=record, event=event)
        tools.not_stopped(Campaign(id=claim.watch.campaign_id, name=claim.watch.campaign_name))
        return PAUSE_AGAIN


def ago(moment: str, tools: Tools) -> timedelta:
    """How long ago that was by the platform's clock, which a demo lets run faster."""
    return (tools.now() - datetime.fromisoformat(moment)) * tools.api.clock.speed
