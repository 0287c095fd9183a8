"""Duty "calls to one person": a campaign rests while its next call to somebody would be one more than her place allows.

The calls of all campaigns count. Nobody is taken out, which could not be undone: the whole campaign is paused just before the
platform would call her, and goes on once she may be called again. Where the calls of the time are not all known, that is
said; nothing is paused for it, and nothing that was paused goes on by it.
"""

from __future__ import annotations

from datetime import timedelta

from services.api import ApiError
from services.api.models import Campaign
from services.campaigns.stops import has_stopped
from services.keeper.call_times import CallsToPeople, CallTimes
from services.keeper.claim import Claim
from services.keeper.duties.closed_times import ClosedTimes, paused_before
from services.keeper.duties.duty import NOT_BEGUN, Tools
from services.keeper.duties.resting import RESTING, RestingDuty, Times
from services.keeper.watch import Duty, Why
from services.notifications.events import EventKind, NewEvent

NOBODY_LIMITED = 1800.0
"""Seconds between two looks at a campaign all of whose people are where calls are not limited."""
STARTS_WITHIN = timedelta(minutes=10)
"""A launch that was sent shows by then."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=10)
"""Age at which calls are read again."""


class CallsDuty(RestingDuty):
    """See `KeeperDuty`."""

    duty = Duty.CALLS

    def __init__(self, *, seldom: float = NOBODY_LIMITED, resting: float = RESTING) -> None:
        super().__init__(seldom=seldom, resting=resting)

    def over_because(self, claim: Claim, tools: Tools, campaign: Campaign) -> Why | None:
        """It calls nobody, and that is nothing of ours: it is watched again when it does."""
        begins = tools.now() - claim.watch.created_at < STARTS_WITHIN
        rests = has_stopped(campaign) or (campaign.status in NOT_BEGUN and not begins)
        return Why.AT_REST if rests and not claim.sight.get("goes_on") else None

    def times(self, claim: Claim, tools: Tools, campaign: Campaign) -> Times:
        """Before it is paused, or goes on, the calls are read once more: what was read may be of before the last ones."""
        ahead, clock = paused_before(tools.api.clock), tools.api.clock
        found = self._read(claim, tools, campaign, _age(claim))
        made = CallTimes(found.too_often, clock, ahead, known=not found.unknown)
        if made.must_rest != bool(claim.sight.get("goes_on")):
            found = self._read(claim, tools, campaign, timedelta())
            made = CallTimes(found.too_often, clock, ahead, known=not found.unknown)
        _remember(claim, found, made)
        if made.must_rest and not tools.may_pause:
            claim.sight["not_kept"] = "cannot_pause"
            return CallTimes((), clock, ahead, known=False)
        return made

    def _read(self, claim: Claim, tools: Tools, campaign: Campaign, age: timedelta) -> CallsToPeople:
        """All of its people count as unknown where nobody tells who they are."""
        try:
            found = tools.calls_to_people(campaign, age / max(tools.api.clock.speed, 1.0))
        except ApiError:
            found = None
        if found is not None:
            return found
        everybody = campaign.total_contacts or 1
        return CallsToPeople(limited=everybody, unknown=everybody)

    def most(self, claim: Claim) -> float:
        """A look falls between any two calls to one person."""
        return _age(claim).total_seconds() if claim.sight.get("limited") else self._seldom

    def why_not(self, claim: Claim, tools: Tools, campaign: Campaign) -> Why | None:
        """Nor does it go on in a closed time: then at the next opening."""
        if why := super().why_not(claim, tools, campaign):
            return why
        closed = ClosedTimes.of(claim.sight, tools, campaign)
        return None if closed.is_right and not closed.must_rest else Why.OUTSIDE

    # what is told

    def why_watching(self, claim: Claim) -> Why:
        return Why.NOT_COUNTED if claim.sight.get("unknown") else Why.NONE

    def figures(self, claim: Claim) -> dict[str, int | float]:
        return dict(claim.sight.get("at_limit") or {})

    def paused_event(self, claim: Claim, why: Why) -> NewEvent | None:
        watch, key = claim.watch, f"watch {claim.watch.id} paused {claim.sight.get('paused_at')}"
        return NewEvent(
            EventKind.PAUSED,
            key,
            watch.campaign_id,
            watch.campaign_name,
            "calls_to_people",
            self.figures(claim),
        )


def _age(claim: Claim) -> timedelta:
    """A third of the shortest time between two calls to one person, as it was known last."""
    soonest = timedelta(seconds=float(claim.sight.get("soonest") or 0))
    return min(max(soonest / 3, SHORTEST), LONGEST) if soonest else LONGEST


def _remember(claim: Claim, found: CallsToPeople, times: CallTimes) -> None:
    """What is told of it: how many are at their limit now, and the limit of the first of them."""
    claim.sight |= {
        "limited": found.limited,
        "unknown": found.unknown,
        "soonest": found.soonest.total_seconds(),
        "rests_at": times.rest.begins.isoformat() if times.rest else None,
        "not_kept": None,
    }
    until = times.opens
    now = [one for one in found.too_often if until and one.due <= until]
    if not now:
        return
    first = min(now, key=lambda one: one.due)
    claim.sight["at_limit"] = {
        "at_call_limit": len(now),
        "limit_calls": first.limit.calls,
        "limit_hours": first.limit.hours,
        "call_limit_until": int(until.timestamp()) if until else 0,
    }
    claim.sight["place"] = first.place
