"""Looks whether an admin has replaced the account's key: then the console goes on with the new one, without a restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from services.settings import PlatformAddressRefused, Settings

LOOK_EVERY = 2.0  # seconds; reading the files takes a few milliseconds

log = logging.getLogger(__name__)


class SettingsFollower:
    """`changed` gets the new settings where they name another account than before. What else they hold waits for a
    restart."""

    def __init__(
        self,
        settings: Settings,
        changed: Callable[[Settings], None],
        *,
        read: Callable[[], Settings] = Settings,
    ) -> None:
        self._known = settings
        self._changed = changed
        self._read = read
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="settings", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Once. True where there is another account now; a file that is half written, or wrong, changes nothing."""
        try:
            found = self._read()
            if found.mode != "account" or found.account == self._known.account:
                return False
        except PlatformAddressRefused as refused:
            log.warning("the console goes on with the account it has. %s", refused)
            return False
        except (OSError, ValueError) as error:
            log.warning("the settings cannot be read now: %s", type(error).__name__)
            return False
        self._known = found
        self._changed(found)
        log.info("the settings name another key or account; the console goes on with it")
        return True

    def _run(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            self.look()
