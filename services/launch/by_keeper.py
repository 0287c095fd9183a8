"""Starts of the keeper: a campaign that goes on by itself after a closed time, through the same ledger as a person's click.

Of a start whose answer was lost it waits until it is certain that nothing can come of it any more. Where it was its own,
it may then be told once more; where it was a person's, she decides.
"""

from __future__ import annotations

from services.api import ApiError
from services.api.models import Campaign, CampaignStatus
from services.keeper import GoneOn, LastStart
from services.launch.intents import IntentState
from services.launch.launches import Launches
from services.launch.ledger import Ledger
from services.launch.results import LaunchOutcome
from services.person import Person

_CAME_OF_IT = {
    LaunchOutcome.LAUNCHED: GoneOn.STARTED,
    LaunchOutcome.ALREADY: GoneOn.STARTED,
    LaunchOutcome.REFUSED: GoneOn.REFUSED,
    LaunchOutcome.STALE_VIEW: GoneOn.NOT_SENT,
    LaunchOutcome.NOT_SENT: GoneOn.NOT_SENT,
}


class KeeperStarts:
    """Those of one connection. `launches` asks for no sign-in: nobody is in front of a page."""

    def __init__(self, launches: Launches, ledger: Ledger) -> None:
        self._launches = launches
        self._ledger = ledger

    def last_start(self, campaign_id: str) -> LastStart | None:
        """The last one that was sent, or is being sent.

        Raises:
            DatabaseAway: it cannot be told.
        """
        last = self._ledger.latest_sent(campaign_id)
        return LastStart(last.id, last.state is IntentState.LAUNCHED) if last else None

    def go_on(self, campaign: Campaign, most: int | None) -> GoneOn:
        """Let it go on as it was read a moment ago; a draft is launched, for at most `most` people where that was said.

        Raises:
            DatabaseAway: nothing was sent.
        """
        who, seen = Person.of_keeper(), self._launches.seen(campaign)
        acknowledged = self._own_that_failed(campaign.id)
        try:
            if campaign.status is CampaignStatus.PAUSED and most is None:
                told = self._launches.resume(campaign.id, seen, who=who, acknowledged=acknowledged)
            else:
                told = self._launches.launch(
                    campaign.id, seen, who=who, max_calls=most, acknowledged=acknowledged
                )
        except ApiError:
            return GoneOn.NOT_SENT
        return _CAME_OF_IT.get(told.outcome, GoneOn.NOT_CLEAR)

    def _own_that_failed(self, campaign_id: str) -> int | None:
        last = self._ledger.latest_sent(campaign_id)
        own = last is not None and last.who.keeper and last.state is IntentState.NOT_LAUNCHED
        return last.id if last is not None and own and not last.watched else None
