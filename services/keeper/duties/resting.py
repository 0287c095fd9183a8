"""Rest of a campaign by a duty: it is paused a little before a time in which it must not call, and goes on when that is over.

One home for what calling days and limits of calls to one person have in common. What is paused here goes on through the
ledger of launches, once everything that a launch reads allows it; what a person has paused, cancelled or changed stays so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from services.api import ApiError, errors
from services.api.models import Campaign, CampaignStatus
from services.campaigns.stops import has_stopped, is_stopped
from services.keeper.claim import Claim
from services.keeper.duties.duty import NOT_BEGUN, GoneOn, Tools
from services.keeper.duties.pausing import PAUSE_AGAIN, PAUSE_BOUND, TO_BE_PAUSED, PausingDuty, ago
from services.keeper.pace import Bucket
from services.keeper.timetable import Rest
from services.keeper.watch import Duty, WatchState, Why
from services.notifications.events import EventKind, NewEvent

CONFIRM_FOR = timedelta(seconds=90)
"""After it was read as paused it is read again: the platform may still act on a start whose answer was lost."""
CONFIRMING = 30.0
RESTING = 600.0
"""Somebody may let it go on elsewhere."""
UNSEEN = 75.0
SELDOM = 3600.0
ACCELERATED = 10.0
"""Seconds of this machine between two looks where the platform's clock runs fast, and may skip whole nights."""
HELD_UP = 300.0
NOT_READY = 900.0
WAITING = 30.0
TRIES = 3
AN_HOUR, HELD = 60.0, 20.0
"""Requests for one campaign; what more is wanted near the end of it waits, but for the pause."""
SPENT = 120.0


class Times(Protocol):
    """Times in which a campaign must not call, as they stand now."""

    @property
    def rest(self) -> Rest | None:
        """The one that is now, or comes next."""
        ...

    @property
    def must_rest(self) -> bool:
        """From a little before it begins."""
        ...

    @property
    def is_right(self) -> bool:
        """Whether a call may begin now."""
        ...

    @property
    def is_barred(self) -> bool:
        """Whether the platform would call somebody now, or in a moment, whom it must not."""
        ...

    @property
    def opens(self) -> datetime | None:
        """When calls may begin again, or the first ones."""
        ...

    @property
    def seconds_to_edges(self) -> list[float]:
        """To the time in which it must not call, and to its end."""
        ...


class RestingDuty(PausingDuty):
    """See `KeeperDuty`. `seldom` and `resting` are seconds between two looks far from an edge, and while it rests."""

    duty: ClassVar[Duty]
    alarmed = 150.0

    def __init__(self, *, seldom: float = SELDOM, resting: float = RESTING) -> None:
        self._seldom = seldom
        self._resting = resting

    # what a duty says of itself

    def times(self, claim: Claim, tools: Tools, campaign: Campaign) -> Times:
        """Raises ApiError where it cannot be told."""
        raise NotImplementedError

    def over_because(self, claim: Claim, tools: Tools, campaign: Campaign) -> Why | None:
        """Why nothing is to be kept for it any more; None while something is."""
        raise NotImplementedError

    def why_watching(self, claim: Claim) -> Why:
        """What is to be said of it while it may call."""
        return Why.NONE

    def most(self, claim: Claim) -> float:
        """Seconds between two looks while it may call and no edge is near."""
        return self._seldom

    def why_paused(self, claim: Claim) -> Why:
        return Why.CLOSED

    def paused_event(self, claim: Claim, why: Why) -> NewEvent | None:
        return None

    def event(self, claim: Claim, kind: EventKind, reason: Why) -> NewEvent:
        """Told once for each rest."""
        watch, rest = claim.watch, claim.sight.get("until") or claim.sight.get("rests_at")
        key = f"watch {watch.id} {reason.value} {rest}"
        return NewEvent(kind, key, watch.campaign_id, watch.campaign_name, reason.value)

    def about_to_pause(self, claim: Claim, tools: Tools, campaign: Campaign) -> None:
        claim.sight |= {"goes_on": True, "tries": 0}
        claim.sight["after_start"] = tools.last_start_id(campaign.id)

    # a look

    def look(self, claim: Claim, tools: Tools) -> float | None:
        allowance = Bucket.read(claim.sight.get("bucket"), tools.now(), an_hour=AN_HOUR, held=HELD)
        with tools.asking() as tally:
            wait = self._looked(claim, tools)
        allowance.spend(tally.requests, tools.now(), tools.api.clock.speed)
        claim.sight["bucket"] = allowance.stored()
        if wait is None or allowance.left > 0 or claim.watch.state in TO_BE_PAUSED:
            return wait
        return max(wait, min(SPENT, self.until_rest(claim, tools)))

    def _looked(self, claim: Claim, tools: Tools) -> float | None:
        try:
            return self._look(claim, tools, tools.read(claim.watch.campaign_id))
        except errors.NotFound:
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        except ApiError:
            return self._unseen(claim, tools)

    def _look(self, claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
        claim.sight.pop("unseen_since", None)
        if campaign.deleted_at or campaign.status.is_over:
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        if claim.watch.state is WatchState.WATCHING and (why := self.over_because(claim, tools, campaign)):
            claim.commit(WatchState.DONE, why)
            return None
        times = self.times(claim, tools, campaign)
        if times.must_rest:
            return self._closed(claim, tools, campaign, times)
        return self._open(claim, tools, campaign, times)

    # while it must not call

    def _closed(self, claim: Claim, tools: Tools, campaign: Campaign, times: Times) -> float | None:
        claim.sight["until"] = times.opens.isoformat() if times.opens else None
        if _calls_before(campaign, times.rest):
            return self.pause(claim, tools, campaign, Why.CLOSED)
        if not _waits_for_us(claim, tools, campaign):
            claim.sight["goes_on"] = False
            claim.commit(WatchState.WATCHING, self.why_watching(claim))
        elif claim.watch.state is not WatchState.PAUSED:
            return self.is_paused(claim, tools, campaign)
        else:
            claim.commit(WatchState.PAUSED, Why.CLOSED)
        return self._until(claim, tools, times, self._resting if times.is_barred else self._seldom)

    # while it may

    def _open(self, claim: Claim, tools: Tools, campaign: Campaign, times: Times) -> float:
        if not claim.sight.get("goes_on"):
            claim.commit(WatchState.WATCHING, self.why_watching(claim))
            return self._until(claim, tools, times, self.most(claim))
        if not _waits_for_us(claim, tools, campaign):
            return self._nothing_of_ours(claim, tools, campaign, times)
        if claim.watch.state is not WatchState.PAUSED:  # interrupted between the pause and its record
            return self.is_paused(claim, tools, campaign)
        if not times.is_right or claim.watch.code is Why.NOT_RESUMED:
            claim.commit()
            return self._until(claim, tools, times, self.most(claim))
        return self._go_on(claim, tools, campaign)

    def _nothing_of_ours(self, claim: Claim, tools: Tools, campaign: Campaign, times: Times) -> float:
        """It runs, by our start or because a person let it go on; or it has been paused since by somebody else."""
        claim.sight.pop("planned", None)
        claim.sight["goes_on"] = False
        known = campaign.status is CampaignStatus.RUNNING or is_stopped(campaign.status)
        claim.commit(WatchState.WATCHING, self.why_watching(claim) if known else Why.UNEXPECTED)
        return self._until(claim, tools, times, self.most(claim))

    def _go_on(self, claim: Claim, tools: Tools, campaign: Campaign) -> float:
        """Everything that a launch reads is read, and it is told once."""
        if why := self.why_not(claim, tools, campaign):
            known = why in (Why.HELD, Why.OUTSIDE)  # which people were told of then, or need not be
            event = None if known else self.event(claim, EventKind.NOT_CALLING, why)
            claim.commit(WatchState.PAUSED, why, event=event)
            return {Why.HELD: HELD_UP, Why.NOT_CLEAR: WAITING}.get(why, NOT_READY)
        claim.commit()  # whoever has said something meanwhile has the say
        most = claim.sight["planned"].get("most") if "planned" in claim.sight else None
        match tools.go_on(campaign, most):
            case GoneOn.STARTED:
                claim.sight |= {"goes_on": False, "went_on_at": tools.api.clock.now().isoformat()}
                claim.sight.pop("planned", None)
                claim.commit(WatchState.WATCHING, Why.NONE)
                tools.changed(tools.read(campaign.id))
                return CONFIRMING
            case GoneOn.NOT_CLEAR:
                claim.commit(WatchState.PAUSED, Why.NOT_CLEAR)
                return WAITING if tools.unsettled(campaign.id) else NOT_READY
            case GoneOn.NOT_SENT:
                claim.commit(WatchState.PAUSED, Why.NOT_READY)
            case GoneOn.REFUSED:
                claim.sight["tries"] = int(claim.sight.get("tries") or 0) + 1
                given_up = claim.sight["tries"] >= TRIES
                why = Why.NOT_RESUMED if given_up else Why.NOT_READY
                claim.commit(WatchState.PAUSED, why, event=self.event(claim, EventKind.NOT_CALLING, why))
        return HELD_UP

    def why_not(self, claim: Claim, tools: Tools, campaign: Campaign) -> Why | None:
        """What keeps it from going on now."""
        claim.sight["against"] = []
        if tools.holds(campaign.id, self.duty):
            return Why.HELD
        if tools.unsettled(campaign.id):
            return Why.NOT_CLEAR
        if tools.chosen(campaign.id).others:
            return Why.STRANGERS
        if against := tools.speaks_against(campaign):
            claim.sight["against"] = list(against)
            return Why.NOT_READY
        return None

    # when it is looked at next

    def until_rest(self, claim: Claim, tools: Tools) -> float:
        """Seconds until it has to be paused next, as far as that is known."""
        return SPENT

    def _until(self, claim: Claim, tools: Tools, times: Times, most: float) -> float:
        """Seconds until something has to be done, and no more than `most`."""
        edges = [most, *times.seconds_to_edges]
        if tools.api.clock.speed > 1:
            edges.append(ACCELERATED * tools.api.clock.speed)
        if claim.watch.state is WatchState.PAUSED and _may_come_again(claim, tools):
            edges.append(CONFIRMING)
        return max(min(edges), 1.0)

    def _unseen(self, claim: Claim, tools: Tools) -> float:
        """It could not be looked at, or not after it was told to pause."""
        since = claim.sight.setdefault("unseen_since", tools.now().isoformat())
        if claim.watch.state is WatchState.PAUSING:
            return self.not_paused(claim, tools)
        may_ring = claim.watch.state is WatchState.WATCHING and _is_late(claim, tools)
        if may_ring and ago(since, tools) > PAUSE_BOUND:
            event = self.event(claim, EventKind.NOT_STOPPED, Why.NOT_SEEN)
            claim.commit(WatchState.ALARM, Why.NOT_SEEN, event=event)
        else:
            claim.commit()
        return PAUSE_AGAIN if ago(since, tools) < PAUSE_BOUND else UNSEEN


def _calls_before(campaign: Campaign, rest: Rest | None) -> bool:
    """Whether it calls, or may, before the rest is over: a status that is not known may mean anything."""
    if campaign.status is CampaignStatus.SCHEDULED:
        begins = campaign.scheduled_start_at
        return begins is None or rest is None or rest.ends is None or begins < rest.ends
    return campaign.status is not CampaignStatus.DRAFT and not has_stopped(campaign)


def _waits_for_us(claim: Claim, tools: Tools, campaign: Campaign) -> bool:
    """Whether it is as it was left here: paused by the keeper and not started since, or a draft that a person wants to
    begin at the opening."""
    if not claim.sight.get("goes_on"):
        return False
    if "planned" in claim.sight and campaign.status in NOT_BEGUN:
        return True
    return is_stopped(campaign.status) and not tools.started_since(
        campaign.id, claim.sight.get("after_start")
    )


def _may_come_again(claim: Claim, tools: Tools) -> bool:
    """Whether a start of before the pause may still act."""
    paused_at = claim.sight.get("paused_at")
    just_now = paused_at is not None and ago(paused_at, tools) < CONFIRM_FOR
    return just_now or tools.unsettled(claim.watch.campaign_id)


def _is_late(claim: Claim, tools: Tools) -> bool:
    """Whether, as far as was known at the last look, it must not call any more."""
    begins = claim.sight.get("rests_at")
    return begins is not None and tools.api.clock.now() >= datetime.fromisoformat(begins)
