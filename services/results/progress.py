"""Progress of a campaign over time: people called, answered and finished at each moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from services.api.models import CampaignContact, Outcome
from services.results.outcomes import EndedCalls, FigureSource, Frame


@dataclass(frozen=True)
class Progress:
    """People called for the first time, people who answered and people finished, in all, at each moment. `people` are
    all there are; `finished` is empty where only calls are known."""

    moments: list[datetime]
    called: list[int]
    answered: list[int]
    people: int
    source: FigureSource
    finished: list[int]


def progress(
    table: EndedCalls,
    people: int,
    everybody: Iterable[CampaignContact] = (),
    *,
    until: datetime | None = None,
    called: int | None = None,
    points: int = 120,
) -> Progress:
    """Progress of the campaign, in at most `points` steps of equal length, from the first call to the last or to
    `until`. `everybody` in the campaign tells who is finished since when: since the last call, or without one from
    the start. `called` are as many as the campaign itself counts by now: also those whose first call goes on."""
    rows = table.rows.dropna(subset=["at"])
    if rows.empty:
        return Progress([], [], [], people, table.source, [])
    first_call = rows.groupby("person")["at"].min()
    first_answer = rows[rows["outcome"] == Outcome.ANSWERED].groupby("person")["at"].min()
    begins, ends = rows["at"].min().to_pydatetime(), rows["at"].max().to_pydatetime()
    ended = [one.last_attempt_at or begins for one in everybody if one.status.is_over]
    moments = _moments(begins, max([ends, *ended, until or ends]), points)
    ever_called = _by(moments, first_call)
    ever_called[-1] = max(ever_called[-1], called or 0)
    return Progress(
        moments=moments,
        called=ever_called,
        answered=_by(moments, first_answer),
        people=people,
        source=table.source,
        finished=_by(moments, pd.Series(pd.to_datetime(ended, utc=True))) if ended else [],
    )


def _moments(begins: datetime, ends: datetime, points: int) -> list[datetime]:
    step = max((ends - begins) / max(points - 1, 1), timedelta(minutes=1))
    moments = [begins + step * number for number in range(int((ends - begins) / step) + 1)]
    return moments if moments[-1] >= ends else [*moments, ends]


def _by(moments: list[datetime], times: Frame) -> list[int]:
    """How many of `times` have come at each moment."""
    sorted_times = pd.DatetimeIndex(times.sort_values())
    return [int(count) for count in sorted_times.searchsorted(pd.DatetimeIndex(moments), side="right")]
