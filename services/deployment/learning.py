"""What this platform lets this key do: asked once for a connection, remembered in the console's database.

Only companion operations are asked about; what every deployment has is taken for granted. A platform that is down
teaches nothing, and neither does a token that was revoked: then every operation says 401, the common ones too.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from services.api import Api, ApiError, errors
from services.database import Base, UtcDateTime, writing

CORE = "listCampaigns"
REREAD_AFTER = timedelta(seconds=60)
ASK_AGAIN_AFTER = timedelta(minutes=10)
REST = timedelta(seconds=30)
# 404 on these means that the operation is missing; with an id in the path it may be the campaign.
FIRST_OF_PATH = {"deleteCampaign": "updateCampaign"}


log = logging.getLogger(__name__)


class Verdict(StrEnum):
    OPEN = "open"
    CLOSED_TO_KEYS = "closed_to_keys"  # 401, 403: there, but not for API keys
    NOT_HERE = "not_here"  # 404, 405, 501


class LearnedOperation(Base):
    __tablename__ = "learned_operation"

    connection: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Knowledge:
    """Verdicts by operation; what is missing is not known yet."""

    verdicts: dict[str, Verdict]
    learned_at: datetime | None


class Learning:
    """Learns and remembers for one connection. `now` is this machine's time.

    Args:
        any_campaign: the id of some campaign, "" while there is none: some questions need one.
    """

    def __init__(
        self, engine: Engine, api: Api, any_campaign: Callable[[], str], now: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._api = api
        self._any_campaign = any_campaign
        self._now = now
        self._lock = threading.Lock()
        self._known = Knowledge({}, None)
        self._read_at: datetime | None = None
        self._asked_at: dict[str, datetime] = {}
        self._rests_until: datetime | None = None

    def knowledge(self) -> Knowledge:
        """What is known, after asking about what is not. Where the platform fails: what is known."""
        with self._lock:
            self._reread()
            if not self._resting() and (due := self._due()):
                try:
                    self._learn(due)
                except ApiError as error:
                    log.warning("learning what the platform offers: %s", error)
                    self._rests_until = self._now() + REST
            return self._known

    def learn_again(self) -> Knowledge:
        """Ask about everything anew.

        Raises:
            ApiError: the platform does not answer, or not to this key. What was known stays known.
        """
        with self._lock:
            self._learn(self._askable())
            return self._known

    def note(self, operation: str, verdict: Verdict) -> None:
        """An answer in passing told it."""
        with self._lock:
            self._remember({operation: verdict})

    def _resting(self) -> bool:
        return self._rests_until is not None and self._now() < self._rests_until

    def _due(self) -> list[str]:
        """Operations nobody knows about, and that were not asked about just now."""
        long_ago = self._now() - ASK_AGAIN_AFTER
        unknown = [
            name for name in self._api.probes.operations if name not in self._known.verdicts and name != CORE
        ]
        if all(name in self._asked_at and self._asked_at[name] > long_ago for name in unknown):
            return []
        askable = set(self._askable())
        return [
            name
            for name in unknown
            if name in askable and not (name in self._asked_at and self._asked_at[name] > long_ago)
        ]

    def _askable(self) -> list[str]:
        campaign = self._any_campaign()
        probes = self._api.probes
        return [
            name
            for name in probes.operations
            if name != CORE and (campaign or not probes.needs_campaign(name))
        ]

    def _learn(self, operations: list[str]) -> None:
        campaign = self._any_campaign()
        found: dict[str, Verdict] = {}
        with self._api.budget.purpose("deployment"):
            self._api.probes.ask(CORE)
            for operation in sorted(operations, key=lambda name: name in FIRST_OF_PATH):
                self._asked_at[operation] = self._now()
                verdict = self._ask(operation, campaign, found)
                if verdict:
                    found[operation] = verdict
            if Verdict.CLOSED_TO_KEYS in found.values():
                self._api.probes.ask(CORE)  # a token revoked meanwhile says 401 to everything
        self._remember(found)

    def _ask(self, operation: str, campaign: str, found: dict[str, Verdict]) -> Verdict | None:
        try:
            self._api.probes.ask(operation, campaign)
        except errors.NotFound:
            first = FIRST_OF_PATH.get(operation)
            if first is None:
                return Verdict.NOT_HERE
            # asked about a campaign nobody has: 404 is right where the path is known to be there
            return found.get(first) or self._known.verdicts.get(first)
        except (errors.ConnectionFailed, errors.DeadlineExceeded, errors.BudgetSpent):
            raise  # the next question would fare no better
        except ApiError as error:
            return verdict_of(error)
        return Verdict.OPEN

    def _remember(self, found: dict[str, Verdict]) -> None:
        if not found:
            return
        now = self._now()
        rows = [
            {
                "connection": self._api.fingerprint,
                "operation": name,
                "verdict": verdict.value,
                "learned_at": now,
            }
            for name, verdict in found.items()
        ]
        with writing(self._engine) as connection:
            connection.execute(
                delete(LearnedOperation).where(
                    LearnedOperation.connection == self._api.fingerprint,
                    LearnedOperation.operation.in_(list(found)),
                )
            )
            connection.execute(insert(LearnedOperation), rows)
        self._known = Knowledge({**self._known.verdicts, **found}, now)

    def _reread(self) -> None:
        """Other processes learn too."""
        now = self._now()
        if self._read_at and now - self._read_at < REREAD_AFTER:
            return
        query = select(LearnedOperation.operation, LearnedOperation.verdict, LearnedOperation.learned_at)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(LearnedOperation.connection == self._api.fingerprint)).all()
        self._read_at = now
        self._known = Knowledge(
            {name: Verdict(verdict) for name, verdict, _ in rows}, max((at for *_, at in rows), default=None)
        )


def verdict_of(error: ApiError) -> Verdict | None:
    """What an answer says about its operation; None where it says nothing: the platform failed."""
    match error:
        case errors.Unauthorized() | errors.Forbidden():
            return Verdict.CLOSED_TO_KEYS
        case errors.NotFound() | errors.NotAvailable():
            return Verdict.NOT_HERE
        case errors.ServerError() | errors.TooManyRequests():
            return None
        case errors.StatusError() | errors.Refused():
            return Verdict.OPEN  # it looked at the request: 400, 409, 413, …
        case _:
            return None
