"""Sampling of a stream's people: all of a short list are played, a sample of a long one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from services.forecast.open_hours import Minutes
from services.forecast.stream import Stream

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cohort:
    """Cohort of people who were called equally often. `places` in the order of the stream; `weights`: for how many of
    the list each of them stands; `due`: not before that minute."""

    attempts: int
    people: Numbers
    places: Minutes
    weights: Minutes
    due: Minutes


def cohorts(stream: Stream, sample: int) -> list[Cohort]:
    """The people of a stream by attempts made, those who wait for another try first."""
    found: list[Cohort] = []
    ahead = 0.0
    for made in sorted({made for made, _ in stream.waiting}, reverse=True):
        due = np.sort([minute for attempts, minute in stream.waiting if attempts == made])
        weight = stream.weight(made)
        picked, weights = picks(len(due), sample)
        found.append(Cohort(made, picked + 1_000_000 * made, ahead + picked * weight, weights, due[picked]))
        ahead += len(due) * weight
    if stream.fresh:
        picked, weights = picks(stream.fresh, sample)
        found.append(Cohort(0, picked, ahead + picked + 0.5, weights, np.zeros(len(picked))))
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
