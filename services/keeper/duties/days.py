"""Duty "calling days": a campaign rests while its calling days allow no calls, and goes on at the next opening.

The platform knows daily hours alone. So the campaign is paused a little before a closed time begins, early enough that no
call starts in it: a dialler that has looked goes on with whom it has lined up, and a process that is killed is replaced
within a minute.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.keeper.claim import Claim
from services.keeper.duties.closed_times import ClosedTimes, KnownTimes, paused_before
from services.keeper.duties.duty import Tools
from services.keeper.duties.resting import SPENT, RestingDuty, Times
from services.keeper.watch import Duty, Why


class DaysDuty(RestingDuty):
    """See `KeeperDuty`."""

    duty = Duty.DAYS

    def over_because(self, claim: Claim, tools: Tools, campaign: Campaign) -> Why | None:
        try:
            return None if tools.keeps_days(campaign) else Why.BY_HAND
        except DatabaseAway:
            return None

    def times(self, claim: Claim, tools: Tools, campaign: Campaign) -> Times:
        """Where the console's own database is away, as they were known last: they are kept all the same."""
        try:
            times = ClosedTimes.of(claim.sight, tools, campaign)
        except DatabaseAway:
            return KnownTimes.of(claim.sight, tools.api.clock)
        KnownTimes.keep(claim.sight, times.rest)
        return times

    def until_rest(self, claim: Claim, tools: Tools) -> float:
        begins = claim.sight.get("rests_at")
        if begins is None:
            return SPENT
        left = datetime.fromisoformat(begins) - paused_before(tools.api.clock) - tools.api.clock.now()
        return left.total_seconds() if left > timedelta() else SPENT

    def figures(self, claim: Claim) -> dict[str, int | float]:
        """0 where no opening is in sight."""
        until = claim.sight.get("until")
        return {"closed_until": int(datetime.fromisoformat(until).timestamp()) if until else 0}
