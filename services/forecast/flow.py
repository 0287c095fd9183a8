"""Queue flow: when each person's turn comes. The list flows through the lines, retries before new people.

The flow is that of an endless list with the same mix of people, for one line: the time at which x people per line have
been started. Whoever is at place p of the list gets her turn when p divided by the lines has been started. So more
lines never make a turn later, and people added behind never make it earlier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.forecast.open_hours import Minutes, OpenHours
from services.forecast.stream import Stream

STEP = 15.0
"""Minutes. Windows begin on quarter hours nearly always; what lies between is interpolated."""
STEPS_A_WEEK = 7 * 24 * 4
WEEKS = 3
"""Looked at step by step; after that so many open hours are like as many of the last week."""


@dataclass(frozen=True)
class QueueTurns:
    """`started[k]` people per line and mix were started by `edges[k]`; `hours` are those of the stream.
    `goes_on`: it was not looked at to the end. `limited`: the calls of a day are."""

    edges: Minutes
    started: Minutes
    hours: OpenHours
    goes_on: bool = False
    limited: bool = False

    def at(self, places: Minutes) -> Minutes:
        """The minute at which each place per line has its turn; later than any window where it never comes."""
        last = self.started[-1]
        moments = np.interp(places, self.started, self.edges)
        if not self.goes_on:
            return moments
        return np.where(places > last, self._beyond(np.maximum(places, last)), moments)

    def _beyond(self, places: Minutes) -> Minutes:
        """By open hours and not by days: a later week may have fewer of them."""
        opened, started = self.hours.open_until(self.edges), self.started
        if started[-1] <= started[-1 - STEPS_A_WEEK]:  # a week in which nobody was called
            opened, started = np.array([0.0, opened[-1]]), np.array([0.0, started[-1]])
            span = 1
        else:
            span = STEPS_A_WEEK
        people, minutes = started[-1] - started[-1 - span], opened[-1] - opened[-1 - span]
        if people <= 0:
            return np.full_like(places, np.inf)
        times = np.ceil((places - started[-1]) / people)
        like = np.interp(places - times * people, started, opened)
        return self.hours.when_open_for(like + times * minutes)


@dataclass(frozen=True)
class DailyLimit:
    """At most so many calls a day and line. `days`: minutes at which each day but the first begins, as far as is looked."""

    calls: float
    days: Sequence[float]


@dataclass(frozen=True)
class Flowed:
    """Turns of each stream, and the spans for which the calls of a day were used up."""

    turns: Sequence[QueueTurns]
    used_up: Sequence[tuple[float, float]] = ()


def flowed(streams: Sequence[Stream], farthest: float, limit: DailyLimit | None = None) -> Flowed:
    """The turns of each stream, at least until `farthest` places per line or for `WEEKS`; to the last day of a limit."""
    steps = WEEKS * STEPS_A_WEEK if limit is None else int(limit.days[-1] // STEP)
    edges = np.arange(steps + 1) * STEP
    flow = _Flow(streams, edges, limit)
    started = [np.zeros(len(edges)) for _ in streams]
    step = -1
    for step in range(len(edges) - 1):
        flow.advance(step)
        for row, place in zip(started, flow.places, strict=True):
            row[step + 1] = place
        if min(flow.places) >= farthest:
            break
    goes_on = limit is None and step + 2 > WEEKS * STEPS_A_WEEK
    found = [
        QueueTurns(edges[: step + 2], row[: step + 2], stream.hours, goes_on, limit is not None)
        for row, stream in zip(started, streams, strict=True)
    ]
    return Flowed(found, flow.used_up)


class _Flow:
    """The state of the lines between two steps. Masses are people (or calls) per line."""

    def __init__(self, streams: Sequence[Stream], edges: Minutes, limit: DailyLimit | None) -> None:
        self.limit = limit
        self.calls_left = limit.calls if limit else np.inf
        self.days = list(limit.days) if limit else []
        self.used_up: list[tuple[float, float]] = []
        total = sum(stream.people for stream in streams)
        self.mix = [stream.people / total for stream in streams]
        self.minutes = [stream.call_minutes for stream in streams]
        self.attempts = [stream.attempts for stream in streams]
        self.places = [0.0] * len(streams)
        self.open = [np.diff(stream.hours.open_until(edges)).tolist() for stream in streams]
        self.waiting = [[0.0] * (attempts + 1) for attempts in self.attempts]
        self.due: list[dict[int, list[tuple[int, float]]]] = [defaultdict(list) for _ in streams]
        self.leads_to = [_retry_steps(stream, edges) for stream in streams]

    def advance(self, step: int) -> None:
        """One step: the line's minutes go to whoever is first in the list, retries before first calls."""
        if self.limit and self.days and step * STEP >= self.days[0]:
            self.days.pop(0)
            self.calls_left = self.limit.calls
        for due, waiting in zip(self.due, self.waiting, strict=True):
            for attempt, calls in due.pop(step, ()):
                waiting[attempt] += calls
        if self.calls_left <= 0:
            return
        room = {n: minutes[step] for n, minutes in enumerate(self.open) if minutes[step] > 0}
        left = max(room.values(), default=0.0)
        in_order = sorted(room, key=lambda n: self.places[n])
        joined: list[int] = []
        for rank, stream in enumerate(in_order):
            used = self._serve_retries(stream, step, min(left, room[stream]))
            room[stream] -= used
            joined.append(stream)
            behind = self.places[in_order[rank + 1]] if rank + 1 < len(in_order) else np.inf
            left, joined = self._serve_fresh(joined, step, left - used, room, behind)
        if self.calls_left <= 1e-9 and self.days:
            self.calls_left = 0.0
            self.used_up.append(((step + 1) * STEP, self.days[0]))

    def _serve_retries(self, stream: int, step: int, room: float) -> float:
        """Minutes used of `room`."""
        waiting = self.waiting[stream]
        needed = sum(waiting) * self.minutes[stream]
        if needed <= 0 or room <= 0:
            return 0.0
        part = min(1.0, room / needed, self.calls_left / sum(waiting))
        self.calls_left -= part * sum(waiting)
        for attempt, calls in enumerate(waiting):
            if calls:
                self._lead_on(stream, step, attempt, calls * part)
                waiting[attempt] = calls * (1 - part)
        return needed * part

    def _serve_fresh(
        self, joined: list[int], step: int, left: float, room: dict[int, float], behind: float
    ) -> tuple[float, list[int]]:
        """Those who stand at the same place go ahead together until they catch up with who is `behind` them in order
        or their windows close. Answers the minutes left and who still goes on."""
        going = [n for n in joined if room[n] > 0]
        while going and left > 0 and self.calls_left > 1e-9:
            each = sum(self.mix[n] * self.minutes[n] for n in going)
            minutes = min(left, min(room[n] for n in going))
            calls = sum(self.mix[n] for n in going)
            ahead = min(behind - self.places[going[0]], minutes / each, self.calls_left / calls)
            if ahead <= 0:
                break
            self.calls_left -= ahead * calls
            for n in going:
                self.places[n] += ahead
                room[n] -= ahead * each
                self._lead_on(n, step, 1, ahead * self.mix[n])
            left -= ahead * each
            going = [n for n in going if room[n] > 1e-9]
        return left, going

    def _lead_on(self, stream: int, step: int, attempt: int, calls: float) -> None:
        """Some of the calls of this step are to be made again, each at its time."""
        for share, steps in self.leads_to[stream].get(attempt, ()):
            later = steps[step]
            if later >= 0:
                self.due[stream][later].append((attempt + 1, calls * share))


def _retry_steps(stream: Stream, edges: Minutes) -> dict[int, list[tuple[float, list[int]]]]:
    """By attempt: the share of calls that leads to another, and its step for a call in each step (-1: not seen)."""
    found: dict[int, list[tuple[float, list[int]]]] = defaultdict(list)
    middle, following = edges[:-1] + STEP / 2, edges[1:]
    for retry in stream.retries():
        minutes = stream.seconds[retry.outcome] / 60 + retry.minutes
        moments = stream.hours.next_open(np.maximum(middle + minutes, following))
        seen = moments < edges[-1]
        steps = np.where(seen, np.where(seen, moments, 0.0) // STEP, -1).astype(int)
        found[retry.attempt].append((stream.shares[retry.outcome] * retry.chance, steps.tolist()))
    return found
