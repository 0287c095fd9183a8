"""Process of a console: one of its own, as a person starts it, or one that is forked from a process which has loaded what
every console loads (a fork server).

Three of the four seconds of processor time that a start takes are for loading, and the browser tests start dozens.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
_fork_server = get_context("forkserver")
_fork_server.set_forkserver_preload(["tests.browser.loaded"])


def own_process(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Streamlit's command line with these arguments."""
    with log.open("ab") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "streamlit", *arguments],
            cwd=HOME,
            env=environment,
            stdout=written,
            stderr=written,
        )


class ForkedProcess:
    """The same, its libraries loaded already."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._process = _fork_server.Process(
            target=_serve, args=(list(arguments), dict(environment), log), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        self._process.join(timeout)
        status = self._process.exitcode
        if status is None:
            raise subprocess.TimeoutExpired("streamlit", timeout or 0)
        return status

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _serve(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(HOME)
    with log.open("ab") as written:
        os.dup2(written.fileno(), sys.stdout.fileno())
        os.dup2(written.fileno(), sys.stderr.fileno())
    sys.argv = ["streamlit", *arguments]

    from streamlit.web.cli import main  # here, for who only asks for a process does not need it

    try:
        main(prog_name="streamlit")
    finally:
        atexit._run_exitfuncs()  # a process that was forked leaves them out
