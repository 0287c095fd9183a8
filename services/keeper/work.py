"""Work loop of the keeper: look after look, until the next one is far off, somebody else has the say, or it is over."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from services.database.circuit_breaker import DatabaseAway
from services.durable import Holder, where
from services.keeper.claim import Claim, Superseded, take
from services.keeper.duties import KeeperDuty, Tools
from services.keeper.pace import real_seconds
from services.keeper.store import WatchStore
from services.keeper.watch import Duty

TURN_SECONDS = 30.0
FAR_SECONDS = 8.0
"""A look further off than this is a run of its own: nothing waits in a process meanwhile."""
NAP = 0.1
AFTER_AN_ERROR = 5.0

log = logging.getLogger(__name__)


@dataclass
class KeeperWork:
    """Does the turns of one process. `tools` gives those of the connection as it is now; `stopping` ends a turn after its
    present look."""

    store: WatchStore
    holder: Holder
    tools: Callable[[], Tools]
    duties: Mapping[Duty, KeeperDuty]
    pause: Callable[[float], None] = time.sleep
    stopping: Callable[[], bool] = lambda: False

    def turn(self, watch_id: int, run: int) -> bool:
        """Work on a watch for a while. True: there is more to do in this run. False: this run is over.

        Raises:
            DatabaseAway: nothing of the last look was kept; safe to do again.
        """
        claim = take(self.store, self.holder, watch_id, run)
        if claim is None:
            return False
        with suppress(Superseded):
            return self._work(claim)
        return False

    def _work(self, claim: Claim) -> bool:
        ends_at = time.monotonic() + TURN_SECONDS
        while True:
            tools = self.tools()
            wait = self._look(claim, tools)
            if wait is None:
                return False
            seconds = real_seconds(wait, tools.api.clock)
            if seconds > FAR_SECONDS or self.stopping():
                claim.run_later(0.0 if self.stopping() else seconds)
                return False
            self._nap(seconds)
            if time.monotonic() > ends_at:
                return True

    def _look(self, claim: Claim, tools: Tools) -> float | None:
        try:
            return self.duties[claim.watch.duty].look(claim, tools)
        except (Superseded, DatabaseAway, SQLAlchemyError):
            raise
        except Exception as error:  # noqa: BLE001  as said below
            # whatever it is: the watch stays, and looks again
            log.error("the keeper's look at watch %s failed: %s", claim.watch.id, where(error))
            claim.commit()
            return AFTER_AN_ERROR

    def _nap(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.stopping():
            self.pause(min(left, NAP))
