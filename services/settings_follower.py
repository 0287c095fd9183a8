"""Follower of the settings' files: what an admin changes there counts without a restart, as far as somebody follows it.

Who may use the console is asked of `FollowedSettings` each time; so is the account by a worker. In the process of the pages a
thread looks (`AccountFollower`): imports that wait for another key go on although nobody has a page open.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from services.settings import HOME, PlatformAddressRefused, Settings, env_file

SECRETS_FILE = HOME / ".streamlit" / "secrets.toml"
LOOK_EVERY = 2.0  # seconds

log = logging.getLogger(__name__)

Stamp = tuple[int, int, int] | None


class FollowedSettings:
    """The settings as their files say now, read again once one of them was written. While they are half written, or wrong,
    what held before holds on."""

    def __init__(
        self,
        settings: Settings,
        read: Callable[[], Settings] = Settings,
        files: Iterable[Path] | None = None,
    ) -> None:
        self._settings = settings
        self._read = read
        self._files = (env_file(), SECRETS_FILE) if files is None else tuple(files)
        self._stamps = self._look()

    def __call__(self) -> Settings:
        stamps = self._look()
        if stamps != self._stamps:
            self._stamps = stamps
            try:
                self._settings = self._read()
            except (OSError, ValueError) as error:
                log.warning("the changed settings cannot be read: %s", type(error).__name__)
        return self._settings

    def _look(self) -> list[Stamp]:
        return [_stamp(file) for file in self._files]


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def another_account(settings: Settings, known: tuple[str, ...]) -> bool:
    """Whether they name an account, and not the one that is `known`."""
    try:
        return settings.mode == "account" and settings.account != known
    except PlatformAddressRefused as refused:
        log.warning("the console goes on with the account it has. %s", refused)
        return False


class AccountFollower:
    """`changed` gets the new settings where they name another account than before. What else they hold waits for a
    restart."""

    def __init__(
        self, known: Settings, changed: Callable[[Settings], None], now: Callable[[], Settings]
    ) -> None:
        self._known = known
        self._changed = changed
        self._now = now
        self._looked_at = known
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="settings", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Once. True where there is another account now."""
        found = self._now()
        if found is self._looked_at:
            return False
        self._looked_at = found
        if not another_account(found, self._known.account):
            return False
        self._known = found
        self._changed(found)
        log.info("the settings name another key or account; the console goes on with it")
        return True

    def _run(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            self.look()
