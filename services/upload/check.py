"""Background check of a file, from bytes to verdicts in a process of its own: the pages stay usable, and can stop it."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.contact_file import Cancelled, CheckedFile, Columns, ContactTable, FileRejected, Remembered
from services.contact_file.list_name import require_people_to_call
from services.do_not_call import NOBODY_LISTED, Listed
from services.process import memory
from services.settings import Settings
from services.upload.lookup import Lookup
from services.upload.process import CheckProcess, Ended, spares
from services.upload.worker import AsRead, CheckContext, CheckLimits, CheckStep, Say, Task, entries_of

__all__ = ["AsRead", "CheckFailed", "CheckLimits", "CheckRequest", "CheckStep", "UploadCheck", "check_limits"]

AT_ONCE = 2
LOOK_EVERY = 0.2  # seconds, while other files are checked
_room = threading.Semaphore(AT_ONCE)
memory.use_system_allocator()


def check_limits(settings: Settings) -> CheckLimits:
    """Limits an admin sets for the check of one file."""
    return CheckLimits(
        settings.console_check_seconds, settings.console_check_memory_mb, settings.console_workbook_mb
    )


class CheckFailed(RuntimeError):  # noqa: N818  named for what it says
    """The process met what nobody foresaw. The message is its traceback, for the log."""


@dataclass
class CheckRequest:
    """Request for a check. What is there already is not read or asked for again; `mended` are cells by row and
    column. `name` is the file's. Columns and cells of an earlier reading come with the digest of its table, `of_table`: of
    the columns only what a person said counts then."""

    content: bytes
    as_read: AsRead
    region: str
    table: ContactTable | None = None
    columns: Columns | None = None
    lookup: Lookup | None = None
    mended: dict[int, dict[int, str]] = field(default_factory=dict)
    limits: CheckLimits = field(default_factory=CheckLimits)
    name: str = ""
    of_table: str = ""
    region_said: bool = True
    """Somebody has said the region; where nobody has, what it decides is asked about."""


class Stop:
    """The way to end a check, apart from it: whoever holds this does not hold the file."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._process: CheckProcess | None = None

    def __call__(self) -> None:
        """End it at once; nothing of the work is kept."""
        self._asked.set()
        process = self._process
        if process:
            process.kill()

    @property
    def pid(self) -> int | None:
        """The process at work, None before there is one."""
        return self._process.pid if self._process else None

    def asked(self) -> bool:
        return self._asked.is_set()

    def raise_if_asked(self) -> None:
        if self.asked():
            raise Cancelled

    def ends(self, process: CheckProcess) -> None:
        """From now on this process is ended, at once where that was asked for before."""
        self._process = process
        self.raise_if_asked()


class UploadCheck:
    """The check of one file. All attributes are final once `finished` is set.

    Args:
        recall: what columns with this header held last time.
        look_up: who is in the campaign; gets a function that says whether to stop.
        listed: the team's own do-not-call list. Where it cannot be told, nobody is ready.
    """

    def __init__(
        self,
        wanted: CheckRequest,
        *,
        recall: Callable[[Sequence[str]], Remembered | None],
        look_up: Callable[[Callable[[], bool]], Lookup],
        listed: Callable[[], Listed] = lambda: NOBODY_LISTED,
    ) -> None:
        self.step: CheckStep = CheckStep.WAITING
        self.rows_done = 0
        self.rows = 0
        self.table = wanted.table
        self.columns = None if wanted.of_table else wanted.columns
        self.lookup = wanted.lookup
        self.checked: CheckedFile | None = None
        self.rejected: FileRejected | None = None
        self.failed: Exception | None = None
        self.finished = threading.Event()
        self._recall, self._look_up, self._listed = recall, look_up, listed
        self.stop = Stop()
        self._coming: ContactTable | CheckedFile | None = None
        threading.Thread(target=self._run, args=(wanted,), name="check-upload", daemon=True).start()

    def _run(self, wanted: CheckRequest) -> None:
        try:
            self._work(wanted)
        except (Cancelled, Ended):
            self.checked = None
        except FileRejected as error:
            self.rejected = error
        except Exception as error:  # noqa: BLE001  a thread has nobody above it: the page draws and logs it
            self.failed = error
        finally:
            memory.give_back()
            self.finished.set()

    def _work(self, wanted: CheckRequest) -> None:
        while not _room.acquire(timeout=LOOK_EVERY):
            self.stop.raise_if_asked()
        process = spares.take()
        try:
            self.stop.ends(process)
            self._converse(process, wanted)
        finally:
            process.close()
            _room.release()
            spares.prepare()

    def _converse(self, process: CheckProcess, wanted: CheckRequest) -> None:
        process.begin(
            Task(
                None if wanted.table else pickle.PickleBuffer(wanted.content),
                wanted.as_read,
                wanted.region,
                wanted.limits,
                wanted.table,
                wanted.columns,
                wanted.mended,
                wanted.of_table,
                wanted.region_said,
            )
        )
        if wanted.table:
            _require_people_to_call(wanted, wanted.table)
        while True:
            what, content = process.receive()
            if what is Say.DONE:
                break
            if what is Say.ASK:
                process.send(self._answer(content))
            else:
                self._hear(what, content)
            if what is Say.TABLE:
                _require_people_to_call(wanted, content)
        checked = self._coming
        if isinstance(checked, CheckedFile) and self.table is not None:
            checked.table = self.table
            self.checked = checked

    def _hear(self, what: Say, content: Any) -> None:
        match what:
            case Say.STEP:
                self.step = content
            case Say.PROGRESS:
                self.rows_done, self.rows = content
            case Say.TABLE:
                self.table = self._coming = content
            case Say.CHECKED:
                self._coming = content
            case Say.ENTRIES if self._coming is not None:
                number, entries = content
                entries_of(self._coming)[number].update(entries)
            case Say.COLUMNS:
                self.columns = content
            case Say.REJECTED:
                code, params = content
                raise FileRejected(code, **params)
            case _:
                raise CheckFailed(content)

    def _answer(self, header: Sequence[str] | None) -> CheckContext:
        remembered = self._recall(header) if header is not None and self.columns is None else None
        if self.lookup is None:
            self.lookup = self._look_up(self.stop.asked)
        self.stop.raise_if_asked()
        return CheckContext(remembered, self.lookup.known, self.lookup.blocked, self._listed().lines)


def _require_people_to_call(wanted: CheckRequest, table: ContactTable) -> None:
    if not wanted.as_read.may_be_called:
        require_people_to_call(table, wanted.name)
