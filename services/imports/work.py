"""Work loop of an import: stage after stage, until something stops it or enough time has gone by."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from services.api import ApiError
from services.api.errors import (
    AnswerTooLarge,
    BudgetSpent,
    Conflict,
    ConnectionFailed,
    DeadlineExceeded,
    InsufficientCredits,
    ServerError,
    TooManyRequests,
    Unauthorized,
    UnreadableAnswer,
)
from services.database.circuit_breaker import DatabaseAway
from services.durable import Holder, where
from services.imports.claim import Claim, Superseded, take
from services.imports.job import ACTIVE, JobState, PausedBy
from services.imports.platform import Closed, Platform, TokenRefused
from services.imports.rows import CHUNK_ROWS
from services.imports.stages import DONE, STAGES
from services.imports.stages.enrol import CampaignGone
from services.imports.stages.put import RefusesEverything
from services.imports.store import JobStore
from services.imports.turn import NotYet, Turn
from services.imports.uninvited import Uninvited

TURN_SECONDS = 30.0
MOST_TRIES = 10
FIRST_BACKOFF = 0.25
SHORT_BACKOFF = 2.0
LONGEST_BACKOFF = 60.0
MOST_STARTS = 50
UNCLEAR = (ServerError, ConnectionFailed, DeadlineExceeded, UnreadableAnswer, AnswerTooLarge)

OpenPlatform = Callable[[Claim], Platform]

log = logging.getLogger(__name__)


class DatabaseError(RuntimeError):
    """The console's own database did not answer. Carries no statement: it would hold people's data."""


@dataclass
class Worker:
    """Does the turns of one process. `stopping` ends a turn after its present request."""

    store: JobStore
    open_platform: OpenPlatform
    holder: Holder
    chunk_rows: int = CHUNK_ROWS
    random: random.Random = field(default_factory=random.Random)
    pause: Callable[[float], None] = time.sleep
    stopping: Callable[[], bool] = lambda: False

    def turn(self, job_id: str, run: int) -> bool:
        """Work on a job for a while. True: there is more to do in this run. False: this run is over.

        Raises:
            DatabaseAway, DatabaseError: nothing of the last request was kept; safe to do again.
        """
        try:
            claim = take(self.store, self.holder, job_id, run)
            if claim is None:
                return False
            with suppress(Superseded):  # somebody else has the place
                self._work(claim)
            return claim.release()
        except DatabaseAway:
            raise
        except SQLAlchemyError as error:
            raise DatabaseError(type(error).__name__) from None

    def _work(self, claim: Claim) -> None:
        if claim.starts > MOST_STARTS:  # whatever stops the process each time must not do so for ever
            claim.pause("keeps_stopping", PausedBy.PROBLEM, {})
            return
        try:
            self._stages(claim)
        except (SQLAlchemyError, Superseded):
            raise
        except Exception as error:  # noqa: BLE001  whatever it is: the job keeps its place and a person is told
            self._stopped_by(claim, error)

    def _stages(self, claim: Claim) -> None:
        turn = Turn(claim, self.open_platform(claim), self.chunk_rows)
        ends_at = time.monotonic() + TURN_SECONDS
        while claim.place.stage != DONE:
            STAGES[claim.place.stage](turn)
            if claim.state not in ACTIVE:
                return
            if self.stopping():
                claim.hand_on()
                return
            if time.monotonic() > ends_at:
                return
        claim.finish()

    def _stopped_by(self, claim: Claim, error: Exception) -> None:
        """Sleep, try again later, or pause: what the contract's table says to this error."""
        match error:
            case Uninvited():
                claim.pause("uninvited", PausedBy.PROBLEM, {"people": error.count})
            case NotYet():
                claim.sleep(error.seconds, state=JobState.RUNNING, code=error.code)
            case BudgetSpent():
                self._sleep(claim, self.open_platform(claim).real_seconds_until(error.resets_at))
            case TooManyRequests():
                self._sleep(claim, self._told_wait(claim, error))
            case Unauthorized() | TokenRefused():
                claim.pause("token", PausedBy.TOKEN, {})
            case _ if isinstance(error, UNCLEAR):
                self._try_again(claim, error)
            case _:
                code = _PAUSES.get(type(error), "refused" if isinstance(error, ApiError) else "unexpected")
                if code == "unexpected":
                    log.error("import %s stopped in %s: %s", claim.job_id, claim.place.stage, where(error))
                claim.pause(code, PausedBy.PROBLEM, {"stage": claim.place.stage})

    def _told_wait(self, claim: Claim, error: TooManyRequests) -> float:
        if error.retry_after is not None:
            return error.retry_after
        platform = self.open_platform(claim)
        return platform.real_seconds_until(platform.budget().resets_at)

    def _sleep(self, claim: Claim, seconds: float) -> None:
        claim.sleep(
            max(seconds, 0.2) * self.random.uniform(1.0, 1.05), state=JobState.SLEEPING, code="budget"
        )

    def _try_again(self, claim: Claim, error: Exception) -> None:
        """The first attempts follow at once in this run; those that wait longer may be another process's."""
        claim.place.tries += 1
        if claim.place.tries > MOST_TRIES:
            claim.place.tries = 0
            claim.pause("unwell", PausedBy.PROBLEM, {"error": type(error).__name__})
            return
        backoff = min(FIRST_BACKOFF * 2.0**claim.place.tries, LONGEST_BACKOFF) * self.random.uniform(0.5, 1.5)
        if backoff > SHORT_BACKOFF:
            told = {"error": type(error).__name__}
            claim.sleep(backoff, state=JobState.RUNNING, code="retrying", params=told)
            return
        claim.commit(progress=False)
        self.pause(backoff)


_PAUSES: dict[type[Exception], str] = {
    Conflict: "campaign_closed",
    CampaignGone: "campaign_gone",
    InsufficientCredits: "no_credits",
    Closed: "closed",
    RefusesEverything: "refuses_everything",
}
