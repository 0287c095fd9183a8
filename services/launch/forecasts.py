"""Forecast at launch, kept beside the intent of who launched: what the campaign is measured against later.

It is kept after the platform has answered, so that it can neither delay a launch nor stop one. Where it is missing the
charts say which forecast they show instead, and why.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Engine, ForeignKey, Row, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, UtcDateTime, reading, writing
from services.forecast import Forecast
from services.launch.intents import IntentKind, IntentRow, IntentState

log = logging.getLogger(__name__)

Curve = Sequence[tuple[datetime, float]]
KEPT_LAUNCHES = 50
"""So many of a campaign's launches are looked through for the last one for everybody."""


class LaunchForecastRow(Base):
    __tablename__ = "launch_forecast"

    intent_id: Mapped[int] = mapped_column(ForeignKey(IntentRow.id), primary_key=True)
    people: Mapped[int]
    people_left: Mapped[int]
    earliest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finish: Mapped[datetime | None] = mapped_column(UtcDateTime)
    latest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    curve: Mapped[list[list[float]]] = mapped_column(JSON)


@dataclass(frozen=True)
class LaunchForecast:
    """Forecast with which a campaign was launched for everybody, at `launched_at`.

    `people` are all there were, finished ones among them; `curve`: moments, and people finished by then. In half of the
    cases it ends before `finish`, in eight of ten between `earliest` and `latest`; a moment more than two years away is
    None.
    """

    launched_at: datetime
    people: int
    earliest: datetime | None
    finish: datetime | None
    latest: datetime | None
    curve: tuple[tuple[datetime, float], ...]

    def finished_by(self, at: datetime) -> float:
        """How many people should be finished at a moment."""
        before = [point for point in self.curve if point[0] <= at]
        after = [point for point in self.curve if point[0] > at]
        if not before:
            return self.curve[0][1] if self.curve else 0.0
        if not after:
            return before[-1][1]
        (begins, low), (ends, high) = before[-1], after[0]
        return low + (high - low) * ((at - begins) / (ends - begins))


class Missing(StrEnum):
    """Reason why there is no forecast from the launch."""

    ELSEWHERE = "elsewhere"  # it began by itself on its date, or somebody launched it outside of this console
    STAGED = "staged"  # it was launched for the first ones only so far
    NOT_KEPT = "not_kept"  # there was none to keep, or it could not be stored
    NOT_READ = "not_read"  # the console's own database does not answer


class LaunchForecasts:
    """All of one console database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, intent_id: int, forecast: Forecast) -> bool:
        """Store what was expected at the launch of this intent; the first one kept stays. False where it could not be
        stored, which is logged and never raised: the launch has happened."""
        try:
            with writing(self._engine) as connection:
                known = select(LaunchForecastRow.intent_id).where(LaunchForecastRow.intent_id == intent_id)
                if connection.scalar(known) is None:
                    connection.execute(insert(LaunchForecastRow).values(_row(intent_id, forecast)))
        except SQLAlchemyError:
            log.exception("the forecast of launch %s could not be stored", intent_id)
            return False
        return True

    def of(self, campaign_id: str) -> LaunchForecast | Missing:
        """The forecast of the campaign's last launch for everybody.

        A launch with "at most" is none of everybody: the campaign waits after it, as no forecast foresees. Whoever goes
        on then sees a new forecast and launches for all that are left; from there on the campaign is measured.
        """
        launches = self._launches(campaign_id)
        for launch in launches:
            if not _staged(launch):
                return _forecast(launch) if launch.curve is not None else Missing.NOT_KEPT
        return Missing.STAGED if launches else Missing.ELSEWHERE

    def _launches(self, campaign_id: str) -> Sequence[Row[Any]]:
        query = (
            select(IntentRow.claimed_at, IntentRow.max_calls, *LaunchForecastRow.__table__.columns)
            .join(LaunchForecastRow, LaunchForecastRow.intent_id == IntentRow.id, isouter=True)
            .where(
                IntentRow.campaign_id == campaign_id,
                IntentRow.kind == IntentKind.RUN.value,
                IntentRow.state == IntentState.LAUNCHED.value,
            )
            .order_by(IntentRow.id.desc())
            .limit(KEPT_LAUNCHES)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).all()


def _staged(launch: Row[Any]) -> bool:
    """Whether it was for some of those only who were left to call."""
    return launch.max_calls is not None and (
        launch.people_left is None or launch.max_calls < launch.people_left
    )


def _row(intent_id: int, forecast: Forecast) -> dict[str, Any]:
    return {
        "intent_id": intent_id,
        "people": forecast.people,
        "people_left": forecast.left,
        "earliest": forecast.earliest,
        "finish": forecast.finish,
        "latest": forecast.latest,
        "curve": [[round(at.timestamp()), round(people, 1)] for at, people in forecast.curve],
    }


def _forecast(launch: Row[Any]) -> LaunchForecast:
    return LaunchForecast(
        launch.claimed_at,
        launch.people,
        launch.earliest,
        launch.finish,
        launch.latest,
        tuple((datetime.fromtimestamp(at, UTC), people) for at, people in launch.curve),
    )
