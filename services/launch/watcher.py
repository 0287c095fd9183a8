"""Watcher of unclear answers: looks at what nobody looks at, so that it is settled in time with every screen closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from services.database.circuit_breaker import DatabaseAway
from services.launch.looks import LOOK_EVERY

STOP_SECONDS = 2.0  # a look under way may take longer, and changes nothing

log = logging.getLogger(__name__)


class Watcher:
    """`settle` is called again and again in a thread of its own, the first time at once."""

    def __init__(self, settle: Callable[[], object], *, every: float = LOOK_EVERY.total_seconds()) -> None:
        self._settle = settle
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="unclear answers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while True:
            try:
                self._settle()
            except DatabaseAway:
                pass  # the ledger is looked at when it is back; that it is away was said already
            except Exception as error:  # noqa: BLE001  whatever one look met, the next one may see
                log.warning("unclear answers could not be looked at: %s", type(error).__name__)
            if self._stop.wait(self._every):
                return
