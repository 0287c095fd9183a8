"""Duty "planned start": the date is set last, once the people who were chosen are in, and it is called off where others are.

A campaign with a date begins by itself with whoever is in it then. So it is created without one; its people are counted
against those who were chosen, the date is sent, and counts as set only when a read says that it is scheduled. Just before it
begins the people are counted once more. What a person changes meanwhile wins.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from services.api import ApiError, errors
from services.api.generation import Generation
from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.audit.audit import AuditAction, Result
from services.campaigns.stops import has_stopped, is_stopped
from services.keeper.claim import Claim
from services.keeper.counting import people_in
from services.keeper.duties.duty import Tools
from services.keeper.watch import WatchState, Why
from services.notifications.events import EventKind, NewEvent

CHECKED_BEFORE = timedelta(seconds=90)
"""So soon before it begins its people are counted once more."""
SOONEST = timedelta(seconds=15)
"""The same in this machine's time, however fast the platform's clock runs: a run is begun some seconds late."""
CHECKED_EVERY = 20.0
WAITING = 15.0
UNSET = 60.0
SELDOM = 600.0
SAME = timedelta(minutes=1)
HELD_BACK = (
    errors.HoursNotAllowed,
    errors.PeopleInTwoCampaigns,
    errors.CalledLatelyByAnother,
    errors.PeopleNobodyChose,
    errors.PeopleOnOwnList,
    errors.OwnListNotChecked,
)
"""What a person has to decide first: it is looked again until she has, or the date has passed."""


class StartDuty:
    """See `KeeperDuty`."""

    def look(self, claim: Claim, tools: Tools) -> float | None:
        settled = claim.watch.code in (Why.DATE_SET, Why.STRANGERS)
        late = self._until(claim, tools) <= timedelta()
        if not settled and not late and tools.chosen(claim.watch.campaign_id).under_way:
            claim.commit()
            return WAITING  # people are still put in: nothing is asked meanwhile
        with tools.asking():
            try:
                return self._look(claim, tools, tools.read(claim.watch.campaign_id))
            except errors.NotFound:
                claim.commit(WatchState.DONE, Why.OVER)
                return None
            except ApiError as error:
                claim.sight["refused"] = type(error).__name__
                claim.commit()
                return CHECKED_EVERY

    def _look(self, claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
        if claim.watch.code is Why.STRANGERS:
            return self._call_off(claim, tools, campaign)
        if has_stopped(campaign):
            claim.commit(WatchState.DONE, _ended(claim, campaign))
            return None
        if claim.watch.code is Why.DATE_SET:
            return self._set(claim, tools, campaign)
        if campaign.status not in (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED):
            claim.commit(WatchState.DONE, Why.BY_HAND)
            return None
        return self._not_set(claim, tools, campaign)

    def _not_set(self, claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
        if _scheduled_for(campaign, _starts_at(claim)):
            claim.commit(WatchState.WATCHING, Why.DATE_SET)
            return CHECKED_EVERY
        if self._until(claim, tools) <= timedelta():
            event = claim.event(EventKind.LAUNCH_WAITS, Why.TOO_LATE.value)
            claim.commit(WatchState.GIVEN_UP, Why.TOO_LATE, event=event)
            return None
        there = people_in(tools.api, campaign)
        if not there or (claim.sight.get("waits") and not tools.chosen(campaign.id).others):
            claim.commit(WatchState.WATCHING, Why.NONE)
            return UNSET
        if self._strangers(claim, tools, there):
            record = tools.record(claim.watch, AuditAction.EDIT, Result.REFUSED, {"people": there})
            event = claim.event(EventKind.LAUNCH_WAITS, Why.STRANGERS.value)
            claim.commit(WatchState.GIVEN_UP, Why.STRANGERS, record=record, event=event)
            return None
        try:
            tools.before_a_date(campaign.model_copy(update={"scheduled_start_at": _starts_at(claim)}))
        except HELD_BACK as held:
            event = _waits_for_a_decision(claim)
            claim.sight["held_by"] = type(held).__name__
            claim.commit(WatchState.WATCHING, Why.NOT_READY, event=event)
            return UNSET
        return self._send_date(claim, tools, campaign)

    def _send_date(self, claim: Claim, tools: Tools, campaign: Campaign) -> float:
        claim.commit(WatchState.WATCHING, Why.NOT_CONFIRMED)
        change = CampaignUpdate(scheduled_start_at=_starts_at(claim))
        if tools.api.campaigns.which_generation() is not Generation.ACTIONS:  # its page lists no status
            change.status = CampaignStatus.SCHEDULED
        tools.api.campaigns.update(campaign.id, change)
        after = tools.read(campaign.id)
        if not _scheduled_for(after, _starts_at(claim)):
            return UNSET
        record = tools.record(claim.watch, AuditAction.EDIT, Result.DONE, {})
        claim.commit(WatchState.WATCHING, Why.DATE_SET, record=record)
        tools.changed(after)
        return CHECKED_EVERY

    def _set(self, claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
        if campaign.status is CampaignStatus.DRAFT:
            claim.commit(WatchState.DONE, Why.BY_HAND)
            return None
        if campaign.scheduled_start_at is not None and campaign.status is CampaignStatus.SCHEDULED:
            claim.sight["starts_at"] = campaign.scheduled_start_at.isoformat()  # a person may have moved it
        until = self._until(claim, tools)
        before = max(CHECKED_BEFORE, SOONEST * tools.api.clock.speed)
        if until > before and not tools.chosen(campaign.id).others:
            claim.commit()
            return min((until - before).total_seconds(), SELDOM)
        there = people_in(tools.api, campaign)
        if self._strangers(claim, tools, there):
            return self._call_off(claim, tools, campaign)
        if campaign.status is not CampaignStatus.SCHEDULED:
            claim.commit(WatchState.DONE, Why.STARTED)
            return None
        claim.commit()
        return min(CHECKED_EVERY, max(until.total_seconds(), 2.0))

    def _call_off(self, claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
        """It holds people nobody chose: no date any more, and no calls."""
        claim.commit(WatchState.PAUSING, Why.STRANGERS)
        if campaign.status is CampaignStatus.SCHEDULED:
            tools.api.campaigns.update(campaign.id, CampaignUpdate(scheduled_start_at=None))
        elif campaign.status is not CampaignStatus.DRAFT and not is_stopped(campaign.status):
            tools.api.campaigns.update(campaign.id, CampaignUpdate(status=CampaignStatus.PAUSED))
        after = tools.read(campaign.id)
        if after.status is CampaignStatus.DRAFT or has_stopped(after):
            record = tools.record(claim.watch, AuditAction.PAUSE, Result.DONE, {})
            event = claim.event(EventKind.LAUNCH_WAITS, Why.STRANGERS.value)
            claim.commit(WatchState.GIVEN_UP, Why.STRANGERS, record=record, event=event)
            tools.changed(after)
            return None
        tools.not_stopped(after)
        return 5.0

    def _strangers(self, claim: Claim, tools: Tools, there: int | None) -> bool:
        chosen = tools.chosen(claim.watch.campaign_id)
        most = int(claim.sight["chosen"]) + chosen.count
        return chosen.others or (there is not None and there > most)

    def _until(self, claim: Claim, tools: Tools) -> timedelta:
        return _starts_at(claim) - tools.api.clock.now()


def _waits_for_a_decision(claim: Claim) -> NewEvent:
    """Told beside what becomes of the start in the end."""
    watch, why = claim.watch, Why.NOT_READY.value
    return NewEvent(
        EventKind.LAUNCH_WAITS, f"watch {watch.id} {why}", watch.campaign_id, watch.campaign_name, why
    )


def _ended(claim: Claim, campaign: Campaign) -> Why:
    if campaign.status is CampaignStatus.COMPLETED and claim.watch.code is Why.DATE_SET:
        return Why.STARTED  # with few people it is over before anybody has looked
    return Why.OVER if campaign.status.is_over or campaign.deleted_at else Why.BY_HAND


def _starts_at(claim: Claim) -> datetime:
    return datetime.fromisoformat(claim.sight["starts_at"])


def _scheduled_for(campaign: Campaign, moment: datetime) -> bool:
    """A read that says so, and of this moment."""
    at = campaign.scheduled_start_at
    return campaign.status is CampaignStatus.SCHEDULED and at is not None and abs(at - moment) < SAME
