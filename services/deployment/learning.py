"""Learning: what this platform lets this key do, asked by reading, once for a connection, and kept as verdicts.

Only companion operations are asked about; what every deployment has is taken for granted. What changes something is
never asked about: its first real use tells (`note`). A platform that is down teaches nothing, and neither does a token
that was revoked: then every operation says 401, the common ones too.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.api import Api, ApiError, errors
from services.database.circuit_breaker import DatabaseAway
from services.operation_verdicts import OperationVerdict, Verdicts, verdict_of

CORE = "listCampaigns"
REREAD_AFTER = timedelta(seconds=60)
ASK_AGAIN_AFTER = timedelta(minutes=10)
REST = timedelta(seconds=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Knowledge:
    """Verdicts by operation; what is missing is not known yet."""

    verdicts: dict[str, OperationVerdict]
    learned_at: datetime | None


class Learning:
    """Learns and remembers for one connection. `now` is this machine's time.

    Args:
        any_campaign: the id of some campaign, "" while there is none: some questions need one.
    """

    def __init__(
        self, engine: Engine, api: Api, any_campaign: Callable[[], str], now: Callable[[], datetime]
    ) -> None:
        self._verdicts = Verdicts(engine, api.fingerprint, now)
        self._api = api
        self._any_campaign = any_campaign
        self._now = now
        self._lock = threading.Lock()
        self._known = Knowledge({}, None)
        self._read_at: datetime | None = None
        self._asked_at: dict[str, datetime] = {}
        self._rests_until: datetime | None = None
        self._unwritten: dict[str, OperationVerdict] = {}

    def knowledge(self) -> Knowledge:
        """Present knowledge, after asking about what is not known. Where the platform fails: what is known."""
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
        """Ask about everything anew. Refusals of what cannot be asked about are forgotten: it may be tried again.

        Raises:
            ApiError: the platform does not answer, or not to this key. What was known stays known.
        """
        with self._lock:
            self._reread(at_once=True)
            self._learn(self._askable(), forgotten=self._refused_in_use())
            return self._known

    def note(self, operation: str, verdict: OperationVerdict) -> None:
        """A real use told it. What was used has had its effect: that it cannot be remembered must not undo that."""
        with self._lock:
            if self._known.verdicts.get(operation) is verdict:
                return
            try:
                self._remember({operation: verdict})
            except SQLAlchemyError as error:
                log.warning("%s is not remembered as %s: %s", operation, verdict, type(error).__name__)
                self._known = Knowledge(self._known.verdicts | {operation: verdict}, self._known.learned_at)

    def _refused_in_use(self) -> list[str]:
        asked = set(self._api.probes.operations)
        return [
            name
            for name, verdict in self._known.verdicts.items()
            if name not in asked and verdict is not OperationVerdict.OPEN
        ]

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

    def _learn(self, operations: list[str], forgotten: list[str] | None = None) -> None:
        campaign = self._any_campaign()
        found: dict[str, OperationVerdict] = {}
        with self._api.budget.purpose("deployment"):
            self._api.probes.ask(CORE)
            for operation in operations:
                self._asked_at[operation] = self._now()
                verdict = self._ask(operation, campaign)
                if verdict:
                    found[operation] = verdict
            if OperationVerdict.CLOSED_TO_KEYS in found.values():
                self._api.probes.ask(CORE)  # a token revoked meanwhile says 401 to everything
        self._remember(found, forgotten)

    def _ask(self, operation: str, campaign: str) -> OperationVerdict | None:
        try:
            self._api.probes.ask(operation, campaign)
        except (errors.ConnectionFailed, errors.DeadlineExceeded, errors.BudgetSpent):
            raise  # the next question would fare no better
        except ApiError as error:
            return verdict_of(error)
        return OperationVerdict.OPEN

    def _remember(self, found: dict[str, OperationVerdict], forgotten: list[str] | None = None) -> None:
        if not found and not forgotten:
            return
        try:
            now = self._verdicts.remember(found, forgotten or ())
        except DatabaseAway:
            self._unwritten.update(found)
            now = self._now()
        kept = {
            name: verdict for name, verdict in self._known.verdicts.items() if name not in (forgotten or ())
        }
        self._known = Knowledge(kept | found, now)

    def _reread(self, *, at_once: bool = False) -> None:
        """Other processes learn too."""
        now = self._now()
        if self._read_at and now - self._read_at < REREAD_AFTER and not at_once:
            return
        self._read_at = now
        with suppress(DatabaseAway):  # then what this process knows already has to do
            self._known = Knowledge(*self._verdicts.read())
            if self._unwritten:
                unwritten, self._unwritten = self._unwritten, {}
                self._remember(unwritten)
