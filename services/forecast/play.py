"""One stream of people played in every run: from each person's turn through her attempts to her end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from services.api.models import Outcome
from services.forecast.assumptions import ENDINGS
from services.forecast.flow import Turns
from services.forecast.luck import Luck, shares_by_run, uniform
from services.forecast.open_hours import Minutes
from services.forecast.stream import DIALLER_SECONDS, Stream

Numbers = npt.NDArray[np.int64]
_ENDING_AT = {ending: at for at, ending in enumerate(ENDINGS)}


@dataclass(frozen=True)
class Lot:
    """People of a stream who were called equally often. `places` in the stream's own order, fractional; `weights`:
    for how many of the list each of them stands; `due`: not before that minute."""

    attempts: int
    people: Numbers
    places: Minutes
    weights: Minutes
    due: Minutes


@dataclass
class Played:
    """Runs × people: when each was done. `calls` and `answered` are means over the runs."""

    over: Minutes
    ends: list[Minutes] = field(default_factory=list)
    weights: list[Minutes] = field(default_factory=list)
    calls: float = 0.0
    answered: float = 0.0


def lots(stream: Stream, sample: int) -> list[Lot]:
    """The people of a stream, those who wait for another try first; a sample of a long list, with all of its end."""
    found: list[Lot] = []
    ahead = 0.0
    for made in sorted({made for made, _ in stream.waiting}, reverse=True):
        due = np.sort([minute for attempts, minute in stream.waiting if attempts == made])
        weight = stream.weight(made)
        picked, weights = picks(len(due), sample)
        found.append(Lot(made, picked + 1_000_000 * made, ahead + picked * weight, weights, due[picked]))
        ahead += len(due) * weight
    if stream.fresh:
        picked, weights = picks(stream.fresh, sample)
        found.append(Lot(0, picked, ahead + picked + 0.5, weights, np.zeros(len(picked))))
    return found


def picks(count: int, sample: int) -> tuple[Numbers, Minutes]:
    """All of up to twice `sample`; else every so many-th, and everybody of the last one to two samples, who decide
    when it is over. The weights add up to `count`."""
    everybody = np.arange(count, dtype=np.int64)
    if count <= 2 * sample:
        return everybody, np.ones(count)
    tail = (count // sample - 1) * sample
    stride = 1 << max(0, (count // sample).bit_length() - 1)
    head = everybody[:tail:stride]
    weights = np.concatenate((np.full(len(head), tail / len(head)), np.ones(count - tail)))
    return np.concatenate((head, everybody[tail:])), weights


def play(
    stream: Stream, drawn: Sequence[Lot], turns: Turns, luck: Luck, lines: int, stretch: float
) -> Played:
    """`stretch`: places of the whole list for each place of this stream. Minutes throughout."""
    shares = shares_by_run(stream, luck)
    pace = _pace(stream, shares, luck)
    calls: list[tuple[Minutes, Minutes]] = []
    played = Played(np.zeros(luck.runs))
    for lot in drawn:
        starts = stream.hours.next_open(
            np.maximum(_turns_of(lot, stream, turns, luck, pace, lines, stretch), lot.due)
        )
        played.ends.append(_follow(stream, lot, starts, shares, luck, calls, played))
        played.weights.append(lot.weights)
    lasts = np.max([ends.max(axis=1) for ends in played.ends], axis=0)
    played.over = np.maximum(lasts, _worked_off(stream, calls, shares, luck, lines))
    return played


def _pace(stream: Stream, shares: Minutes, luck: Luck) -> Minutes:
    """How much more work a run's world makes of each person than is to be expected."""
    again = np.zeros(luck.runs)
    reach = np.ones(luck.runs)
    for attempt in range(1, stream.attempts + 1):
        again += reach
        reach = reach * sum(
            (shares[:, _ENDING_AT[o]] for o in stream.retried(attempt)), start=np.zeros(luck.runs)
        )
    work = again * _call_minutes(stream, shares, luck)
    return work / (stream.calls_left(0) * stream.call_minutes)


def _call_minutes(stream: Stream, shares: Minutes, luck: Luck) -> Minutes:
    seconds = np.array([stream.seconds[ending] for ending in ENDINGS])
    return ((shares @ seconds) * luck.lengths + DIALLER_SECONDS) / 60


def _turns_of(
    lot: Lot, stream: Stream, turns: Turns, luck: Luck, pace: Minutes, lines: int, stretch: float
) -> Minutes:
    """Runs × people: when each place's turn comes. A list of n people varies by its root: luck evens out."""
    places = np.maximum(lot.places * stretch - 0.5, 0.0)[None, :]
    varied = places * pace[:, None] + luck.list_luck[:, None] * stream.work_spread() * np.sqrt(places)
    in_order = np.maximum.accumulate(np.maximum(varied, 0.0), axis=1)
    return turns.at(np.maximum(in_order - (lines - 1), 0.0) / lines)


def _follow(
    stream: Stream,
    lot: Lot,
    starts: Minutes,
    shares: Minutes,
    luck: Luck,
    calls: list[tuple[Minutes, Minutes]],
    played: Played,
) -> Minutes:
    """The attempts of a lot. Adds its calls to `calls`; answers when each person was done."""
    ends = np.zeros_like(starts)
    moments = starts
    weights = np.broadcast_to(lot.weights, starts.shape)
    for attempt in range(lot.attempts + 1, max(stream.attempts, lot.attempts + 1) + 1):
        calling = np.isfinite(moments) & (moments >= 0)
        chance = uniform(luck.seed, lot.people, luck.runs, attempt)
        calls.append((moments, np.where(calling, weights, 0.0)))
        played.calls += float((weights * calling).sum()) / luck.runs
        moments, over = _outcomes(stream, attempt, moments, calling, chance, shares, luck, weights, played)
        ends = np.where(calling, over, ends)
        if not (moments >= 0).any():
            break
    return np.where(np.isfinite(starts), ends, np.inf)


def _outcomes(
    stream: Stream,
    attempt: int,
    moments: Minutes,
    calling: npt.NDArray[np.bool_],
    chance: Minutes,
    shares: Minutes,
    luck: Luck,
    weights: Minutes,
    played: Played,
) -> tuple[Minutes, Minutes]:
    """When each is called again (below 0: never) and when this call is over."""
    again = np.full_like(moments, -1.0)
    over = moments.copy()
    floor = np.zeros((luck.runs, 1))
    retried = stream.retried(attempt)
    for at, ending in enumerate(ENDINGS):
        ceiling = floor + shares[:, at : at + 1]
        here = calling & (chance >= floor) & (chance < ceiling)
        lasts = stream.seconds[ending] / 60 * luck.lengths[:, None]
        over = np.where(here, moments + lasts, over)
        if ending in retried:
            later = stream.hours.next_open(
                over[here] + stream.rules.delay(ending, attempt) + DIALLER_SECONDS / 60
            )
            again[here] = later
        if ending is Outcome.ANSWERED:
            played.answered += float((weights * here).sum()) / luck.runs
        floor = ceiling
    return again, over


def _worked_off(
    stream: Stream, calls: list[tuple[Minutes, Minutes]], shares: Minutes, luck: Luck, lines: int
) -> Minutes:
    """By when the lines have done what was due after any moment: retries that pile up overnight take their time."""
    moments = np.concatenate([when for when, _ in calls], axis=1)
    weights = np.concatenate([weight for _, weight in calls], axis=1)
    opened = np.where(weights > 0, stream.hours.open_until(np.where(weights > 0, moments, 0.0)), -1.0)
    order = np.argsort(-opened, axis=1)
    opened = np.take_along_axis(opened, order, axis=1)
    work = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    minutes = _call_minutes(stream, shares, luck)[:, None] / lines
    # The last `lines` calls run side by side, so that many do not queue.
    queue = np.maximum(work - (lines - 1), 0.0) * minutes
    return stream.hours.when_open_for(np.where(opened >= 0, opened + queue, 0.0).max(axis=1))
