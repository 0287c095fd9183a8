"""Rates measured on earlier calls, for those to come: how they end, how long they take, how many are answered."""

from __future__ import annotations

from datetime import timedelta

from services.api import Api, ApiError
from services.api.models import Call, Campaign, Outcome
from services.calling_rules.places import zone_of_number
from services.campaign.shared_facts import EARLIER_ANSWERS
from services.deployment import Deployment, Way
from services.forecast import USUAL, Assumptions, measured
from services.live.warnings import LAST_CALLS
from services.reads.reads import Reads
from services.results.intervals import Share, share

ENOUGH = 50
"""Calls of its own before a campaign's forecast rests on them, and not on all calls of the team."""
TEAM_MAX_AGE = timedelta(minutes=30)


class EarlierCalls:
    """Call log of one connection, and what it tells; each answer is reckoned once for all who look."""

    def __init__(self, api: Api, reads: Reads, deployment: Deployment) -> None:
        self._api = api
        self._reads = reads
        self._deployment = deployment

    def team_assumptions(self) -> Assumptions:
        """From this team's own calls where there are any and the key may read them."""

        def fetch() -> Assumptions:
            return measured(self._api.calls.list().items, _zone)

        try:
            if not self._deployment.may("listCalls"):
                return USUAL
            return self._reads.get("assumptions", fetch, TEAM_MAX_AGE, purpose="forecast").value
        except ApiError:
            return USUAL  # and the chart says that it rests on assumptions

    def assumptions(self, campaign: Campaign) -> Assumptions:
        """From the campaign's own calls where they are enough, else from the team's."""
        calls = self._ended(campaign) if (campaign.contacts_called or 0) >= ENOUGH else []
        team = self.team_assumptions()
        return measured(calls, _zone, team) if len(calls) >= ENOUGH else team

    def answers(self, campaign: Campaign) -> Share | None:
        """How many of the campaign's calls were answered before the newest ones, over as many calls as a page of the
        call log holds. None where they are too few to compare with. Costs a request in ten minutes, however many watch."""

        def count() -> Share | None:
            earlier = self._ended(campaign)[LAST_CALLS:]
            answered = sum(call.outcome == Outcome.ANSWERED for call in earlier)
            return share(answered, len(earlier)) if len(earlier) >= LAST_CALLS else None

        return self._reads.get(EARLIER_ANSWERS.key(campaign.id), count, EARLIER_ANSWERS.max_age).value

    def _ended(self, campaign: Campaign) -> list[Call]:
        """The newest calls that have ended, from the call log; none where it is closed to this key or fails."""
        try:
            found = self._deployment.calls(campaign.id)
        except ApiError:
            return []  # what is made of them gets less sure, and says so
        if found.way is not Way.DIRECT:
            return []
        return [call for call in found.value or [] if call.outcome]


def _zone(call: Call) -> str | None:
    zone = zone_of_number(call.to_number)
    return zone.key if zone else None
