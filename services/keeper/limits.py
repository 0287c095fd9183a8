"""Limits "at most N", as people set them and let go of them; kept by `services/keeper/duties/limit.py`.

Offered only where it can be kept: this key may pause the campaign, people at once can be set to N or less, which is done
before the start and shows that the key may change it, and something tells who has been called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.api import ApiError, errors
from services.api.models import Campaign, CampaignUpdate
from services.audit.audit import AuditAction, Result, write_entry
from services.database.database import writing
from services.keeper.counting import Way
from services.keeper.duties.duty import Tools
from services.keeper.duties.limit import AT_ONCE_NOT_TOLD, Terms, counting_of, sight_of
from services.keeper.held import HOLDING
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, Watch, WatchState, Why
from services.person import Person


class NotKept(StrEnum):
    """Why at most N cannot be kept here; `errors.LimitNotKept` tells it as its message."""

    CANNOT_PAUSE = "cannot_pause"
    CANNOT_COUNT = "cannot_count"
    AT_ONCE = "at_once"
    NOBODY_KEEPS = "nobody_keeps"


@dataclass(frozen=True)
class Limit:
    """A limit as anybody sees it. `called` is None before anybody was counted. `at_once` is what people at once was set to,
    `at_once_before` what it was; None where that was not told."""

    watch: Watch
    most: int
    called: int | None
    at_once: int | None
    at_once_before: int | None
    begun: datetime
    """Since when people are counted, in the platform's time."""
    put_back: bool
    """Whether people at once is again as it was; False where that failed."""
    from_nobody: bool = False
    """Whether it counts by the campaign's own counter, from the first one called on: then it is the same figure."""

    @property
    def state(self) -> WatchState:
        return self.watch.state

    @property
    def why(self) -> Why:
        return self.watch.code

    @property
    def since(self) -> datetime:
        return self.watch.changed_at

    @property
    def reached(self) -> bool:
        """It was stopped here, and a person has to say how to go on."""
        return self.state is WatchState.PAUSED


def limit_of(watch: Watch) -> Limit:
    sight = watch.sight
    counting = counting_of(sight)
    return Limit(
        watch,
        Terms.of(watch.terms).most,
        sight.get("called"),
        sight.get("at_once"),
        sight.get("at_once_before"),
        counting.since,
        sight.get("put_back", True),
        counting.way is Way.COUNTER,
    )


def most_beyond(most: int | None, at_once: int | None) -> int:
    """By how many a limit may be exceeded: those that begin as others end, until the console has looked. `most` is None
    where nobody has said it yet."""
    beyond = at_once or AT_ONCE_NOT_TOLD
    return beyond if most is None else min(beyond, most)


def limits_among(watches: Iterable[Watch]) -> Mapping[str, Limit]:
    """By campaign."""
    return {one.campaign_id: limit_of(one) for one in watches if one.duty is Duty.LIMIT}


class Limits:
    """`opened` makes the queue that a limit's work is put into."""

    def __init__(
        self, store: WatchStore, tools: Callable[[], Tools], *, opened: Callable[[], object]
    ) -> None:
        self._store = store
        self._tools = tools
        self._opened = opened
        self.on_failure: Callable[[ApiError, str], object] = lambda _error, _campaign_id: None

    # what there is

    def of(self, campaign_id: str) -> Limit | None:
        """The limit that holds for a campaign, or the last one that did."""
        watch = self._store.latest(Duty.LIMIT, campaign_id)
        return limit_of(watch) if watch else None

    def standing(self) -> Mapping[str, Limit]:
        """By campaign, those that hold; none where the console's own database does not answer."""
        return limits_among(self._store.all_standing_if_told())

    def not_offered(self) -> NotKept | None:
        """Why no limit can be kept with this key; None as far as is known. Asks nobody."""
        return None if self._tools().may_pause else NotKept.CANNOT_PAUSE

    # what a launch says

    def begin(self, campaign: Campaign, most: int, who: Person) -> None:
        """Before a launch for at most `most` people: set people at once, and keep watch from now on.

        Raises:
            LimitNotKept: it could not be kept, and nothing must be launched.
            ApiError: the platform did not answer.
            DatabaseAway: it cannot be kept now.
        """
        tools = self._tools()
        with tools.asking():
            self._begin(tools, campaign, most, who)

    def _begin(self, tools: Tools, campaign: Campaign, most: int, who: Person) -> None:
        if not tools.may_pause:
            raise _not_kept(NotKept.CANNOT_PAUSE)
        counting = tools.people_called.settle(campaign, most)
        if counting is None:
            raise _not_kept(NotKept.CANNOT_COUNT)
        self._opened()
        standing = self._store.standing(Duty.LIMIT, campaign.id)
        before = _at_once_before(campaign, standing)
        at_once = min(most, before or most)
        sight = sight_of(counting) | {"at_once": at_once, "at_once_before": before}
        terms = {"most": most} | _left_of(standing)
        watch = self._store.set(NewWatch(Duty.LIMIT, campaign.id, campaign.name, who, terms, sight))
        try:
            self._set_at_once(tools, watch, campaign, at_once)
        except ApiError:
            self._let_go(watch)
            raise
        self._store.begin(watch.id, sight)

    def not_begun(self, campaign_id: str) -> None:
        """The launch it was set for was not sent, or was refused."""
        watch = self._store.standing(Duty.LIMIT, campaign_id)
        if watch is None:
            return
        if self._let_go(watch):
            self._put_back(watch)

    def go_on(self, campaign_id: str, *, everybody: bool, by_itself: bool = False) -> None:
        """A person lets it go on. A limit that was reached ends with that, and any limit where she means everybody; one that
        was not reached holds on. `by_itself`: no person does, and one that holds the campaign paused is not touched.

        Raises:
            Conflict: it holds, and nobody has said that it may go on.
        """
        watch = self._store.standing(Duty.LIMIT, campaign_id)
        if watch is None:
            return
        if by_itself and watch.state in HOLDING:
            raise errors.Conflict("updateCampaign", status=409)
        if everybody or watch.state is WatchState.PAUSED:
            if self._store.end(watch, WatchState.DONE, Why.WENT_ON):
                self._put_back(watch)
        else:
            stirred = {"stirred_at": self._store.clock().isoformat()}
            self._opened()
            self._store.say(Duty.LIMIT, campaign_id, lambda now: {"sight": now.sight | stirred})

    # people at once

    def _set_at_once(self, tools: Tools, watch: Watch, campaign: Campaign, at_once: int) -> None:
        """Also where it is that already: what this key may not change it could not pause either."""
        change = CampaignUpdate(max_concurrent_calls=at_once)
        told: int | None = None
        try:
            told = tools.api.campaigns.update(campaign.id, change).max_concurrent_calls
        except ApiError as error:
            self.on_failure(error, campaign.id)
            if not error.may_have_acted:
                raise _why_not(error) from error
        now = tools.read(campaign.id).max_concurrent_calls
        found = now if now is not None else told
        if found is None or found > Terms.of(watch.terms).most:
            raise _not_kept(NotKept.AT_ONCE)
        if at_once != campaign.max_concurrent_calls:
            self._record(tools, watch, Result.DONE, at_once)

    def _put_back(self, watch: Watch) -> None:
        """People at once as they were, where nobody has changed them since."""
        before, at_once = watch.sight.get("at_once_before"), watch.sight.get("at_once")
        if before is None or before == at_once:
            return
        tools = self._tools()
        try:
            with tools.asking():
                if tools.read(watch.campaign_id).max_concurrent_calls != at_once:
                    return
                change = CampaignUpdate(max_concurrent_calls=before)
                tools.api.campaigns.update(watch.campaign_id, change)
                tools.changed(tools.read(watch.campaign_id))
        except ApiError:
            self._store.note(watch, put_back=False)
            self._record(tools, watch, Result.FAILED, before)
        else:
            self._record(tools, watch, Result.DONE, before)

    def _record(self, tools: Tools, watch: Watch, result: Result, at_once: int) -> None:
        entry = tools.record(watch, AuditAction.EDIT, result, {"at_once": at_once})
        with writing(self._store.engine) as connection:
            write_entry(connection, entry)

    def _let_go(self, watch: Watch) -> bool:
        """End it; True where that was so. One that came in place of another that had people left keeps the stricter one."""
        left = watch.terms.get("left_before")
        if left is None:
            return self._store.end(watch, WatchState.GIVEN_UP, Why.NOT_STARTED)
        terms: dict[str, Any] = {"most": min(Terms.of(watch.terms).most, int(left))}
        if watch.state is WatchState.SETTING_UP:
            self._store.begin(watch.id, watch.sight)
        self._store.say(Duty.LIMIT, watch.campaign_id, lambda _now: {"terms": terms})
        return False


def _at_once_before(campaign: Campaign, standing: Watch | None) -> int | None:
    """As a person had set it: not what a limit before has made of it."""
    now = campaign.max_concurrent_calls
    if standing is not None and standing.sight.get("at_once") == now:
        return standing.sight.get("at_once_before") or now
    return now


def _left_of(standing: Watch | None) -> dict[str, int]:
    """How many the limit that held before would still let through."""
    if standing is None or standing.state is WatchState.PAUSED:
        return {}
    limit = limit_of(standing)
    return {"left_before": max(limit.most - (limit.called or 0), 0)}


def _why_not(error: ApiError) -> ApiError:
    """What closes a change to this key closes a pause too; what else went wrong is told as it is."""
    closed = (errors.Unauthorized, errors.Forbidden, errors.NotFound, errors.NotAvailable)
    if isinstance(error, closed):
        return _not_kept(NotKept.CANNOT_PAUSE)
    refused = (errors.Conflict, errors.BadRequest)
    return _not_kept(NotKept.AT_ONCE) if isinstance(error, refused) else error


def _not_kept(why: NotKept) -> errors.LimitNotKept:
    return errors.LimitNotKept("runCampaign", why.value)
