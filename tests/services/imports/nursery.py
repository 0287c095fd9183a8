"""Worker processes that can be killed and started again in no time: forked from one that has everything imported."""

from __future__ import annotations

import os
from functools import partial
from typing import Self

from services.imports.__main__ import main
from tests.forked_process import ForkedProcess
from tests.sandbox_process import TEAM_ID, RunningSandbox


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
        self._environment = environment(sandbox, database_url, CONSOLE_EXECUTOR_ID=name)
        self._workers: list[ForkedProcess] = []

    def start(self) -> int:
        self._workers.append(ForkedProcess(partial(main, ["worker"]), self._environment))
        return self._workers[-1].pid

    def kill(self) -> None:
        self._workers[-1].kill()
        self._workers[-1].wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()
