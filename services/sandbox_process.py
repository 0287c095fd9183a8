"""Supervised process of the demo's platform: `python -m sandbox`, beside the console.

Where it ends by itself it is started again, with the same database at the same address. It ends with the console, however
the console ends: its standard input is a pipe that closes with this process.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from services.settings import HOME
from services.start_refused import StartRefused

log = logging.getLogger(__name__)

TEAM_ID = "team_demo"
ACCOUNT_SLUG = "demo"
START_SECONDS = 60
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds until it is started again; twice as long each time it does not live for `LONG_LIFE`."""
LONG_LIFE = 60.0


class SandboxDidNotStart(StartRefused):
    """The sandbox ended, or said nothing, before it had an address."""

    def __init__(self, database: Path, exit_status: int) -> None:
        self.exit_status = exit_status
        super().__init__(
            f"Not started: the demo's sandbox did not start (exit status {exit_status}; its own words are above). "
            f"Nothing was changed. Its database is {database}: move it away for a new demo, then start again."
        )


class SandboxProcess:
    """A running sandbox: its address and the token it accepts, the same for its whole life."""

    def __init__(
        self, database: Path, *, arguments: Sequence[str] = (), first_pause: float = FIRST_PAUSE
    ) -> None:
        self.token = f"tk_test_{secrets.token_urlsafe(24)}"
        self.base_url = ""
        self._database = database
        self._arguments = list(arguments)
        self._first_pause = first_pause
        self._process: subprocess.Popen[str] | None = None
        self._answers = False
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="sandbox-watcher", daemon=True)

    def start(self) -> None:
        """Start it and wait for its address; from then on it is watched.

        Raises:
            SandboxDidNotStart: it ended or kept silent for `START_SECONDS`.
        """
        self._database.parent.mkdir(parents=True, exist_ok=True)
        self._begin()
        self._watcher.start()

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        return self._process.pid if self._process else None

    def running(self) -> bool:
        """Whether it lives and has said its address."""
        return self._answers and self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._watcher.is_alive():
            self._watcher.join()

    def _begin(self) -> None:
        port = self.base_url.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "sandbox", "--port", port, "--db", str(self._database)]
        with self._lock:
            if self._stopping.is_set():
                return
            self._process = process = subprocess.Popen(  # noqa: S603  our own module, our own arguments
                [*command, "--exit-with-parent", *self._arguments],
                cwd=HOME,
                env={**os.environ, "SANDBOX_TOKEN": self.token},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._answers = False
        self.base_url = self._address(process)
        self._answers = True

    def _address(self, process: subprocess.Popen[str]) -> str:
        watchdog = threading.Timer(START_SECONDS, process.kill)
        watchdog.start()
        try:
            for line in process.stdout or ():
                if line.startswith("sandbox: http://"):
                    return line.removeprefix("sandbox: ").strip()
        finally:
            watchdog.cancel()
        raise SandboxDidNotStart(self._database, _buried(process))

    def _watch(self) -> None:
        """Start it again whenever it ends, after a pause that grows where it does not live long."""
        pause = self._first_pause
        while process := self._process:
            began = time.monotonic()
            status = _read_to_the_end(process)
            if time.monotonic() - began > LONG_LIFE:
                pause = self._first_pause
            if self._stopping.wait(pause):
                return
            pause = min(2 * pause, LONGEST_PAUSE)
            log.warning("the demo's sandbox ended with exit status %s and is started again", status)
            try:
                self._begin()
            except SandboxDidNotStart as failed:
                if not self._stopping.is_set():
                    log.warning("the demo's sandbox is not back yet: exit status %s", failed.exit_status)


def _read_to_the_end(process: subprocess.Popen[str]) -> int:
    """Its exit status. What it says is read all the time, so that a full pipe never stops it."""
    if process.stdout and not process.stdout.closed:
        for line in process.stdout:
            log.info("sandbox: %s", line.rstrip())
    return _buried(process)


def _buried(process: subprocess.Popen[str]) -> int:
    """Its exit status. Without this it would stay in the list of processes."""
    status = process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    return status
