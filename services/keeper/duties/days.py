"""Duty "calling days": a campaign rests while its calling days allow no calls, and goes on at the next opening.

The platform knows daily hours alone. So the campaign is paused a little before a closed time begins, early enough that no
call starts in it: a dialler that has looked goes on with whom it has lined up, and a process that is killed is replaced
within a minute. What it pauses it lets go on, through the ledger of launches, once everything that a launch reads allows
it; what a person has paused, cancelled or changed stays so.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from services.api import ApiError, errors
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import AuditAction, Result
from services.campaigns.stops import has_stopped, is_stopped
from services.database.circuit_breaker import DatabaseAway
from services.keeper.claim import Claim
from services.keeper.duties.closed_times import ClosedTimes, paused_before
from services.keeper.duties.duty import NOT_BEGUN, GoneOn, Tools
from services.keeper.pace import Bucket
from services.keeper.timetable import Rest
from services.keeper.watch import Duty, WatchState, Why
from services.notifications.events import EventKind, NewEvent

PAUSE_BOUND = timedelta(seconds=30)
CONFIRM_FOR = timedelta(seconds=90)
"""After it was read as paused it is read again: the platform may still act on a start whose answer was lost."""
PAUSE_AGAIN = 5.0
ALARMED = 150.0
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
ALLOWANCE = {"an_hour": 60.0, "held": 20.0}
"""Requests for one campaign; what more is wanted near the end of it waits, but for the pause."""
SPENT = 120.0
TO_BE_PAUSED = (WatchState.PAUSING, WatchState.ALARM)


class DaysDuty:
    """See `KeeperDuty`. `seldom` and `resting` are seconds between two looks far from an edge, and while it rests."""

    def __init__(self, *, seldom: float = SELDOM, resting: float = RESTING) -> None:
        self._seldom = seldom
        self._resting = resting

    def look(self, claim: Claim, tools: Tools) -> float | None:
        allowance = Bucket.read(claim.sight.get("bucket"), tools.now(), **ALLOWANCE)
        with tools.asking() as tally:
            wait = self._looked(claim, tools)
        allowance.spend(tally.requests, tools.now(), tools.api.clock.speed)
        claim.sight["bucket"] = allowance.stored()
        if wait is None or allowance.left > 0 or claim.watch.state in TO_BE_PAUSED:
            return wait
        return max(wait, min(SPENT, _until_closed(claim, tools)))

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
        if not tools.keeps_days(campaign) and claim.watch.state is WatchState.WATCHING:
            claim.commit(WatchState.DONE, Why.BY_HAND)
            return None
        times = ClosedTimes.of(claim.sight, tools, campaign)
        claim.sight["rests_at"] = times.rest.begins.isoformat() if times.rest else None
        if times.must_rest:
            return self._closed(claim, tools, campaign, times)
        return self._open(claim, tools, campaign, times)

    # while it is closed

    def _closed(self, claim: Claim, tools: Tools, campaign: Campaign, times: ClosedTimes) -> float | None:
        claim.sight["until"] = times.opens.isoformat() if times.opens else None
        if _may_call(campaign, times.rest):
            return self._pause(claim, tools, campaign, times)
        if not _waits_for_us(claim, tools, campaign):
            claim.sight["goes_on"] = False
            claim.commit(WatchState.WATCHING, Why.NONE)
        elif claim.watch.state is not WatchState.PAUSED:
            return self._rests(claim, tools, campaign, times)
        else:
            claim.commit(WatchState.PAUSED, Why.CLOSED)
        return self._until(claim, tools, times, self._resting if times.is_barred else self._seldom)

    def _pause(self, claim: Claim, tools: Tools, campaign: Campaign, times: ClosedTimes) -> float | None:
        """Tell it to pause, as an intent first, and read what it is then."""
        if claim.watch.state not in TO_BE_PAUSED or not claim.sight.get("goes_on"):
            claim.sight |= {"goes_on": True, "pausing_since": tools.now().isoformat(), "tries": 0}
            claim.sight["after_start"] = tools.last_start_id(campaign.id)
            with suppress(DatabaseAway):  # to stop calls nothing is needed but the platform
                claim.commit(WatchState.PAUSING, Why.CLOSED)
        with suppress(ApiError):  # a read tells what came of it
            tools.api.campaigns.stop(campaign.id, CampaignStatus.PAUSED)
        after = tools.read(campaign.id)
        if after.status.is_over or after.deleted_at:
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        if has_stopped(after):
            return self._rests(claim, tools, after, times)
        return self._not_paused(claim, tools)

    def _rests(self, claim: Claim, tools: Tools, campaign: Campaign, times: ClosedTimes) -> float:
        claim.sight["paused_at"] = tools.now().isoformat()
        record = tools.record(claim.watch, AuditAction.PAUSE, Result.DONE, _closed_until(times))
        claim.commit(WatchState.PAUSED, Why.CLOSED, record=record)
        if tools.stops:
            tools.stops.forget(campaign.id)
        tools.changed(campaign)
        return CONFIRMING

    def _not_paused(self, claim: Claim, tools: Tools) -> float:
        if claim.watch.state is WatchState.ALARM:
            claim.commit()
            return ALARMED
        since = datetime.fromisoformat(claim.sight["pausing_since"])
        if _ago(since, tools) < PAUSE_BOUND:
            claim.commit()
            return PAUSE_AGAIN
        record = tools.record(claim.watch, AuditAction.PAUSE, Result.FAILED, {"closed_until": 0})
        event = _event(claim, EventKind.NOT_STOPPED, Why.NOT_PAUSED)
        claim.commit(WatchState.ALARM, Why.NOT_PAUSED, record=record, event=event)
        tools.not_stopped(Campaign(id=claim.watch.campaign_id, name=claim.watch.campaign_name))
        return PAUSE_AGAIN

    # while it is open

    def _open(self, claim: Claim, tools: Tools, campaign: Campaign, times: ClosedTimes) -> float:
        if not claim.sight.get("goes_on"):
            claim.commit(WatchState.WATCHING, Why.NONE)
            return self._until(claim, tools, times, self._seldom)
        if not _waits_for_us(claim, tools, campaign):
            return self._nothing_of_ours(claim, tools, campaign, times)
        if claim.watch.state is not WatchState.PAUSED:  # interrupted between the pause and its record
            return self._rests(claim, tools, campaign, times)
        if not times.is_right or claim.watch.code is Why.NOT_RESUMED:
            claim.commit()
            return self._until(claim, tools, times, self._seldom)
        return self._go_on(claim, tools, campaign)

    def _nothing_of_ours(self, claim: Claim, tools: Tools, campaign: Campaign, times: ClosedTimes) -> float:
        """It runs, by our start or because a person let it go on; or it has been paused since by somebody else."""
        claim.sight.pop("planned", None)
        claim.sight["goes_on"] = False
        known = campaign.status is CampaignStatus.RUNNING or is_stopped(campaign.status)
        claim.commit(WatchState.WATCHING, Why.NONE if known else Why.UNEXPECTED)
        return self._until(claim, tools, times, self._seldom)

    def _go_on(self, claim: Claim, tools: Tools, campaign: Campaign) -> float:
        """Everything that a launch reads is read, and it is told once."""
        if why := self._why_not(claim, tools, campaign):
            held = why is Why.HELD  # which people were told of then
            event = None if held else _event(claim, EventKind.NOT_CALLING, why)
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
                claim.commit(WatchState.PAUSED, why, event=_event(claim, EventKind.NOT_CALLING, why))
        return HELD_UP

    def _why_not(self, claim: Claim, tools: Tools, campaign: Campaign) -> Why | None:
        claim.sight["against"] = []
        if tools.holds(campaign.id, Duty.DAYS):
            return Why.HELD
        if tools.unsettled(campaign.id):
            return Why.NOT_CLEAR
        if tools.chosen(campaign.id).others:
            return Why.STRANGERS
        if against := tools.speaks_against(campaign):
            claim.sight["against"] = list(against)
            return Why.NOT_READY
        return None

    # looks

    def _until(self, claim: Claim, tools: Tools, times: ClosedTimes, most: float) -> float:
        """Seconds until something has to be done, and no more than `most`."""
        edges = [most, *times.seconds_to_edges]
        if tools.api.clock.speed > 1:
            edges.append(ACCELERATED * tools.api.clock.speed)
        if claim.watch.state is WatchState.PAUSED and _may_come_again(claim, tools):
            edges.append(CONFIRMING)
        return max(min(edges), 1.0)

    def _unseen(self, claim: Claim, tools: Tools) -> float:
        """It could not be looked at, or not after it was told to pause."""
        now = tools.now()
        since = datetime.fromisoformat(claim.sight.setdefault("unseen_since", now.isoformat()))
        if claim.watch.state is WatchState.PAUSING:
            return self._not_paused(claim, tools)
        may_ring = claim.watch.state is WatchState.WATCHING and _is_late(claim, tools)
        if may_ring and _ago(since, tools) > PAUSE_BOUND:
            event = _event(claim, EventKind.NOT_STOPPED, Why.NOT_SEEN)
            claim.commit(WatchState.ALARM, Why.NOT_SEEN, event=event)
        else:
            claim.commit()
        return PAUSE_AGAIN if _ago(since, tools) < PAUSE_BOUND else UNSEEN


def _may_call(campaign: Campaign, rest: Rest | None) -> bool:
    """Whether it calls, or may, before the closed time is over: a status that is not known may mean anything."""
    if campaign.status is CampaignStatus.SCHEDULED:
        begins = campaign.scheduled_start_at
        return begins is None or rest is None or rest.ends is None or begins < rest.ends
    return campaign.status is not CampaignStatus.DRAFT and not is_stopped(campaign.status)


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
    just_now = paused_at is not None and _ago(datetime.fromisoformat(paused_at), tools) < CONFIRM_FOR
    return just_now or tools.unsettled(claim.watch.campaign_id)


def _closed_until(times: ClosedTimes) -> dict[str, int]:
    """For the record; 0 where no opening is in sight."""
    return {"closed_until": int(times.opens.timestamp()) if times.opens else 0}


def _event(claim: Claim, kind: EventKind, why: Why) -> NewEvent:
    """Told once for each closed time."""
    watch, closed = claim.watch, claim.sight.get("until") or claim.sight.get("rests_at")
    key = f"watch {watch.id} {why.value} {closed}"
    return NewEvent(kind, key, watch.campaign_id, watch.campaign_name, why.value)


def _until_closed(claim: Claim, tools: Tools) -> float:
    """Seconds until it has to be paused next, as far as that is known."""
    begins = claim.sight.get("rests_at")
    if begins is None:
        return SPENT
    left = datetime.fromisoformat(begins) - paused_before(tools.api.clock) - tools.api.clock.now()
    return left.total_seconds() if left > timedelta() else SPENT


def _is_late(claim: Claim, tools: Tools) -> bool:
    """Whether, as far as was known at the last look, a closed time has begun."""
    begins = claim.sight.get("rests_at")
    return begins is not None and tools.api.clock.now() >= datetime.fromisoformat(begins)


def _ago(moment: datetime, tools: Tools) -> timedelta:
    """How long ago that was by the platform's clock, which a demo lets run faster."""
    return (tools.now() - moment) * tools.api.clock.speed
