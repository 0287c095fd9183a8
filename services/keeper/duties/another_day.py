"""Another day: a campaign whose calls of a day were made goes on by itself, where nobody else has a say in it."""

from __future__ import annotations

from services.api.models import Campaign
from services.keeper.claim import Claim
from services.keeper.duties.closed_times import ClosedTimes
from services.keeper.duties.duty import Tools
from services.keeper.guardrails.sight import goes_on_by_itself, zone_of
from services.keeper.guardrails.tally import Tally
from services.keeper.watch import Duty, WatchState, Why
from services.notifications.events import EventKind, NewEvent

SOON, SELDOM = 15.0, 600.0
TRIES = 3
"""So often it is told to go on by itself on another day."""


def waits_for_another_day(claim: Claim, tools: Tools) -> bool:
    day = tools.api.clock.now().astimezone(zone_of(claim.sight)).date().isoformat()
    return goes_on_by_itself(claim.sight) and day > Tally.read(claim.sight.get("tally")).day


def go_on_another_day(claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
    """The calls of a day were made, and it is another one: it goes on by itself at the next opening, through the ledger of
    launches, once everything that a launch reads allows it. Not where somebody else has a say in it."""
    if tools.started_since(campaign.id, claim.sight.get("after_start")):
        claim.commit(WatchState.DONE, Why.AT_REST)  # a person let it go on, and it was paused again
        return None
    if int(claim.sight.get("tries") or 0) >= TRIES:
        claim.commit()
        return SELDOM
    held = tools.holds(campaign.id, Duty.GUARDRAILS) or tools.unsettled(campaign.id)
    if held or tools.chosen(campaign.id).others or not _opening(claim, tools, campaign):
        claim.commit()
        return SELDOM
    if tools.speaks_against(campaign):
        event = _not_going_on(claim, Why.NOT_READY)
        claim.commit(event=event)
        return SELDOM
    claim.sight["tries"] = int(claim.sight.get("tries") or 0) + 1
    claim.commit()  # whoever has said something meanwhile has the say
    tools.go_on(campaign, None)  # which tells this watch so, and takes the say from this run
    claim.commit()
    return SOON


def _not_going_on(claim: Claim, why: Why) -> NewEvent:
    """Once a day."""
    day = Tally.read(claim.sight.get("tally")).day
    watch, key = claim.watch, f"watch {claim.watch.id} {why.value} {day}"
    return NewEvent(EventKind.NOT_CALLING, key, watch.campaign_id, watch.campaign_name, why.value)


def _opening(claim: Claim, tools: Tools, campaign: Campaign) -> bool:
    """Whether calls may begin now: by its calling days, where it keeps any, and by its hours."""
    times = ClosedTimes.of(claim.sight, tools, campaign)
    return times.is_right and not times.must_rest
