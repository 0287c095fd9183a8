"""Planned starts, as people ask for them; kept by `services/keeper/duties/start.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.api import errors
from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.keeper.counting import people_in
from services.keeper.duties.duty import Tools
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, Watch, WatchState, Why
from services.person import Person


@dataclass(frozen=True)
class PlannedStart:
    """A planned start as anybody sees it. `starts_at` is the platform's time."""

    watch: Watch
    starts_at: datetime

    @property
    def state(self) -> WatchState:
        return self.watch.state

    @property
    def why(self) -> Why:
        return self.watch.code

    @property
    def is_set(self) -> bool:
        """A read of the platform has said that it is scheduled."""
        return self.watch.stands and self.why is Why.DATE_SET


class Starts:
    """`opened` makes the queue that the work is put into."""

    def __init__(
        self, store: WatchStore, tools: Callable[[], Tools], *, opened: Callable[[], object]
    ) -> None:
        self._store = store
        self._tools = tools
        self._opened = opened

    def of(self, campaign_id: str) -> PlannedStart | None:
        """The start that is planned for a campaign, or was last; None too where the console's own database does not
        answer."""
        try:
            watch = self._store.latest(Duty.START, campaign_id)
        except DatabaseAway:
            return None
        return PlannedStart(watch, datetime.fromisoformat(watch.sight["starts_at"])) if watch else None

    def offered(self) -> bool:
        """Whether a date can be set last: this key may change campaigns, as far as is known. While it is not certain which
        version the platform is, none is set; an account's first draft often tells."""
        return self._tools().may("updateCampaign")

    def plan_new(
        self, campaign_id: str, name: str, starts_at: datetime, who: Person, *, waits: bool = False
    ) -> None:
        """Of a campaign that was created with nobody in it. `waits`: people are put in first who are told by
        `people_are_in`.

        Raises:
            DatabaseAway: it cannot be kept.
        """
        standing = self._store.standing(Duty.START, campaign_id)
        if standing is None:
            self._plan(campaign_id, name, starts_at, who, chosen=0, waits=waits)

    def plan(self, campaign: Campaign, starts_at: datetime, who: Person) -> None:
        """Of a campaign as a person sees it now: who is in it is chosen.

        Raises:
            NotInThisVersion: nothing tells how many are in it.
            DatabaseAway: it cannot be kept.
        """
        tools = self._tools()
        there = people_in(tools.api, campaign)
        if there is None:
            raise errors.NotInThisVersion("updateCampaign", "scheduledStartAt")
        chosen = there - tools.chosen(campaign.id).count  # what is still being put in counts by itself
        self._plan(campaign.id, campaign.name, starts_at, who, chosen=chosen, waits=False)

    def takes(self, campaign: Campaign, starts_at: datetime | None, who: Person) -> bool:
        """A date that a person sets in the settings, or takes away: True where it is set in its time, and not now."""
        if starts_at is None or not self.offered():
            self.drop(campaign.id)
            return False
        self.plan(campaign, starts_at, who)
        return True

    def people_are_in(self, campaign_id: str, added: int | None) -> None:
        """People who were chosen with the form are in; None where the platform does not say how many."""
        watch = self._store.standing(Duty.START, campaign_id)
        if watch is None:
            return
        if added is None:
            tools = self._tools()
            added = (people_in(tools.api, tools.read(campaign_id)) or 0) - tools.chosen(campaign_id).count
        self._opened()
        more = added
        self._store.say(
            Duty.START,
            campaign_id,
            lambda now: {"sight": now.sight | {"chosen": int(now.sight["chosen"]) + more, "waits": False}},
        )

    def drop(self, campaign_id: str) -> None:
        """A person wants no date, or says another one herself."""
        watch = self._store.standing(Duty.START, campaign_id)
        if watch is not None:
            self._store.end(watch, WatchState.DONE, Why.BY_HAND)

    def _plan(
        self, campaign_id: str, name: str, starts_at: datetime, who: Person, *, chosen: int, waits: bool
    ) -> None:
        self._opened()
        sight = {"starts_at": starts_at.isoformat(), "chosen": chosen, "waits": waits}
        watch = self._store.set(NewWatch(Duty.START, campaign_id, name, who, dict(sight), sight))
        self._store.begin(watch.id, sight)
