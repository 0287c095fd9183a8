"""Insights across campaigns and time: who answers, whom, from which number, at what hour.

Counted from the stored calls; where a deployment keeps its call log to itself, from the counters of the campaigns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np

from services.api.models import Campaign
from services.results.call_table import NOWHERE, CallTable
from services.results.intervals import FEW, Z95, Difference, Share, difference, share
from services.results.outcomes import Attempts, FigureSource, Funnel, Rates, funnel_of

_NO_LIST: dict[str, str] = {}


class Dimension(StrEnum):
    CAMPAIGN = "campaign"
    ASSISTANT = "assistant"
    NUMBER = "number"
    LIST = "list"


@dataclass(frozen=True)
class Selection:
    """Selection of calls: those of these campaigns, from `since` until before `until`, from one caller number."""

    campaigns: Sequence[Campaign]
    since: datetime | None = None
    until: datetime | None = None
    number: str | None = None

    @property
    def whole(self) -> bool:
        """All there ever was of the campaigns, so that their own counters hold."""
        return self.since is None and self.until is None and self.number is None


@dataclass(frozen=True)
class Ranked:
    """One campaign, assistant, caller number or list; `key` is its id."""

    key: str
    name: str
    rate: Share


@dataclass(frozen=True)
class Ranking:
    """The highest answer rate first; those with too few calls to say after the others."""

    dimension: Dimension
    rows: list[Ranked]
    source: FigureSource


@dataclass(frozen=True)
class Comparison:
    """`difference` is the first's answer rate less the second's; None where one has no calls."""

    first: Ranked
    second: Ranked
    difference: Difference | None
    source: FigureSource


class Sureness(StrEnum):
    SURE = "sure"  # holds even though the best of many hours was picked
    LIKELY = "likely"  # better than the rest, by calls enough for one hour picked beforehand
    UNSURE = "unsure"  # may be chance
    TOO_FEW = "too_few"  # no hour has calls enough to say anything


@dataclass(frozen=True)
class BestHour:
    """The hour from `hour` to `hour + 1` on the clock of the people called; None where there are too few calls."""

    sureness: Sureness
    hour: int | None = None
    rate: Share | None = None
    rest: Share | None = None


class SelectedCalls:
    """The calls of a selection. Each question takes one pass over the columns."""

    def __init__(self, table: CallTable, selection: Selection) -> None:
        self._table = table
        self.selection = selection
        self._rows = np.flatnonzero(_mask(table, selection))

    def __len__(self) -> int:
        return len(self._rows)

    def funnel(self) -> Funnel:
        """Of all there ever was by the campaigns' counters, else by the calls of the period. Who is finished no call tells: that
        tries are used up, or somebody was left out."""
        if self.selection.whole:
            return funnel_of_counters(self.selection.campaigns)
        people = self._table.person[self._rows]
        answered = self._table.answered[self._rows]
        return funnel_of(
            _added(campaign.total_contacts for campaign in self.selection.campaigns),
            len(np.unique(people)),
            len(np.unique(people[answered])),
            None,
            FigureSource.CALLS,
            not_told=sum(campaign.total_contacts is None for campaign in self.selection.campaigns),
        )

    def outcomes(self) -> dict[str, int]:
        """Calls by how they ended, the most frequent first."""
        column = self._table.outcome
        counts = np.bincount(column.codes[self._rows], minlength=len(column.words) + 1)
        named = {word: int(count) for word, count in zip(column.words, counts, strict=False) if count}
        return dict(sorted(named.items(), key=lambda item: -item[1]))

    def by_hour(self) -> Rates:
        hour = self._table.hour[self._rows]
        placed = hour != NOWHERE
        shares = _shares(hour[placed], self._table.answered[self._rows][placed], 24)
        return Rates(shares, int((~placed).sum()), FigureSource.CALLS)

    def by_hour_and_weekday(self) -> dict[tuple[int, int], Share]:
        """By (weekday, hour)."""
        hour, weekday = self._table.hour[self._rows], self._table.weekday[self._rows]
        placed = hour != NOWHERE
        codes = weekday[placed].astype(np.int64) * 24 + hour[placed]
        shares = _shares(codes, self._table.answered[self._rows][placed], 7 * 24)
        return {(code // 24, code % 24): one for code, one in shares.items()}

    def attempts(self) -> Attempts:
        """By the attempt at which people first answered, counted within the selection."""
        started, people = self._table.started[self._rows], self._table.person[self._rows]
        order = np.lexsort((started, people))
        people, answered = people[order], self._table.answered[self._rows][order]
        if not len(people):
            return Attempts({}, 0, FigureSource.CALLS)
        begins = np.flatnonzero(np.append(True, people[1:] != people[:-1]))
        person = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(people))))
        attempt = np.arange(len(people)) - begins[person] + 1
        first = np.full(len(begins), np.iinfo(np.int64).max)
        np.minimum.at(first, person[answered], attempt[answered])
        reached = first[first != np.iinfo(np.int64).max]
        values, counts = np.unique(reached, return_counts=True)
        by_attempt = {int(value): int(count) for value, count in zip(values, counts, strict=True)}
        return Attempts(by_attempt, len(begins) - len(reached), FigureSource.CALLS)

    def ranking(
        self, dimension: Dimension, names: Mapping[str, str], lists: Mapping[str, str] = _NO_LIST
    ) -> Ranking:
        """`names`: id to name of what is ranked. `lists`: campaign id to the list its people came from."""
        column = self._table.number if dimension is Dimension.NUMBER else self._table.campaign
        shares = _shares(column.codes[self._rows], self._table.answered[self._rows], len(column.words) + 1)
        counted = {column.words[code]: one for code, one in shares.items() if code < len(column.words)}
        return _ranked(
            dimension, counted, _groups(dimension, self.selection.campaigns, lists), names, FigureSource.CALLS
        )


def funnel_of_counters(campaigns: Iterable[Campaign]) -> Funnel:
    """The counters of the campaigns added up; somebody in two campaigns counts in both."""
    counters = [
        (one.total_contacts, one.contacts_called, one.contacts_answered, one.contacts_completed)
        for one in campaigns
    ]
    people, called, answered, finished = (
        (_added(each) for each in zip(*counters, strict=True)) if counters else [0] * 4
    )
    not_told = sum(None in each for each in counters)
    return funnel_of(people, called, answered, finished, FigureSource.COUNTERS, not_told=not_told)


def _added(counts: Iterable[int | None]) -> int | None:
    """All that are told together; None where none is, though there are some."""
    every = list(counts)
    told = [count for count in every if count is not None]
    return sum(told) if told or not every else None


def ranking_of_counters(
    dimension: Dimension,
    campaigns: Sequence[Campaign],
    names: Mapping[str, str],
    lists: Mapping[str, str] = _NO_LIST,
) -> Ranking:
    """People who answered of people called. Caller numbers are not told apart by counters."""
    if dimension is Dimension.NUMBER:
        return Ranking(dimension, [], FigureSource.COUNTERS)
    counted = {
        one.id: share(one.contacts_answered, one.contacts_called)
        for one in campaigns
        if one.contacts_called and one.contacts_answered is not None
    }
    return _ranked(dimension, counted, _groups(dimension, campaigns, lists), names, FigureSource.COUNTERS)


def compare(ranking: Ranking, first: str, second: str) -> Comparison:
    """Two campaigns (or assistants, numbers, lists) side by side."""
    by_key = {row.key: row for row in ranking.rows}
    one, other = (by_key.get(key, Ranked(key, key, share(0, 0))) for key in (first, second))
    return Comparison(one, other, difference(one.rate, other.rate), ranking.source)


def best_hour(rates: Rates, fewest: int = FEW) -> BestHour:
    """The hour with the highest answer rate among those with calls enough, and how sure that is."""
    candidates = {hour: one for hour, one in rates.by.items() if one.of >= fewest}
    if len(candidates) < 2:
        return BestHour(Sureness.TOO_FEW)
    hour = max(candidates, key=lambda one: candidates[one].value or 0.0)
    answered = sum(one.count for one in rates.by.values())
    calls = sum(one.of for one in rates.by.values())
    best = candidates[hour]
    rest = share(answered - best.count, calls - best.of)
    return BestHour(_sureness(best, rest, len(candidates)), hour, best, rest)


def _sureness(best: Share, rest: Share, candidates: int) -> Sureness:
    """The best of many looks better than it is: for `SURE` the interval allows for so many looks (Bonferroni)."""
    z = Z95 + np.log(candidates) / Z95  # a little above the exact quantile, so on the careful side
    strict = difference(share(best.count, best.of, z), share(rest.count, rest.of, z))
    plain = difference(best, rest)
    if strict and strict.low > 0:
        return Sureness.SURE
    return Sureness.LIKELY if plain and plain.low > 0 else Sureness.UNSURE


def _mask(table: CallTable, selection: Selection) -> Any:
    mask = table.campaign.matches(campaign.id for campaign in selection.campaigns)
    if selection.since:
        mask &= table.started >= selection.since.timestamp()
    if selection.until:
        mask &= table.started < selection.until.timestamp()
    if selection.number:
        mask &= table.number.matches([selection.number])
    return mask


def _shares(codes: Any, answered: Any, size: int) -> dict[int, Share]:
    of = np.bincount(codes, minlength=size)
    count = np.bincount(codes[answered], minlength=size)
    return {int(code): share(int(count[code]), int(of[code])) for code in np.flatnonzero(of)}


def _groups(
    dimension: Dimension, campaigns: Sequence[Campaign], lists: Mapping[str, str]
) -> Mapping[str, str] | None:
    """The group each campaign belongs to; None where every key counts for itself."""
    if dimension is Dimension.ASSISTANT:
        return {one.id: one.assistant_id or "" for one in campaigns}
    return lists if dimension is Dimension.LIST else None


def _ranked(
    dimension: Dimension,
    counted: Mapping[str, Share],
    groups: Mapping[str, str] | None,
    names: Mapping[str, str],
    source: FigureSource,
) -> Ranking:
    added: dict[str, tuple[int, int]] = {}
    for key, one in counted.items():
        group = key if groups is None else groups.get(key)
        if group is not None:
            count, of = added.get(group, (0, 0))
            added[group] = (count + one.count, of + one.of)
    rows = [Ranked(key, names.get(key, key), share(*counts)) for key, counts in added.items()]
    rows.sort(key=lambda row: (row.rate.unsure, -(row.rate.value or 0.0), row.name))
    return Ranking(dimension, rows, source)
