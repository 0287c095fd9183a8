"""A file is checked in a process of its own: whatever it does there, the console goes on, and can end it."""

from __future__ import annotations

import gc
import os
import resource
import signal
import time
import weakref
from collections.abc import Callable
from itertools import pairwise
from threading import Event, Thread
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from services.contact_file import CheckedFile, check, export, guess_columns, people, read_table
from services.contact_file.sentences import rejected
from services.upload.check import AsRead, CheckFailed, CheckLimits, CheckRequest, CheckStep, UploadCheck
from services.upload.lookup import Lookup
from services.upload.object_pipe import ObjectPipe
from services.upload.process import CheckProcess, spares
from services.upload.worker import Say
from tests.waiting import until

pytestmark = pytest.mark.lengthy

HELD_UP = 120.0  # seconds; more than any of it takes on a machine that does much else
# Each cell lists two numbers with words: a millisecond each, one after the other.
SLOW_ROWS = 40_000
SLOW = b"Name,Phone\n" + b"".join(
    b"A%d,tel:+49(0)30/%d;ext=12 / mobil: +49(0)151-%d (priv.)\n" % (row, 1_000_000 + row, 20_000_000 + row)
    for row in range(SLOW_ROWS)
)
SMALL = b"Name,Phone\nAnn,+12127365000\nBob,+14157891234\n"
# Broken rows of each kind, extensions, words taken off, marks on further numbers: all that is held row by row.
KINDS = (
    b"Name,Phone,Note\n"
    b"Ann,030 12345678 Durchwahl 7,\n"
    b"Ben,Tel.: 030 12345679 (privat),\n"
    b'Cem,"0151 23456789 / 030 1234567",bitte nicht mehr anrufen\n'
    b"Dan,0151 23456789,\n"
    b"Eva,Globex, Inc.,030 1234560,x\n"
    b"Fay\n"
    b'"Gil,030 1234561,\n'
    b"Hal,0151 23456789,\n"
)
# More rows than are handed on in one message.
MANY_KINDS = KINDS + b"".join(
    b"N%d,030 12%d ext %d,\n" % (row, 345_000 + row, row % 90) for row in range(21_000)
)


def begun(content: bytes, limits: CheckLimits | None = None, **wanted: object) -> UploadCheck:
    return UploadCheck(
        CheckRequest(content, AsRead(), "DE", limits=limits or CheckLimits(), **wanted),  # pyright: ignore[reportArgumentType]
        recall=lambda _header: None,
        look_up=lambda _stopped: Lookup(compared=True),
    )


def done(content: bytes, limits: CheckLimits | None = None) -> UploadCheck:
    check = begun(content, limits)
    assert check.finished.wait(HELD_UP)
    return check


def working_one(check: UploadCheck) -> int:
    until(lambda: check.rows_done > 0)
    assert check.stop.pid is not None
    return check.stop.pid


def test_it_finds_what_is_found_in_the_consoles_own_process() -> None:
    apart = done(MANY_KINDS).checked
    table = read_table(MANY_KINDS)
    here = check(table, guess_columns(table), "DE")

    assert apart is not None
    for each in (apart, here):
        each.mend(6, 1, "0171 7654321")
        each.decide([row.row for row in each.rows(limit=8) if row.verdict.value == "review"], accept=True)
    assert everything(apart) == everything(here)


def everything(checked: CheckedFile) -> tuple[object, ...]:
    return (
        checked.rows(limit=500),
        checked.rows(offset=20_900, limit=500),
        list(people.batches(checked)),
        b"".join(export.left_out(checked)),
        checked.table.faults,
        checked.table.overflow,
        checked.table.notes,
        checked.counts,
    )


def test_a_table_that_was_read_is_judged_again_without_being_read() -> None:
    first = done(KINDS)
    again = begun(
        b"", table=first.table, columns=first.columns, lookup=first.lookup, mended={5: {1: "0171 7654321"}}
    )
    assert again.finished.wait(HELD_UP)

    assert again.table is first.table
    assert again.checked is not None
    assert again.checked.row(6).e164 == "+491717654321"


def test_it_takes_none_of_the_consoles_own_time() -> None:
    """Patterns that hold the interpreter hold another one: a page's own share of the work is small."""
    spares.prepare()
    mine, theirs = time.process_time(), _of_children()
    check = done(SLOW[:400_000])
    mine, theirs = time.process_time() - mine, _of_children() - theirs

    assert check.checked is not None
    assert theirs > 4 * mine


def _of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def test_the_console_answers_while_a_hostile_file_is_checked() -> None:
    """Between two beats it works little itself. Its own time is counted: that of a busy machine says nothing of it."""
    check, beats, over = begun(SLOW), list[float](), Event()

    def beat() -> None:
        while not over.wait(0.005):
            beats.append(time.process_time())

    thread = Thread(target=beat)
    working_one(check)
    thread.start()
    another = done(SMALL)  # somebody else's file, meanwhile
    until(lambda: len(beats) >= 20)
    over.set()
    thread.join()
    still_working = not check.finished.is_set()
    check.stop()

    assert still_working
    assert another.checked is not None
    assert max(later - earlier for earlier, later in pairwise(beats)) < 2


def test_it_is_stopped_at_once_and_its_process_is_gone() -> None:
    check = begun(SLOW)
    process, before = working_one(check), check.rows_done
    check.stop()

    assert check.finished.wait(HELD_UP)
    assert check.rows_done - before < 0.2 * SLOW_ROWS  # of the rows that it would have had to work through
    assert not psutil.pid_exists(process)
    assert (check.checked, check.rejected, check.failed) == (None, None, None)


def test_it_is_stopped_while_it_waits_for_others() -> None:
    first, second = begun(SLOW), begun(SLOW)
    working_one(first)
    working_one(second)
    third = begun(SMALL)
    third.stop()

    assert third.finished.wait(HELD_UP)
    assert third.step is CheckStep.WAITING
    for other in (first, second):
        other.stop()
        assert other.finished.wait(HELD_UP)


def test_one_that_takes_too_long_is_ended_and_the_person_told() -> None:
    check = done(SLOW, CheckLimits(seconds=1))
    for seconds in (
        2,
        4,
        8,
        16,
        32,
    ):  # a busy machine takes longer to read it; to judge it takes minutes anywhere
        assert check.rejected is not None
        assert rejected(check.rejected).startswith("Checking this file took too long and was ended. Split it")
        if check.table is not None:
            break
        check = done(SLOW, CheckLimits(seconds=seconds))

    assert check.table is not None  # what was read is there to be corrected


def test_time_that_the_platform_takes_is_not_the_files() -> None:
    def slow_platform(_stopped: Callable[[], bool]) -> Lookup:
        asked.set()
        assert go_on.wait(HELD_UP)
        return Lookup(compared=True)

    asked, go_on = Event(), Event()
    for seconds in (2, 4, 8, 16, 32):  # a busy machine takes longer to read it
        check = UploadCheck(
            CheckRequest(SMALL, AsRead(), "US", limits=CheckLimits(seconds=seconds)),
            recall=lambda _header: None,
            look_up=slow_platform,
        )
        if until(lambda check=check: asked.is_set() or check.finished.is_set()) and asked.is_set():
            break
    assert asked.is_set()
    assert not check.finished.wait(seconds + 0.5)
    go_on.set()

    assert check.finished.wait(HELD_UP)
    assert check.checked is not None


def test_one_that_takes_too_much_memory_is_ended_and_the_person_told() -> None:
    check = done(b"Name,Phone\n" + b"a\n" * 20_000_000, CheckLimits(memory_mb=500))

    assert check.rejected is not None
    assert rejected(check.rejected).startswith("Checking this file needed more memory than a check may take.")


def test_one_that_brings_its_process_down_is_told_and_hurts_nobody_else() -> None:
    check = begun(SLOW)
    os.kill(working_one(check), signal.SIGSEGV)

    assert check.finished.wait(HELD_UP)
    assert check.rejected is not None
    assert rejected(check.rejected).startswith("Checking this file broke off.")
    assert done(SMALL).checked is not None


def test_a_fault_nobody_foresaw_is_handed_on_with_its_place() -> None:
    check = begun(SMALL, table=SimpleNamespace(sheet=None), columns=None)
    assert check.finished.wait(HELD_UP)

    assert isinstance(check.failed, CheckFailed)
    assert "Traceback" in str(check.failed)


def test_the_process_knows_nothing_of_the_platform() -> None:
    process = CheckProcess()
    try:
        names = set(psutil.Process(process.pid).environ())
    finally:
        process.close()

    assert names <= {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV"}


def test_it_ends_with_the_console() -> None:
    process = CheckProcess()
    process.leave()

    until(lambda: not process.running())
    process.close()


def test_a_spare_is_ready_and_one_that_died_is_replaced() -> None:
    spares.prepare()
    first = spares.take()
    spares.prepare()
    second = spares.take()
    assert first.pid != second.pid
    first.close()
    second.close()
    spares.prepare()
    spare = spares.take()
    spare.kill()
    until(lambda: not spare.running())
    spare.close()

    assert done(SMALL).checked is not None


def test_a_stop_holds_no_file() -> None:
    """A page that is left has it called; it must not keep what the page held."""
    check = done(SMALL)
    stop, held = check.stop, weakref.ref(check)
    del check
    until(lambda: gc.collect() >= 0 and held() is None)

    stop()


def test_columns_come_through_a_pipe_as_they_are_and_may_be_changed() -> None:
    source, sink = (
        os.fdopen(end, mode, buffering=0) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True)
    )
    with source, sink:
        sent = {"a": np.arange(3_000_000), "b": "Ä" * 10}
        writer = Thread(target=ObjectPipe(source, sink).send, args=((Say.DONE, sent),))
        writer.start()
        what, came = ObjectPipe(source, sink).receive()
        writer.join()
        came["a"][0] = 7

    assert what is Say.DONE
    assert came["b"] == sent["b"]
    assert (came["a"][1:] == sent["a"][1:]).all()


def test_a_pipe_that_ends_says_so() -> None:
    source, sink = (
        os.fdopen(end, mode, buffering=0) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True)
    )
    with source:
        sink.write(b"\0\0\0")
        sink.close()
        with pytest.raises(EOFError):
            ObjectPipe(source, sink).receive()
