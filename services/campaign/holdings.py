"""Holdings as anybody sees them: what holds a campaign's people, from what the live view and other pages have read already.

Nobody is asked for everybody where the live view's own lists hold all who wait, nor unasked where they are too many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache, cached

from services.api import ApiError
from services.api.models import Campaign, CampaignContact, CampaignStatus, EnrollmentStatus, StatusCounts
from services.calling_days.calendar import Calendar
from services.campaign.everybody import Everybody, too_many
from services.campaign.held_parts import Holding
from services.campaign.holding import A_LOOK, Limits, counted, holding
from services.campaigns.stops import is_stopped
from services.deployment import Deployment
from services.keeper import CampaignRest, Guarded, Limit, PlannedStart, WatchState, Why
from services.live import LiveState, last_dialled, ringing
from services.readiness import People

KEPT = 50
AGAIN = timedelta(minutes=1)
"""It is asked for every two seconds: so seldom people are read again, also where the platform's counters never agree with them."""
LARGE_AGE = timedelta(minutes=5)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ABOUT_TO_STOP = (WatchState.PAUSING, WatchState.PAUSED)


CalendarOf = Callable[[Campaign, People], Calendar]
"""The calling days and hours of a campaign, for those of the people who still wait."""


class KeptHere(NamedTuple):
    """What the console itself keeps for a campaign: whether a limit "at most N" is reached, a start that is set in its time,
    when it was last started from here, until when it rests on closed days, whether the console keeps it paused, and until when."""

    at_most_reached: bool = False
    starts_at: datetime | None = None
    started_at: datetime | None = None
    rests_until: datetime | None = None
    kept_paused: bool = False
    kept_until: datetime | None = None

    @classmethod
    def of(
        cls,
        limit: Limit | None,
        planned: PlannedStart | None,
        started_at: datetime | None,
        rest: CampaignRest | None,
        guarded: Guarded | None,
    ) -> KeptHere:
        holds = rest is not None and rest.holds
        stopped = guarded is not None and guarded.holds
        until = rest.until if rest and holds and rest.why is Why.CLOSED and not stopped else None
        of_days = rest is not None and rest.for_calls is None
        return cls(
            limit is not None and limit.state in ABOUT_TO_STOP,
            planned.starts_at if planned and planned.watch.stands else None,
            started_at,
            until if of_days else None,
            holds or stopped,
            until,
        )


class _Same:
    """Equal to itself alone. It keeps what it stands for, so that nothing else is ever taken for that."""

    def __init__(self, rows: object) -> None:
        self._rows = rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._rows is self._rows

    def __hash__(self) -> int:
        return id(self._rows)


class Holdings:
    """Those of one connection, each reckoned once for all who look."""

    def __init__(self, everybody: Everybody, deployment: Deployment, calendar_of: CalendarOf) -> None:
        self._everybody = everybody
        self._calendar_of = calendar_of
        self._deployment = deployment
        self._reckoned = cached(LRUCache(KEPT), key=self._seen, lock=Lock())(self._reckon)

    def of(self, state: LiveState, kept: KeptHere) -> Holding | None:
        """At the moment `state` was read; None while somebody is being called, or may be, and where nobody is to be."""
        return self._reckoned(state, kept) if nothing_rings(state, kept) else None

    def behind_calls(self, state: LiveState, kept: KeptHere) -> Holding | None:
        """What those wait for who are not being called while others are; None where nobody is, or nobody else waits."""
        return self._reckoned(state, kept) if others_wait(state) else None

    def _reckon(self, state: LiveState, kept: KeptHere) -> Holding:
        counts, pending = self._people(state)
        return holding(
            self._limits(state, kept, pending),
            counts,
            pending,
            readable=self._everybody.listed and too_many(state.campaign),
        )

    def _seen(self, state: LiveState, kept: KeptHere) -> tuple[object, ...]:
        """What an answer was reckoned from. With everybody of a campaign of very many it takes a second, and serves for minutes."""
        campaign, moment = state.campaign, state.fetched_at.timestamp()
        rows = (
            self._everybody.rows_or_none(campaign) if too_many(campaign) else None
        )  # nobody is asked for these
        if rows is not None:
            moment //= LARGE_AGE.total_seconds()
        return campaign.id, campaign.status, moment, kept, _Same(rows)

    def _people(self, state: LiveState) -> tuple[StatusCounts | None, list[CampaignContact]]:
        """Everybody by status, and those who wait: from the live view where it lists all of them."""
        counts, waiting = state.by_status, state.next_up
        if waiting is not None and counts and counts.pending is not None and counts.pending <= len(waiting):
            return counts, self._everybody.with_zones(waiting)
        if ringing(state):
            return counts, self._behind_calls(state, counts)
        over = state.campaign.status.is_over  # all who are left are held alike, whoever they are
        rows = None if over else self._everybody.rows_or_none(state.campaign, AGAIN)
        if rows is None:
            return counts, self._everybody.with_zones(waiting or [])
        return (
            counted(rows.items, nobody_rings=ringing(state) == 0),
            [one for one in rows.items if one.status is EnrollmentStatus.PENDING],
        )

    def _behind_calls(self, state: LiveState, counts: StatusCounts | None) -> list[CampaignContact]:
        """Those who wait while others are called. Where more do than the live view lists, the rest is taken from everybody as
        they were read minutes ago: of them those have been called since who could be called first."""
        listed = self._everybody.with_zones(state.next_up or [])
        rows = self._everybody.rows_or_none(state.campaign, LARGE_AGE)
        if rows is None:
            return listed
        seen = {one.id for one in (*listed, *(state.calling or ()))}
        others = [one for one in rows.items if one.status is EnrollmentStatus.PENDING and one.id not in seen]
        others.sort(key=lambda one: one.next_attempt_at or LONG_AGO, reverse=True)
        left = max(((counts and counts.pending) or 0) - len(listed), 0)
        return [*listed, *others[:left]]

    def _limits(self, state: LiveState, kept: KeptHere, pending: Sequence[CampaignContact]) -> Limits:
        campaign = state.campaign
        return Limits(
            campaign,
            state.at,
            self._calendar_of(campaign, People.enrolled(pending)),
            calling=ringing(state),
            credits=state.credits,
            numbers_usable=self._numbers_usable(campaign),
            at_most_reached=kept.at_most_reached,
            starts_at=kept.starts_at,
            rests_until=kept.rests_until,
            kept_paused=kept.kept_paused,
            kept_until=kept.kept_until,
            quiet_since=_quiet_since(state, kept.started_at),
            zones_told=self._everybody.zones_told,
        )

    def _numbers_usable(self, campaign: Campaign) -> bool | None:
        """Whether one of its numbers can call; None where that is not told."""
        if not campaign.from_number_ids or campaign.status.is_over or is_stopped(campaign.status):
            return None
        try:
            numbers = self._deployment.every_number()
        except ApiError:
            return None
        listed = {one.id: one.status for one in numbers.value}
        states = [listed.get(one) for one in campaign.from_number_ids]
        if "active" in states:
            return True
        return None if None in states else False


def nothing_rings(state: LiveState, kept: KeptHere) -> bool:
    """Whether a campaign that is to call calls nobody: one that runs, for as long as a dialler needs to look again."""
    status = state.campaign.status
    if state.error is not None:
        return False  # what happens now is not known
    if status is CampaignStatus.DRAFT:
        return kept.starts_at is not None or kept.rests_until is not None
    if state.campaign.deleted_at or status.is_over:
        return ringing(state) == 0
    if status is not CampaignStatus.RUNNING:
        return not ringing(state)
    quiet_since = last_dialled(state)
    return ringing(state) == 0 and (quiet_since is None or state.at - quiet_since >= A_LOOK)


def others_wait(state: LiveState) -> bool:
    """Whether people wait in a campaign that calls others at this moment."""
    if state.error is not None or state.campaign.status is not CampaignStatus.RUNNING:
        return False
    counts = state.by_status
    return bool(ringing(state)) and bool(counts.pending if counts else state.next_up)


def _quiet_since(state: LiveState, started_at: datetime | None) -> datetime | None:
    """Since when nothing was dialled, started or changed; None where nothing tells of calls."""
    if not state.calls_told and state.next_up is None:
        return None
    campaign = state.campaign
    moments = (last_dialled(state), started_at, campaign.started_at, campaign.updated_at)
    return max((one for one in moments if one), default=None)
