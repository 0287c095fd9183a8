"""Rests of campaigns that keep calling days, or that would call somebody too often, as people ask for them and see them; kept by
`services/keeper/duties/days.py` and `services/keeper/duties/calls_to_people.py`.

A start in a closed time is not sent: it is kept, and the keeper lets the campaign begin at the next opening.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from services.api import errors
from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.database.database import breaker_of, writing
from services.keeper.duties.closed_times import ClosedTimes
from services.keeper.duties.duty import NOT_BEGUN, Tools
from services.keeper.held import HOLDING
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, Watch, WatchState, Why
from services.person import Person

RESTING = (Duty.DAYS, Duty.CALLS)
"""Duties that pause a campaign for a time; where several do, the first one tells."""


class AtCallLimit(NamedTuple):
    """People who were called as often as their place allows: how many, and of the first of them the place and its limit."""

    people: int
    place: str
    calls: int
    hours: int


@dataclass(frozen=True)
class CampaignRest:
    """How a campaign stands that rests for a time, or may come to it, as anybody sees it."""

    watch: Watch

    @property
    def for_calls(self) -> AtCallLimit | None:
        """Set where it rests because of the calls that were made to some of its people."""
        kept = self.watch.sight.get("at_limit")
        if self.watch.duty is not Duty.CALLS or not kept:
            return None
        place = self.watch.sight.get("place") or ""
        return AtCallLimit(kept["at_call_limit"], place, kept["limit_calls"], kept["limit_hours"])

    @property
    def not_counted(self) -> int:
        """People whose calls are limited and not all known."""
        return int(self.watch.sight.get("unknown") or 0) if self.watch.duty is Duty.CALLS else 0

    @property
    def cannot_pause(self) -> bool:
        """It would have to rest now, and this key may not pause it."""
        return self.watch.sight.get("not_kept") == "cannot_pause"

    @property
    def state(self) -> WatchState:
        return self.watch.state

    @property
    def why(self) -> Why:
        """`CLOSED` while it rests; once its days allow calls again, what keeps it from going on."""
        return self.watch.code

    @property
    def holds(self) -> bool:
        """The keeper has paused it, or lets it begin at the opening."""
        return self.state in HOLDING and bool(self.watch.sight.get("goes_on"))

    @property
    def until(self) -> datetime | None:
        """The next opening, in the platform's time; None where none is in sight."""
        return _moment(self.watch.sight.get("until"))

    @property
    def begins(self) -> bool:
        """A person has launched it in a closed time: it begins at the opening."""
        return "planned" in self.watch.sight

    @property
    def against(self) -> tuple[str, ...]:
        """What readiness finds against calls, in its codes, where `why` is `NOT_READY`."""
        return tuple(self.watch.sight.get("against") or ())

    @property
    def went_on_at(self) -> datetime | None:
        """When it last went on by itself, in the platform's time."""
        return _moment(self.watch.sight.get("went_on_at"))


def rests_among(watches: Iterable[Watch]) -> Mapping[str, CampaignRest]:
    """By campaign."""
    of_each: defaultdict[str, list[Watch]] = defaultdict(list)
    for one in watches:
        of_each[one.campaign_id].append(one)
    return {key: rest for key, several in of_each.items() if (rest := _told(several))}


class Rests:
    """`opened` makes the queue that the work is put into."""

    def __init__(
        self, store: WatchStore, tools: Callable[[], Tools], *, opened: Callable[[], object]
    ) -> None:
        self._store = store
        self._tools = tools
        self._opened = opened

    # what there is

    def of(self, campaign_id: str) -> CampaignRest | None:
        """None where nothing lets it rest, and where the console's own database does not answer."""
        try:
            return _told(self._store.standing_of(campaign_id))
        except DatabaseAway:
            return None

    def standing(self) -> Mapping[str, CampaignRest]:
        """By campaign; none where the console's own database does not answer."""
        return rests_among(self._store.all_standing_if_told())

    def offered(self) -> bool:
        """Whether days can be kept: this key may pause campaigns, as far as is known."""
        return self._tools().may_pause

    # what people say

    def stand_ready(self) -> None:
        """Before a transaction in which days change.

        Raises:
            DatabaseAway: nobody could see to them.
        """
        with breaker_of(self._store.engine).watched(reading=True):
            self._opened()

    def keep(self, connection: Connection, campaign_id: str, name: str, who: Person) -> None:
        """Its calling days are set, or change, in this transaction: they are looked at as soon as it is over, and kept from
        then on."""
        if not self._store.say_within(connection, Duty.DAYS, campaign_id, lambda _watch: {}):
            self._store.take_on(connection, NewWatch(Duty.DAYS, campaign_id, name, who, {}, {}))

    def keep_if_new(self, campaign_id: str, name: str, who: Person) -> None:
        """The same of days that nobody has looked at yet: an older version told the keeper after they were saved."""
        latest = self._store.latest(Duty.DAYS, campaign_id)
        if latest is None or latest.state is WatchState.SETTING_UP:
            self._begin(campaign_id, name, who, {})

    def before_a_start(self, campaign: Campaign, most: int | None, who: Person, *, launch: bool) -> None:
        """A person starts it, or lets it go on. In a closed time that is kept for the next opening, unless
        another duty holds it.

        Raises:
            ClosedNow: nothing must be sent.
            DaysNotKept: nobody could pause it when a closed time begins, and nobody answers for that. Nothing must be sent.
            DatabaseAway: it cannot be kept now.
        """
        tools = self._tools()
        if not tools.keeps_days(campaign):
            return
        if not tools.may_pause:
            if tools.answered_for(campaign.id):
                return
            raise errors.DaysNotKept("updateCampaign")
        sight: dict[str, Any] = {}
        with tools.asking():
            times = ClosedTimes.of(sight, tools, campaign, anew=True)
        if times.must_rest:
            self._plan(campaign, most, who, sight, times.opens, launch=launch)
        elif not self._say(campaign.id, **sight):
            self._begin(campaign.id, campaign.name, who, sight)

    def stays_paused(self, campaign_id: str) -> None:
        """A person pauses it, or wants it to stay so: it does not go on by itself.

        Raises:
            DatabaseAway: it cannot be kept. Nobody lets it go on meanwhile either, but afterwards it does.
        """
        for duty in RESTING:
            self._say(campaign_id, WatchState.WATCHING, Why.BY_HAND, duty, goes_on=False, planned=None)

    def _plan(
        self,
        campaign: Campaign,
        most: int | None,
        who: Person,
        sight: dict[str, Any],
        opens: datetime | None,
        *,
        launch: bool,
    ) -> None:
        if opens is None:
            raise errors.ClosedNow("runCampaign")
        if self._tools().holds(campaign.id, Duty.DAYS):  # what was wrong is decided on when it may call
            raise errors.ClosedNow("runCampaign", opens.isoformat(), by_itself=False)
        last = self._tools().last_start(campaign.id)
        seen = sight | {"goes_on": True, "until": opens.isoformat(), "after_start": last.id if last else None}
        seen["planned"] = {"most": most} if launch or campaign.status in NOT_BEGUN else None
        if not self._say(campaign.id, WatchState.PAUSED, Why.CLOSED, **seen):
            self._begin(campaign.id, campaign.name, who, seen)
            self._say(campaign.id, WatchState.PAUSED, Why.CLOSED)
        raise errors.ClosedNow("runCampaign", opens.isoformat())

    def _begin(self, campaign_id: str, name: str, who: Person, sight: dict[str, Any]) -> None:
        self._opened()
        with writing(self._store.engine) as connection:
            self._store.take_on(connection, NewWatch(Duty.DAYS, campaign_id, name, who, {}, sight))

    def _say(
        self,
        campaign_id: str,
        state: WatchState | None = None,
        code: Why = Why.NONE,
        duty: Duty = Duty.DAYS,
        **seen: Any,
    ) -> bool:
        """Change what is kept, and have it looked at now: a run that is under way has no say any more. False where nothing is
        kept."""
        if self._store.standing(duty, campaign_id) is None:
            return False
        self._opened()  # not before the database has answered: a pause needs nothing but the platform

        def said(watch: Watch) -> dict[str, Any]:
            sight = {name: value for name, value in (watch.sight | seen).items() if value is not None}
            said = (
                {"state": state.value, "code": code.value, "changed_at": self._store.clock()} if state else {}
            )
            return {"sight": sight} | said

        return self._store.say(duty, campaign_id, said)


def _told(watches: Iterable[Watch]) -> CampaignRest | None:
    """The first one that holds it, else the first one with something to say."""
    found = [CampaignRest(one) for duty in RESTING for one in watches if one.duty is duty]
    holding = [one for one in found if one.holds]
    return next(
        iter([*holding, *(one for one in found if one.not_counted or one.cannot_pause), *found]), None
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
