"""A console's process without pages, to be killed: `python -m tests.services.keeper.process`, with the settings of a console."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

from services import runtime
from tests.sandbox_process import TEAM_ID, RunningSandbox

HOME = Path(__file__).resolve().parents[3]


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
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.keeper.process"],
            cwd=HOME,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        while not (line := self._process.stdout.readline()).startswith("works"):
            assert line, "it did not start"
        return self

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(timeout=60)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def main() -> None:
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()  # with its parent
    runtime.start()
    print("works", flush=True)
    ended.wait()
    runtime.stop()


if __name__ == "__main__":
    main()
