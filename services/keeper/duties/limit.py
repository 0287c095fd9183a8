"""Duty "at most N": the campaign is paused once so many people were called, and read until it says that it is paused.

Nothing proves that a platform's own limit binds its dialler. So the people called are counted here, and what was asked for
holds over a pause and a resume until a person lets it go on with everybody. What a person did is respected: a pause of
hers stays one, and a campaign that somebody lets go on after it was paused here is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.api import ApiError, errors
from services.api.models import CampaignStatus
from services.campaigns.stops import is_stopped
from services.keeper.claim import Claim
from services.keeper.counting import Counting, Seen, Way
from services.keeper.duties.duty import NOT_BEGUN, Tools
from services.keeper.duties.pausing import ALARMED, CONFIRMING, PAUSE_AGAIN, PausingDuty, ago
from services.keeper.pace import NEAR, RESTING, Bucket, until_next
from services.keeper.watch import Duty, WatchState, Why
from services.notifications.events import EventKind

AT_ONCE_NOT_TOLD = 20
"""People at once where the platform does not tell: the most it takes."""
STARTS_WITHIN = timedelta(minutes=10)
"""A launch that was sent shows by then; one that was not leaves a draft."""
STIRRED_FOR = timedelta(seconds=60)
"""After a person's start or resume a campaign that still rests is looked at as if it were calling."""
BLIND_BOUND = timedelta(minutes=2)
CONFIRM_FOR = timedelta(seconds=90)
"""After it was read as paused it is read again: the platform may still act on a start whose answer was lost."""
REMEMBERED = 600.0


@dataclass(frozen=True)
class Terms:
    """What was asked for."""

    most: int

    @classmethod
    def of(cls, terms: dict[str, Any]) -> Terms:
        return cls(int(terms["most"]))


def counting_of(sight: dict[str, Any]) -> Counting:
    since = datetime.fromisoformat(sight["since"])
    return Counting(Way(sight["way"]), since, int(sight["before"]), int(sight.get("reached") or 0))


def sight_of(counting: Counting) -> dict[str, Any]:
    return {
        "way": counting.way.value,
        "since": counting.since.isoformat(),
        "before": counting.before,
        "reached": counting.reached,
    }


class LimitDuty(PausingDuty):
    """See `KeeperDuty`."""

    def look(self, claim: Claim, tools: Tools) -> float | None:
        bucket = Bucket.read(claim.sight.get("bucket"), tools.now())
        with tools.asking() as tally:
            try:
                wait = self._look(claim, tools, bucket)
            except ApiError as error:
                wait = self._unseen(claim, tools, error)
        bucket.spend(tally.requests, tools.now(), tools.api.clock.speed)
        claim.sight["bucket"] = bucket.stored()
        return wait

    def _look(self, claim: Claim, tools: Tools, bucket: Bucket) -> float | None:
        counting = counting_of(claim.sight)
        seen = tools.people_called.look(claim.watch.campaign_id, counting)
        campaign, now = seen.campaign, tools.now()
        claim.sight.pop("unseen_since", None)
        if (called := counting.called(seen)) is not None:
            claim.sight["called"] = max(called, claim.sight.get("called") or 0)
            claim.sight.pop("uncounted_since", None)
        if campaign.deleted_at or campaign.status in (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED):
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        if campaign.status in NOT_BEGUN and not claim.sight.get("called"):  # else it tells what was before
            return self._before_the_start(claim, now)
        if claim.watch.state is WatchState.PAUSED:
            return self._paused_here(claim, tools, seen)
        if is_stopped(campaign.status):
            return self._at_rest(claim, tools, seen)
        if why := self._due(claim, tools, seen):
            return self.pause(claim, tools, campaign, why)
        claim.commit(WatchState.WATCHING, Why.NONE)
        at_once = campaign.max_concurrent_calls or AT_ONCE_NOT_TOLD
        return until_next(self._left(claim), at_once, bucket)

    def _due(self, claim: Claim, tools: Tools, seen: Seen) -> Why | None:
        """Why it has to be paused now."""
        if self._left(claim) <= 0:
            return Why.REACHED
        if (
            claim.watch.state in (WatchState.PAUSING, WatchState.ALARM)
            and claim.watch.code is Why.NOT_COUNTED
        ):
            return Why.NOT_COUNTED
        if seen.count is not None:
            return None
        since = claim.sight.setdefault("uncounted_since", tools.now().isoformat())
        return Why.NOT_COUNTED if ago(since, tools) > BLIND_BOUND else None

    def _left(self, claim: Claim) -> int:
        return Terms.of(claim.watch.terms).most - int(claim.sight.get("called") or 0)

    def _before_the_start(self, claim: Claim, now: datetime) -> float | None:
        if now - claim.watch.created_at > STARTS_WITHIN and claim.watch.state is WatchState.WATCHING:
            claim.commit(WatchState.DONE, Why.NOT_STARTED)
            return None
        claim.commit()
        return NEAR if now - _stirred(claim) < STIRRED_FOR else RESTING

    def _at_rest(self, claim: Claim, tools: Tools, seen: Seen) -> float | None:
        """It is paused: by the keeper, or by somebody who was quicker. Soon after a start it may only tell what was before."""
        soon = tools.now() - _stirred(claim) < STIRRED_FOR
        if claim.watch.state is WatchState.WATCHING and soon and self._left(claim) <= 0:
            return self.pause(claim, tools, seen.campaign, Why.REACHED)
        if (
            claim.watch.state is WatchState.PAUSING
            or self._left(claim) <= 0
            or claim.watch.code is Why.NOT_PAUSED
        ):
            return self.is_paused(claim, tools, seen.campaign)
        claim.commit(WatchState.WATCHING, Why.NONE)
        if tools.holds(claim.watch.campaign_id, Duty.LIMIT):
            return REMEMBERED  # whoever lets it go on says so here
        return NEAR if soon else RESTING

    def _paused_here(self, claim: Claim, tools: Tools, seen: Seen) -> float | None:
        """A campaign that runs again: somebody let it go on, unless a start of ours may have come only now."""
        if is_stopped(seen.campaign.status):
            claim.commit()
            return CONFIRMING if ago(claim.sight["paused_at"], tools) < CONFIRM_FOR else REMEMBERED
        if tools.unsettled(claim.watch.campaign_id):
            return self.pause(claim, tools, seen.campaign, Why.REACHED)
        claim.commit(WatchState.DONE, Why.WENT_ON)
        return None

    def _unseen(self, claim: Claim, tools: Tools, error: ApiError) -> float | None:
        """It could not be looked at, or not after it was told to pause."""
        if isinstance(error, errors.NotFound):
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        since = claim.sight.setdefault("unseen_since", tools.now().isoformat())
        if claim.watch.state in (WatchState.PAUSING, WatchState.ALARM):
            return self.not_paused(claim, tools)
        if claim.watch.state is WatchState.WATCHING and ago(since, tools) > BLIND_BOUND:
            event = claim.event(EventKind.NOT_STOPPED, Why.NOT_SEEN.value, **self.figures(claim))
            claim.commit(WatchState.ALARM, Why.NOT_SEEN, event=event)
        else:
            claim.commit()
        return ALARMED if ago(since, tools) > BLIND_BOUND else PAUSE_AGAIN

    def why_paused(self, claim: Claim) -> Why:
        return Why.NOT_COUNTED if claim.watch.code is Why.NOT_COUNTED else Why.REACHED

    def figures(self, claim: Claim) -> dict[str, int | float]:
        figures: dict[str, int | float] = {"at_most": Terms.of(claim.watch.terms).most}
        return figures | ({"called": claim.sight["called"]} if "called" in claim.sight else {})


def _stirred(claim: Claim) -> datetime:
    """When a person last started or resumed it."""
    return datetime.fromisoformat(claim.sight.get("stirred_at") or claim.watch.created_at.isoformat())
