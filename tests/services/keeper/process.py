"""A console's process without pages, to be killed, with the settings of a console."""

from __future__ import annotations

import os
import signal
import threading
from typing import Self

from services import runtime
from tests.forked_process import ForkedProcess
from tests.sandbox_process import TEAM_ID, RunningSandbox


class ConsoleProcess:
    """`kill` ends it as a power cut would; `start` begins it again under the same name."""

    def __init__(
        self, sandbox: RunningSandbox, database_url: str, name: str = "machine", **settings: str
    ) -> None:
        self._environment = {
            **os.environ,
            "TALKTURO_BASE_URL": sandbox.url,
            "TALKTURO_TOKEN": sandbox.token,
            "TALKTURO_TEAM_ID": TEAM_ID,
            "CONSOLE_ACCOUNT_IS_SANDBOX": "true",
            "CONSOLE_DATABASE_URL": database_url,
            "CONSOLE_REQUESTS_PER_HOUR": "10000000",
            "CONSOLE_EXECUTOR_ID": name,
            **settings,
        }
        self._process: ForkedProcess | None = None

    def start(self) -> Self:
        self._process = ForkedProcess(main, self._environment)
        while not (line := self._process.stdout.readline()).startswith("works"):
            assert line, "it did not start"
        return self

    def kill(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(timeout=60)
        self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def main() -> None:
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    runtime.start()
    print("works", flush=True)
    ended.wait()
    runtime.stop()
