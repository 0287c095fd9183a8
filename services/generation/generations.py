"""Detector of the platform's generation: reads what tells it, keeps the finding with its evidence, and asks again daily.

Only readings are sent. Answers that come for another reason are listened to: one that fits another generation than the
finding has everything asked again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Engine

from services.access.access import unguarded
from services.api import Api, ApiError
from services.api.generation import Generation
from services.audit.audit import Audit, AuditAction, Result
from services.database.circuit_breaker import DatabaseAway
from services.generation.finding import NOT_ASKED, GenerationFinding, found
from services.generation.signs import NEEDS_A_CAMPAIGN, Asked, Sign, first_campaign, sign_of
from services.generation.store import Findings
from services.person import Person

ASK_AGAIN_AFTER = timedelta(days=1)
REREAD_AFTER = timedelta(seconds=60)
REST = timedelta(minutes=10)
"""Between two times of asking, whatever the reason: a platform that contradicts itself must not cost the hour's requests."""
REST_OF_PAGES = timedelta(seconds=30)
"""Pages wait so long before a platform that did not answer is asked again for their sake."""
REST_FOR_THE_FIRST = timedelta(seconds=5)
"""The same where an account's first campaign has just been seen: a person waits to launch it."""
FRESH = timedelta(minutes=10)
"""An answer that came for another reason so long ago still tells."""

log = logging.getLogger(__name__)


class Generations:
    """Detector of one connection. `now` is this machine's time."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        now: Callable[[], datetime],
        *,
        audit: Audit | None = None,
        require_admin: Callable[[], None] = unguarded,
    ) -> None:
        self._findings = Findings(engine, api.fingerprint, now)
        self._api = api
        self._now = now
        self._audit = audit
        self._require_admin = require_admin
        self._lock = threading.Lock()
        self._known: GenerationFinding = NOT_ASKED
        self._read_at: datetime | None = None
        self._failed_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._doubted = self._first_campaign = False
        self._campaign = ""
        """Some campaign, as the platform listed it: some questions need one."""
        self._heard: dict[Asked, tuple[datetime, Sign | None]] = {}
        api.listen(self.hear)

    def finding(self) -> GenerationFinding:
        """What is known, after asking where that is due. Where the platform or the database fails: what was known."""
        with self._lock:
            self._reread()
            try:
                if not self._concluded() and self._due():
                    self._ask()
            except (ApiError, DatabaseAway) as error:
                self._asked_at, self._failed_at = (
                    None,
                    self._now(),
                )  # nothing was found, and what was answered meanwhile is not asked again
                log.warning("which generation the platform is could not be found: %s", type(error).__name__)
            return self._known

    def glance(self) -> GenerationFinding:
        """The same for who only shows it: a platform that failed a moment ago is not waited for again."""
        failed_at = self._failed_at
        if failed_at and self._now() - failed_at < REST_OF_PAGES:
            return self._known
        return self.finding()

    @property
    def generation(self) -> Generation:
        """The one that counts."""
        return self.finding().generation

    def ask_again(self) -> GenerationFinding:
        """A person wants it to be found anew.

        Raises:
            ApiError: the platform does not answer. What was known stays known.
            DatabaseAway: it cannot be kept.
        """
        with self._lock:
            self._heard.clear()
            self._ask()
            return self._known

    def decide(self, generation: Generation | None, who: Person) -> GenerationFinding:
        """An admin decides, or with None leaves it to the signs again.

        Raises:
            NotAllowed: whoever is there is no admin.
            DatabaseAway: it cannot be kept, and does not count.
        """
        self._require_admin()
        with self._lock:
            self._findings.decide(generation, who)
            self._known = self._findings.read()
        if self._audit:
            self._audit.record(AuditAction.CONNECT, Result.DONE, who=who)
        return self._known

    def hear(self, operation: str, status: int, body: dict[str, object] | None) -> None:
        """An answer came, for whatever reason."""
        if operation not in set(Asked):
            return
        if operation == Asked.CAMPAIGNS:
            self._campaign = first_campaign(body) or self._campaign
        sign = sign_of(Asked(operation), status, body)
        self._heard[Asked(operation)] = (self._now(), sign)
        known = self._known.by_signs
        if sign and known is not Generation.UNKNOWN and known not in sign.speaks_for:
            self._doubted = True
        if sign and sign.of_campaign and known is Generation.UNKNOWN:
            self._first_campaign = True  # of the account: it tells what was missing

    def _concluded(self) -> bool:
        """Whether an account's first campaign, seen for another reason, has told what was missing: without a request."""
        if not self._first_campaign or self._known.found_at is None:
            return False
        signs = {sign.asked: sign for sign in self._known.signs}
        signs |= {asked: sign for asked, (_, sign) in self._heard.items() if sign}
        by_signs = found(signs.values())
        if by_signs is Generation.UNKNOWN:
            return False
        self._keep(by_signs, list(signs.values()))
        return True

    def _due(self) -> bool:
        now = self._now()
        rest = REST_FOR_THE_FIRST if self._first_campaign else REST
        if self._asked_at and now - self._asked_at < rest:
            return False
        if self._first_campaign:
            return True
        return self._doubted or self._known.found_at is None or now - self._known.found_at >= ASK_AGAIN_AFTER

    def _ask(self) -> None:
        self._asked_at = self._now()
        signs: list[Sign] = []
        with self._api.budget.purpose("deployment"):
            for asked in Asked:
                if asked in NEEDS_A_CAMPAIGN and not self._campaign:
                    continue
                if sign := self._sign(asked):
                    signs.append(sign)
        self._keep(found(signs), signs)

    def _keep(self, by_signs: Generation, signs: list[Sign]) -> None:
        self._doubted = self._first_campaign = False
        self._known = GenerationFinding(by_signs, by_signs, tuple(signs), self._now())
        self._findings.remember(by_signs, signs)
        self._known = self._findings.read()

    def _sign(self, asked: Asked) -> Sign | None:
        at, sign = self._heard.get(asked, (None, None))
        if asked is Asked.CREATED:
            return sign if at and self._now() - at <= FRESH else None
        if at is None or self._now() - at > FRESH:
            self._api.probes.as_written(asked.value, self._campaign)  # and is heard
            _, sign = self._heard[asked]
        return sign

    def _reread(self) -> None:
        """Other processes find it too."""
        now = self._now()
        if self._read_at and now - self._read_at < REREAD_AFTER:
            return
        self._read_at = now
        with suppress(DatabaseAway):  # then what this process knows already has to do
            self._known = self._findings.read()
