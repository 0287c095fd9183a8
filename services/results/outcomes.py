"""Outcomes of a campaign: pure functions over calls, else people, else the campaign's own counters.

`frame_of_calls` and `frame_of_people` bring both into one table; every result says from which it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from services.api.models import Call, Campaign, CampaignContact, Dashboard, Outcome, StatusCounts
from services.calling_rules.places import zone_for
from services.results.intervals import Share, share

# A pandas.DataFrame. Its own annotations know no column's type, so that each line on one would need an exemption.
Frame = Any

COLUMNS = ("person", "outcome", "at", "hour", "weekday", "attempt")


class FigureSource(StrEnum):
    """Source a figure was counted from. Of people only the last call is known."""

    CALLS = "calls"
    PEOPLE = "people"
    COUNTERS = "counters"


@dataclass(frozen=True)
class EndedCalls:
    """Calls that have ended, one a row: `person`, `outcome`, `at` (UTC), `hour` and `weekday` (0 is Monday) on the
    clock of the person called or <NA>, `attempt` from 1."""

    rows: Frame
    source: FigureSource


@dataclass(frozen=True)
class FunnelStep:
    """One step of the funnel: of the step before it, and of all people. None is what is not told."""

    people: int | None
    of_before: float | None
    of_all: float | None


@dataclass(frozen=True)
class Funnel:
    """People → called → answered, and beside it people → finished: somebody who answered and is called again for
    another reason is not finished, somebody skipped is finished without a call. `consistent` is False where the
    platform's counters contradict each other. `not_told` campaigns are left out of counts that they do not tell."""

    people: FunnelStep
    called: FunnelStep
    answered: FunnelStep
    finished: FunnelStep
    consistent: bool
    source: FigureSource
    not_told: int = 0


def funnel(counted: Campaign | Dashboard) -> Funnel:
    """From the counters; a dashboard's campaign carries them too."""
    campaign = counted.campaign if isinstance(counted, Dashboard) else counted
    return funnel_of(
        campaign.total_contacts,
        campaign.contacts_called,
        campaign.contacts_answered,
        campaign.contacts_completed,
        FigureSource.COUNTERS,
    )


def funnel_of(
    people: int | None,
    called: int | None,
    answered: int | None,
    finished: int | None,
    source: FigureSource,
    *,
    not_told: int = 0,
) -> Funnel:
    """The counters' rules, as far as they are told: people ≥ called ≥ answered and people ≥ finished."""
    consistent = _falling(people, called, answered) and _falling(people, finished)
    return Funnel(
        people=FunnelStep(people, None, _part(people, people)),
        called=FunnelStep(called, _part(called, people), _part(called, people)),
        answered=FunnelStep(answered, _part(answered, called), _part(answered, people)),
        finished=FunnelStep(finished, _part(finished, people), _part(finished, people)),
        consistent=consistent,
        source=source,
        not_told=not_told,
    )


def _falling(*counts: int | None) -> bool:
    told = [count for count in counts if count is not None]
    return told == sorted(told, reverse=True)


def was_called(one: CampaignContact) -> bool:
    """Whether somebody was called at least once; where the tries are not told, the time of the last one tells."""
    return one.attempts > 0 if one.attempts is not None else one.last_attempt_at is not None


def frame_of_calls(
    calls: Iterable[Call],
    zones: Mapping[str, str] | None = None,
    otherwise: ZoneInfo | None = None,
) -> EndedCalls:
    """Calls that have ended. `zones`: contact id to zone, where known; else the number's; else `otherwise`."""
    known = zones or {}
    rows: list[dict[str, Any]] = []
    for call in calls:
        if call.outcome is None or call.started_at is None:
            continue
        zone = zone_for(known.get(call.contact_id or ""), call.to_number) or otherwise
        person = call.campaign_contact_id or call.contact_id or call.to_number or call.id
        rows.append(
            {
                "person": person,
                "outcome": call.outcome,
                "at": call.started_at,
                **_clock(call.started_at, zone),
            }
        )
    frame = _frame(rows)
    frame = frame.sort_values("at", kind="stable")
    frame["attempt"] = frame.groupby("person").cumcount() + 1
    return EndedCalls(frame, FigureSource.CALLS)


def frame_of_people(people: Iterable[CampaignContact], otherwise: ZoneInfo | None = None) -> EndedCalls:
    """The last call of each person who was called."""
    rows: list[dict[str, Any]] = []
    for one in people:
        if one.outcome is None or not was_called(one):
            continue
        contact = one.contact
        zone = zone_for(contact.timezone, contact.phone) if contact else None
        at = one.last_attempt_at
        row = {"person": one.id, "outcome": one.outcome, "at": at, "attempt": one.attempts}
        rows.append(row | _clock(at, zone or otherwise))
    return EndedCalls(_frame(rows), FigureSource.PEOPLE)


def outcome_counts(table: EndedCalls) -> dict[str, int]:
    """Number of each outcome, the most frequent first; of calls, or of people with their last one."""
    counts = table.rows["outcome"].value_counts()
    return {str(outcome): int(count) for outcome, count in counts.items() if count}


def outcomes_of_called(by_outcome: Mapping[str, int], by_status: StatusCounts | None) -> dict[str, int]:
    """Number of people by their last outcome, of those who were called: who must not be called was not, and those left out for
    their number have an outcome without a call."""
    called = {one: count for one, count in by_outcome.items() if count and one != Outcome.DO_NOT_CALL}
    skipped = by_status.skipped if by_status else None
    without_number = max((skipped or 0) - by_outcome.get(Outcome.DO_NOT_CALL, 0), 0)
    if without_number and Outcome.INVALID_NUMBER in called:
        called[Outcome.INVALID_NUMBER] = max(called[Outcome.INVALID_NUMBER] - without_number, 0)
    return {one: count for one, count in called.items() if count}


@dataclass(frozen=True)
class Rates:
    """Answer rates by hour (0–23). `unplaced` calls are of people whose zone is not known."""

    by: dict[int, Share]
    unplaced: int
    source: FigureSource


def answer_rate_by_hour(table: EndedCalls) -> Rates:
    placed = table.rows.dropna(subset=["hour"])
    groups = (placed["outcome"] == Outcome.ANSWERED).groupby(placed["hour"])
    counts = zip(groups.groups, groups.sum(), groups.size(), strict=True)
    by = {int(hour): share(int(answered), int(of)) for hour, answered, of in counts}
    return Rates(by, len(table.rows) - len(placed), table.source)


def answer_rate_by_hour_and_weekday(table: EndedCalls) -> dict[tuple[int, int], Share]:
    """By (weekday, hour)."""
    placed = table.rows.dropna(subset=["hour", "weekday"])
    groups = (placed["outcome"] == Outcome.ANSWERED).groupby([placed["weekday"], placed["hour"]])
    return {
        (int(day), int(hour)): share(int(answered), int(of))
        for (day, hour), answered, of in zip(groups.groups, groups.sum(), groups.size(), strict=True)
    }


@dataclass(frozen=True)
class Attempts:
    """People by the attempt at which they first answered; `never` were called and have not answered."""

    answered_at: dict[int, int]
    never: int
    source: FigureSource

    @property
    def people(self) -> int:
        return sum(self.answered_at.values()) + self.never


def attempts_until_answered(table: EndedCalls) -> Attempts:
    rows = table.rows
    answered = rows[rows["outcome"] == Outcome.ANSWERED]
    first = answered.groupby("person")["attempt"].min().value_counts().sort_index()
    by_attempt = {int(attempt): int(people) for attempt, people in first.items()}
    called = int(rows["person"].nunique())
    return Attempts(by_attempt, called - sum(by_attempt.values()), table.source)


def _part(count: int | None, of: int | None) -> float | None:
    return count / of if count is not None and of else None


def _clock(at: datetime | None, zone: ZoneInfo | None) -> dict[str, int | None]:
    if at is None or zone is None:
        return {"hour": None, "weekday": None}
    local = at.astimezone(zone)
    return {"hour": local.hour, "weekday": local.weekday()}


def _frame(rows: list[dict[str, Any]]) -> Frame:
    frame: Frame = pd.DataFrame(rows, columns=list(COLUMNS))
    kinds = {"person": "string", "outcome": "string", "hour": "Int8", "weekday": "Int8", "attempt": "Int64"}
    return frame.astype(kinds).assign(at=pd.to_datetime(frame["at"], utc=True))
