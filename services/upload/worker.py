"""Worker process that checks one file: it is given bytes and limits, and ends with the file.

Whatever a file does to it (memory, time, a fault in a library) ends with it, and the pages do not wait meanwhile. It has
no database, no settings and no platform: what it needs of them it asks for. `services/upload/process.py` starts it.
"""

from __future__ import annotations

import copy
import io
import os
import pickle
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from services.contact_file import (
    CheckedFile,
    Columns,
    ContactTable,
    FileRejected,
    Remembered,
    WorkbookLimits,
    check,
    guess_columns,
    read_table,
)
from services.upload.object_pipe import ObjectPipe
from services.upload.table_digest import table_digest

AT_ONCE = 20_000  # entries in a message: the reader lets other threads on between two
NICENESS = 10  # pages come first where there is too little processor for both


class CheckStep(StrEnum):
    """Step the work is at."""

    WAITING = "waiting"
    READING = "reading"
    COMPARING = "comparing"
    CHECKING = "checking"


class Say(StrEnum):
    """Subject of a message. A table and a checked file are followed by `ENTRIES`, the latter also by `DONE`."""

    STEP = "step"
    TABLE = "table"
    ASK = "ask"
    COLUMNS = "columns"
    PROGRESS = "progress"
    CHECKED = "checked"
    ENTRIES = "entries"
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True)
class AsRead:
    """Way a file is to be read, as the person says; what is None is found by rule."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    may_be_called: bool = False
    """A person has said that they are, although the list is named like a do-not-call list."""


@dataclass(frozen=True)
class CheckLimits:
    """Limits of the check of one file: seconds of work, megabytes of memory, and megabytes of a workbook unpacked."""

    seconds: float = 300
    memory_mb: int = 2000
    workbook_mb: int = 500


@dataclass(frozen=True)
class Task:
    """Task of the process: what to check. With a `table` nothing is read again; `mended` are cells by row and column.
    `of_table` is the digest of the table that columns and cells of an earlier reading are of: they count for no other one, and of
    the columns only what a person said."""

    content: pickle.PickleBuffer | bytearray | None
    as_read: AsRead
    region: str
    limits: CheckLimits
    table: ContactTable | None = None
    columns: Columns | None = None
    mended: dict[int, dict[int, str]] = field(default_factory=dict)
    of_table: str = ""
    region_said: bool = True


@dataclass(frozen=True)
class CheckContext:
    """Context that only the console knows: what such columns held last time, what the platform says of the people, and
    the lines of the team's own do-not-call list."""

    remembered: Remembered | None
    known: dict[str, str]
    blocked: frozenset[str]
    listed: npt.NDArray[np.int64]


def entries_of(whole: ContactTable | CheckedFile) -> tuple[dict[int, Any], ...]:
    """Entries held row by row, in Python's own objects: up to an entry a row."""
    if isinstance(whole, ContactTable):
        return whole.faults, whole.overflow, whole.short
    return whole.layers.ext, whole.layers.detail, whole.facts.further


class _Work:
    def __init__(self, pipe: ObjectPipe, task: Task) -> None:
        self._pipe, self._task = pipe, task

    def run(self) -> None:
        """Says in the end that it is done, or why it is not."""
        _limit(self._task.limits)
        try:
            self._check()
        except FileRejected as error:
            self._say(Say.REJECTED, (error.code, error.params))
        except MemoryError:
            self._say(Say.REJECTED, ("too_much_memory", {}))
        except Exception:  # noqa: BLE001  nobody is above it here: the console draws and logs it
            self._say(Say.FAILED, traceback.format_exc())

    def _check(self) -> None:
        table = self._task.table or self._read()
        task = self._task
        if task.of_table and task.of_table != table_digest(table):
            task = replace(task, columns=None, mended={})
        answer = self._ask(table)
        columns = self._columns(task, table, answer.remembered)
        self._say(Say.COLUMNS, columns)
        self._say(Say.STEP, CheckStep.CHECKING)
        checked = check(
            table,
            columns,
            task.region,
            known=answer.known,
            blocked=answer.blocked,
            listed=answer.listed,
            region_said=task.region_said,
            progress=lambda done, rows: self._say(Say.PROGRESS, (done, rows)),
        )
        for row, cells in task.mended.items():
            for column, text in cells.items():
                checked.mend(row + 1, column, text)
        light = copy.copy(checked)  # the console has the table
        del light.table
        self._say_in_parts(Say.CHECKED, light)
        self._say(Say.DONE, None)

    @staticmethod
    def _columns(task: Task, table: ContactTable, remembered: Remembered | None) -> Columns:
        if task.columns is None:
            return guess_columns(table, remembered)
        if task.of_table:  # read before, and maybe by another version: rules may know more of a column now
            return guess_columns(table, remembered).with_said(task.columns)
        return task.columns

    def _read(self) -> ContactTable:
        self._say(Say.STEP, CheckStep.READING)
        as_read, content = self._task.as_read, bytes(self._task.content or b"")
        self._task = replace(self._task, content=None)  # it holds the file once more
        table = read_table(
            content,
            encoding=as_read.encoding,
            delimiter=as_read.delimiter,
            header_row=as_read.header_row,
            sheet=as_read.sheet,
            limits=WorkbookLimits(self._task.limits.workbook_mb),
        )
        self._say_in_parts(Say.TABLE, table)
        return table

    def _ask(self, table: ContactTable) -> CheckContext:
        self._say(Say.STEP, CheckStep.COMPARING)
        self._say(Say.ASK, table.header if table.header_row else None)
        return self._pipe.receive()

    def _say(self, what: Say, content: Any) -> None:
        self._pipe.send((what, content))

    def _say_in_parts(self, what: Say, whole: ContactTable | CheckedFile) -> None:
        """The columns at once; what is held row by row in messages of their own."""
        held = [dict(each) for each in entries_of(whole)]
        for each in entries_of(whole):
            each.clear()
        self._say(what, whole)
        for number, (each, entries) in enumerate(zip(entries_of(whole), held, strict=True)):
            each.update(entries)
            for part in _parts(entries):
                self._say(Say.ENTRIES, (number, part))


def _parts(entries: dict[int, Any]) -> Iterator[dict[int, Any]]:
    pairs = list(entries.items())
    for start in range(0, len(pairs), AT_ONCE):
        yield dict(pairs[start : start + AT_ONCE])


def _limit(limits: CheckLimits) -> None:
    """Set the limit at which the system ends the process, where it can; the console looks at the clock besides."""
    with suppress(
        ImportError, AttributeError, ValueError, OSError
    ):  # not on every system, nor above what is set
        import resource

        os.nice(NICENESS)
        memory = limits.memory_mb << 20
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        seconds = int(limits.seconds * (os.cpu_count() or 1)) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Check one file, from standard input to standard output; whatever else is printed goes to standard error."""
    source, sink = io.FileIO(0), io.FileIO(os.dup(1), "w")
    os.dup2(2, 1)
    pipe = ObjectPipe(source, sink)
    with suppress(EOFError, BrokenPipeError):  # the console is gone, or wants it no more
        _Work(pipe, pipe.receive()).run()
    sys.stderr.flush()
    os._exit(0)  # threads of libraries have nothing to finish


if __name__ == "__main__":
    main()
