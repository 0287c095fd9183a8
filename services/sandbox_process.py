"""The demo's platform: `python -m sandbox` as a process of its own, beside the console.

It ends with the console, however the console ends: its standard input is a pipe that closes with this process.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from services.settings import HOME

log = logging.getLogger(__name__)

TEAM_ID = "team_demo"
ACCOUNT_SLUG = "demo"
START_SECONDS = 60


class SandboxDidNotStart(RuntimeError):  # noqa: N818  named for what it says
    """The sandbox ended, or said nothing, before it had an address."""


class SandboxProcess:
    """A running sandbox: its address and the token it accepts."""

    def __init__(self, database: Path, *, arguments: Sequence[str] = ()) -> None:
        self.token = f"tk_test_{secrets.token_urlsafe(24)}"
        self._database = database
        self._arguments = list(arguments)
        self._process: subprocess.Popen[str] | None = None
        self.base_url = ""

    def start(self) -> None:
        """Start it and wait for its address.

        Raises:
            SandboxDidNotStart: it ended or kept silent for `START_SECONDS`.
        """
        self._database.parent.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "sandbox",
            "--port",
            "0",
            "--db",
            str(self._database),
            "--exit-with-parent",
        ]
        self._process = subprocess.Popen(  # noqa: S603  our own module, our own arguments
            [*command, *self._arguments],
            cwd=HOME,
            env={**os.environ, "SANDBOX_TOKEN": self.token},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base_url = self._address(self._process)
        threading.Thread(target=self._drain, args=(self._process,), daemon=True).start()

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None

    def _address(self, process: subprocess.Popen[str]) -> str:
        watchdog = threading.Timer(START_SECONDS, process.kill)
        watchdog.start()
        try:
            for line in process.stdout or ():
                if line.startswith("sandbox: http://"):
                    return line.removeprefix("sandbox: ").strip()
        finally:
            watchdog.cancel()
        raise SandboxDidNotStart(f"exit status {process.wait()}")

    @staticmethod
    def _drain(process: subprocess.Popen[str]) -> None:
        """Keep reading, so that a full pipe never stops the sandbox."""
        for line in process.stdout or ():
            log.info("sandbox: %s", line.rstrip())
