"""Worker processes that can be killed and started again in no time: forked from one that has everything imported.

As a program it forks a worker for each line it reads and answers with the worker's process id.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from services.imports.__main__ import main
from tests.sandbox_process import TEAM_ID, RunningSandbox

PR_SET_PDEATHSIG = 1
HOME = Path(__file__).resolve().parents[3]


def environment(sandbox: RunningSandbox, database_url: str, **more: str) -> dict[str, str]:
    """The settings of a process of its own, against this sandbox."""
    return {
        **os.environ,
        "TALKTURO_BASE_URL": sandbox.url,
        "TALKTURO_TOKEN": sandbox.token,
        "TALKTURO_TEAM_ID": TEAM_ID,
        "CONSOLE_ACCOUNT_IS_SANDBOX": "true",
        "CONSOLE_DATABASE_URL": database_url,
        "CONSOLE_REQUESTS_PER_HOUR": "10000000",
        **more,
    }


class Nursery:
    """`start` gives a new worker; `kill` ends it as a power cut would."""

    def __init__(self, sandbox: RunningSandbox, database_url: str, name: str = "machine") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.imports.nursery"],
            cwd=HOME,
            env=environment(sandbox, database_url, CONSOLE_EXECUTOR_ID=name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.worker = 0

    def start(self) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        while not (line := self._process.stdout.readline()).startswith("forked: "):
            assert line, "the nursery has ended"
        self.worker = int(line.removeprefix("forked: "))
        return self.worker

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.worker, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


def fork_for_each_line() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed ones
    for _line in sys.stdin:
        sys.stdout.flush()
        worker = os.fork()
        if worker == 0:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no worker outlives its test
            os._exit(main(["worker"]))
        print(f"forked: {worker}", flush=True)


if __name__ == "__main__":
    fork_for_each_line()
