"""Process forked from one that has loaded what it needs (a fork server): for consoles, keepers, workers and sandboxes of tests.

To start Python and load all of it takes one to four seconds of processor time, and the tests start hundreds of them.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType

HOME = Path(__file__).resolve().parents[1]
LINES = 1  # of text are handed on at once
_fork_server = get_context("forkserver")


def load_before_forking(module: str) -> None:
    """What the fork server loads when it starts, which is with the first process that is asked for."""
    _fork_server.set_forkserver_preload([module])


load_before_forking("tests.loaded")


class ForkedProcess:
    """Calls `main`, which a module has by its name, and ends as a program does. No such process outlives its test run.

    It has this environment, this process writes to its `stdin` and reads what it prints from `stdout`; where there is a
    `log`, what it prints and what it complains of are added to that file.
    """

    def __init__(
        self, main: Callable[[], object], environment: Mapping[str, str], log: Path | None = None
    ) -> None:
        (held, to_it), (from_it, told) = _fork_server.Pipe(duplex=False), _fork_server.Pipe(duplex=False)
        with held, to_it, from_it, told:
            self._process = _fork_server.Process(
                target=_call, args=(main, dict(environment), held, told, log), daemon=True
            )
            with _as_no_program():
                self._process.start()
            self.stdin = os.fdopen(os.dup(to_it.fileno()), "w", buffering=LINES, encoding="utf-8")
            self.stdout = os.fdopen(os.dup(from_it.fileno()), encoding="utf-8")

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        self._process.join(timeout)
        status = self.returncode
        if status is None:
            raise subprocess.TimeoutExpired("forked", timeout or 0)
        self.stdin.close()
        self.stdout.close()
        return status

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


@contextmanager
def _as_no_program() -> Iterator[None]:
    """A page that was drawn in this process has taken the place of its main program, and the new process would run it first."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _call(
    main: Callable[[], object],
    environment: Mapping[str, str],
    held: Connection,
    told: Connection,
    log: Path | None,
) -> None:
    threading.Thread(target=_end_with_the_tests, daemon=True).start()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(HOME)
    with held, told:
        os.dup2(held.fileno(), 0)
        os.dup2(told.fileno(), 1)
    if log is not None:
        with log.open("ab") as written:
            os.dup2(written.fileno(), 1)
            os.dup2(written.fileno(), 2)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", buffering=LINES, encoding="utf-8")
    try:
        main()
    finally:
        sys.stdout.flush()
        atexit._run_exitfuncs()  # a process that was forked leaves them out


def _end_with_the_tests() -> None:
    """Also where they were killed, and could end nobody."""
    tests = parent_process()
    assert tests is not None
    wait([tests.sentinel])
    os.kill(os.getpid(), signal.SIGKILL)
