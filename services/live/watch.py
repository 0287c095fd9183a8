"""Shared poll of a campaign as it happens: one for all who watch, in every process.

Nothing polls by itself. Whoever looks asks for the state; the first to find it too old reads it for everybody. So it
stops when nobody looks, and it slows down as the request budget drains and while nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from pydantic import TypeAdapter

from services.api import Api, ApiError, BudgetState, errors
from services.api.models import Call, Campaign, CampaignContact, CampaignStatus, StatusCounts
from services.calling_days.days import EVERY_DAY, CallingDays
from services.campaigns.one import read_now
from services.live.snapshot import LiveSource, Snapshot, SnapshotReader
from services.reads.reads import Read, Reads, watching_age

SHAPE = TypeAdapter(Snapshot)
CREDITS_AGE = timedelta(minutes=3)
RESTING_AGE = timedelta(seconds=30)
LONGEST_QUIET = timedelta(seconds=60)
QUIET_PART = 10  # unchanged for a minute: look every 6 seconds
FAST_SECONDS = 2.5
LOOKS_EVERY = timedelta(seconds=2)
ARRIVES_WITHIN = timedelta(seconds=0.2)
"""An answer is that much younger than the look that asked for it; the next look has to find it due all the same."""


@dataclass(frozen=True)
class RefreshPace:
    """Pace at which the state is read. `refresh_every` is None where nothing can change any more. `slowed`: the
    request budget is the reason; `quiet`: nothing has changed for a while."""

    refresh_every: timedelta | None
    slowed: bool
    quiet: bool


@dataclass(frozen=True)
class LiveState:
    """A campaign now. Times are the platform's. What the source does not tell is None.

    `next_up` are the next people in dialling order, `next_at` when the first of them may be called: `at` itself
    where that is now, None where nobody waits. `calls_told` is False where neither dashboard nor call log is open, so
    that no recent calls does not mean that there were none. `credits_an_hour` is the spending of the last two hours at most.
    """

    campaign: Campaign
    source: LiveSource
    by_status: StatusCounts | None
    by_outcome: dict[str, int] | None
    calling: list[CampaignContact] | None
    next_up: list[CampaignContact] | None
    next_at: datetime | None
    recent_calls: list[Call]
    calls_told: bool
    unreadable: int
    credits: float | None
    credits_an_hour: float | None
    at: datetime
    now: datetime
    fetched_at: datetime
    age: timedelta
    pace: RefreshPace
    error: ApiError | None = None


class Live:
    """All live views of one connection.

    `read` gives one campaign as it is now; the default asks for it by id and falls back to the list. `may` tells
    which operations are known to be closed: those are not tried. `listed` gives what the list told of it last: shown
    where the platform fails before anything else was read. `credits` tells what is left of them, None where nobody is told;
    `days` are the calling days that a campaign keeps.
    """

    def __init__(
        self,
        api: Api,
        reads: Reads,
        *,
        read: Callable[[str], Campaign] | None = None,
        may: Callable[[str], bool] = lambda _: True,
        listed: Callable[[str], Read[Campaign | None]] | None = None,
        credits: Callable[[], float | None] = lambda: None,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        days: Callable[[str], CallingDays] = lambda _: EVERY_DAY,
    ) -> None:
        self._api = api
        self._days = days
        self._reads = reads
        self._wall = wall
        self._listed = listed
        self._reader = SnapshotReader(api, read or partial(read_now, api), credits, wall, may)
        self._last: dict[str, Snapshot] = {}

    def watch(self, campaign_id: str) -> LiveState:
        """The state of the campaign, as fresh as the request budget allows.

        Raises:
            ApiError: nothing was ever read of it.
        """
        last = self._last.get(campaign_id)
        try:
            read = self._reads.get(
                _key(campaign_id),
                lambda: self._reader.snapshot(campaign_id, self._last.get(campaign_id)),
                self._age(last, self._api.budget.state()),
                shape=SHAPE,
                purpose="live view",
            )
        except errors.NotFound:
            raise
        except ApiError as error:
            return self._as_listed(campaign_id, error)
        self._last[campaign_id] = read.value
        return self._state(read.value, read.fetched_at, read.age, read.error)

    def _as_listed(self, campaign_id: str, error: ApiError) -> LiveState:
        """The campaign as the list knows it, with its age and the error that is why it is no more; else the error."""
        if self._listed is None:
            raise error
        try:
            known = self._listed(campaign_id)
        except ApiError:
            raise error from None  # the list fails as everything does: one reason is enough
        if known.value is None:
            raise error
        at = self._api.clock.now() - known.age
        seen = Snapshot(campaign=known.value, source=LiveSource.COUNTERS, at=at, changed_at=self._wall())
        return self._state(seen, known.fetched_at, known.age, error)

    def forget(self, campaign_id: str) -> None:
        """Somebody changed the campaign: the next look reads it anew."""
        self._reads.forget(_key(campaign_id))

    def pace(self, snapshot: Snapshot | None) -> RefreshPace:
        """Pace for looking again at what was seen last."""
        budget = self._api.budget.state()
        rich = watching_age(budget, _requests(snapshot)) * budget.pace
        age = (self._age(snapshot, budget) + ARRIVES_WITHIN) * budget.pace
        over = snapshot is not None and snapshot.campaign.status.is_over and not snapshot.calling
        return RefreshPace(
            refresh_every=None if over else age,
            slowed=rich.total_seconds() > FAST_SECONDS,
            quiet=age > rich + LOOKS_EVERY,
        )

    def _age(self, snapshot: Snapshot | None, budget: BudgetState) -> timedelta:
        """In whole looks, so that many who look out of step make it no faster than one."""
        looks = math.ceil(self._wanted_age(snapshot, budget) / LOOKS_EVERY - 0.05)
        return max(looks, 1) * LOOKS_EVERY - ARRIVES_WITHIN

    def _wanted_age(self, snapshot: Snapshot | None, budget: BudgetState) -> timedelta:
        age = watching_age(budget, _requests(snapshot))
        if snapshot is None:
            return age
        unchanged = self._wall() - snapshot.changed_at
        status = snapshot.campaign.status
        rests = isinstance(status, CampaignStatus) and status is not CampaignStatus.RUNNING
        if rests and not snapshot.calling:
            return max(age, RESTING_AGE)
        return max(age, min(unchanged / QUIET_PART, LONGEST_QUIET))

    def _state(
        self, seen: Snapshot, fetched_at: datetime, age: timedelta, error: ApiError | None
    ) -> LiveState:
        now = self._api.clock.now()
        return LiveState(
            campaign=seen.campaign,
            source=seen.source,
            by_status=seen.by_status,
            by_outcome=seen.by_outcome,
            calling=seen.calling,
            next_up=seen.waiting,
            next_at=seen.next_at(self._days(seen.campaign.id)),
            recent_calls=seen.recent_calls,
            calls_told=seen.calls_told,
            unreadable=seen.unreadable,
            credits=seen.credits[-1].credits if seen.credits else None,
            credits_an_hour=seen.credits_an_hour,
            at=seen.at,
            now=now,
            fetched_at=fetched_at,
            age=age,
            pace=self.pace(seen),
            error=error,
        )


def _requests(snapshot: Snapshot | None) -> int:
    return snapshot.requests if snapshot else 1


def _key(campaign_id: str) -> str:
    return f"campaign:{campaign_id}:watch"
