"""Patrol: finds the campaigns that run in the list that all share, and has each of them watched, whoever started it.

It takes them on for the duties that every running campaign has. And it wakes what rests: a campaign that is kept paused and
runs all the same was let go on elsewhere, and every duty looks at it now.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection

from services.api.models import Campaign
from services.keeper.duties.duty import PURPOSE, Tools
from services.keeper.guards import Guards
from services.keeper.held import HOLDING
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, Watch
from services.person import Person

PATROL_SECONDS = 90.0
SHORTEST_PATROL = 5.0
"""Of this machine, however fast the platform's clock runs."""

log = logging.getLogger(__name__)


class Patrol:
    """`opened` makes the queue that the work is put into."""

    def __init__(
        self,
        store: WatchStore,
        tools: Callable[[], Tools],
        guards: Guards,
        *,
        opened: Callable[[], object],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._tools = tools
        self._guards = guards
        self._opened = opened
        self._ticks = ticks
        self._next_at = ticks() + SHORTEST_PATROL

    def look(self) -> None:
        """Now and then.

        Raises:
            ApiError: the list could not be read.
            DatabaseAway: they cannot be taken on now.
        """
        if self._ticks() < self._next_at:
            return
        tools = self._tools()
        self._next_at = self._ticks() + max(PATROL_SECONDS / tools.api.clock.speed, SHORTEST_PATROL)
        with tools.api.budget.purpose(PURPOSE, background=True):
            running = tools.running()
        standing: defaultdict[str, list[Watch]] = defaultdict(list)
        for watch in self._store.all_standing():
            standing[watch.campaign_id].append(watch)
        for campaign in running:
            self._see_to(campaign, standing[campaign.id])

    def _see_to(self, campaign: Campaign, watches: Collection[Watch]) -> None:
        duties = {one.duty for one in watches}
        if Duty.GUARDRAILS not in duties:
            self._guards.take_on(campaign, Person.of_keeper())
        if Duty.CALLS not in duties:
            self.count_calls(campaign, Person.of_keeper())
        if any(one.state in HOLDING for one in watches):
            for one in watches:
                self._store.start_again(one)

    def count_calls(self, campaign: Campaign, who: Person) -> None:
        """Calls to its people are counted from now on, unless they are already.

        Raises:
            DatabaseAway: nobody would count them.
        """
        self._opened()
        self._store.set_first(NewWatch(Duty.CALLS, campaign.id, campaign.name, who, {}, {}))
