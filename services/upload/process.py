"""Process for one file, started before it is needed (a warm spare), ended by the clock or by whoever wants it no
more.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Any, Protocol, cast

from services.contact_file import FileRejected
from services.settings import HOME
from services.upload.object_pipe import ObjectPipe
from services.upload.worker import Task

# The settings hold the platform's key: a process that reads strangers' files has no use for it.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_PROGRAM = "from services.upload.worker import main; main()"  # `-m` would give its classes other names
_PIPE_BYTES = 1 << 20
_START_SECONDS = 60.0  # until it has loaded what it needs: the machine's time, not the file's


class Ended(Exception):  # noqa: N818  somebody wanted it
    """The process was ended by `kill`."""


class Worker(Protocol):
    """What checks the file: a process with pipes that are not buffered."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self) -> int: ...

    def kill(self) -> None: ...


def start_worker() -> subprocess.Popen[bytes]:
    """A Python of its own."""
    return subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-c", _PROGRAM],
        cwd=HOME,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        pipesize=_PIPE_BYTES,
    )


class CheckProcess:
    """One process. Messages go to and fro until it is done; the clock runs while it works, not while it waits."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._process: Worker = worker or start_worker()
        source, sink = self._process.stdout, self._process.stdin
        self._pipe = ObjectPipe(cast(io.RawIOBase, source), cast(io.RawIOBase, sink))
        self._killed = threading.Event()
        self._too_late = threading.Event()
        self._left = 0.0
        self._limit: float | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    def running(self) -> bool:
        return self._process.poll() is None

    def begin(self, task: Task) -> None:
        self._left = _START_SECONDS
        self.send(task)
        self._limit = task.limits.seconds

    def send(self, message: Any) -> None:
        try:
            self._pipe.send(message)
        except OSError as error:
            raise self._why_it_ended() from error

    def receive(self) -> Any:
        """The next message.

        Raises:
            Ended: by `kill`.
            FileRejected: it took too long, or the file brought it down.
        """
        started = time.monotonic()
        clock = threading.Timer(max(0.0, self._left), self._out_of_time)
        clock.start()
        try:
            return self._pipe.receive()
        except (EOFError, OSError) as error:
            raise self._why_it_ended() from error
        finally:
            clock.cancel()
            self._left -= time.monotonic() - started
            if self._limit is not None:  # it has said its first word: from here on the file's time counts
                self._left, self._limit = self._limit, None

    def kill(self) -> None:
        """End it at once; may be called from any thread, and again."""
        self._killed.set()
        self._process.kill()

    def leave(self) -> None:
        """As when the console ends: nobody sends anything more."""
        if self._process.stdin:
            self._process.stdin.close()

    def close(self) -> None:
        """End it, if it has not ended, and give back what it held."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _out_of_time(self) -> None:
        self._too_late.set()
        self._process.kill()

    def _why_it_ended(self) -> Exception:
        if self._killed.is_set():
            return Ended()
        status = self._process.wait()
        if self._too_late.is_set() or status == -getattr(signal, "SIGXCPU", 0):
            return FileRejected("took_too_long")
        return FileRejected("broke_off")


class Spares:
    """Keeps one process that has its libraries loaded already: a small file does not wait for them."""

    def __init__(self, start: Callable[[], Worker] = start_worker) -> None:
        self.start = start
        self._lock = threading.Lock()
        self._spare: CheckProcess | None = None

    def prepare(self) -> None:
        """Have one ready soon."""
        with self._lock:
            if self._spare is None or not self._spare.running():
                self._spare = CheckProcess(self.start())

    def take(self) -> CheckProcess:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.running():
            return spare
        if spare is not None:
            spare.close()
        return CheckProcess(self.start())

    def give_up(self) -> None:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()


spares = Spares()
atexit.register(spares.give_up)
