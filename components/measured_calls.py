"""What earlier calls tell of those to come: how they end, how long they take, how many are answered."""

from __future__ import annotations

from datetime import timedelta

from components.console import console
from services.api import ApiError
from services.api.models import Call, Campaign, Outcome
from services.calling_rules.places import zone_of_number
from services.deployment import Way
from services.forecast import USUAL, Assumptions, measured
from services.live.warnings import LAST_CALLS
from services.results.intervals import Share, share

ENOUGH = 50
"""Calls of its own before a campaign's forecast rests on them, and not on all calls of the team."""
TEAM_MAX_AGE = timedelta(minutes=30)
EARLIER_MAX_AGE = timedelta(minutes=10)


def team_assumptions() -> Assumptions:
    """From this team's own calls where there are any and the key may read them."""
    made = console()

    def fetch() -> Assumptions:
        return measured(made.api.calls.list().items, _zone)

    try:
        if not made.deployment.may("listCalls"):
            return USUAL
        return made.reads.get("assumptions", fetch, TEAM_MAX_AGE, purpose="forecast").value
    except ApiError:
        return USUAL  # and the chart says that it rests on assumptions


def campaign_assumptions(campaign: Campaign) -> Assumptions:
    """From the campaign's own calls where they are enough, else from the team's."""
    calls = _ended(campaign) if (campaign.contacts_called or 0) >= ENOUGH else []
    team = team_assumptions()
    return measured(calls, _zone, team) if len(calls) >= ENOUGH else team


def earlier_answers(campaign: Campaign) -> Share | None:
    """How many of the campaign's calls were answered before the newest ones, over as many calls as a page of the call
    log holds. None where they are too few to compare with. Costs a request in ten minutes, however many watch."""
    key = f"campaign:{campaign.id}:earlier-answers"

    def count() -> Share | None:
        earlier = _ended(campaign)[LAST_CALLS:]
        answered = sum(call.outcome == Outcome.ANSWERED for call in earlier)
        return share(answered, len(earlier)) if len(earlier) >= LAST_CALLS else None

    return console().reads.get(key, count, EARLIER_MAX_AGE).value


def _ended(campaign: Campaign) -> list[Call]:
    """The newest calls that have ended, from the call log; none where it is closed to this key or fails."""
    try:
        found = console().deployment.calls(campaign.id)
    except ApiError:
        return []  # what is made of them gets less sure, and says so
    if found.way is not Way.DIRECT:
        return []
    return [call for call in found.value or [] if call.outcome]


def _zone(call: Call) -> str | None:
    zone = zone_of_number(call.to_number)
    return zone.key if zone else None
