"""Worker that checks a file, forked from a process that has loaded what it needs: to load it takes longer than to check the few
lines that a test of a page drops.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter, TextIOWrapper
from typing import IO, cast

from services.upload.process import spares, start_worker
from services.upload.worker import main
from tests.forked_process import ForkedProcess


class ForkedWorker:
    """The same as `services.upload.process.start_worker` starts."""

    def __init__(self) -> None:
        self._process = ForkedProcess(main, {})
        self.stdin: IO[bytes] | None = _unbuffered(self._process.stdin)
        self.stdout: IO[bytes] | None = _unbuffered(self._process.stdout)

    @property
    def pid(self) -> int:
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.poll()

    def wait(self) -> int:
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()


def _unbuffered(text: TextIOWrapper) -> IO[bytes]:
    return cast(IO[bytes], cast(BufferedReader | BufferedWriter, text.buffer).raw)


@contextmanager
def forked_workers() -> Iterator[None]:
    """Meanwhile files are checked by such."""
    spares.start = ForkedWorker
    yield
    spares.start = start_worker
    spares.give_up()
