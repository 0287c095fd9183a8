"""Unconfirmed stops: those that somebody asked for and no read has confirmed yet, kept for every process.

What is answered to a stop is not what holds: the answer may be of another version of the platform, of a moment before, or
lost. Only a read tells. Until one says that the campaign has stopped, calls may go on, whoever looks is told so, and it is
read again and again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from services.api import Api, ApiError, errors
from services.api.fields import campaign_status
from services.api.models import Campaign, CampaignStatus, OtherStatus
from services.campaigns.one import read_now
from services.database.circuit_breaker import DatabaseAway
from services.database.database import Base, UtcDateTime, reading, writing
from services.person import DoneBy, Person, person_of, stored

STOPPED = (CampaignStatus.PAUSED, CampaignStatus.CANCELLED, CampaignStatus.COMPLETED)
STOPPED_WORDS = frozenset({"stopped", "canceled"})
"""Words of other versions of the platform for the same."""
SOON = timedelta(seconds=10)
"""So soon it is read again, less often the longer it lasts: every tenth part of that."""
LATEST = timedelta(minutes=10)
SENDING = timedelta(seconds=60)
"""A stop that was not looked at for so long was left by a process that died."""


class UnconfirmedStopRow(DoneBy, Base):
    __tablename__ = "unconfirmed_stop"

    connection: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    campaign_name: Mapped[str]
    wanted: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str | None]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class UnconfirmedStop:
    """`status` is what was read last, None where the read failed; `asked_at` and `read_at` are this machine's time."""

    campaign_id: str
    campaign_name: str
    wanted: CampaignStatus | OtherStatus
    who: Person
    asked_at: datetime
    status: CampaignStatus | OtherStatus | None = None
    read_at: datetime | None = None


class Stops:
    """Those of one connection. Without a database to keep them in they are known to this process alone: to stop calls
    nothing is needed but the platform."""

    def __init__(
        self,
        api: Api,
        engine: Engine | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._engine = engine
        self._mine = UnconfirmedStopRow.connection == api.fingerprint
        self._now = now
        self._lock = threading.Lock()
        self._here: dict[str, UnconfirmedStop] = {}

    def asked(self, campaign: Campaign, wanted: CampaignStatus, who: Person) -> None:
        """Somebody stops it: to be called before that is sent."""
        self._keep(UnconfirmedStop(campaign.id, campaign.name[:500], wanted, who, self._now()))

    def look(self, campaign_id: str) -> Campaign | None:
        """Read it once; None where it cannot be read. What a read confirms is no longer among the unconfirmed."""
        try:
            with self._api.budget.purpose("live view"):
                seen = read_now(self._api, campaign_id)
        except errors.NotFound:
            self.forget(campaign_id)
            return None
        except ApiError:
            self._seen(campaign_id, None)
            return None
        if has_stopped(seen):
            self.forget(campaign_id)
        else:
            self._seen(campaign_id, seen.status)
        return seen

    def unconfirmed(self) -> dict[str, UnconfirmedStop]:
        """By campaign. One that is being sent this moment is not among them yet."""
        now = self._now()
        return {
            one.campaign_id: one
            for one in self._all().values()
            if one.read_at is not None or now - one.asked_at >= SENDING
        }

    def watch(self, campaign_id: str) -> UnconfirmedStop | None:
        """What is known of it, after a read where the last one was a while ago; None once it is confirmed."""
        found = self.unconfirmed().get(campaign_id)
        if found and self._due(found):
            self.look(campaign_id)
            found = self.unconfirmed().get(campaign_id)
        return found

    def watch_all(self) -> None:
        """Read those nobody has read for a while. Call it again and again."""
        for campaign_id in self.unconfirmed():
            self.watch(campaign_id)

    def forget(self, campaign_id: str) -> None:
        """It has stopped, or somebody wants it to go on."""
        with self._lock:
            self._here.pop(campaign_id, None)
        if self._engine:
            with suppress(DatabaseAway), writing(self._engine) as connection:
                connection.execute(delete(UnconfirmedStopRow).where(*self._of(campaign_id)))

    def _due(self, one: UnconfirmedStop) -> bool:
        now = self._now()
        wait = min(max(SOON, (now - one.asked_at) / 10), LATEST)
        return one.read_at is None or now - one.read_at >= wait

    def _of(self, campaign_id: str) -> tuple[ColumnElement[bool], ...]:
        return self._mine, UnconfirmedStopRow.campaign_id == campaign_id

    def _all(self) -> dict[str, UnconfirmedStop]:
        with self._lock:
            here = dict(self._here)
        if self._engine is None:
            return here
        try:
            with reading(self._engine) as connection:
                rows = connection.execute(
                    select(*UnconfirmedStopRow.__table__.columns).where(self._mine)
                ).all()
        except DatabaseAway:
            return here
        return here | {row.campaign_id: _stop_of(row) for row in rows}

    def _keep(self, one: UnconfirmedStop) -> None:
        if self._engine:
            try:
                with writing(self._engine, can_wait=True) as connection:
                    connection.execute(delete(UnconfirmedStopRow).where(*self._of(one.campaign_id)))
                    connection.execute(insert(UnconfirmedStopRow).values(**self._row(one)))
                return
            except DatabaseAway:
                pass  # known to this process then, which is all that can be had
        with self._lock:
            self._here[one.campaign_id] = one

    def _seen(self, campaign_id: str, status: CampaignStatus | OtherStatus | None) -> None:
        now = self._now()
        with self._lock:
            if campaign_id in self._here:
                self._here[campaign_id] = replace(self._here[campaign_id], status=status, read_at=now)
        if self._engine:
            word = None if status is None else str(status)
            with suppress(DatabaseAway), writing(self._engine, can_wait=True) as connection:
                connection.execute(
                    update(UnconfirmedStopRow).where(*self._of(campaign_id)).values(status=word, read_at=now)
                )

    def _row(self, one: UnconfirmedStop) -> dict[str, Any]:
        return {
            "connection": self._api.fingerprint,
            "campaign_id": one.campaign_id,
            "campaign_name": one.campaign_name,
            "wanted": str(one.wanted),
            "asked_at": one.asked_at,
            **stored(one.who),
        }


def has_stopped(campaign: Campaign) -> bool:
    """Whether a campaign, as it was read, calls nobody any more. A status that is not known never says so."""
    return campaign.deleted_at is not None or is_stopped(campaign.status)


def may_be_calling(campaign: Campaign) -> bool:
    """Whatever its status means: one that is not known may be calling."""
    status = campaign.status
    return status is CampaignStatus.RUNNING or (isinstance(status, OtherStatus) and not is_stopped(status))


def is_stopped(status: CampaignStatus | OtherStatus) -> bool:
    return status in STOPPED or (isinstance(status, OtherStatus) and str(status).casefold() in STOPPED_WORDS)


def _stop_of(row: Row[Any]) -> UnconfirmedStop:
    return UnconfirmedStop(
        row.campaign_id,
        row.campaign_name,
        campaign_status(row.wanted),
        person_of(row),
        row.asked_at,
        None if row.status is None else campaign_status(row.status),
        row.read_at,
    )
