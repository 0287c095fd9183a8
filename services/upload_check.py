"""A file on its way from bytes to verdicts, in a thread of its own: the page stays usable, and can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from services import memory
from services.contact_file import (
    Cancelled,
    CheckedFile,
    Columns,
    FileRejected,
    Table,
    check,
    guess_columns,
    read_table,
)
from services.upload_lookup import Lookup

AT_ONCE = 2
_room = threading.Semaphore(AT_ONCE)
memory.use_system_allocator()


class Step(StrEnum):
    """What the work is at."""

    WAITING = "waiting"
    READING = "reading"
    COMPARING = "comparing"
    CHECKING = "checking"


@dataclass(frozen=True)
class AsRead:
    """How the person says a file is to be read; what is None is found by rule."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None


@dataclass
class Wanted:
    """What to check. What is there already is not read or asked for again; `mended` are cells by row and column."""

    content: bytes
    as_read: AsRead
    region: str
    table: Table | None = None
    columns: Columns | None = None
    lookup: Lookup | None = None
    mended: dict[int, dict[int, str]] = field(default_factory=dict)


class UploadCheck:
    """The check of one file. All attributes are final once `finished` is set.

    Args:
        recall: what columns with this header held last time.
        look_up: who is in the campaign; gets a function that says whether to stop.
    """

    def __init__(
        self,
        wanted: Wanted,
        *,
        recall: Callable[[Sequence[str]], list[str | None] | None],
        look_up: Callable[[Callable[[], bool]], Lookup],
    ) -> None:
        self.step = Step.WAITING
        self.rows_done = 0
        self.rows = 0
        self.table = wanted.table
        self.columns = wanted.columns
        self.lookup = wanted.lookup
        self.checked: CheckedFile | None = None
        self.rejected: FileRejected | None = None
        self.failed: Exception | None = None
        self.finished = threading.Event()
        self._recall, self._look_up = recall, look_up
        self._stop = threading.Event()
        threading.Thread(target=self._run, args=(wanted,), name="check-upload", daemon=True).start()

    def cancel(self) -> None:
        """Stop soon; nothing of the work is kept."""
        self._stop.set()

    def _run(self, wanted: Wanted) -> None:
        try:
            with _room:
                self._work(wanted)
        except Cancelled:
            self.checked = None
        except FileRejected as error:
            self.rejected = error
        except Exception as error:  # noqa: BLE001  a thread has nobody above it: the page draws and logs it
            self.failed = error
        finally:
            memory.give_back()
            self.finished.set()

    def _work(self, wanted: Wanted) -> None:
        table = self.table or self._read(wanted)
        self._stop_if_asked()
        if self.columns is None:
            remembered = self._recall(table.header) if table.header_row else None
            self.columns = guess_columns(table, remembered)
        if self.lookup is None:
            self.step = Step.COMPARING
            self.lookup = self._look_up(self._stop.is_set)
        self.step = Step.CHECKING
        checked = check(
            table,
            self.columns,
            wanted.region,
            known=self.lookup.known,
            blocked=self.lookup.blocked,
            progress=self._progress,
            cancelled=self._stop.is_set,
        )
        for row, cells in wanted.mended.items():
            for column, text in cells.items():
                checked.mend(row + 1, column, text)
        self.checked = checked

    def _read(self, wanted: Wanted) -> Table:
        self.step = Step.READING
        as_read = wanted.as_read
        self.table = read_table(
            wanted.content,
            encoding=as_read.encoding,
            delimiter=as_read.delimiter,
            header_row=as_read.header_row,
        )
        return self.table

    def _stop_if_asked(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def _progress(self, done: int, rows: int) -> None:
        self.rows_done, self.rows = done, rows
